"""The course as a whole: its modules, lessons that are planned but not yet written, and totals in minutes.

`docs/course.yml` names the modules and the lessons to come; a lesson that has a page is described by its page alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from coursekit.findings import CourseError, Finding
from coursekit.pages import Language, Page, read_text


@dataclass(frozen=True, slots=True)
class Module:
    """One module: its number ("1" … "5", "A"), folder under the language's root, titles and what a learner gains."""

    number: str
    folder: str
    title: dict[Language, str]
    promise: dict[Language, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """One lesson in a table or path: `page` is None while it is only planned."""

    id: str
    title: str
    minutes: int
    page: Page | None


@dataclass(frozen=True, slots=True)
class Outline:
    """The modules in order, and the planned lessons by id (title per language, minutes, line in the file)."""

    path: Path
    modules: tuple[Module, ...]
    planned: dict[str, tuple[dict[Language, str], int, int]]

    def entry(self, lesson: str, language: Language, pages: dict[str, Page]) -> Entry | None:
        """Return a lesson as a reader of that language meets it, or None when nobody knows the id.

        `pages` are that language's pages by id.
        """
        if page := pages.get(lesson):
            return Entry(lesson, page.title, page.minutes, page)
        if lesson in self.planned:
            title, minutes, _ = self.planned[lesson]
            return Entry(lesson, title[language], minutes, None)
        return None

    def lessons(self, module: str, language: Language, pages: dict[str, Page]) -> list[Entry]:
        """Return a module's lessons in order, written and planned."""
        written = {page.id for page in pages.values() if page.is_lesson}
        ids = {lesson for lesson in written | set(self.planned) if lesson.split(".")[0] == module}
        ordered = sorted(ids, key=lesson_key)
        return [entry for lesson in ordered if (entry := self.entry(lesson, language, pages))]


def lesson_key(lesson: str) -> tuple[int, int]:
    """Return a lesson id's place in the course; the appendix ("A.1") comes after the modules."""
    module, _, number = lesson.partition(".")
    return (int(module) if module.isdigit() else 99, int(number) if number.isdigit() else 0)


def load_outline(root: Path, path: Path) -> Outline:
    """Read the outline; raises CourseError when a key is missing or of the wrong kind."""
    return parse_outline(read_text(root, path), path)


def parse_outline(text: str, path: Path) -> Outline:
    """Turn the outline's text into an Outline; raises CourseError like `load_outline`."""
    try:
        data: dict[str, Any] = yaml.safe_load(text)
        modules = tuple(
            Module(str(row["number"]), row["folder"], _both(row["title"]), _both(row["promise"]))
            for row in data["modules"]
        )
        planned = {
            str(lesson): (_both(row["title"]), int(row["minutes"]), _line_of(text, str(lesson)))
            for lesson, row in (data.get("planned") or {}).items()
        }
    except (yaml.YAMLError, KeyError, TypeError, ValueError) as error:
        raise CourseError(
            Finding(
                path,
                1,
                1,
                "outline",
                f"the outline cannot be read: {error!r}",
                "give each module number, folder, title and promise in zh and en",
            )
        ) from error
    return Outline(path, modules, planned)


def _both(texts: dict[str, str]) -> dict[Language, str]:
    return {"zh": texts["zh"], "en": texts["en"]}


def _line_of(text: str, lesson: str) -> int:
    return next(
        (number for number, line in enumerate(text.split("\n"), 1) if line.strip().startswith(f'"{lesson}"')), 1
    )
