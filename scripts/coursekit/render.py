"""Python-Markdown extension: from a page's Markdown to its HTML, with citations, terms, diagrams and the course's blocks."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator
from functools import cached_property
from html import escape, unescape
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString
from pymdownx.superfences import SuperFencesException

from coursekit.blocks import Context, CourseBlocks, child, short_link
from coursekit.calculator_blocks import CalculatorBlock
from coursekit.diagrams import Diagram, DiagramError, diagram_fences, diagram_finding, draw
from coursekit.facet_blocks import Cases, ClaimIndex, Teacher, Timeline, case_strip, claim_strip
from coursekit.facets import cases, claims
from coursekit.findings import CourseError
from coursekit.forwarding import FormerIds
from coursekit.glossary import Term
from coursekit.kept import FOLDER, Shelf
from coursekit.notices import PendingNotices
from coursekit.pages import HTML_LANGUAGE, SCHEMES, Language, Page, other_language
from coursekit.phrases import phrase
from coursekit.progress_blocks import Progress
from coursekit.reference_blocks import AllSources, Bands, GlossaryFiles, TermMap, Terms, describe_source
from coursekit.sources import CITATION, GRADES, Citation, Source, citations, locator_text, unknown_key
from coursekit.tool_blocks import Blank, Downloads, Sheet

BLOCKS = (
    Timeline, Teacher, Cases, ClaimIndex, Sheet, Blank, Downloads, Terms, TermMap, GlossaryFiles, Bands, AllSources,
    Progress, CalculatorBlock,
)  # fmt: skip

# Running text inside these is never linked to the glossary.
NO_TERMS = frozenset(
    {
        "a",
        "code",
        "pre",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "svg",
        "figcaption",
        "summary",
        "legend",
        "button",
        "th",
        "script",
        "style",
    }
)
NO_TERM_CLASSES = frozenset(
    {
        "callout-title",
        "sources",
        "term-cards",
        "quiz-stem",
        "quiz-choices",
        "lessons",
        "course-map",
        "path",
        "term-index",
        "term-lessons",
        "facts",
        "claim-facts",
        "filtered",
        "downloads",
        "sheet-title",
        "all-sources",
        "bands-source",
        "progress-page",
        "calculator",
    }
)
_MARKUP = re.compile(r"\[@[^\]]*\]|[*`]|\[([^\]]*)\]\([^)]*\)")


class CourseExtension(Extension):
    """Everything the course adds to Markdown, for one page.

    Configuration: `context`, the page's Context.
    """

    def __init__(self, context: Context) -> None:
        """Take the page's context."""
        super().__init__()
        self.context = context

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (Python-Markdown's name)
        """Register the processors; the priorities place them before links are resolved (0) and the contents made (5)."""
        # Pages hold no HTML (the check says so); whatever looks like it is text.
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        CourseBlocks(self.context, BLOCKS).extendMarkdown(md)
        md.preprocessors.register(_CitationSpaces(md), "course-citation-spaces", 20)
        numbers = citation_numbers(self.context.page)
        md.inlinePatterns.register(_CitationProcessor(self.context, numbers), "course-citation", 175)
        md.treeprocessors.register(_TableProcessor(self.context, md), "course-tables", 9)
        md.treeprocessors.register(_TermProcessor(self.context, md), "course-terms", 7)
        md.treeprocessors.register(_SourcesProcessor(self.context, md, numbers), "course-sources", 6)
        md.treeprocessors.register(_ScriptGuard(self.context, md), "course-script-guard", 5)
        md.treeprocessors.register(PendingNotices(self.context, md), "course-pending", 4)
        md.treeprocessors.register(FormerIds(self.context, md), "course-former-ids", 3)


class _CitationSpaces(Preprocessor):
    """Draws citations up to the word they follow; authors may write a space there. Fences are out of reach by now."""

    def run(self, lines: list[str]) -> list[str]:
        return [re.sub(r"(?<=\S) +(?=\[@\w)", "", line) for line in lines]


def citation_numbers(page: Page) -> dict[str, int]:
    """Return the note number of each key that a page cites, in the order of first citation."""
    keys = [citation.key for _, group in citations(page.text) for citation in group if citation.key]
    return {key: number for number, key in enumerate(dict.fromkeys(keys), 1)}


class _CitationProcessor(InlineProcessor):
    """Turns `[@key, p. 3]` into a numbered note with the source's grade."""

    def __init__(self, context: Context, numbers: dict[str, int]) -> None:
        super().__init__(CITATION.pattern)
        self.context = context
        self.numbers = numbers

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[etree.Element, int, int]:  # type: ignore[override]  # noqa: N802
        group = etree.Element("sup", {"class": "cites"})
        for _, found in citations(m[0]):
            for citation in found:
                self._note(group, citation)
        return group, m.start(0), m.end(0)

    def _note(self, group: etree.Element, citation: Citation) -> None:
        source = self.context.course.sources.get(citation.key)
        if source is None:
            raise CourseError(unknown_key(self.context.page, citation.key))
        number = self.numbers[citation.key]
        letter, words = GRADES.get(source.grade, ("", {"zh": "", "en": ""}))
        place = locator_text(citation.locator, self.context.page.language)
        label = self.context.say("source", number=number, grade=words[self.context.page.language])
        note = child(
            group, "a", f"{number}{letter}", class_=f"cite grade-{source.grade}", href=f"#source-{citation.key}"
        )
        note.set("aria-label", label + (f", {place}" if place else ""))
        if place:
            # The list of sources names the place: a small raised number would be too long with it.
            note.set("data-place", place)


# Rows beyond which a table's head would leave the screen: about as many as a laptop shows.
LONG_TABLE = 16


class _TableProcessor(Treeprocessor):
    """Wraps each table so that it scrolls inside itself on a narrow screen, reachable by keyboard."""

    def __init__(self, context: Context, md: Markdown) -> None:
        super().__init__(md)
        self.context = context

    def run(self, root: etree.Element) -> None:
        number = 0
        for parent in list(root.iter()):
            for position, table in enumerate(list(parent)):
                if table.tag != "table":
                    continue
                number += 1
                table.set("class", "plain")
                for cell in table.iterfind("./thead/tr/th"):
                    # The corner of a table heads nothing: as a heading cell it would be read out as an empty one.
                    if not len(cell) and not (cell.text or "").strip():
                        cell.tag = "td"
                long = " long" if len(table.findall(".//tr")) > LONG_TABLE else ""
                box = etree.Element("div", {"class": f"table-box{long}", "tabindex": "0", "role": "region"})
                box.set("aria-label", self.context.say("table-scroll", number=number))
                box.tail, table.tail = table.tail, None
                parent.remove(table)
                box.append(table)
                parent.insert(position, box)


class _TermProcessor(Treeprocessor):
    """Links the first mention of each glossary term in running text and collects the tooltips of the page."""

    def __init__(self, context: Context, md: Markdown) -> None:
        super().__init__(md)
        self.context = context
        self.glossary = context.course.glossaries[context.page.language]

    def run(self, root: etree.Element) -> None:
        if self.context.page.is_glossary:
            self._lessons_of_terms(root)
            return
        if self.context.page.name == "glossary/index.md":
            return
        seen: dict[str, Term] = {}
        for link in root.iter("a"):
            linked = self._linked_term(link)
            if linked and "class" not in link.attrib:
                seen[linked.id] = linked
                self._mark(link, linked)
        self._walk(root, seen)
        if seen:
            cards = child(root, "div", class_="term-cards")
            for term in seen.values():
                self._card(cards, term)

    def _linked_term(self, link: etree.Element) -> Term | None:
        match = re.search(r"glossary/[\w-]+\.md#(?P<id>[\w-]+)$", link.get("href", ""))
        return self.glossary.terms.get(match["id"]) if match else None

    def _mark(self, link: etree.Element, term: Term) -> None:
        link.set("class", "term")
        link.set("data-term", term.id)

    def _walk(self, element: etree.Element, seen: dict[str, Term]) -> None:
        if element.tag in NO_TERMS or not NO_TERM_CLASSES.isdisjoint(element.get("class", "").split()):
            return
        if element.text and not isinstance(element.text, AtomicString):
            self._link_text(element, None, element.text, seen)
        for inner in list(element):
            self._walk(inner, seen)
            if inner.tail:
                self._link_text(element, inner, inner.tail, seen)

    def _link_text(self, parent: etree.Element, after: etree.Element | None, text: str, seen: dict[str, Term]) -> None:
        """Split one text node of `parent` (its own text, or the tail of its child `after`) at the terms met first here."""
        if text.isspace():
            return
        pieces: list[tuple[str, Term | None]] = []
        end = 0
        for mention in self.glossary.mentions(text):
            if mention.term in seen:
                continue
            term = seen[mention.term] = self.glossary.terms[mention.term]
            pieces += [(text[end : mention.start], None), (text[mention.start : mention.end], term)]
            end = mention.end
        if not pieces:
            return
        pieces.append((text[end:], None))
        position = list(parent).index(after) + 1 if after is not None else 0
        last: etree.Element | None = after
        if last is None:
            parent.text = ""
        else:
            last.tail = ""
        for piece, named in pieces:
            if named is None:
                if last is None:
                    parent.text = piece
                else:
                    last.tail = piece
            else:
                link = etree.Element("a", {"href": self.context.href(named.page, named.id)})
                link.text = AtomicString(piece)
                self._mark(link, named)
                parent.insert(position, link)
                position, last = position + 1, link

    def _card(self, cards: etree.Element, term: Term) -> None:
        card = child(cards, "div", class_="term-card", id=f"term-{term.id}", role="tooltip")
        head = child(card, "p", class_="term-names")
        child(head, "strong", term.label)
        other = child(head, "span", term.other_name, class_="term-other")
        other.set("lang", HTML_LANGUAGE[other_language(term.language)])
        child(card, "p", plain(term.summary))
        child(card, "a", self.context.say("to-term"), class_="term-open", href=self.context.href(term.page, term.id))

    def _lessons_of_terms(self, root: etree.Element) -> None:
        """Add to each entry of a glossary page the lessons that use the term, and its short address."""
        used = self.context.course.term_pages[self.context.page.language]
        children = list(root)
        for position in range(len(children) - 1, -1, -1):
            heading = children[position]
            term = heading.get("id", "")
            if heading.tag != "h2" or term not in self.glossary.terms:
                continue
            end = next(
                (later for later in range(position + 1, len(children)) if children[later].tag == "h2"), len(children)
            )
            line = etree.Element("p", {"class": "term-lessons"})
            pages = used.get(term, [])
            if pages:
                child(line, "strong", self.context.say("used-in"))
            for page in pages:
                child(line, "a", page.numbered_title, href=self.context.href(page.name))
            short = f"{self.context.say('short-address')} {short_link(self.context, term)}"
            child(line, "span", self.md.htmlStash.store(short), class_="term-short")
            root.insert(end, line)


def plain(text: str) -> str:
    """Return inline Markdown as plain text: no emphasis, no citations, links as their text."""
    return _MARKUP.sub(lambda match: match[1] or "", text).strip()


class _SourcesProcessor(Treeprocessor):
    """Appends the list of the page's sources, each with its grade and the way back to the citations."""

    def __init__(self, context: Context, md: Markdown, numbers: dict[str, int]) -> None:
        super().__init__(md)
        self.context = context
        self.numbers = numbers

    def run(self, root: etree.Element) -> None:
        if not self.numbers:
            return
        heading = child(root, "h2", self.context.say("sources"))
        heading.set("id", "sources")
        section = child(root, "div", class_="sources")
        child(section, "p", self.context.say("sources-legend"), class_="sources-legend")
        entries = child(section, "ol")
        places: dict[str, list[str]] = {key: [] for key in self.numbers}
        for note in root.iter("a"):
            if note.get("class", "").startswith("cite "):
                key = note.get("href", "").removeprefix("#source-")
                places[key].append(note.attrib.pop("data-place", ""))
                # Numbered here and not where the note is made: inline text is not rendered in the page's order.
                note.set("id", f"cite-{key}-{len(places[key])}")
        for key in self.numbers:
            self._entry(entries, self.context.course.sources[key], places[key])

    def _entry(self, entries: etree.Element, source: Source, places: list[str]) -> None:
        entry = child(entries, "li", id=f"source-{source.key}")
        describe_source(entry, source, self.context)
        for use, place in enumerate(places, 1):
            back = child(entry, "a", f"↩ {place}".strip(), class_="source-back", href=f"#cite-{source.key}-{use}")
            back.set("aria-label", self.context.say("back", number=use) + (f", {place}" if place else ""))


class _ScriptGuard(Treeprocessor):
    """Ends the build where a page would run a script, in whatever way it was written past the rules of the check."""

    def __init__(self, context: Context, md: Markdown) -> None:
        super().__init__(md)
        self.page = context.page

    def run(self, root: etree.Element) -> None:
        for element in root.iter():
            for name, value in element.items():
                address = re.sub(r"[\x00-\x20]", "", unescape(value)) if name in ("href", "src") else ""
                scheme = re.match(r"[A-Za-z][A-Za-z0-9+.-]*(?=:)", address)
                if name.startswith("on") or name == "style" or (scheme and scheme[0].lower() not in SCHEMES):
                    line = next((number for number, text in enumerate(self.page.lines, 1) if value in text), 1)
                    what = f"{name}={value!r} can run a script"
                    raise CourseError(self.page.finding(line, "raw-html", what, "link to a page or to https"))


def figure_html(diagram: Diagram, number: int, language: Language) -> str:
    """Return a diagram as a figure with its caption and text alternative."""

    label = phrase("figure", language, number=number)
    alternative = re.search(r'aria-labelledby="(?P<id>[^"]+)"', diagram.svg)
    assert alternative is not None
    name = escape(phrase("diagram-scroll", language, title=diagram.title), quote=True)
    return (
        f'<figure class="diagram"><div class="diagram-box" tabindex="0" role="region" aria-label="{name}" '
        f'style="--diagram-width:{diagram.width}px">{diagram.svg}</div>'
        f'<p class="diagram-alt" id="{alternative["id"]}">{escape(diagram.description)}</p>'
        f'<figcaption><span class="figure-number">{label}</span> {escape(diagram.title)}</figcaption></figure>'
    )


class _FenceError(SuperFencesException, CourseError):
    """A fence that ends the build: superfences swallows every other exception of a formatter."""


class CourseFences:
    """Formats the fences of one page for pymdownx.superfences: diagrams, numbered, and the facts of cases and claims."""

    def __init__(self, context: Context) -> None:
        """Take the page's context."""
        self.context = context
        self.count = 0

    def __call__(self, source: str, language: str, *_: Any, **__: Any) -> str:
        """Return the HTML of one fence; raises CourseError with file and line when it cannot be drawn."""
        self.count += 1
        line = self._lines[self.count - 1] if self.count <= len(self._lines) else 1
        try:
            diagram = draw(language, source, Shelf(self.context.course.root / FOLDER))
        except DiagramError as error:
            raise _FenceError(diagram_finding(self.context.page, line, error)) from error
        return figure_html(diagram, self.count, self.context.page.language)

    def facts(self, source: str, kind: str, *_: Any, **__: Any) -> str:
        """Return the HTML of the next `case` or `claim` fence; raises CourseError when one cannot be read."""
        try:
            return next(self._strips[kind])
        except CourseError as error:
            raise _FenceError(error.finding) from error

    @cached_property
    def _lines(self) -> list[int]:
        return [line for line, _, _ in diagram_fences(self.context.page)]

    @cached_property
    def _strips(self) -> dict[str, Iterator[str]]:
        context = self.context
        return {
            "case": (case_strip(context, case) for case in cases(context.page)),
            "claim": (claim_strip(context, claim) for claim in claims(context.page)),
        }

    def settings(self) -> list[dict[str, Any]]:
        """Return superfences' `custom_fences`."""
        diagrams = [{"name": kind, "class": "diagram", "format": self} for kind in ("mermaid", "drawing")]
        return [*diagrams, *({"name": kind, "class": kind, "format": self.facts} for kind in ("case", "claim"))]
