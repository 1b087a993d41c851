"""Which text of each section the two languages agree on: the record, and what has changed since.

A section is the text under one heading, without that under its sub-headings; besides, each page has `_front` (the front
matter that readers see) and `_opening` (the text before the first heading). The record, docs/translations.txt, holds for each
the hash of both languages' text on the day on which somebody last said that they tell the same.

The hash must outlive this code, so it is taken from a normal form of the source that a few sentences tell. Table rows of
dashes (`|---|---|`) and the lines `said: …` of claims, which each language has for itself, are left out. All white space (blank,
tab, line end, U+00A0, U+3000) is left out. What remains, in UTF-8, goes through SHA-256; its first 12 hexadecimal digits are
the hash. The text of `_front` is `title: …`, `description: …`, and `- …` for each objective.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Literal

from coursekit.aside import write_whole
from coursekit.findings import CourseError, Finding
from coursekit.pages import FRONT_MATTER, LANGUAGES, Language, Page, other_language, read_text

RECORD = Path("docs/translations.txt")
# No heading's id begins with an underscore.
FRONT, OPENING = "_front", "_opening"
NAMES: dict[Language, str] = {"zh": "Chinese", "en": "English"}

Verdict = Literal["in step", "stale", "pending", "new", "both changed", "revised", "level", "unpaired"]
Pages = Mapping[tuple[Language, str], Page]

_WHITE = " \t\n\r\u00a0\u3000"
_LEFT_OUT = re.compile(r"^(?:[ \t]*\|[ \t|:-]*-[ \t|:-]*|said:.*)$", re.M)
_LINE = re.compile(
    r"(?P<state>in-step|pending-(?:zh|en)) +(?P<made>zh->en|en->zh) +(?P<since>\d{4}-\d\d-\d\d)"
    r" +(?P<zh>[0-9a-f]{12}|-{12}) +(?P<en>[0-9a-f]{12}|-{12}) +(?P<name>\S+\.md)#(?P<section>\S+)"
)
_CONFLICT = re.compile(r"<{7}|={7}|>{7}|\|{7}")
_UNKNOWN = "-" * 12
_HEAD = """\
# The text of each section on which the two languages agree. `course.py translated` and `course.py pending` write this file;
# CONTRIBUTING.md explains it. A blank line stands between the sections so that changes to neighbours merge.
# state      made   since      zh           en           section
"""


def digest(text: str) -> str:
    """Return the hash of a section's text; see the head of this module for what counts."""
    text = _LEFT_OUT.sub("", text)
    for white in _WHITE:
        text = text.replace(white, "")
    return hashlib.sha256(text.encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Section:
    """One section in one language: its id, the line on which it begins (from 1), its heading, and its source."""

    id: str
    line: int
    title: str
    text: str


def sections(page: Page) -> dict[str, Section]:
    """Return a page's sections by id, in the page's order.

    Text under a heading without an id, or with one that the page has used before, counts to the section above.
    """
    objectives = page.meta.get("objectives")
    front = [f"{key}: {page.meta.get(key, '')}" for key in ("title", "description")]
    front += [f"- {one}" for one in objectives] if isinstance(objectives, list) else []
    found = {FRONT: Section(FRONT, page.meta_lines.get("title", 1), page.title, "\n".join(front))}
    match = FRONT_MATTER.match(page.text)
    starts = [(OPENING, page.text[: match.end()].count("\n") + 1 if match else 1, "")]
    for heading in page.headings:
        if heading.id and heading.id not in {id_ for id_, _, _ in starts}:
            starts.append((heading.id, heading.line, heading.text))
    ends = [line for _, line, _ in starts[1:]] + [len(page.lines) + 1]
    for (id_, line, title), end in zip(starts, ends, strict=True):
        while id_ == OPENING and line < end - 1 and not page.lines[line - 1].strip():
            line += 1
        found[id_] = Section(id_, line, title, "\n".join(page.lines[line - 1 : end - 1]))
    return found


@dataclass(frozen=True, slots=True)
class Entry:
    """What the record says of one section.

    `hashes` are those of the two texts that tell the same; `source` is the language it was first written in; `since` the day of
    the record. While `behind` names a language, that one waits for its translation: its hash is of the text that waits, the other's
    of the text that it was made from (dashes: none was recorded before).
    """

    name: str
    section: str
    hashes: Mapping[Language, str]
    source: Language
    since: date
    behind: Language | None = None
    line: int = 0

    @property
    def address(self) -> str:
        """The page's path within its language's folder, and the section's id."""
        return f"{self.name}#{self.section}"

    @property
    def key(self) -> tuple[str, str]:
        """What the record is sorted by: an order that stays when a page's sections change places."""
        return self.name, self.section

    def __str__(self) -> str:
        """Return the entry's line in the record."""
        state = f"pending-{self.behind}" if self.behind else "in-step"
        made = f"{self.source}->{other_language(self.source)}"
        return f"{state:<10} {made} {self.since} {self.hashes['zh']} {self.hashes['en']} {self.address}"


@dataclass(frozen=True)
class Translations:
    """The record: its entries by page and section, in order; `source` is the text that they were read from."""

    entries: Mapping[tuple[str, str], Entry]
    source: str = ""

    @cached_property
    def _pending(self) -> dict[str, dict[str, Entry]]:
        found: dict[str, dict[str, Entry]] = {}
        for entry in self.entries.values():
            if entry.behind:
                found.setdefault(entry.name, {})[entry.section] = entry
        return found

    def pending(self, name: str) -> dict[str, Entry]:
        """Return those sections of a page, by id, in which one language waits for its translation."""
        return self._pending.get(name, {})

    def __str__(self) -> str:
        """Return the record's text."""
        ordered = sorted(self.entries.values(), key=lambda entry: entry.key)
        return "\n".join([_HEAD, *(f"{entry}\n" for entry in ordered)])


def parse_translations(text: str, path: Path = RECORD) -> Translations:
    """Read the record's text; raises CourseError at the first line that cannot be understood."""
    entries: dict[tuple[str, str], Entry] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip() or line.startswith("#"):
            continue
        entry = _entry(line, number, path)
        if earlier := entries.get(entry.key):
            raise CourseError(
                Finding(
                    path,
                    number,
                    1,
                    "translation-record",
                    f"{entry.address} stands already in line {earlier.line}",
                    "delete one of the two lines, then run `course.py check`",
                )
            )
        entries[entry.key] = entry
    return Translations(entries, text)


def _entry(line: str, number: int, path: Path) -> Entry:
    match = _LINE.fullmatch(line.rstrip())
    try:
        since = date.fromisoformat(match["since"]) if match else None
    except ValueError:
        since = None
    if match is None or since is None:
        what, mend = "this line cannot be read", "restore it from git, or delete it and record the section again"
        if _CONFLICT.match(line):
            what = "a merge conflict stands here"
            mend = (
                "keep one line for each section, from either side; `course.py check` then names those to record again"
            )
        raise CourseError(Finding(path, number, 1, "translation-record", what, mend))
    states: dict[str, Language | None] = {"in-step": None, "pending-zh": "zh", "pending-en": "en"}
    hashes: dict[Language, str] = {language: match[language] for language in LANGUAGES}
    source: Language = "zh" if match["made"] == "zh->en" else "en"
    return Entry(match["name"], match["section"], hashes, source, since, states[match["state"]], number)


def load_translations(root: Path) -> Translations:
    """Read the record below `root`, an empty one when there is none; raises CourseError when it cannot be read."""
    return parse_translations(read_text(root, RECORD)) if (root / RECORD).exists() else Translations({})


def save_translations(root: Path, translations: Translations) -> None:
    """Write the record below `root`, in order; a write that is interrupted leaves the old one."""
    text = str(translations)
    if text != translations.source:
        write_whole({root / RECORD: text.encode()})


@dataclass(frozen=True, slots=True)
class Standing:
    """How one section stands: its text in each language that has it, what the record says, and what follows.

    `behind` is the language whose text must follow, where there is one.
    """

    name: str
    section: str
    sides: Mapping[Language, Section]
    entry: Entry | None
    verdict: Verdict
    behind: Language | None = None

    @property
    def address(self) -> str:
        """The page's path within its language's folder, and the section's id."""
        return f"{self.name}#{self.section}"

    @property
    def unrecorded(self) -> bool:
        """Tell whether both texts may be in step, only nobody has said so."""
        return self.verdict in ("new", "both changed", "revised", "level")

    @property
    def hashes(self) -> dict[Language, str]:
        """The hashes of the texts as they are now."""
        return {language: digest(side.text) for language, side in self.sides.items()}


def standings(translations: Translations, pages: Pages) -> Iterator[Standing]:
    """Yield how each section of the course stands, page by page; a page that lacks its counterpart is left out."""
    for (language, name), page in pages.items():
        other = pages.get(("en", name))
        if language == "zh" and other:
            ours, theirs = sections(page), sections(other)
            for section in [*ours, *(one for one in theirs if one not in ours)]:
                sides = {
                    side: had[section] for side, had in zip(LANGUAGES, (ours, theirs), strict=True) if section in had
                }
                if section != OPENING or any(side.text.strip() for side in sides.values()):
                    yield _standing(name, section, sides, translations.entries.get((name, section)))


def _standing(name: str, section: str, sides: Mapping[Language, Section], entry: Entry | None) -> Standing:
    verdict: Verdict
    behind: Language | None = None
    changed = [one for one in sides if entry is None or digest(sides[one].text) != entry.hashes[one]]
    if len(sides) < len(LANGUAGES):
        verdict = "unpaired"
    elif entry is None:
        verdict = "new"
    elif entry.behind is None:
        verdict = ("in step", "stale", "both changed")[len(changed)]
        behind = other_language(changed[0]) if verdict == "stale" else None
    elif entry.behind in changed:
        verdict = "revised"
    else:
        verdict, behind = ("pending", entry.behind) if changed else ("level", None)
    return Standing(name, section, sides, entry, verdict, behind)


def left_over(translations: Translations, pages: Pages, found: Iterable[Standing]) -> list[Entry]:
    """Return the entries of sections that are gone: not among those `found`, and not on a page that lacks its counterpart."""
    known = {(one.name, one.section) for one in found}
    lone = {name for language, name in pages if (other_language(language), name) not in pages}
    return [entry for key, entry in translations.entries.items() if key not in known and entry.name not in lone]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one section that somebody asked to record: the new entry, or why there is none."""

    address: str
    entry: Entry | None
    refused: str = ""


def in_step(standing: Standing, today: date, *, as_is: bool, source: Language | None, named: bool) -> Outcome | None:
    """Record both languages' text of a section as telling the same; None when there is nothing to do.

    A text that has not followed the other's change is recorded only `as_is`, and one that is pending only when its section was
    `named`, so that nobody accepts by accident. `source` is the language it was first written in (default: as recorded).
    """
    entry, behind = standing.entry, standing.behind
    if standing.verdict == "unpaired":
        return Outcome(standing.address, None, f"it is missing from docs/{_lacking(standing)}/{standing.name}")
    if standing.verdict == "in step" and source in (None, entry.source if entry else None):
        return None
    if standing.verdict == "pending" and not named:
        return None
    if behind and not as_is:
        change = "is still pending" if standing.verdict == "pending" else "has not followed"
        return Outcome(
            standing.address,
            None,
            f"the {NAMES[behind]} {change} → revise it; if nothing needs to change in it, add --as-is",
        )
    source = source or (entry.source if entry else "zh")
    return Outcome(standing.address, Entry(standing.name, standing.section, standing.hashes, source, today))


def put_off(standing: Standing, behind: Language, today: date, *, named: bool) -> Outcome | None:
    """Mark one language's text of a section as waiting for its translation; None when there is nothing to do.

    Unless its section was `named`, only a text that has not followed the other's change is marked.
    """
    entry, leading = standing.entry, other_language(behind)
    if not named and (standing.verdict, standing.behind) != ("stale", behind):
        return None
    if (standing.verdict, standing.behind) == ("pending", behind):
        return None
    refused = ""
    if standing.verdict == "unpaired":
        refused = f"it is missing from docs/{_lacking(standing)}/{standing.name}"
    elif standing.verdict in ("in step", "level"):
        refused = "neither language has changed since it was recorded"
    elif leading in (standing.behind, entry.behind if entry else None):
        refused = f"it is the {NAMES[leading]} that waits → name docs/{leading}/{standing.address}, or record it first"
    if refused:
        return Outcome(standing.address, None, refused)
    made_from = entry.hashes[leading] if entry else _UNKNOWN
    hashes: dict[Language, str] = {behind: standing.hashes[behind], leading: made_from}
    source = entry.source if entry else leading
    return Outcome(standing.address, Entry(standing.name, standing.section, hashes, source, today, behind))


def _lacking(standing: Standing) -> Language:
    return next(language for language in LANGUAGES if language not in standing.sides)


def updated(translations: Translations, outcomes: Iterable[Outcome], removed: Iterable[Entry] = ()) -> Translations:
    """Return the record with the outcomes' entries put in and the `removed` ones taken out."""
    gone = {entry.key for entry in removed}
    entries = {key: entry for key, entry in translations.entries.items() if key not in gone}
    entries |= {one.entry.key: one.entry for one in outcomes if one.entry}
    return replace(translations, entries=entries)
