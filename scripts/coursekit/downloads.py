"""Every file that readers can take away, made when the site is built: same input, same bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from coursekit.course import Course
from coursekit.documents import document, markdown
from coursekit.glossary_files import glossary_files
from coursekit.pages import LANGUAGES, Language
from coursekit.toolkit import Tool, download_name
from coursekit.workbook import workbook

MAKERS: dict[str, Callable[[Tool, Language], bytes]] = {"xlsx": workbook, "docx": document, "md": markdown}

_made: dict[tuple[str, Language, str], bytes] = {}
_glossary: dict[str, list[tuple[str, bytes]]] = {}


def downloads(course: Course, site: str) -> Iterator[tuple[str, bytes]]:
    """Yield the path (below `docs/`) and the bytes of each download; `site` is the address that it is published at.

    Raises ToolError when a tool does not compute.
    """
    key = course.glossary_key + site
    if key not in _glossary:
        _glossary.clear()
        _glossary[key] = list(glossary_files(course, site))
    yield from _glossary[key]
    for tool in course.tools.values():
        for language in LANGUAGES:
            for suffix in tool.formats:
                made = (tool.digest, language, suffix)
                if made not in _made:
                    _made[made] = MAKERS[suffix](tool, language)
                yield download_name(tool, language, suffix), _made[made]
