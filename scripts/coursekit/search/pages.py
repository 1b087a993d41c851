"""The pages of a build on their way into the search index."""

from __future__ import annotations

from pathlib import Path

from coursekit.course import Course
from coursekit.pages import Language, Page
from coursekit.search.index import index_files
from coursekit.search.records import Record, records


class SearchPages:
    """The records of every page that was rendered, of both languages; unchanged pages are not read again."""

    def __init__(self) -> None:
        """Start with no page."""
        self._kept: dict[tuple[Language, str], tuple[Page, str, list[Record]]] = {}

    def add(self, page: Page, content: str) -> None:
        """Take a page's rendered HTML."""
        key = page.language, page.name
        if key not in self._kept or self._kept[key][:2] != (page, content):
            self._kept[key] = page, content, records(page, content)

    def write(self, course: Course, site: Path) -> None:
        """Write the index of both languages below `site`; `course` says which pages there are."""
        for path, content in index_files(course, {key: kept[2] for key, kept in self._kept.items()}):
            file = site / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
