"""The names of the files that readers can take away; what is in them is made elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from coursekit.course import Course
from coursekit.pages import LANGUAGES, Language
from coursekit.toolkit import Tool

DOWNLOADS = "assets/downloads"
Edition = Literal["zh", "en", "both"]
EDITIONS: tuple[Edition, ...] = ("zh", "en", "both")
GLOSSARY_FILES: dict[tuple[str, str], str] = {
    **{("csv", edition): f"{DOWNLOADS}/gtm-glossary.{edition}.csv" for edition in EDITIONS},
    **{("anki", edition): f"{DOWNLOADS}/gtm-glossary.{edition}.apkg" for edition in EDITIONS},
}


def download_name(tool: Tool, language: Language, suffix: str) -> str:
    """Return a download's path below `docs/`: "assets/downloads/5.2-icp-worksheet.zh.xlsx".

    MkDocs would take a .md file for a page of the course, so that one ends with .txt here; the link names it .md again.
    """
    return f"{DOWNLOADS}/{tool.id}-{tool.name}.{language}.{suffix}" + (".txt" if suffix == "md" else "")


def download_names(course: Course) -> Iterator[str]:
    """Yield the path (below `docs/`) of each download, as `downloads.downloads` makes them."""
    yield from GLOSSARY_FILES.values()
    for tool in course.tools.values():
        for language in LANGUAGES:
            yield from (download_name(tool, language, suffix) for suffix in tool.formats)
