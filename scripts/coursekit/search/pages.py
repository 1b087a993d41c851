"""The pages of a build on their way into the search index."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import partial
from pathlib import Path

from coursekit.ahead import Wanted, begin, keep_each, missing
from coursekit.course import Course
from coursekit.kept import FOLDER, Shelf
from coursekit.pages import LANGUAGES, Language, Page
from coursekit.search.index import index_files
from coursekit.search.records import Record, records


class SearchPages:
    """The records of every page that was rendered, of both languages; unchanged pages are not read again."""

    def __init__(self) -> None:
        """Start with no page."""
        self._begun: list[Callable[[], None]] = []
        self._kept: dict[tuple[Language, str], tuple[Page, str, list[Record]]] = {}

    def add(self, page: Page, content: str) -> None:
        """Take a page's rendered HTML."""
        key = page.language, page.name
        if key not in self._kept or self._kept[key][:2] != (page, content):
            self._kept[key] = page, content, _records(page, content)

    def begin(self, course: Course, language: Language) -> None:
        """Begin the index of a language, all of whose pages have been taken, while the build goes on with something else."""
        wanted = self._wanted(course, language)
        self._begun.append(begin(missing(_shelf(course), [wanted])))

    def write(self, course: Course, site: Path) -> None:
        """Write the index of both languages below `site`; `course` says which pages there are."""
        for wait in self._begun:
            wait()
        self._begun.clear()
        for files in keep_each(_shelf(course), [self._wanted(course, language) for language in LANGUAGES]):
            for path, content in files:
                file = site / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content)

    def _wanted(self, course: Course, language: Language) -> Wanted[list[tuple[str, bytes]]]:
        pages = {key: kept[2] for key, kept in self._kept.items()}
        return f"search/{language}", self._key(course, language), partial(_index, course, language, pages)

    def _key(self, course: Course, language: Language) -> str:
        """Return a digest of what one language's index is made from: its pages, and the names of terms in both languages."""
        digest = hashlib.sha256(course.glossary_key.encode())
        for page in course.pages:
            if page.language == language:
                digest.update(f"{page.name}\0{page.text}\0{self._kept[language, page.name][1]}\0".encode())
        return digest.hexdigest()


def _shelf(course: Course) -> Shelf:
    return Shelf(course.root / FOLDER)


def _index(
    course: Course, language: Language, pages: dict[tuple[Language, str], list[Record]]
) -> list[tuple[str, bytes]]:
    return list(index_files(course, language, pages))


def _records(page: Page, content: str) -> list[Record]:
    """Return a page's records, taken from the shelf where they were made from the same page."""

    def make() -> list[tuple[str, int, str, str, str]]:
        return [(one.anchor, one.level, one.title, one.chapter, one.text) for one in records(page, content)]

    made = (
        page.shelf.keep(f"records/{page.language}/{page.name}", f"{page.text}\0{content}", make)
        if page.shelf
        else make()
    )
    return [Record(page, *one) for one in made]
