"""The course as a whole: its modules, lessons that are planned but not yet written, and totals in minutes.

`docs/course.yml` names the modules and the lessons to come; a lesson that has a page is described by its page alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coursekit.descriptions import line_of, read_lines
from coursekit.findings import CourseError, Finding
from coursekit.pages import LANGUAGES, Language, Page, read_text

RULE = "outline"


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
    data, lines, faults = read_lines(text, path, RULE)
    for fault in faults:
        raise CourseError(fault)
    for what, parts in _wrong(data):
        mend = "give each module number, folder, title and promise in zh and en; each planned lesson title and minutes"
        raise CourseError(Finding(path, line_of(lines, parts), 1, RULE, f"the outline cannot be read: {what}", mend))
    modules = tuple(
        Module(str(row["number"]), row["folder"], _both(row["title"]), _both(row["promise"])) for row in data["modules"]
    )
    planned = {
        str(lesson): (_both(row["title"]), row["minutes"], line_of(lines, ("planned", str(lesson))))
        for lesson, row in (data.get("planned") or {}).items()
    }
    return Outline(path, modules, planned)


def _wrong(data: Any) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what keeps the data from being an outline, each with the names of its place."""
    modules = data.get("modules") if isinstance(data, dict) else None
    if not isinstance(modules, list):
        yield "there is no list of modules", ("modules",)
        return
    numbers: set[str] = set()
    for place, row in enumerate(modules):
        for key in ("number", "folder", "title", "promise"):
            value = row.get(key) if isinstance(row, dict) else None
            if not (_is_both(value) if key in ("title", "promise") else isinstance(value, str | int)):
                yield f"module {place + 1} lacks its {key}", ("modules", str(place), key)
            elif key == "number" and str(value) in numbers:
                yield f"the number “{value}” stands twice", ("modules", str(place), key)
            elif key == "number":
                numbers.add(str(value))
    planned = data.get("planned") or {}
    if not isinstance(planned, dict):
        yield "the planned lessons are no list of ids", ("planned",)
        return
    for lesson, row in planned.items():
        if not isinstance(row, dict) or not _is_both(row.get("title")) or not isinstance(row.get("minutes"), int):
            yield f"the planned lesson {lesson} lacks its title or minutes", ("planned", str(lesson))


def _is_both(texts: Any) -> bool:
    return isinstance(texts, dict) and all(isinstance(texts.get(language), str) for language in LANGUAGES)


def _both(texts: dict[str, str]) -> dict[Language, str]:
    return {"zh": texts["zh"], "en": texts["en"]}
