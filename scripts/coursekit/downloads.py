"""Every file that readers can take away, made when the site is built: same input, same bytes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from coursekit.ahead import Wanted
from coursekit.course import Course
from coursekit.documents import document, markdown
from coursekit.download_names import download_name
from coursekit.glossary_files import glossary_files
from coursekit.pages import LANGUAGES, Language
from coursekit.toolkit import Tool
from coursekit.workbook import workbook

MAKERS: dict[str, Callable[[Tool, Language], bytes]] = {"xlsx": workbook, "docx": document, "md": markdown}


def downloads(course: Course, site: str) -> list[Wanted[list[tuple[str, bytes]]]]:
    """Return what makes the downloads: lists of path (below `docs/`) and bytes; `site` is the address they are published at.

    A maker raises ToolError when its tool does not compute.
    """
    jobs: list[Wanted[list[tuple[str, bytes]]]] = [
        ("downloads/glossary", course.glossary_key + site, lambda: list(glossary_files(course, site)))
    ]
    for tool in course.tools.values():
        for language in LANGUAGES:
            for suffix in tool.formats:
                name = download_name(tool, language, suffix)
                jobs.append((name, tool.digest, partial(_file, tool, language, suffix)))
    return jobs


def _file(tool: Tool, language: Language, suffix: str) -> list[tuple[str, bytes]]:
    return [(download_name(tool, language, suffix), MAKERS[suffix](tool, language))]
