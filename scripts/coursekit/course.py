"""The course in memory: every page of both languages, the glossaries, the sources and the outline."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from coursekit.glossary import Glossary, Mention, build_glossary
from coursekit.outline import Outline, load_outline
from coursekit.pages import LANGUAGES, Language, Page, read_page
from coursekit.sources import Source, citations, load_sources

REFERENCES = Path("docs/references.bib")
OUTLINE = Path("docs/course.yml")
GLOSSARY_LINK = re.compile(r"\]\([^)\s]*glossary/[\w-]+\.md#([\w-]+)\)")

_page_cache: dict[tuple[Path, int, int], Page] = {}


@dataclass(frozen=True)
class Course:
    """Everything the Markdown says, parsed; `root` is the working tree that holds `docs/`."""

    root: Path
    pages: tuple[Page, ...]
    sources: dict[str, Source]
    outline: Outline

    @cached_property
    def by_name(self) -> dict[tuple[Language, str], Page]:
        """The pages by language and path within the language's folder."""
        return {(page.language, page.name): page for page in self.pages}

    def by_id(self, language: Language) -> dict[str, Page]:
        """One language's pages by id."""
        return self._by_id[language]

    @cached_property
    def _by_id(self) -> dict[Language, dict[str, Page]]:
        return {
            language: {page.id: page for page in self.pages if page.language == language and page.id}
            for language in LANGUAGES
        }

    @cached_property
    def glossaries(self) -> dict[Language, Glossary]:
        """The glossary of each language."""
        return {language: build_glossary(language, self.pages) for language in LANGUAGES}

    def counterpart(self, page: Page) -> Page | None:
        """The same page in the other language, or None."""
        return self.by_name.get(("en" if page.language == "zh" else "zh", page.name))

    @cached_property
    def cited(self) -> dict[str, list[Page]]:
        """Which pages cite each key, in the course's order."""
        found: dict[str, list[Page]] = {}
        for page in self.pages:
            keys = {citation.key for _, group in citations(page.text) for citation in group}
            for key in keys:
                found.setdefault(key, []).append(page)
        return found

    @cached_property
    def term_pages(self) -> dict[Language, dict[str, list[Page]]]:
        """Per language, which lessons and overview pages use each term, in the course's order."""
        found: dict[Language, dict[str, list[Page]]] = {language: {} for language in LANGUAGES}
        for page in self.pages:
            if page.name.startswith("glossary/"):
                continue
            glossary = self.glossaries[page.language]
            linked = [term for term in GLOSSARY_LINK.findall(page.text) if term in glossary.terms]
            for term in dict.fromkeys([*linked, *(mention.term for mention in page_mentions(page, glossary))]):
                found[page.language].setdefault(term, []).append(page)
        return found


def page_mentions(page: Page, glossary: Glossary) -> list[Mention]:
    """Return the terms that a page's running text names (headings, figures and links are left out), offsets per block."""
    return [
        mention
        for block in page.blocks
        if block.kind in ("paragraph", "item", "table")
        for mention in glossary.mentions(block.text)
    ]


def load_course(root: Path) -> Course:
    """Read the course below `root`; raises CourseError at the first file that cannot be read at all.

    Pages are kept between calls and read again only when their file has changed, so that a rebuild is quick.
    """
    pages: list[Page] = []
    for language in LANGUAGES:
        folder = root / "docs" / language
        names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.md"))
        pages.extend(_cached_page(root, language, name) for name in names)
    return Course(root, tuple(pages), load_sources(root, REFERENCES), load_outline(root, OUTLINE))


def _cached_page(root: Path, language: Language, name: str) -> Page:
    path = root / "docs" / language / name
    status = path.stat()
    key = (path, status.st_mtime_ns, status.st_size)
    if key not in _page_cache:
        for stale in [old for old in _page_cache if old[0] == path]:
            del _page_cache[stale]
        _page_cache[key] = read_page(root, language, name)
    return _page_cache[key]
