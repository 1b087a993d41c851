"""Every file that readers can take away, made when the site is built: same input, same bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from coursekit.ahead import make_ahead
from coursekit.course import Course
from coursekit.documents import document, markdown
from coursekit.download_names import download_name
from coursekit.glossary_files import glossary_files
from coursekit.kept import FOLDER, Shelf
from coursekit.pages import LANGUAGES, Language
from coursekit.toolkit import Tool
from coursekit.workbook import workbook

MAKERS: dict[str, Callable[[Tool, Language], bytes]] = {"xlsx": workbook, "docx": document, "md": markdown}


def downloads(course: Course, site: str) -> Iterator[tuple[str, bytes]]:
    """Yield the path (below `docs/`) and the bytes of each download; `site` is the address that it is published at.

    Raises ToolError when a tool does not compute.
    """
    shelf = Shelf(course.root / FOLDER)
    jobs: list[tuple[str, str, Callable[[], list[tuple[str, bytes]]]]] = [
        ("downloads/glossary", course.glossary_key + site, lambda: list(glossary_files(course, site)))
    ]
    for tool in course.tools.values():
        for language in LANGUAGES:
            for suffix in tool.formats:
                name = download_name(tool, language, suffix)
                jobs.append((name, tool.digest, partial(_file, tool, language, suffix)))
    make_ahead([partial(shelf.keep, *job) for job in jobs if not shelf.has(*job[:2])])
    for job in jobs:
        yield from shelf.keep(*job)


def _file(tool: Tool, language: Language, suffix: str) -> list[tuple[str, bytes]]:
    return [(download_name(tool, language, suffix), MAKERS[suffix](tool, language))]
