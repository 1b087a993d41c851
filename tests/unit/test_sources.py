"""Citations and sources are read as authors write them."""

from pathlib import Path

import pytest

from coursekit.sources import Citation, Source, citations, locator_text, parse_sources


def source(**fields: str) -> Source:
    return Source("k", fields.pop("type", "article"), ("Smith, Ann",), fields, 1)


def test_a_group_holds_several_citations_with_their_places() -> None:
    ((_, group),) = citations("text [@a2020one, pp. 3–5; @b-2].")
    assert group == [Citation("a2020one", "pp. 3–5"), Citation("b-2", "")]


def test_an_ordinary_link_is_no_citation() -> None:
    assert list(citations("[a](b.md) [x] a@b.c")) == []


@pytest.mark.parametrize(
    ("place", "zh", "en"),
    [("pp. 3-5", "第 3–5 页", "pp. 3–5"), ("p. 7", "第 7 页", "p. 7"), ("ch. 2", "ch. 2", "ch. 2")],
)
def test_a_page_number_is_written_as_the_language_does(place: str, zh: str, en: str) -> None:
    assert (locator_text(place, "zh"), locator_text(place, "en")) == (zh, en)


def test_the_address_is_the_url_or_else_the_doi() -> None:
    assert source(url="https://a.example", doi="10.1/x").url == "https://a.example"
    assert source(doi="10.1/x").url == "https://doi.org/10.1/x"
    assert source().url == ""


def test_the_container_names_journal_volume_and_pages() -> None:
    assert source(journal="J", volume="30", number="5", pages="9–11").container == "J 30(5): 9–11"
    assert source(type="book", edition="3rd ed.", publisher="P").container == "3rd ed. P"


def test_two_hyphens_are_a_dash_in_a_title_and_stay_two_hyphens_in_an_address() -> None:
    text = "@online{k, title = {A -- B}, url = {https://a.example/x--y}, doi = {10.1/x--y}}"
    (found,) = parse_sources(text, Path("references.bib"))[0].values()
    assert (found.title, found.url, found.fields["doi"]) == ("A – B", "https://a.example/x--y", "10.1/x--y")
