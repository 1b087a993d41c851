"""The course in memory: every page of both languages, the glossaries, the sources and the outline."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property, partial
from pathlib import Path
from typing import Any, TypeVar

from coursekit.ahead import Wanted, keep_each
from coursekit.benchmarks import BENCHMARKS_PAGE, NumericBands, numeric_bands
from coursekit.calculators import FOLDER as CALCULATORS
from coursekit.calculators import Calculator, read_calculator
from coursekit.facets import CLAIMS_PAGE, Claim, fences, read_claims
from coursekit.findings import CourseError, Finding
from coursekit.glossary import Glossary, Mention, build_glossary
from coursekit.house_names import HouseNames, read_house_names
from coursekit.kept import FOLDER as SHELF
from coursekit.kept import Shelf
from coursekit.needles import Sieve
from coursekit.outline import Outline, load_outline
from coursekit.pages import LANGUAGES, Language, Page, decoded, other_language, read_page
from coursekit.questions import marks
from coursekit.redirects import REDIRECTS, Redirects, read_redirects
from coursekit.sources import Source, citations, parse_sources
from coursekit.toolkit import FOLDER, SHEETS, Tool, read_tool
from coursekit.translations import RECORD, Translations, load_translations

REFERENCES = Path("docs/references.bib")
OUTLINE = Path("docs/course.yml")
VOCABULARY = Path("docs/vocabulary.txt")
HOUSE_NAMES = Path("docs/house-names.yml")
# The fields of a source that name people, firms and publications.
NAMING = ("journal", "booktitle", "howpublished", "publisher", "institution", "organization")
# Blocks that are filled from other pages.
GENERATED = frozenset({"course-map", "lessons", "path", "terms", "term-map", "progress"})
GLOSSARY_LINK = re.compile(r"\]\([^)\s]*glossary/[\w-]+\.md#([\w-]+)\)")

State = tuple[Path, int, int]
Described = TypeVar("Described")
Reader = Callable[[str, Path, Shelf], tuple[Described | None, tuple[Finding, ...]]]
_page_cache: dict[Path, tuple[State, Page]] = {}
_description_cache: dict[Path, tuple[State, tuple[Any, tuple[Finding, ...]]]] = {}
_course_cache: dict[Path, tuple[tuple[State, ...], Course]] = {}


@dataclass(frozen=True, slots=True)
class Judged:
    """The claims that are judged in one language, and a sieve that tells which of them a text may state."""

    claims: tuple[Claim, ...]
    sieve: Sieve


@dataclass(frozen=True)
class Course:
    """Everything the Markdown says, parsed.

    `root` is the working tree that holds `docs/`, `faults` what cannot be read, `unread` the files and folders that were left
    out because nobody must parse them.
    """

    root: Path
    pages: tuple[Page, ...]
    sources: dict[str, Source]
    outline: Outline
    tools: dict[str, Tool]
    calculators: dict[str, Calculator]
    translations: Translations
    faults: tuple[Finding, ...] = ()
    unread: frozenset[Path] = frozenset()

    @cached_property
    def latest_day(self) -> date:
        """The last day that a page or a source may name: today, where the day begins first.

        The record of translations tells where a clock is behind.
        """
        days = (entry.since for entry in self.translations.entries.values())
        return max([date.today(), *days]) + timedelta(days=1)

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

    @cached_property
    def glossary_words(self) -> frozenset[str]:
        """Every Latin word and abbreviation that stands in the name of a term, in either language."""
        names = (
            name
            for glossary in self.glossaries.values()
            for term in glossary.terms.values()
            for name in (term.abbreviation, term.name, term.other_name, *term.also)
        )
        return frozenset(word for name in names for word in re.findall(r"[A-Za-z0-9&]+", name))

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The words that are right though no dictionary has them, and the capital words that need no glossary entry."""
        lines = _read(self.root, VOCABULARY)[0].split("\n") if (self.root / VOCABULARY).exists() else []
        return frozenset(word for line in lines if (word := line.partition("#")[0].strip()))

    @cached_property
    def known_words(self) -> frozenset[str]:
        """Every Latin word that the course vouches for: its vocabulary, the terms' abbreviations, the bibliography's names."""
        names = (
            name
            for source in self.sources.values()
            for name in (*source.authors, *(source.fields.get(key, "") for key in NAMING))
        )
        words = {word for name in names for word in re.findall(r"[A-ZÀ-Þ][A-Za-zÀ-ɏ]+", name)}
        # A term's ordinary words are no more certain than any other.
        words |= {word for word in self.glossary_words if sum(map(str.isupper, word)) > 1}
        return self.vocabulary | words

    @cached_property
    def house_names(self) -> HouseNames:
        """The names and words that the course does not use, with those that it uses instead."""
        return read_house_names(self.root, HOUSE_NAMES)

    @cached_property
    def judged(self) -> dict[Language, Judged]:
        """The popular claims that the course judges, per language."""
        found = {}
        for language in LANGUAGES:
            page = self.by_name.get((language, CLAIMS_PAGE))
            claims = tuple(read_claims(page)[0]) if page else ()
            found[language] = Judged(claims, Sieve(claim.said for claim in claims))
        return found

    @cached_property
    def unusable_tools(self) -> frozenset[str]:
        """The ids of the tools whose descriptions cannot be used, which is told where they are wrong."""
        return frozenset(fault.path.stem for fault in self.faults if fault.path.parent == FOLDER)

    @cached_property
    def unusable_calculators(self) -> frozenset[str]:
        """The names of the calculators whose descriptions cannot be used, which is told where they are wrong."""
        return frozenset(fault.path.stem for fault in self.faults if fault.path.parent == CALCULATORS)

    @cached_property
    def bands(self) -> dict[Language, NumericBands]:
        """The bands of the page of benchmarks as numbers, {} where there is no such page."""
        pages = {language: self.by_name.get((language, BENCHMARKS_PAGE)) for language in LANGUAGES}
        return {language: numeric_bands(page) if page else {} for language, page in pages.items()}

    def counterpart(self, page: Page) -> Page | None:
        """The same page in the other language, or None."""
        return self.by_name.get((other_language(page.language), page.name))

    def is_unread(self, path: Path) -> bool:
        """Tell whether a file is there (its path relative to `root`), but was left out."""
        return _lies_in(path, self.unread)

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
        pages = [page for page in self.pages if not page.name.startswith("glossary/")]
        wanted = [_terms_used(page, self.glossaries[page.language]) for page in pages]
        for page, used in zip(pages, keep_each(Shelf(self.root / SHELF), wanted), strict=True):
            for term in used:
                found[page.language].setdefault(term, []).append(page)
        return found

    def rendering_key(self, page: Page) -> str:
        """Return a digest of everything that a page's HTML is made from: equal digests, equal HTML."""
        parts: list[object] = [page.text, self._shared[page.language]]
        filled = any(container.kind in GENERATED for container in page.containers)
        # A glossary page lists the lessons that use each term, a claim those that tell the right fact.
        if filled or page.is_glossary or any(fences(page, "claim")):
            parts.append(self._generated[page.language])
        for kind, others in self._shown_by.items():
            if any(container.kind == kind for container in page.containers):
                parts.append([other.text for other in others])
        if any(container.kind == "progress" for container in page.containers):
            parts.append(self.question_marks)
        parts.append(self.question_marks.get(page.name))
        for container in page.containers_of("calculator"):
            if calculator := self.calculators.get(container.argument):
                lesson = self._by_id[page.language].get(calculator.lesson)
                bands = [self.bands[page.language].get(metric) for metric in calculator.metrics]
                parts.append((calculator.digest, bands, lesson and lesson.title))
        parts.append(self.redirects.of_page(page.name))
        if tool := self.tools.get(page.id):
            parts.append(tool.digest)
        if pending := self.translations.pending(page.name):
            parts.append(pending)
        return _digest(parts)

    @cached_property
    def _shown_by(self) -> dict[str, tuple[Page, ...]]:
        """Which pages each of these blocks shows more of than titles and minutes."""
        return {
            "cases": tuple(page for page in self.pages if any(fences(page, "case"))),
            "bands": tuple(page for page in self.pages if page.name == BENCHMARKS_PAGE),
            "all-sources": self.pages,
            # The reading paths stand on the home page.
            "progress": tuple(page for page in self.pages if page.name == "index.md"),
        }

    @cached_property
    def question_marks(self) -> dict[str, dict[str, str]]:
        """By page and key, the marks of each quiz question's text in Chinese and English, a space between them.

        Readers answer in one language and see the result in both; a mend in one language leaves what was answered in the other.
        """
        found: dict[str, dict[str, str]] = {}
        for page in self.by_id("zh").values():
            other = self.counterpart(page)
            if other and (chinese := marks(page)):
                english = marks(other)
                found[page.name] = {key: f"{mark} {english.get(key, mark)}" for key, mark in chinese.items()}
        return found

    @cached_property
    def glossary_key(self) -> str:
        """A digest of what the files of the glossary are made from."""
        return _digest([self._shared, self._generated])

    @cached_property
    def _shared(self) -> dict[Language, str]:
        return {language: _digest([self.glossaries[language].terms, self.sources]) for language in LANGUAGES}

    @cached_property
    def _generated(self) -> dict[Language, str]:
        # The index of terms can be searched by the names in the other language, too.
        names = [[(term.id, term.also) for term in glossary.terms.values()] for glossary in self.glossaries.values()]
        return {
            language: _digest(
                [
                    self.outline,
                    [
                        (page.id, page.title, page.minutes, page.meta.get("description"))
                        for page in self._by_id[language].values()
                    ],
                    [(term, [page.name for page in pages]) for term, pages in self.term_pages[language].items()],
                    names,
                ]
            )
            for language in LANGUAGES
        }


def _digest(parts: list[object]) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _terms_used(page: Page, glossary: Glossary) -> Wanted[list[str]]:
    def make() -> list[str]:
        linked = [term for term in GLOSSARY_LINK.findall(page.text) if term in glossary.terms]
        return list(dict.fromkeys([*linked, *(mention.term for mention in page_mentions(page, glossary))]))

    return f"terms/{page.language}/{page.name}", f"{page.text}\0{glossary.digest}", make


def page_mentions(page: Page, glossary: Glossary) -> list[Mention]:
    """Return the terms that a page's running text names (headings, figures and links are left out), offsets per block."""
    return [
        mention
        for block in page.blocks
        if block.kind in ("paragraph", "item", "table")
        for mention in glossary.mentions(block.text)
    ]


def load_course(root: Path) -> Course:
    """Read the course below `root`; raises CourseError at the first fault that keeps a file from being read whole."""
    course = read_course(root)
    if course.faults:
        raise CourseError(course.faults[0])
    return course


def read_course(root: Path, unread: frozenset[Path] = frozenset()) -> Course:
    """Read the course below `root`; what cannot be read is left out and named in its `faults`, `unread` is left out unseen.

    What was read is kept between calls: a page until its file changes, the course until any file does, so that the second
    language's build and every rebuild while serving start at once.
    """
    descriptions = [path for folder in (FOLDER, CALCULATORS) for path in _files(root, folder, "*.yml", unread)]
    single = (root / name for name in (REFERENCES, OUTLINE, VOCABULARY, HOUSE_NAMES, RECORD, REDIRECTS))
    files = [*(path for path in single if path.exists()), *descriptions]
    names = page_names(root, unread)
    files += [root / "docs" / language / name for language, name in names]
    state = tuple(_state(path) for path in files)
    kept = _course_cache.get(root)
    if kept is None or kept[0] != state:
        kept = _course_cache[root] = (state, _read_course(root, names, descriptions))
    return replace(kept[1], unread=unread) if unread else kept[1]


def page_names(root: Path, unread: frozenset[Path] = frozenset()) -> list[tuple[Language, str]]:
    """Return the language of each page below `root` that is not `unread`, and its path within that language's folder."""
    names: list[tuple[Language, str]] = []
    for language in LANGUAGES:
        folder = root / "docs" / language
        found = _files(root, folder.relative_to(root), "**/*.md", unread)
        names += [(language, path.relative_to(folder).as_posix()) for path in found]
    return names


def _files(root: Path, folder: Path, pattern: str, unread: frozenset[Path]) -> list[Path]:
    # Hidden files are editors' own: MkDocs leaves them out, too. A name that cannot be printed is refused by its own rule.
    return [
        path
        for path in sorted((root / folder).glob(pattern))
        if not path.name.startswith(".") and path.name.isprintable() and not _lies_in(path.relative_to(root), unread)
    ]


def _lies_in(path: Path, places: frozenset[Path]) -> bool:
    return not places.isdisjoint((path, *path.parents))


def reading_jobs(root: Path, shelf: Shelf) -> list[Callable[[], object]]:
    """Return what there is to read below `root` besides the pages and is not on the shelf, as jobs that put it there."""
    jobs: list[Callable[[], object]] = []
    text = _read(root, REFERENCES)[0]
    if not shelf.has("sources", text):
        jobs.append(partial(_keep_sources, text, shelf))
    for path in sorted((root / FOLDER).glob("*.yml")):
        text = decoded(path.read_bytes(), path)[0]
        if not shelf.has(f"tools/{path.stem}", text):
            jobs.append(partial(_keep_tool, text, path.relative_to(root), shelf))
    for path in sorted((root / CALCULATORS).glob("*.yml")):
        text = decoded(path.read_bytes(), path)[0]
        if not shelf.has(f"calculators/{path.stem}", text):
            jobs.append(partial(_keep_calculator, root, text, path.relative_to(root), shelf))
    return jobs


def parsing_jobs(root: Path, shelf: Shelf) -> list[Callable[[], object]]:
    """Return the pages below `root` whose blocks are not on the shelf, as jobs that put them there."""
    jobs: list[Callable[[], object]] = []
    for language, name in page_names(root):
        page = _cached_page(root, language, name, shelf)
        if not page.is_parsed:
            jobs.append(partial(getattr, page, "blocks"))
    return jobs


def _keep_sources(text: str, shelf: Shelf) -> tuple[dict[str, Source], tuple[Finding, ...]]:
    return shelf.keep("sources", text, lambda: parse_sources(text, REFERENCES))


def _keep_tool(text: str, path: Path, shelf: Shelf) -> None:
    tool, _ = read_tool(text, path, shelf)
    if tool:
        for mode in SHEETS:
            for language in LANGUAGES:
                tool.computed(mode, language)


def _keep_calculator(root: Path, text: str, path: Path, shelf: Shelf) -> None:
    calculator, _ = read_calculator(text, path, shelf)
    if calculator:
        for language in LANGUAGES:
            calculator.example(language, numeric_bands(read_page(root, language, BENCHMARKS_PAGE, shelf)))


def _read_course(root: Path, names: list[tuple[Language, str]], descriptions: list[Path]) -> Course:
    shelf = Shelf(root / SHELF)
    pages = tuple(_cached_page(root, language, name, shelf) for language, name in names)
    faults = [fault for page in pages for fault in page.faults]
    text, wrong = _read(root, REFERENCES)
    sources, broken = _keep_sources(text, shelf)
    faults += wrong + broken
    if (root / VOCABULARY).exists():
        faults += _read(root, VOCABULARY)[1]
    outline = Outline(OUTLINE, (), {})
    try:
        outline = load_outline(root, OUTLINE)
    except CourseError as error:
        faults.append(error.finding)
    except FileNotFoundError:
        faults += _read(root, OUTLINE)[1]
    try:
        translations = load_translations(root)
    except CourseError as error:
        faults.append(error.finding)
        translations = Translations({})
    tools: dict[str, Tool] = {}
    calculators: dict[str, Calculator] = {}
    for path in descriptions:
        if path.parent == root / FOLDER:
            tool, wrong = _cached_description(root, path, shelf, read_tool)
            faults += wrong
            if tool:
                tools[tool.id] = tool
        else:
            calculator, wrong = _cached_description(root, path, shelf, read_calculator)
            faults += wrong
            if calculator:
                calculators[calculator.name] = calculator
    return Course(root, pages, sources, outline, tools, calculators, translations, tuple(faults))


def _read(root: Path, path: Path) -> tuple[str, tuple[Finding, ...]]:
    """Return the text of a file beside the pages, and what is wrong with it."""
    try:
        return decoded((root / path).read_bytes(), path)
    except FileNotFoundError:
        rule = "bibliography" if path == REFERENCES else "outline"
        return "", (Finding(path, 1, 1, rule, "the file is missing", "bring it back from the repository"),)


def _state(path: Path) -> State:
    status = path.stat()
    return path, status.st_mtime_ns, status.st_size


def _cached_description(
    root: Path, path: Path, shelf: Shelf, read: Reader[Described]
) -> tuple[Described | None, tuple[Finding, ...]]:
    """Return what a file of YAML describes, read anew only when it has changed, and what is wrong with it."""
    state = _state(path)
    if path not in _description_cache or _description_cache[path][0] != state:
        name = path.relative_to(root)
        text, wrong = decoded(path.read_bytes(), name)
        described, faults = read(text, name, shelf)
        _description_cache[path] = state, (described, wrong + faults)
    found: tuple[Described | None, tuple[Finding, ...]] = _description_cache[path][1]
    return found


def _cached_page(root: Path, language: Language, name: str, shelf: Shelf) -> Page:
    path = root / "docs" / language / name
    state = _state(path)
    if path not in _page_cache or _page_cache[path][0] != state:
        _page_cache[path] = state, read_page(root, language, name, shelf)
    return _page_cache[path][1]
