"""Glossary: entries that are whole and agree in both languages, and abbreviations in the text that are all explained."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coursekit.course import VOCABULARY, Course
from coursekit.findings import Finding
from coursekit.glossary import FACTS, Term, read_terms
from coursekit.pages import LANGUAGES, Language, Page
from coursekit.rules.links import LINK

ABBREVIATION = re.compile(
    r"(?<![A-Za-z0-9@#/.-])(?P<word>[A-Z][A-Z&]*[A-Z]|[A-Z]\d[A-Z])(?P<plural>s?)(?![A-Za-z0-9/]|-[a-z0-9]+\.md)"
)
# Less than this is a synonym, no definition; most entries have five times as much.
SHORTEST: dict[Language, int] = {"zh": 15, "en": 40}
SUMMARY_LIMIT: dict[Language, int] = {"zh": 90, "en": 260}
_NOT_TEXT = re.compile(r"`[^`]*`|\]\([^)]*\)|\[@[^\]]*\]|\{[^{}]*\}")


def check(page: Page) -> Iterator[Finding]:
    """Yield the faults in the form of a page's entries."""
    for term in read_terms(page) if page.is_glossary else ():
        yield from _form_faults(page, term)


def check_in_course(course: Course, page: Page) -> Iterator[Finding]:
    """Yield the entries of a page that the other language lacks or names differently, and what its text leaves unexplained."""
    if page.is_glossary and page.language == "en":
        for term in read_terms(page):
            yield from _pair_faults(page, term, course.glossaries["zh"].terms.get(term.id))
    for term in read_terms(page) if page.is_glossary else ():
        yield from _see_also_faults(course, page, term)
    yield from _unexplained(course, page)


def check_names(course: Course) -> Iterator[Finding]:
    """Yield the ids and names that two entries of a language share."""
    for language in LANGUAGES:
        ids: dict[str, Term] = {}
        names: dict[str, Term] = {}
        for page in course.pages:
            if page.language == language and page.is_glossary:
                for term in read_terms(page):
                    yield from _twice_faults(page, term, ids, names)


def _form_faults(page: Page, term: Term) -> Iterator[Finding]:
    if not term.name:
        yield page.finding(term.line, "term-form", f"the entry #{term.id} has no name", "write it before its id")
        return
    if not term.other_name:
        bold = "**English name**" if page.language == "zh" else "**中文名**"
        yield page.finding(
            term.line,
            "term-form",
            f"“{term.name}” does not give its name in the other language",
            f"write {bold} · … on the line below the heading",
        )
    if not term.definition:
        yield page.finding(
            term.line, "term-form", f"“{term.name}” has no definition", "add a paragraph of two to five sentences"
        )
    elif len(term.definition) < SHORTEST[page.language]:
        what = f"the definition of “{term.name}” has {len(term.definition)} characters"
        yield page.finding(term.line, "term-form", what, "say in two to five sentences what it is")
    elif "[@" in term.summary or "](" in term.summary:
        yield page.finding(
            term.line,
            "term-form",
            f"the first sentence of “{term.name}” holds a link or citation",
            "move it on: the tooltip shows this sentence as plain text",
        )
    elif len(term.summary) > SUMMARY_LIMIT[page.language]:
        yield page.finding(
            term.line,
            "term-form",
            f"the first sentence of “{term.name}” has {len(term.summary)} characters",
            f"keep it to {SUMMARY_LIMIT[page.language]}: it is the tooltip",
        )
    labels = [label for label, _ in term.facts]
    known = FACTS[page.language]
    for label in labels:
        if label not in known:
            yield page.finding(
                term.line, "term-form", f"“{term.name}” has an unknown line “{label}”", f"use: {', '.join(known)}"
            )
    order = [known.index(label) for label in labels if label in known]
    if order != sorted(order):
        yield page.finding(
            term.line, "term-form", f"the lines of “{term.name}” are out of order", f"order them: {', '.join(known)}"
        )


def _twice_faults(page: Page, term: Term, ids: dict[str, Term], names: dict[str, Term]) -> Iterator[Finding]:
    first = ids.setdefault(term.id, term)
    if first is not term:
        yield page.finding(
            term.line,
            "term-twice",
            f"“{term.id}” is already defined in {first.page}, line {first.line}",
            "keep one entry",
        )
        return
    for name in (term.name, term.abbreviation, *term.also):
        if not name:
            continue
        owner = names.setdefault(name.casefold(), term)
        if owner is not term and name != term.abbreviation:
            yield page.finding(
                term.line,
                "term-twice",
                f"the name “{name}” belongs to “{owner.name}” ({owner.page}, line {owner.line})",
                "leave it out of one of the two",
            )


def _pair_faults(page: Page, english: Term, chinese: Term | None) -> Iterator[Finding]:
    if chinese is None:
        yield page.finding(
            english.line, "term-pair", f"“{english.id}” has no Chinese entry", "add the block on the Chinese page"
        )
        return
    for what, here, there in (
        ("the Chinese name", english.other_name, chinese.name),
        ("the English name", english.name, chinese.other_name),
        ("the abbreviation", english.abbreviation, chinese.abbreviation),
        ("the page", english.page, chinese.page),
    ):
        if here.casefold() != there.casefold():
            yield page.finding(
                english.line,
                "term-pair",
                f"{what} of “{english.id}” is “{here}” here and “{there}” in docs/zh/{chinese.page}, line {chinese.line}",
                "use one name",
            )


def _see_also_faults(course: Course, page: Page, term: Term) -> Iterator[Finding]:
    """Yield the related terms that are the term itself, or that are called what they are not."""
    related = next((text for label, text in term.facts if label == FACTS[page.language][-1]), "")
    for match in LINK.finditer(related):
        named = course.glossaries[page.language].terms.get(match["target"].partition("#")[2])
        if named is None:
            continue
        names = {name.casefold() for name in (named.name, named.abbreviation, named.label, *named.also)}
        if named.id == term.id:
            what, mend = f"“{term.name}” refers to itself", "name another term, or leave it out"
        elif match["text"] and match["text"].casefold() not in names:
            what, mend = f"“{match['text']}” is no name of #{named.id}", f"write [{named.label}]"
        else:
            continue
        line = next(number for number, text in enumerate(page.lines, 1) if number > term.line and match[0] in text)
        yield page.finding(line, "term-form", what, mend, page.column_of(line, match[0]))


def _unexplained(course: Course, page: Page) -> Iterator[Finding]:
    known = course.glossary_words | course.vocabulary
    for block in page.blocks:
        if block.kind not in ("paragraph", "item", "table", "heading"):
            continue
        text = _NOT_TEXT.sub(lambda match: " " * len(match[0]), block.text)
        for match in ABBREVIATION.finditer(text):
            if match["word"] not in known:
                line = block.line_at(match.start())
                yield page.finding(
                    line,
                    "term-undefined",
                    f"the abbreviation “{match['word']}” is not explained anywhere",
                    f"spell it out, add a glossary entry, or, if it is a name, add it to {VOCABULARY}",
                    page.column_of(line, match["word"]),
                )
