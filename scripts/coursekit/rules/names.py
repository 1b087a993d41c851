"""House names: each thing is called by the name that the glossary gives it, and each word is written one way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import ahocorasick

from coursekit.course import HOUSE_NAMES, Course
from coursekit.facets import CLAIMS_PAGE
from coursekit.findings import Finding, Fix
from coursekit.glossary import Glossary
from coursekit.pages import LANGUAGES, Language, Page
from coursekit.prose import Passage, page_passages

# Before and behind a name that is mentioned, not used.
_QUOTES = ("“”", "‘’", "《》", "「」")


def check(course: Course, page: Page) -> Iterator[Finding]:
    """Yield the wrong names and words in a page's text; in quotation marks a name may be spoken of, on the page of claims, too."""
    if page.name != CLAIMS_PAGE and hold_wrong_names(course, page.language, page.text):
        yield from name_faults(course, page.path, page.language, list(page_passages(page)))


def hold_wrong_names(course: Course, language: Language, text: str) -> bool:
    """Tell at a glance whether a text may hold a wrong name; most hold none."""
    wrong = _wrong(course, language)
    folded = _folded(text)
    return bool(wrong) and any(_ends(folded, last) for last, _ in _automaton(tuple(wrong)).iter(folded))


def _ends(text: str, last: int) -> bool:
    """Tell whether a name whose last letter stands at `last` ends there; else it goes on as a longer Latin word."""
    after = text[last + 1 : last + 2]
    return not (text[last].isascii() and after.isascii() and after.isalpha()) or after == "s"


def name_faults(course: Course, path: Path, language: Language, passages: list[Passage]) -> Iterator[Finding]:
    """Yield the wrong names and words in passages of one language."""
    wrong = _wrong(course, language)
    if not wrong:
        return
    pattern = _pattern(tuple(wrong), language)
    everything = course.glossaries[language]
    for passage in passages:
        if passage.language != language:
            continue
        for match in pattern.finditer(passage.text):
            rule, right = wrong[_folded(match["name"])]
            if _is_quoted(passage.text, match) or _is_part_of_a_name(everything, passage.text, match):
                continue
            put = _as_written(match["name"], right)
            start, end = (passage.line, match.start("name") + 1), (passage.line, match.end("name") + 1)
            yield Finding(
                path,
                passage.line,
                match.start("name") + 1,
                rule,
                f"“{match['name']}” is not what the course says",
                f"write “{put}”, or put the name in quotation marks to speak of it",
                Fix(start, end, put) if passage.mendable else None,
            )


def check_list(course: Course) -> Iterator[Finding]:
    """Yield the entries of the list itself that contradict the glossary."""
    names = course.house_names
    yield from names.faults
    for language in LANGUAGES:
        glossary = course.glossaries[language]
        for wrong, term in names.terms[language].items():
            line = names.lines[language, wrong]
            if term not in glossary.terms:
                yield Finding(
                    HOUSE_NAMES, line, 1, "house-names", f"there is no term “{term}”", "use an id of the glossary"
                )
        for wrong in (*names.terms[language], *names.words[language]):
            given = next((one for one in glossary.terms.values() if wrong in (one.name, *one.also)), None)
            if given:
                what = f"“{wrong}” is a name of “{given.name}” in {given.page}, line {given.line}"
                line = names.lines[language, wrong]
                yield Finding(HOUSE_NAMES, line, 1, "house-names", what, "delete it in one of the two places")


def _wrong(course: Course, language: Language) -> dict[str, tuple[str, str]]:
    """Return the wrong names and words of a language, folded, each with the rule that knows it and what is right."""
    names, terms = course.house_names, course.glossaries[language].terms
    return {
        **{_folded(wrong): ("house-word", right) for wrong, right in names.words[language].items()},
        **{
            _folded(wrong): ("house-name", terms[term].name)
            for wrong, term in names.terms[language].items()
            if term in terms
        },
    }


@lru_cache(maxsize=8)
def _automaton(wrong: tuple[str, ...]) -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for name in wrong:
        automaton.add_word(name, name)
    automaton.make_automaton()
    return automaton


@lru_cache(maxsize=8)
def _pattern(wrong: tuple[str, ...], language: Language) -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in sorted(wrong, key=len, reverse=True))
    if language == "zh":
        return re.compile(f"(?P<name>{names})", re.I)
    return re.compile(rf"(?<![\w-])(?P<name>{names})(?=s?(?![\w-]))", re.I)


def _folded(text: str) -> str:
    return text.lower()


def _as_written(name: str, right: str) -> str:
    """Return the right name with the capital, or the small letter, that the wrong one begins with."""
    if not name[:1].isascii() or right[:2].isupper():
        return right
    first = right[:1].upper() if name[:1].isupper() else right[:1].lower()
    return first + right[1:]


def _is_quoted(text: str, match: re.Match[str]) -> bool:
    before, after = text[match.start("name") - 1 : match.start("name")], text[match.end("name") :].lstrip("s")[:1]
    if before + after in _QUOTES:
        return True
    return text.rfind("《", 0, match.start()) > text.rfind("》", 0, match.start())


def _is_part_of_a_name(glossary: Glossary, text: str, match: re.Match[str]) -> bool:
    """Tell whether the wrong name stands within a longer right one."""
    return any(
        (mention.start <= match.start("name") and mention.end > match.end("name"))
        or (mention.start < match.start("name") and mention.end >= match.end("name"))
        for mention in glossary.mentions(text)
    )
