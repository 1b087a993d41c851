"""The rules of the course's text. Each rule has an id and one implementation; the check, the tests and CI all call it here."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from coursekit.ahead import Wanted, keep_each, make_ahead
from coursekit.calculators import FOLDER as CALCULATORS
from coursekit.course import (
    HOUSE_NAMES,
    OUTLINE,
    REFERENCES,
    VOCABULARY,
    Course,
    page_names,
    read_course,
    reading_jobs,
)
from coursekit.diagrams import DiagramError, check_drawing, diagram_fences
from coursekit.findings import Finding
from coursekit.kept import FOLDER as SHELF
from coursekit.kept import Shelf
from coursekit.pages import Language, Page, decoded, parse_page, read_page
from coursekit.permalinks import RECORD as ADDRESSES
from coursekit.prose import page_passages
from coursekit.redirects import REDIRECTS
from coursekit.rules import (
    arithmetic,
    calculators,
    evidence,
    facets,
    files,
    forms,
    front_matter,
    headings,
    hostile,
    languages,
    links,
    markdown,
    minutes,
    names,
    parity,
    permalinks,
    spelling,
    terms,
    texts,
    tools,
    translations,
    typography,
    unfinished,
)
from coursekit.toolkit import FOLDER
from coursekit.translations import RECORD

# What each rule asks of the text; the ids stand in messages and in RULES.md.
RULE_IDS = {
    "page-size": "A page and each of its lines have a length that tools and people can read.",
    "nesting": "Lists, quotes, brackets, and blocks are nested a few levels deep at most.",
    "yaml": "YAML has no anchors, aliases, or tags, is flat, and its values can be read.",
    "encoding": "Files are UTF-8 text without control characters.",
    "front-matter": "Front matter follows the schema.",
    "page-id-twice": "Each page of a language has its own id.",
    "prerequisites": "Prerequisites exist, have lower numbers, and form no circle.",
    "unfinished": "Nothing is left to write where `course.py new` has put a mark.",
    "outline": "docs/course.yml can be read.",
    "outline-planned": "A lesson that has a page is no longer listed as planned.",
    "heading-level": "Sections are level 2 and 3, in order; the title is not in the text.",
    "heading-id": "Every heading has an English kebab-case id, unique on its page.",
    "block": "Blocks are known, closed, filled, in their place, and have the argument that they need.",
    "raw-html": "Pages hold Markdown, no HTML, no attributes but ids and classes, and no address that runs a script.",
    "markdown": "Markdown is plain enough that the site, GitHub and an editor read it alike.",
    "quiz": "A quiz has a question, 3 to 8 choices, right and wrong ones, and an explanation for each.",
    "exercise": "Each exercise has exactly one model answer.",
    "path": "Reading paths name known roles and lessons, in the course's order.",
    "lesson-parts": "A lesson has takeaways, quiz, exercises, reading, an example, a diagram, and says when not to use it.",
    "minutes": "The minutes of reading agree with the text within a quarter.",
    "diagram": "Every diagram can be drawn and has a caption and a text alternative.",
    "case": "A case gives its facts, its five parts in order, and a timeline.",
    "timeline": "A timeline's events are dated, in order, and cited.",
    "discussion": "A question for discussion has pointers for the teacher.",
    "claim": "A judged claim gives verdict, topic, lessons, and the patterns that know it.",
    "claim-stated": "A judged claim stands nowhere as a plain fact: it is corrected there, or linked to its judgement.",
    "tool": "A tool's description can be read and computes in both languages, filled in and empty.",
    "tool-page": "A tool's page prints sections that the tool has, and offers its files.",
    "tool-said": "The page says the results that its tool marks as said.",
    "tool-ties": "Tools show the same numbers for the same things.",
    "calculator": "A calculator's description can be read, and its example computes in both languages.",
    "calculator-page": "Pages show calculators that exist; each stands in its lesson and on the page of calculators.",
    "calculator-said": "The lesson says the results that its calculator marks as said.",
    "link": "Links are relative, stay in their language, and lead to files that exist or are made for download.",
    "link-anchor": "A link's anchor exists on the page that it names.",
    "link-text": "A link says what it leads to.",
    "image-alt": "An image has a text alternative.",
    "navigation": "The navigation names every page once, and its sections have an English title.",
    "file-name": "Files and folders below docs/ have names that an address can have.",
    "file-unused": "Every file below docs/ is used.",
    "file-link": "Everything below docs/ is a plain file or folder, no symbolic link.",
    "permalink-new": "Every public address is recorded in docs/permalinks.txt.",
    "permalink-lost": "A recorded address still exists, or docs/redirects.yml says where it went.",
    "redirect": "A redirect leads from an address that is gone to one that exists, in one step.",
    "short-address": "No two pages, terms, cases or claims share a short address.",
    "citation-form": "Citations are written [@key] or [@key, place].",
    "citation-unknown": "A cited key is in the bibliography.",
    "bibliography": "docs/references.bib can be read.",
    "source-twice": "A key is defined once.",
    "source-fields": "A source has title, year, grade, author or publisher, and the date on which its address was seen.",
    "source-unused": "Every source is cited.",
    "figure-uncited": "A figure about the world has a source, or is marked as invented or as a rule of thumb.",
    "bands": "Bands shown in a lesson are those of the page of benchmarks.",
    "arithmetic": "Worked arithmetic comes out.",
    "term-form": "A glossary entry has its parts in order, and a first sentence that fits a tooltip.",
    "term-twice": "A term's id and names are defined once.",
    "term-pair": "A term has the same names in both languages.",
    "term-undefined": "An abbreviation is in the glossary or in the vocabulary.",
    "house-name": "A term is called what the glossary calls it.",
    "house-word": "A word that is written in several ways is written in the course's.",
    "house-names": "docs/house-names.yml can be read and agrees with the glossary.",
    "spelling": "English words are in the American dictionary or in the vocabulary.",
    "spacing": "Spaces stand between Chinese and Latin letters, none beside full-width marks or in doubles.",
    "punctuation": "Chinese takes full-width marks, English half-width ones; brackets stand in pairs.",
    "quotation-marks": "Quotation marks and apostrophes are curly; quotation marks stand in pairs.",
    "full-width": "Letters and digits are half-width.",
    "doubled": "No mark and no word stands twice.",
    "dash": "Ellipses, dashes, ranges and minus signs are those of the language.",
    "article": "English has a before a consonant's sound, an before a vowel's.",
    "emphasis": "Emphasis opens and closes where every reader of Markdown sees it.",
    "invisible": "No line holds an invisible character.",
    "pair": "Every page exists in both languages.",
    "language": "Each text is in the language of its page.",
    "pair-front-matter": "Both languages state the same facts in the front matter.",
    "pair-headings": "Both languages have the same headings.",
    "pair-blocks": "Both languages have the same paragraphs, blocks, tables, lists, links and quiz answers in each section.",
    "pair-facts": "Both languages give the same facts about a case or claim.",
    "pair-citations": "Both languages cite the same sources in each section.",
    "pair-figures": "Both languages show the same figures in each section.",
    "translation-stale": "A section follows the other language's text, or is marked as pending.",
    "translation-unrecorded": "Somebody has recorded that a section's two texts, new or revised, tell the same.",
    "translation-record": "docs/translations.txt can be read, lies in order, and each line has its section.",
}

# One page is all that these read, so their findings are kept on disk until the page changes; so are those of typography and
# Markdown, which are called below.
PAGE_RULES: tuple[Callable[[Page], Iterator[Finding]], ...] = (
    front_matter.check_schema,
    headings.check,
    links.check_forms,
    forms.check,
    hostile.check,
    evidence.check,
    arithmetic.check,
    terms.check,
    facets.check,
    unfinished.check,
)
# These read a page in Chinese and in English, and which of its sections are pending; their findings are kept likewise.
PAIR_RULES: tuple[Callable[[Page, Page, Collection[str]], Iterator[Finding]], ...] = (
    parity.check,
    facets.check_pair,
)
# These judge one page by what the rest of the course says.
COURSE_RULES: tuple[Callable[[Course, Page], Iterator[Finding]], ...] = (
    front_matter.check_prerequisites,
    forms.check_in_course,
    links.check,
    evidence.check_in_course,
    terms.check_in_course,
    names.check,
    facets.check_claims,
    tools.check,
    calculators.check,
    parity.check_twin,
)
# These judge the course as a whole; beside each stands the file or folder that its findings are about.
WHOLE_RULES: tuple[tuple[Path, Callable[[Course], Iterator[Finding]]], ...] = (
    (Path("docs"), front_matter.check_outline),
    (REFERENCES, evidence.check_sources),
    (REFERENCES, unfinished.check_sources),
    (Path("docs"), terms.check_names),
    (FOLDER, tools.check_tools),
    (CALCULATORS, calculators.check_calculators),
    (Path("docs"), translations.check),
    (Path("docs"), permalinks.check),
    (FOLDER, texts.check_tools),
    (CALCULATORS, texts.check_calculators),
    (OUTLINE, texts.check_outline),
    (REFERENCES, texts.check_sources),
    (HOUSE_NAMES, names.check_list),
    (Path("docs"), files.check_files),
    (Path(), files.check_navigation),
)

Judgement = tuple[list[Finding], list[spelling.Unknown]]

# What these ask for comes after the writing; they do not speak of a file in which something is still to be written.
AFTERWARDS = frozenset({"translation-unrecorded", "permalink-new", "source-unused"})

ASSETS = Path("docs/assets")
# Every page is judged by these: where one of them must not be read, little can be said of the others.
SHARED = frozenset(
    {REFERENCES, OUTLINE, VOCABULARY, HOUSE_NAMES, RECORD, REDIRECTS, ADDRESSES, tools.TIES, Path("docs")}
)
# What these find in a course that lacks a page, or the glossary one of its pages, may only follow from that.
NEED_EVERY_PAGE = frozenset(
    {"prerequisites", "path", "claim", "tool-page", "calculator", "calculator-page", "calculator-said", "navigation"}
    | {"file-unused", "permalink-new", "permalink-lost", "redirect", "source-unused", "bands", "translation-record"}
)
NEED_GLOSSARY = frozenset({"term-pair", "term-undefined", "house-names", "spelling"})


def check(root: Path, wanted: Collection[Path] = ()) -> list[Finding]:
    """Check the course below `root`; return the faults in order.

    Of the files and folders `wanted` (relative to `root`) only, if any are named.
    """
    # Before anything is read: what these are about must not be parsed.
    unsafe = hostile.unsafe(root)
    unread = frozenset(fault.path for fault in unsafe)
    if unread & SHARED:
        return sorted({*unsafe, *_pages_alone(root, unread, wanted)})
    _judge_ahead(root, wanted, unread)
    course = read_course(root, unread)
    if unread:
        course = replace(course, faults=(*unsafe, *course.faults))
    return sorted({*unsafe, *check_course(course, wanted)})


def _judge_ahead(root: Path, wanted: Collection[Path], unread: frozenset[Path]) -> None:
    """Put on the shelf what can be read and judged file by file, where little of it is kept, as at a first check."""
    shelf = Shelf(root / SHELF)
    jobs = [] if unread else reading_jobs(root, shelf)
    for language, name in page_names(root, unread):
        path = Path("docs") / language / name
        if _is_wanted(path, wanted):
            text = decoded((root / path).read_bytes(), path)[0]
            if not shelf.has(_name(language, name), text):
                jobs.append(partial(_judge_alone, parse_page(text, path, language, name, shelf), shelf))
    make_ahead(jobs)


def _judge_alone(page: Page, shelf: Shelf) -> None:
    _judged([page], shelf)
    for _, kind, source in diagram_fences(page):
        with contextlib.suppress(DiagramError):
            check_drawing(kind, source, shelf)


def _pages_alone(root: Path, unread: frozenset[Path], wanted: Collection[Path]) -> Iterator[Finding]:
    """Yield what is wrong with the other pages in themselves."""
    names = page_names(root, unread)
    pages = [read_page(root, *one) for one in names if _is_wanted(Path("docs", *one), wanted)]
    for page in pages:
        yield from page.faults
        yield from _of_page(page)[0]
    yield from markdown.check(pages, Shelf(root / SHELF))


def check_course(course: Course, wanted: Collection[Path] = ()) -> list[Finding]:
    """Check a course in memory; see `check`."""
    found = {*course.faults, *_findings(course, wanted)}
    if any(finding.rule in AFTERWARDS for finding in found):
        begun = unfinished.unfinished_files(course)
        found = {finding for finding in found if finding.rule not in AFTERWARDS or finding.path not in begun}
    waiting = _waiting(course)
    found = {finding for finding in found if finding.rule not in waiting}
    # A line that is still to be written is judged when it is.
    unwritten = {(finding.path, finding.line) for finding in found if finding.rule == "unfinished"}
    found = {one for one in found if one.rule == "unfinished" or (one.path, one.line) not in unwritten}
    return sorted(finding for finding in found if _is_wanted(finding.path, wanted))


def _waiting(course: Course) -> frozenset[str]:
    """Return the rules that have to wait until every file can be read."""
    missing = {path for path in course.unread if not path.is_relative_to(ASSETS)}
    glossary = any("glossary" in path.parts or len(path.parts) == 2 for path in missing)
    return (NEED_EVERY_PAGE if missing else frozenset()) | (NEED_GLOSSARY if glossary else frozenset())


def _is_wanted(path: Path, wanted: Collection[Path]) -> bool:
    return not wanted or path in wanted or any(path.is_relative_to(one) for one in wanted)


def _findings(course: Course, wanted: Collection[Path]) -> Iterator[Finding]:
    shelf = Shelf(course.root / SHELF)
    asked = [page for page in course.pages if _is_wanted(page.path, wanted)]
    judged = _judged(asked, shelf)
    pairs = [
        _of_pair(zh, en, sorted(course.translations.pending(zh.name)))
        for zh in course.pages
        if zh.language == "zh" and (en := course.counterpart(zh)) and {zh.path, en.path} & {page.path for page in asked}
    ]
    for found in keep_each(shelf, pairs):
        yield from found
    yield from markdown.check(asked, shelf)
    for page in asked:
        found, words = judged[_name(page.language, page.name)]
        yield from found
        yield from spelling.word_faults(course, page.path, words)
        for rule in COURSE_RULES:
            yield from rule(course, page)
    for place, whole in WHOLE_RULES:
        if not wanted or any(path.is_relative_to(place) or place.is_relative_to(path) for path in wanted):
            yield from whole(course)


def _name(language: Language, name: str) -> str:
    return f"rules/{language}/{name}"


def _judged(pages: Collection[Page], shelf: Shelf) -> dict[str, Judgement]:
    """Return what the rules find in each page alone, by its name on the shelf."""
    named = {_name(page.language, page.name): page for page in pages}
    return shelf.keep_all(
        {name: page.text for name, page in named.items()}, lambda names: {name: _of_page(named[name]) for name in names}
    )


def _of_page(page: Page) -> Judgement:
    """Return what the rules find in a page alone, and its words that the dictionary lacks: the course may know them."""
    passages = list(page_passages(page))
    found = [finding for rule in PAGE_RULES for finding in rule(page)]
    return [*found, *typography.check(page, passages), *languages.check(page, passages)], spelling.unknown_words(
        passages
    )


def _of_pair(zh: Page, en: Page, pending: Collection[str]) -> Wanted[list[Finding]]:
    def make() -> list[Finding]:
        return [*minutes.check(zh, en), *(finding for rule in PAIR_RULES for finding in rule(zh, en, pending))]

    return f"rules/pair/{zh.name}", f"{zh.text}\0{en.text}\0{pending}", make
