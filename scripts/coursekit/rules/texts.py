"""What readers meet that stands on no page: the texts of tools and calculators, the titles of modules, the notes on sources.

They keep the same typography, spelling and names as the pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from coursekit.course import OUTLINE, REFERENCES, Course
from coursekit.findings import Finding
from coursekit.kept import FOLDER as SHELF
from coursekit.kept import Shelf
from coursekit.pages import LANGUAGES, decoded
from coursekit.prose import Passage, bibliography_passages, yaml_passages
from coursekit.rules.hostile import TAG
from coursekit.rules.languages import text_faults
from coursekit.rules.names import hold_wrong_names, name_faults
from coursekit.rules.spelling import Unknown, unknown_words, word_faults
from coursekit.rules.typography import invisible_faults, passage_faults
from coursekit.sources import CITATION


def check_tools(course: Course) -> Iterator[Finding]:
    """Yield the faults in the texts of the tools."""
    for tool in course.tools.values():
        yield from _faults(course, tool.path, yaml_passages)


def check_calculators(course: Course) -> Iterator[Finding]:
    """Yield the faults in the texts of the calculators."""
    for calculator in course.calculators.values():
        yield from _faults(course, calculator.path, yaml_passages)


def check_outline(course: Course) -> Iterator[Finding]:
    """Yield the faults in the titles of the outline."""
    yield from _faults(course, OUTLINE, yaml_passages)


def check_sources(course: Course) -> Iterator[Finding]:
    """Yield the faults in the notes on sources."""
    yield from _faults(course, REFERENCES, bibliography_passages)


def _faults(course: Course, path: Path, read: Callable[[str], Iterator[Passage]]) -> Iterator[Finding]:
    if not (course.root / path).exists():
        return
    text, unreadable = decoded((course.root / path).read_bytes(), path)
    if unreadable:
        return
    lines = text.split("\n")

    def look() -> tuple[list[Finding], list[Unknown]]:
        passages = list(read(text))
        found = [
            *invisible_faults(path, lines),
            *passage_faults(path, lines, passages),
            *text_faults(path, passages),
            *_markup_faults(path, passages),
        ]
        return found, unknown_words(passages)

    found, unknown = Shelf(course.root / SHELF).keep(f"texts/{path.relative_to('docs')}", text, look)
    yield from found
    yield from word_faults(course, path, unknown)
    for language in LANGUAGES:
        if hold_wrong_names(course, language, text):
            yield from name_faults(course, path, language, list(read(text)))


def _markup_faults(path: Path, passages: Iterable[Passage]) -> Iterator[Finding]:
    """Yield what only a page can hold: these texts are printed as they stand."""
    for passage in passages:
        for pattern, rule, what, mend in (
            (TAG, "raw-html", "raw HTML", "write it in plain words"),
            (CITATION, "citation-form", "a citation in a text that is printed as it stands", "cite it on the page"),
        ):
            for match in pattern.finditer(passage.text):
                yield Finding(path, passage.line, match.start() + 1, rule, what, mend)
