"""Strings that rule texts out before a pattern is tried."""

from __future__ import annotations

import pytest

from coursekit.course import Course
from coursekit.facets import CLAIMS_PAGE, claims
from coursekit.needles import Sieve, sought


@pytest.mark.parametrize(
    ("pattern", "needles"),
    [
        (r"\bdecoys?\b", {"decoy"}),
        (r"(salesforce|oracle)[^.]{0,25}meddic", {"meddic"}),
        (r"(对齐|协同)", {"对齐", "协同"}),
        (r"(?:a|\d)", set()),
        (r"x*", set()),
        (r"(?i)abc", set()),
        (r"(?<!not )sure(?! of)", {"sure"}),
    ],
)
def test_needles_are_strings_that_a_match_cannot_do_without(pattern: str, needles: set[str]) -> None:
    assert sought(pattern).needles == needles


def test_needles_never_hide_a_match(course: Course) -> None:
    for language in ("zh", "en"):
        pages = course.by_id(language).values()
        texts = [page.text.lower() for page in pages]
        judged = next(page for page in pages if page.name == CLAIMS_PAGE)
        for one in (one for claim in claims(judged) for one in claim.said):
            for text in texts[::6]:
                assert Sieve([[one]]).candidates(text) or not one.pattern.search(text), one.pattern.pattern


def test_a_sieve_names_the_groups_of_which_every_pattern_has_a_needle_in_the_text() -> None:
    sieve = Sieve([[sought("abc"), sought("x|yy")], [sought("abc"), sought(r"\d")], [sought("abc"), sought("zz")], []])
    assert sieve.candidates("abc yy") == [0, 1, 3]
    assert sieve.candidates("ab") == [3]
