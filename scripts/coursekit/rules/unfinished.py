"""What is still to be written: the marks that `course.py new` leaves for the author."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from coursekit.course import REFERENCES, Course
from coursekit.findings import Finding
from coursekit.pages import Page, decoded

# The closing brackets may have been lost; the opening ones alone must not be published either.
MARK = re.compile(r"\[\[(?:write|写)[:：]\s*(?P<what>.*?)(?:\]\]|$)", re.M)


def check(page: Page) -> Iterator[Finding]:
    """Yield the marks that stand on a page."""
    yield from _marks(page.path, page.lines)


def check_sources(course: Course) -> Iterator[Finding]:
    """Yield the marks that stand in the bibliography."""
    if not (course.root / REFERENCES).exists():
        return
    text, _ = decoded((course.root / REFERENCES).read_bytes(), REFERENCES)
    yield from _marks(REFERENCES, text.split("\n"))


def unfinished_files(course: Course) -> set[Path]:
    """Return the files, both languages of a page together, in which something is still to be written."""
    names = {page.name for page in course.pages if MARK.search(page.text)}
    files = {page.path for page in course.pages if page.name in names}
    values = (value for source in course.sources.values() for value in source.fields.values())
    return files | ({REFERENCES} if any(map(MARK.search, values)) else set())


def _marks(path: Path, lines: Iterable[str]) -> Iterator[Finding]:
    for number, line in enumerate(lines, 1):
        for match in MARK.finditer(line):
            mend = "write it in the place of the double brackets"
            yield Finding(path, number, match.start() + 1, "unfinished", f"still to write: {match['what']}", mend)
