"""The course in memory: every page of both languages, the glossaries, the sources and the outline."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from coursekit.glossary import Glossary, Mention, build_glossary
from coursekit.outline import Outline, load_outline
from coursekit.pages import LANGUAGES, Language, Page, read_page
from coursekit.redirects import REDIRECTS, Redirects, read_redirects
from coursekit.sources import Source, citations, load_sources
from coursekit.toolkit import FOLDER, Tool, load_tool

REFERENCES = Path("docs/references.bib")
OUTLINE = Path("docs/course.yml")
# Blocks that are filled from other pages.
GENERATED = frozenset({"course-map", "lessons", "path", "terms", "term-map"})
GLOSSARY_LINK = re.compile(r"\]\([^)\s]*glossary/[\w-]+\.md#([\w-]+)\)")

_page_cache: dict[tuple[Path, int, int], Page] = {}
_tool_cache: dict[tuple[Path, int, int], Tool] = {}
_course_cache: dict[Path, tuple[tuple[tuple[Path, int, int], ...], Course]] = {}


@dataclass(frozen=True)
class Course:
    """Everything the Markdown says, parsed; `root` is the working tree that holds `docs/`."""

    root: Path
    pages: tuple[Page, ...]
    sources: dict[str, Source]
    outline: Outline
    tools: dict[str, Tool]

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
    def redirects(self) -> Redirects:
        """Where published addresses went."""
        return read_redirects(self.root)

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

    def rendering_key(self, page: Page) -> str:
        """Return a digest of everything that a page's HTML is made from: equal digests, equal HTML."""
        parts: list[object] = [page.text, self._shared[page.language]]
        if page.is_glossary or any(container.kind in GENERATED for container in page.containers):
            parts.append(self._generated[page.language])
        for kind, folder in (("cases", "4-cases/"), ("bands", "appendix/benchmarks"), ("all-sources", "")):
            if any(container.kind == kind for container in page.containers):
                parts.append([other.text for other in self.pages if other.name.startswith(folder)])
        parts.append(self.redirects.of_page(page.name))
        if tool := self.tools.get(page.id):
            parts.append(tool.digest)
        return _digest(parts)

    @cached_property
    def glossary_key(self) -> str:
        """A digest of what the files of the glossary are made from."""
        return _digest([self._shared, self._generated])

    @cached_property
    def _shared(self) -> dict[Language, str]:
        return {language: _digest([self.glossaries[language].terms, self.sources]) for language in LANGUAGES}

    @cached_property
    def _generated(self) -> dict[Language, str]:
        return {
            language: _digest(
                [
                    self.outline,
                    [
                        (page.id, page.title, page.minutes, page.meta.get("description"))
                        for page in self._by_id[language].values()
                    ],
                    [(term, [page.name for page in pages]) for term, pages in self.term_pages[language].items()],
                ]
            )
            for language in LANGUAGES
        }


def _digest(parts: list[object]) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()


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

    What was read is kept between calls: a page until its file changes, the course until any file does, so that the second
    language's build and every rebuild while serving start at once.
    """
    descriptions = sorted((root / FOLDER).glob("*.yml"))
    files = [root / REFERENCES, root / OUTLINE, *descriptions, *root.glob(str(REDIRECTS))]
    names: list[tuple[Language, str]] = []
    for language in LANGUAGES:
        folder = root / "docs" / language
        found = sorted(folder.rglob("*.md"))
        files += found
        names += [(language, path.relative_to(folder).as_posix()) for path in found]
    state = tuple(_state(path) for path in files)
    kept = _course_cache.get(root)
    if kept is None or kept[0] != state:
        pages = tuple(_cached_page(root, language, name) for language, name in names)
        tools = [_cached_tool(root, path) for path in descriptions]
        course = Course(
            root,
            pages,
            load_sources(root, REFERENCES),
            load_outline(root, OUTLINE),
            {tool.id: tool for tool in tools},
        )
        kept = _course_cache[root] = (state, course)
    return kept[1]


def _state(path: Path) -> tuple[Path, int, int]:
    status = path.stat()
    return path, status.st_mtime_ns, status.st_size


def _cached_tool(root: Path, path: Path) -> Tool:
    key = _state(path)
    if key not in _tool_cache:
        for stale in [old for old in _tool_cache if old[0] == path]:
            del _tool_cache[stale]
        _tool_cache[key] = load_tool(root, path.relative_to(root))
    return _tool_cache[key]


def _cached_page(root: Path, language: Language, name: str) -> Page:
    path = root / "docs" / language / name
    key = _state(path)
    if key not in _page_cache:
        for stale in [old for old in _page_cache if old[0] == path]:
            del _page_cache[stale]
        _page_cache[key] = read_page(root, language, name)
    return _page_cache[key]
