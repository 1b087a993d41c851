"""Two languages, one course: the same headings, blocks, links, citations, figures in each section."""

from __future__ import annotations

import re
from collections.abc import Collection, Hashable, Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import TypeVar

from coursekit.course import Course
from coursekit.findings import Finding
from coursekit.pages import Block, Page, other_language
from coursekit.quantities import Figure, figures
from coursekit.rules.links import EXTERNAL, LINK, leads_nowhere
from coursekit.sources import citations
from coursekit.translations import FRONT, OPENING

Key = TypeVar("Key", bound=Hashable)
Shape = list[tuple[str, Block]]
# The language in the name of a file for download.
_LANGUAGE = re.compile(r"\.(?:zh|en)(?=\.\w+$)")
SHARED_META = ("id", "minutes", "prerequisites", "audience", "reviewed")


def check(zh: Page, en: Page, pending: Collection[str]) -> Iterator[Finding]:
    """Yield every difference between a page's two languages, with both places named; sections that are pending are left out."""
    yield from _meta_faults(zh, en, objectives=FRONT not in pending)
    yield from _heading_faults(zh, en)
    theirs = {heading.id for heading in en.headings}
    for section in dict.fromkeys(["", *(heading.id or "" for heading in zh.headings)]):
        # The reader of a pending section is told which language is current; comparing would forbid to put it off.
        if (section or OPENING) in pending:
            continue
        # A section that only one page has was named above.
        if not section or section in theirs:
            yield from _block_faults(zh, en, section)
            yield from _citation_faults(zh, en, section)
            yield from _figure_faults(zh, en, section)


def check_twin(course: Course, page: Page) -> Iterator[Finding]:
    """Yield the page if the other language lacks it, and its links that lead elsewhere than there."""
    other = course.counterpart(page)
    if other is None:
        language = other_language(page.language)
        if course.is_unread(Path("docs", language, page.name)):
            return
        yield page.finding(
            1, "pair", f"there is no docs/{language}/{page.name}", "write the page in the other language, too"
        )
        return
    zh, en = (page, other) if page.language == "zh" else (other, page)
    pending = course.translations.pending(page.name)
    ours, theirs = _links(course, zh), _links(course, en)
    for section in ours.keys() | theirs.keys():
        here, there = ours.get(section, {}), theirs.get(section, {})
        # A link that leads nowhere is told as such.
        if (section or OPENING) not in pending and "" not in {*here, *there}:
            yield from _differences(zh, en, section, here, there, "pair-blocks", "the link to {}")


def _links(course: Course, page: Page) -> dict[str, dict[str, list[int]]]:
    """Return the lines of each link to a page or a file, by section and by target ("" for what leads nowhere)."""
    found: dict[str, dict[str, list[int]]] = {}
    for block in page.blocks:
        if block.kind == "fence" or "](" not in block.text:
            continue
        for match in LINK.finditer(block.text):
            target = match["target"]
            # A name that links itself to its term in one language may need a link in the other.
            if not EXTERNAL.match(target) and "glossary/" not in target:
                target = "" if leads_nowhere(course, page, target) else _LANGUAGE.sub("", target)
                found.setdefault(block.section, {}).setdefault(target, []).append(block.line_at(match.start()))
    return found


def _meta_faults(zh: Page, en: Page, *, objectives: bool) -> Iterator[Finding]:
    for key in SHARED_META:
        if key not in zh.meta and any(fault.rule == "front-matter" for fault in (*zh.faults, *en.faults)):
            continue
        if zh.meta.get(key) != en.meta.get(key):
            yield en.finding(
                en.meta_lines.get(key, 1),
                "pair-front-matter",
                f"“{key}” differs from {zh.path}, line {zh.meta_lines.get(key, 1)}",
                "make both the same",
            )
    here, there = (len(page.meta.get("objectives") or ()) for page in (en, zh))
    if objectives and here != there:
        yield en.finding(
            en.meta_lines.get("objectives", 1),
            "pair-front-matter",
            f"{here} objectives here, {there} in {zh.path}",
            "make both the same",
        )


def _heading_faults(zh: Page, en: Page) -> Iterator[Finding]:
    ours = [(heading.level, heading.id) for heading in zh.headings]
    theirs = [(heading.level, heading.id) for heading in en.headings]
    if ours == theirs:
        return
    for step, first, last, start, stop in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if step == "equal":
            continue
        mine, others = zh.headings[first:last], en.headings[start:stop]
        for here, there in zip(mine, others, strict=False):
            yield en.finding(
                there.line,
                "pair-headings",
                f"#{there.id} (level {there.level}) stands where {zh.path}, line {here.line} has #{here.id} (level {here.level})",
                "give both pages the same headings in the same order",
            )
        longer, shorter = (zh, en) if len(mine) > len(others) else (en, zh)
        for extra in (mine if longer is zh else others)[min(len(mine), len(others)) :]:
            yield longer.finding(
                extra.line,
                "pair-headings",
                f"#{extra.id} is missing from {shorter.path}, or stands elsewhere there",
                "add the section there, or delete it here",
            )


def _shape(page: Page, section: str) -> Shape:
    """Return what a section is made of, in order: each block that both languages must have, as a comparable text."""
    shape: Shape = []
    items: set[int] = set()
    for block in page.sections.get(section, ()):
        if block.kind == "table":
            shape.append((f"a table of {len(block.rows)} rows × {len(block.rows[0])} columns", block))
        elif block.kind == "fence":
            shape.append((f"a {block.info.split()[0] if block.info else 'plain'} fence", block))
        elif block.kind == "item" and block.item not in items and block.checked is None:
            items.add(block.item)
            shape.append(("a list item", block))
        elif block.kind == "paragraph":
            shape.append(("a paragraph", block))
        elif block.kind == "container":
            text = f"a block “{block.info}”"
            if block.info in ("quiz", "path", "lessons", "sheet", "blank", "calculator"):
                text = f"a block “{block.info} | {block.text}”"
            shape.append((text, block))
        elif block.checked is not None:
            shape.append(("a choice", block))
    return shape


def _block_faults(zh: Page, en: Page, section: str) -> Iterator[Finding]:
    ours, theirs = _shape(zh, section), _shape(en, section)
    if [text for text, _ in ours] == [text for text, _ in theirs]:
        # As good as always; to look for differences takes longer.
        for (_, block), (_, other) in zip(ours, theirs, strict=True):
            yield from _choice_faults(zh, en, block, other)
        return
    # What an item or a paragraph cites and counts tells which of several is missing.
    marks = [(text, _marks(block)) for text, block in ours], [(text, _marks(block)) for text, block in theirs]
    for step, first, last, start, stop in SequenceMatcher(None, *marks, autojunk=False).get_opcodes():
        mine, others = ours[first:last], theirs[start:stop]
        if step == "equal":
            for (_, block), (_, other) in zip(mine, others, strict=True):
                yield from _choice_faults(zh, en, block, other)
        else:
            yield from _shape_faults(zh, en, section, mine, others)


def _marks(block: Block) -> tuple[Hashable, ...]:
    """Return what tells an item or a paragraph from its neighbours in either language: its sources and its figures."""
    if block.kind not in ("item", "paragraph"):
        return ()
    cited = sorted(citation.key for _, group in citations(block.text) for citation in group)
    return (*cited, *sorted(repr(figure.key) for figure in figures(block.text) if figure.is_comparable))


def _shape_faults(zh: Page, en: Page, section: str, ours: Shape, theirs: Shape) -> Iterator[Finding]:
    """Yield what one of two parts of a section has and the other has not, by the kinds of blocks alone."""
    shapes = [text for text, _ in ours], [text for text, _ in theirs]
    for step, first, last, start, stop in SequenceMatcher(None, *shapes, autojunk=False).get_opcodes():
        mine, others = ours[first:last], theirs[start:stop]
        if step == "equal":
            for (_, block), (_, other) in zip(mine, others, strict=True):
                yield from _choice_faults(zh, en, block, other)
            continue
        for (here, block), (there, other) in zip(mine, others, strict=False):
            mend = "give both sections the same blocks in the same order"
            what = f"{there} stands where {zh.path}, line {block.line} has {here}"
            yield en.finding(other.line, "pair-blocks", what, mend)
            what = f"{here} stands where {en.path}, line {other.line} has {there}"
            yield zh.finding(block.line, "pair-blocks", what, mend)
        longer, shorter = (zh, en) if len(mine) > len(others) else (en, zh)
        for text, extra in (mine if longer is zh else others)[min(len(mine), len(others)) :]:
            place = f"section #{section or 'top'} of {shorter.path}, line {_section_line(shorter, section)}"
            what, mend = f"{text} is missing from {place}", "add it there, or delete it here"
            yield longer.finding(extra.line, "pair-blocks", what, mend)


def _choice_faults(zh: Page, en: Page, choice: Block, counterpart: Block) -> Iterator[Finding]:
    if choice.checked == counterpart.checked:
        return
    for page, block, other, there in ((zh, choice, en, counterpart), (en, counterpart, zh, choice)):
        marks = {True: "right", False: "wrong"}
        what = f"the choice is {marks[bool(block.checked)]} here, {marks[bool(there.checked)]} in {other.path}, line {there.line}"
        yield page.finding(block.line, "pair-blocks", what, "mark the same choices with [x] in both languages")


def _citation_faults(zh: Page, en: Page, section: str) -> Iterator[Finding]:
    def cited(page: Page) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for block in page.sections.get(section, ()):
            for _, group in citations(block.text):
                for citation in group:
                    found.setdefault(citation.key, []).append(block.line)
        return found

    yield from _differences(zh, en, section, cited(zh), cited(en), "pair-citations", "the citation [@{}]")


def _figure_faults(zh: Page, en: Page, section: str) -> Iterator[Finding]:
    def shown(page: Page) -> tuple[dict[tuple[object, str], list[int]], dict[tuple[object, str], str]]:
        places: dict[tuple[object, str], list[int]] = {}
        names: dict[tuple[object, str], str] = {}
        for block in page.sections.get(section, ()):
            if not block.within("path"):
                for figure in _compared(block):
                    line = block.line_at(figure.start)
                    places.setdefault(figure.key, []).append(line)
                    names.setdefault(figure.key, figure.text)
        return places, names

    ours, our_names = shown(zh)
    theirs, their_names = shown(en)
    names = {**their_names, **our_names}
    yield from _differences(zh, en, section, ours, theirs, "pair-figures", "the figure “{}”", names)


def _compared(block: Block) -> Iterator[Figure]:
    if block.kind in ("paragraph", "item", "table", "heading", "container", "fence") and block.info != "claim":
        yield from (figure for figure in figures(block.text) if figure.is_comparable)


def _differences(
    zh: Page,
    en: Page,
    section: str,
    ours: dict[Key, list[int]],
    theirs: dict[Key, list[int]],
    rule: str,
    what: str,
    names: dict[Key, str] | None = None,
) -> Iterator[Finding]:
    """Yield what one page has more often than the other; each page is told, at the line where it differs."""
    # Pages of equal length stand line by line beside each other, as a rule.
    aligned = len(zh.lines) == len(en.lines)
    found: dict[str, dict[int, list[str]]] = {"zh": {}, "en": {}}
    for key in dict.fromkeys([*ours, *theirs]):
        here, there = ours.get(key, []), theirs.get(key, [])
        if len(here) != len(there):
            page, lines, others = (zh, here, there) if len(here) > len(there) else (en, there, here)
            name = names[key] if names else str(key)
            for line in _odd_ones(lines, others) if aligned else lines[: len(lines) - len(others)]:
                found[page.language].setdefault(line, []).append(name)
    for page, other in ((zh, en), (en, zh)):
        place = f"section #{section or 'top'} of {other.path}, line {_section_line(other, section)}"
        for line in sorted({*found[page.language], *(found[other.language] if aligned else ())}):
            more, less = found[page.language].get(line, []), found[other.language].get(line, []) if aligned else []
            for name in more:
                against = f" where {other.path}, line {line} has {_listed(what, less)}" if less else f", not in {place}"
                told = f"{what.format(name)} stands here{against}"
                yield page.finding(line, rule, told, "say the same in both languages", page.column_of(line, name))
            for name in () if more else less:
                told = f"{what.format(name)} of {other.path}, line {line} is missing here"
                yield page.finding(line, rule, told, "say the same in both languages")


def _odd_ones(lines: list[int], others: list[int]) -> list[int]:
    """Return the lines that have no counterpart: as many as there are more lines than others."""
    left, rest = list(others), []
    for line in lines:
        if line in left:
            left.remove(line)
        else:
            rest.append(line)
    return rest[: len(lines) - len(others)]


def _listed(what: str, names: list[str]) -> str:
    return ", ".join(what.format(name) for name in names)


def _section_line(page: Page, section: str) -> int:
    return next((heading.line for heading in page.headings if heading.id == section), 1)
