"""The test data for the search: real queries in both languages, each with the pages that should answer it.

Whether the search finds those pages is another test's matter; here the data is held to the course's text.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from pathlib import Path
from typing import NotRequired, TypedDict, cast

import pytest
import yaml

from coursekit.course import Course
from coursekit.pages import LANGUAGES, Language

FOLDER = Path(__file__).parent / "queries"
AT_LEAST = {
    "term": 25,
    "variant": 20,
    "phrase": 20,
    "question": 20,
    "company": 15,
    "template": 10,
    "crosslingual": 10,
}


class Query(TypedDict):
    query: str
    kind: str
    pages: list[str]
    hard: NotRequired[bool]


class Queries(TypedDict):
    queries: list[Query]
    nothing: list[str]


DATA: dict[Language, Queries] = {
    language: cast(Queries, yaml.safe_load((FOLDER / f"{language}.yml").read_text(encoding="utf-8")))
    for language in LANGUAGES
}


def folded(text: str) -> str:
    """Return text as a search has to see it: one width, one case, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def words(text: str) -> list[str]:
    """Return the words of a query; of a run of Han, every pair of neighbors, since nothing marks its words."""
    found: list[str] = []
    for run in re.findall(r"[a-z0-9]+|[\u4e00-\u9fff]+", folded(text)):
        han = run[0] >= "\u4e00" and len(run) > 1
        found += [run[at : at + 2] for at in range(len(run) - 1)] if han else [run]
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_entry_is_complete(language: Language) -> None:
    assert set(DATA[language]) == {"queries", "nothing"}
    for entry in DATA[language]["queries"]:
        assert {"query", "kind", "pages"} <= set(entry) <= {"query", "kind", "pages", "hard"}, entry
        assert isinstance(entry["query"], str), f"quote {entry['query']!r}"
        assert entry["query"].strip(), entry
        assert entry["kind"] in AT_LEAST, entry
        assert 1 <= len(entry["pages"]) <= 6, f"{entry['query']}: too many right answers, and nothing can be wrong"
        assert len(set(entry["pages"])) == len(entry["pages"]), entry


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_expected_page_and_section_exists(course: Course, language: Language) -> None:
    missing = []
    for entry in DATA[language]["queries"]:
        for expected in entry["pages"]:
            name, _, section = expected.partition("#")
            page = course.by_name.get((language, name))
            if page is None or (section and section not in {heading.id for heading in page.headings}):
                missing.append(f"{entry['query']}: {expected}")
    assert missing == [], f"{language}.yml names what is no longer there; name what now answers the query"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_glossary_page_a_page_of_claims_or_of_benchmarks_is_never_right_as_a_whole(language: Language) -> None:
    whole = {
        expected
        for entry in DATA[language]["queries"]
        for expected in entry["pages"]
        if expected == "appendix/claims.md" or re.fullmatch(r"glossary/(?:\d-[\w-]+|basics)\.md", expected)
    }
    assert whole == set()
    benchmarks = [one["query"] for one in DATA[language]["queries"] if "appendix/benchmarks.md" in one["pages"]]
    assert len(benchmarks) <= 1, "only who asks for the page itself wants all of it"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_query_stands_twice(language: Language) -> None:
    typed = [entry["query"] for entry in DATA[language]["queries"]] + DATA[language]["nothing"]
    counted = Counter(query.casefold().strip() for query in typed)  # full width beside half width is a test of its own
    assert [query for query, times in counted.items() if times > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_enough_queries_of_each_kind(language: Language) -> None:
    queries = DATA[language]["queries"]
    assert len(queries) >= 100
    kinds = Counter(entry["kind"] for entry in queries)
    assert {kind: kinds[kind] for kind, least in AT_LEAST.items() if kinds[kind] < least} == {}
    assert sum(entry.get("hard", False) for entry in queries) >= 5
    assert len(DATA[language]["nothing"]) >= 8


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_a_right_answer_to_some_query(course: Course, language: Language) -> None:
    expected = {one.partition("#")[0] for entry in DATA[language]["queries"] for one in entry["pages"]}
    written = {name for tongue, name in course.by_name if tongue == language}
    assert written - expected == set(), f"add to {language}.yml what a reader would type to find these pages"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_a_query_that_must_find_nothing_do_not_occur_in_the_course(root: Path, language: Language) -> None:
    docs = root / "docs"
    files = [*sorted((docs / language).rglob("*.md")), *sorted((docs / "tools").glob("*.yml")), docs / "references.bib"]
    text = "\n".join(folded(file.read_text(encoding="utf-8")) for file in files)
    assert {word for query in DATA[language]["nothing"] for word in words(query) if word in text} == set()
