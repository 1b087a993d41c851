"""Names that the course does not use, and what it says instead (`docs/house-names.yml`).

The file lives with the glossary: under `terms` it lists, per language and by the term's id, the names that a term is not
given (the right one is the entry's own); under `words`, per language, wrong words and the right ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coursekit.descriptions import line_of, read_lines
from coursekit.findings import Finding
from coursekit.pages import LANGUAGES, Language, decoded

RULE = "house-names"


@dataclass(frozen=True, slots=True)
class HouseNames:
    """`terms`: wrong name → term id; `words`: wrong word → right word; both per language. `faults`: what cannot be read."""

    terms: dict[Language, dict[str, str]]
    words: dict[Language, dict[str, str]]
    lines: dict[tuple[Language, str], int]
    faults: tuple[Finding, ...] = ()


def read_house_names(root: Path, path: Path) -> HouseNames:
    """Read the file (none is an empty one); its faults are kept with it."""
    empty = HouseNames({one: {} for one in LANGUAGES}, {one: {} for one in LANGUAGES}, {})
    if not (root / path).exists():
        return empty
    text, faults = decoded((root / path).read_bytes(), path)
    data, places, unreadable = read_lines(text, path, RULE)
    for what, parts in () if unreadable else _wrong(data):
        mend = "give `terms` and `words`, each with zh and en; CONTRIBUTING.md shows the form"
        unreadable += (Finding(path, line_of(places, parts), 1, RULE, f"the file cannot be read: {what}", mend),)
    if unreadable:
        return HouseNames(empty.terms, empty.words, {}, (*faults, *unreadable))
    terms = {one: dict(_names(data["terms"].get(one) or {})) for one in LANGUAGES}
    words = {
        one: {str(wrong): str(right) for wrong, right in (data["words"].get(one) or {}).items()} for one in LANGUAGES
    }
    lines = {
        (language, name): next((number for number, line in enumerate(text.split("\n"), 1) if name in line), 1)
        for language in LANGUAGES
        for name in (*terms[language], *words[language])
    }
    return HouseNames(terms, words, lines, faults)


def _wrong(data: Any) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what keeps the data from being the two lists, each with the names of its place."""
    for part, wanted in (("terms", list), ("words", str | int | float)):
        languages = data.get(part) if isinstance(data, dict) else None
        if not isinstance(languages, dict):
            yield f"`{part}` is missing, or names no languages", (part,)
            continue
        for language in LANGUAGES:
            rows = languages.get(language) or {}
            if not isinstance(rows, dict):
                yield f"`{part}` has no names with a colon in {language}", (part, language)
                continue
            for name, value in rows.items():
                if not isinstance(value, wanted):
                    form = "a list of wrong names" if part == "terms" else "the right word"
                    yield f"“{name}” needs {form} behind its colon", (part, language, str(name))


def _names(terms: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for term, names in terms.items():
        for name in names:
            yield str(name), str(term)
