"""The glossary to take away: CSV files and Anki decks that open and hold every term, in each language and in both."""

from __future__ import annotations

import csv
import io
import sqlite3
import tempfile
import zipfile

import pytest

from coursekit.course import Course
from coursekit.download_names import EDITIONS, Edition
from coursekit.glossary_files import COLUMNS, glossary_csv, glossary_deck

SITE = "https://course.example/gtm/"


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_csv_holds_every_term_with_its_definition_and_address(course: Course, edition: Edition) -> None:
    raw = glossary_csv(course, edition, SITE)
    assert raw.startswith(b"\xef\xbb\xbf"), "without a byte order mark Excel shows the Chinese as gibberish"
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))
    language = "en" if edition == "en" else "zh"
    identifier, name, definition, address = (COLUMNS[language][index] for index in (0, 1, 5, 11))
    terms = course.glossaries[language].terms  # type: ignore[index]
    assert [row[identifier] for row in rows] == list(terms)
    for row in rows:
        assert row[name] == terms[row[identifier]].name
        assert row[definition], row[identifier]
        assert row[address].startswith(SITE)
        assert row[address].endswith(f"#{row[identifier]}")
        assert not any(mark in row[definition] for mark in ("**", "[@", "]("))


def read_deck(raw: bytes) -> list[tuple[str, str]]:
    """Return the cards of an Anki package as (front, back), in order."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive, tempfile.TemporaryDirectory() as folder:
        path = archive.extract("collection.anki2", folder)
        with sqlite3.connect(path) as database:
            rows = database.execute("select flds from notes order by id").fetchall()
    return [tuple(row[0].split("\x1f")) for row in rows]


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_deck_holds_a_card_for_every_term(course: Course, edition: Edition) -> None:
    cards = read_deck(glossary_deck(course, edition, SITE))
    languages = ("zh", "en") if edition == "both" else (edition,)
    terms = course.glossaries[languages[0]].terms  # type: ignore[index]
    assert len(cards) == len(terms)
    for (front, back), name in zip(cards, terms, strict=True):
        for language in languages:
            term = course.glossaries[language].terms[name]  # type: ignore[index]
            assert f"<b>{term.label}</b>" in front.replace("&amp;", "&").replace("&#x27;", "'")
            assert f"#{name}" in back


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_files_are_the_same_bytes_each_time(course: Course, edition: Edition) -> None:
    assert glossary_csv(course, edition, SITE) == glossary_csv(course, edition, SITE)
    assert glossary_deck(course, edition, SITE) == glossary_deck(course, edition, SITE)
