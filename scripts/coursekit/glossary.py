"""The glossary: its entries, read from the Markdown of the stage pages, and the places where running text uses them.

An entry is a level-2 heading with the term's name, its abbreviation in brackets and its id; under it the name in the
other language in bold and other names; then the definition, and an optional list (formula, benchmark, example, see also).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import ahocorasick

from coursekit.pages import Block, Language, Page

NAME = re.compile(r"(?P<name>.+?)\s*(?:[（(](?P<abbr>[^（）()]+)[）)])?$")
OTHER_NAME = re.compile(r"^\*\*(?P<name>[^*]+)\*\*(?:\s*·\s*(?:又名：|Also:\s*)(?P<also>.+))?$")
FACTS: dict[Language, tuple[str, ...]] = {
    "zh": ("公式", "基准", "示例", "参见"),
    "en": ("Formula", "Benchmark", "Example", "See also"),
}
FACT = re.compile(r"^\*\*(?P<label>[^*]+)\*\*[：:]\s*(?P<text>.+)$", re.S)
_SENTENCE_END: dict[Language, re.Pattern[str]] = {"zh": re.compile(r"[。！？]"), "en": re.compile(r"[.!?](?=\s|$)")}
_NOT_END = re.compile(r"(?:e\.g|i\.e|vs|etc|U\.S|No)\.$")


@dataclass(frozen=True, slots=True)
class Term:
    """One glossary entry in one language.

    `name` and `abbreviation` come from the heading; `other_name` is the name in the other language; `also` are further
    names in this one; `explicit` terms are linked only where an author links them, because their name is an ordinary word.
    """

    id: str
    language: Language
    name: str
    abbreviation: str
    other_name: str
    also: tuple[str, ...]
    definition: str
    facts: tuple[tuple[str, str], ...]
    explicit: bool
    page: str
    line: int

    @property
    def summary(self) -> str:
        """The definition's first sentence: what a tooltip shows."""
        ends = _SENTENCE_END[self.language]
        for match in ends.finditer(self.definition):
            head = self.definition[: match.end()]
            if not _NOT_END.search(head):
                return head
        return self.definition

    @property
    def label(self) -> str:
        """The name with its abbreviation, as the heading shows it."""
        if not self.abbreviation:
            return self.name
        return f"{self.name}（{self.abbreviation}）" if self.language == "zh" else f"{self.name} ({self.abbreviation})"


@dataclass(frozen=True, slots=True)
class Mention:
    """A term's name in a text, from offset `start` up to `end`."""

    term: str
    start: int
    end: int


@dataclass(frozen=True)
class Glossary:
    """All terms of one language, by id, in the order of the pages."""

    language: Language
    terms: dict[str, Term]

    @cached_property
    def names(self) -> dict[str, str]:
        """Every name that stands for a term in running text, folded → term id. The first term to claim a name keeps it."""
        found: dict[str, str] = {}
        for term in self.terms.values():
            if not term.explicit:
                for name in _names(term):
                    found.setdefault(_folded(name), term.id)
        return found

    @cached_property
    def digest(self) -> str:
        """A digest of what decides where terms are found in a text: equal digests, equal mentions."""
        return hashlib.sha256(repr((list(self.terms), self.names)).encode()).hexdigest()

    @cached_property
    def _automaton(self) -> ahocorasick.Automaton:
        """An Aho–Corasick automaton over all names: one pass over a text, however many terms there are."""
        names = [name for term in self.terms.values() if not term.explicit for name in _names(term)]
        plurals = [name for name in names if name[-1].isascii() and name[-1] not in "sS"]
        # One form may stand for several names (GMS, and more than one GM); the name itself comes first.
        forms: dict[str, list[tuple[str, int]]] = {}
        for form, name in (*zip(names, names, strict=True), *((f"{name}s", name) for name in plurals)):
            forms.setdefault(_searchable(form), []).append((name, len(form)))
        automaton = ahocorasick.Automaton()
        for form, meant in forms.items():
            automaton.add_word(form, meant)
        automaton.make_automaton()
        return automaton

    def mentions(self, text: str) -> Iterator[Mention]:
        """Yield the terms that a plain text names, in order; where names overlap, the longest."""
        if not self.names:
            return
        found = []
        for last, meant in self._automaton.iter(_searchable(text)):
            for name, length in meant:
                start, end = last + 1 - length, last + 1
                written = text[start:end].removesuffix("s") if length > len(name) else text[start:end]
                if _stands_alone(text, start, end) and _folded(written) == _folded(name):
                    found.append(Mention(self.names[_folded(name)], start, end))
        end = 0
        for mention in sorted(found, key=lambda one: (one.start, -one.end)):
            if mention.start >= end:
                yield mention
                end = mention.end


def stage_of(name: str) -> str:
    """Return the number of the area that a glossary page covers: "4" for glossary/4-metrics.md, "0" for the basics."""
    stem = name.rpartition("/")[2]
    return stem[0] if stem[:1].isdigit() else "0"


def read_terms(page: Page) -> Iterator[Term]:
    """Yield the entries of a glossary page; what is malformed comes out with empty parts, for the rules to name."""
    for heading, blocks in _entries(page):
        yield _term(page, heading, blocks)


def build_glossary(language: Language, pages: Iterable[Page]) -> Glossary:
    """Collect the terms of one language; of an id defined twice the first stays (the rules report the second)."""
    terms: dict[str, Term] = {}
    for page in pages:
        if page.language == language and page.is_glossary:
            for term in read_terms(page):
                terms.setdefault(term.id, term)
    return Glossary(language, terms)


def _entries(page: Page) -> Iterator[tuple[Block, list[Block]]]:
    heading: Block | None = None
    blocks: list[Block] = []
    for block in page.blocks:
        if block.kind == "heading":
            if heading:
                yield heading, blocks
            heading, blocks = (block, []) if block.level == 2 and block.id else (None, [])
        elif heading:
            blocks.append(block)
    if heading:
        yield heading, blocks


def _term(page: Page, heading: Block, blocks: list[Block]) -> Term:
    title = NAME.match(heading.text)
    other = OTHER_NAME.match(blocks[0].text) if blocks and blocks[0].kind == "paragraph" else None
    definition = next((block.text for block in blocks[1:] if block.kind == "paragraph" and not block.item), "")
    facts = tuple(
        (match["label"], " ".join(match["text"].split()))
        for block in blocks
        if block.kind == "item" and (match := FACT.match(block.text))
    )
    also = re.split(r"[、，]|,\s*", other["also"]) if other and other["also"] else []
    term = Term(
        id=heading.id or "",
        language=page.language,
        name=title["name"] if title else "",
        abbreviation=(title["abbr"] or "") if title else "",
        other_name=other["name"] if other else "",
        also=tuple(name.strip().rstrip("。.") for name in also if name.strip()),
        definition=" ".join(definition.split()),
        facts=facts,
        explicit="explicit" in heading.classes,
        page=page.name,
        line=heading.line,
    )
    # A line break inside a Chinese sentence is no space.
    return (
        replace(term, definition=re.sub(r"(?<=[^\x00-\xff]) (?=[^\x00-\xff])", "", term.definition))
        if page.language == "zh"
        else term
    )


def _names(term: Term) -> Iterator[str]:
    other = term.other_name if term.language == "zh" and term.other_name.isascii() else ""
    label = term.label if term.abbreviation else ""
    # What is malformed has empty parts.
    return filter(None, (label, term.abbreviation, term.name, *term.also, other))


def _folded(name: str) -> str:
    """Return what two writings of a name share: no case (but in abbreviations), no difference of space and hyphen."""
    squeezed = re.sub(r"[\s-]+", " ", name)
    return squeezed if _is_abbreviation(squeezed) else squeezed.casefold()


def _is_abbreviation(name: str) -> bool:
    return len(name) <= 8 and not re.search(r"[a-z]{2}|[^\x00-\x7f]| ", name)


def _searchable(text: str) -> str:
    """Return a text of the same length in which case, and the difference of space and hyphen, are gone."""
    lowered = text.lower()
    return re.sub(r"[\s-]", " ", lowered if len(lowered) == len(text) else text)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Tell whether no Latin letter or digit runs on at either end; Chinese characters may touch a name."""

    def joins(outer: str, inner: str) -> bool:
        return outer.isascii() and outer.isalnum() and inner.isascii() and inner.isalnum()

    return not (start and joins(text[start - 1], text[start])) and not (
        end < len(text) and joins(text[end], text[end - 1])
    )
