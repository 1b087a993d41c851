"""What planters share: the sound course with the dice, what a planted fault is, and how a file's text is edited.

A planter is a small function that puts one kind of fault into the course. Places are found by patterns of this package's own,
not by those of the rules, so that a place that a rule overlooks is planted, too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Literal, TypeVar

from coursekit.course import Course
from coursekit.pages import LANGUAGES, Block, Container, Language, Page

# What becomes of a file: its new text or bytes, a link to another path, or nothing at all.
Content = str | bytes | Path | None
# A rule and words of its message; where a fault has effects elsewhere, that is how they are known.
Echo = tuple[str, str]
Choice = TypeVar("Choice")

INVENTED = ("example", "quiz", "answer", "sheet", "blank", "path")
PRACTICE = ("quiz", "exercises")
LESSON_CHAPTERS = ("takeaways", "quiz", "exercises", "further-reading", "discussion")
# What no fault of the prose may touch: citations, addresses, attributes, code.
_NO_PROSE = re.compile(r"\[@[^\]]*\]|\]\([^)]*\)|\{[^{}]*\}|`[^`]*`|https?://\S+|^\s*(?:[-*]|\d+\.)\s+(?:\[[ x]\])?")
_TITLE = re.compile(r"《[^》]*》")


@dataclass(frozen=True, slots=True)
class Plant:
    """One fault: what it writes into the files, and where its rule must find it.

    `at` are the places (file, line from 1) that are right, usually one; `says` are words that the message must hold; `echoes`
    are what the fault rightly sets off elsewhere. Paths are relative to the course's root.
    """

    writes: Mapping[Path, Content]
    at: tuple[tuple[Path, int], ...]
    says: str = ""
    echoes: tuple[Echo, ...] = ()


class NoPlace(Exception):  # noqa: N818  (no error: the planter is shown another page)
    """The page has no place for this kind of fault."""


@dataclass(frozen=True)
class Ground:
    """The course as it is sound, and the dice."""

    course: Course
    dice: Random

    def other(self, page: Page) -> Page:
        """Return the page in the other language."""
        found = self.course.counterpart(page)
        assert found is not None
        return found

    def pick(self, found: Sequence[Choice]) -> Choice:
        """Return one of several by lot; raises NoPlace where there is none."""
        if not found:
            raise NoPlace
        return self.dice.choice(found)

    def text(self, path: Path) -> str:
        """Return a file's text."""
        return (self.course.root / path).read_text(encoding="utf-8")


# Raises NoPlace where the page has none.
Planter = Callable[[Ground, Page], Plant]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of fault: its name, the rule that is for it, the planter, and how often it is planted.

    `follows` are the rules that may rightly speak about the page, too ("*": any); `languages` those whose pages have a place
    for it; `disturbs` and `needs` name what two kinds must not share in one round; a `first` one is told before anything is
    read, and then alone.
    """

    name: str
    rule: str
    plant: Planter
    times: int
    follows: frozenset[str]
    languages: tuple[Language, ...]
    disturbs: str
    needs: str
    first: bool


KINDS: list[Kind] = []


def kind(
    name: str,
    rule: str,
    *,
    follows: str = "",
    times: int = 2,
    language: Language | None = None,
    disturbs: str = "",
    needs: str = "",
    first: bool = False,
) -> Callable[[Planter], Planter]:
    """Register a planter. `needs` is the rule unless something else is said."""
    languages = (language,) if language else LANGUAGES

    def register(plant: Planter) -> Planter:
        KINDS.append(
            Kind(name, rule, plant, times, frozenset(follows.split()), languages, disturbs, needs or rule, first)
        )
        return plant

    return register


# ---- Editing a page ----------------------------------------------------------------------------------------------------


def joined(lines: list[str]) -> str:
    """Return lines as a file's text."""
    return "\n".join(lines)


def put(page: Page, line: int, text: str) -> str:
    """Return the page's text with another line in the place of one (from 1)."""
    lines = list(page.lines)
    lines[line - 1] = text
    return joined(lines)


def cut(page: Page, first: int, last: int) -> str:
    """Return the page's text without some lines (from 1, both inclusive)."""
    return joined([*page.lines[: first - 1], *page.lines[last:]])


def add(page: Page, below: int, *texts: str) -> str:
    """Return the page's text with lines added below one (from 1)."""
    return joined([*page.lines[:below], *texts, *page.lines[below:]])


def changed(page: Page, line: int, old: str, new: str, says: str = "", *echoes: Echo) -> Plant:
    """Plant the first `old` of a line as `new`, to be found on that line; raises NoPlace where the line has none."""
    if old not in page.lines[line - 1]:
        raise NoPlace
    return at(page, put(page, line, page.lines[line - 1].replace(old, new, 1)), line, says, *echoes)


def at(page: Page, text: str, line: int, says: str = "", *echoes: Echo) -> Plant:
    """Plant a page's new text, the fault to be found on a line of that page."""
    return Plant({page.path: text}, ((page.path, line),), says, echoes)


# ---- Places on a page --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a line (from 1): the match, with offsets in the line as it stands in the file."""

    page: Page
    block: Block
    line: int
    match: re.Match[str]

    def put(self, new: str) -> str:
        """Return the page's text with `new` in the place of the match."""
        text = self.page.lines[self.line - 1]
        return put(self.page, self.line, text[: self.match.start()] + new + text[self.match.end() :])

    def plant(self, new: str, says: str = "", *echoes: Echo) -> Plant:
        """Plant `new` in the place of the match, to be found on this line."""
        return at(self.page, self.put(new), self.line, says, *echoes)


TextKind = Literal["paragraph", "item", "table", "heading"]
TEXT: tuple[TextKind, ...] = ("paragraph", "item", "table", "heading")


def covered(line: str, *, titles: bool = True) -> str:
    """Return a line of the same length in which what is no prose is blacked out, and with `titles` what stands in 《》."""
    for pattern in (_NO_PROSE, _TITLE) if titles else (_NO_PROSE,):
        line = pattern.sub(lambda match: "\0" * len(match[0]), line)
    return line


def spots(
    page: Page, pattern: str, kinds: tuple[str, ...] = TEXT, wanted: Callable[[Block], bool] | None = None
) -> list[Spot]:
    """Return where a pattern matches in a page's prose."""
    found = []
    for block in page.blocks:
        if block.kind in kinds and not block.within("path") and (wanted is None or wanted(block)):
            for line in range(block.line, block.end + 1):
                text = page.lines[line - 1]
                if re.fullmatch(r"[\s|:-]*", text):
                    continue
                found += [Spot(page, block, line, match) for match in re.finditer(pattern, covered(text))]
    return found


def one_of(ground: Ground, found: list[Spot]) -> Spot:
    """Return one spot by lot, each line with the same chance; raises NoPlace where there is none."""
    line = ground.pick(sorted({spot.line for spot in found}))
    return ground.pick([spot for spot in found if spot.line == line])


def paragraphs(page: Page) -> Iterator[Block]:
    """Yield the paragraphs of one line that stand in no block and no list, practice left out."""
    for block in page.blocks:
        free = not block.inside and not block.item and block.line == block.end
        if block.kind == "paragraph" and free and block.chapter not in PRACTICE and not is_name_line(page, block):
            yield block


def is_name_line(page: Page, block: Block) -> bool:
    """Tell whether a paragraph is the line of names below a term's heading."""
    return page.is_glossary and block.text.startswith("**")


def containers(page: Page, *kinds: str) -> list[Container]:
    """Return the page's blocks of these kinds that stand in no other block."""
    nested = {block.line for block in page.blocks if block.kind == "container" and block.inside}
    return [one for one in page.containers if one.kind in kinds and one.line not in nested]


def said(ground: Ground, page: Page, zh: str, en: str) -> tuple[str, int]:
    """Return the page's text with a sentence as a paragraph of its own, and the sentence's line."""
    below = ground.pick(list(paragraphs(page))).end
    return add(page, below, "", zh if page.language == "zh" else en), below + 2


def ordinary_headings(page: Page) -> list[Block]:
    """Return the headings that stand for nothing but their section: no term, claim, case, exercise or metric."""
    if page.is_glossary or page.name in ("appendix/claims.md", "appendix/benchmarks.md"):
        return []
    special = {block.section for block in page.blocks if block.kind == "fence" and block.info == "case"}
    return [one for one in page.headings if one.id and one.chapter not in {*LESSON_CHAPTERS, *special}]


def lost(page: Page, anchor: str) -> tuple[Echo, ...]:
    """Return what is said elsewhere when an id of the page is gone."""
    address = f"{page.name}#{anchor}"
    return (
        ("link-anchor", f"#{anchor}"),
        ("permalink-lost", f"#{anchor} is gone"),
        ("permalink-lost", f"/go/{anchor}/ is gone"),
        ("redirect", f"#{anchor}"),
        ("translation-record", address),
    )


def uncited(page: Page, text: str) -> tuple[Echo, ...]:
    """Return what is said elsewhere when a citation of these lines is gone."""
    keys = re.findall(r"(?<=@)[\w:.-]*\w", "".join(re.findall(r"\[@[^\]]*\]", text)))
    return (*(("source-unused", f"“{key}”") for key in keys), ("permalink-lost", "#sources is gone"))
