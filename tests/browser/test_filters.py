"""Filters in a real Chromium: cases, claims and terms narrowed by choosing and typing, by keyboard, in both languages."""

from __future__ import annotations

import pytest
from opening import Opener
from playwright.sync_api import expect

SHOWN = ".filtered-item:visible"


@pytest.mark.parametrize(
    ("path", "facet", "value"),
    [
        ("4-cases/", "region", "china"),
        ("en/4-cases/", "outcome", "acquired"),
        ("appendix/claims/", "verdict", "no-source"),
        ("en/appendix/claims/", "topic", "pricing"),
        ("en/appendix/sources/", "grade", "disputed"),
    ],
)
def test_a_choice_leaves_only_what_fits_and_stands_in_the_address(
    opened: Opener,
    path: str,
    facet: str,
    value: str,
) -> None:
    page = opened(path)
    total = page.locator(".filtered-item").count()
    page.locator(f"select[data-facet={facet}]").select_option(value)
    shown = page.locator(SHOWN)
    assert 0 < shown.count() < total
    for index in range(shown.count()):
        assert value in (shown.nth(index).get_attribute(f"data-{facet}") or "").split()
    assert f"{facet}={value}" in page.url
    expect(page.locator(".filter-status")).to_contain_text(str(shown.count()))
    again = opened(page.url.split("/gtm/")[1])
    assert again.locator(SHOWN).count() == shown.count()


def test_the_other_language_opens_with_the_same_choice(opened: Opener) -> None:
    page = opened("appendix/claims/?topic=market")
    page.locator("select[data-facet=verdict]").select_option("false")
    shown = page.locator(SHOWN).count()
    page.locator(".language-switch").click()
    page.wait_for_url("**/en/appendix/claims/?topic=market&verdict=false")
    assert page.locator(SHOWN).count() == shown


def test_a_half_composed_word_narrows_nothing(opened: Opener) -> None:
    page = opened("glossary/")
    total = page.locator(SHOWN).count()
    page.locator(".term-index input[type=search]").focus()
    session = page.context.new_cdp_session(page)
    session.send("Input.imeSetComposition", {"text": "ke'hu", "selectionStart": 5, "selectionEnd": 5})
    assert page.locator(SHOWN).count() == total
    session.send("Input.insertText", {"text": "客户"})
    expect(page.locator(".filter-status")).not_to_contain_text(f"{total} / {total}")
    assert 0 < page.locator(SHOWN).count() < total


@pytest.mark.parametrize("key", ["goldenberg2002saddle", "moore2014chasm", "laohu82026feishu"])
def test_the_address_of_a_source_leads_to_it_though_it_stands_far_down(opened: Opener, key: str) -> None:
    page = opened(f"en/appendix/sources/#source-{key}")
    page.wait_for_timeout(500)
    top = page.locator(f"#source-{key}").evaluate("source => source.getBoundingClientRect().top")
    assert 30 < top < 120


def test_a_filter_works_by_keyboard_alone(opened: Opener) -> None:
    page = opened("4-cases/")
    page.locator("select[data-facet=motion]").focus()
    page.keyboard.press("ArrowDown")
    assert 0 < page.locator(SHOWN).count() < page.locator(".filtered-item").count()


@pytest.mark.parametrize(
    ("path", "typed", "wanted"),
    [
        ("glossary/", "获客成本", "cac"),
        ("glossary/", "churn", "churn-rate"),
        ("glossary/", "kehu", "icp"),
        ("en/glossary/", "理想客户画像", "icp"),
        ("en/glossary/", "NRR", "nrr"),
    ],
)
def test_typing_finds_a_term_by_any_of_its_names_in_either_language(
    opened: Opener,
    path: str,
    typed: str,
    wanted: str,
) -> None:
    page = opened(path)
    page.locator(".term-index input[type=search]").press_sequentially(typed)
    links = page.locator(f".term-index {SHOWN} a").evaluate_all("links => links.map(link => link.hash.slice(1))")
    assert wanted in links
    assert len(links) < 60


@pytest.mark.parametrize(("path", "other"), [("glossary/", "latin"), ("en/glossary/", "pinyin")])
def test_the_index_can_be_put_into_the_order_of_the_other_language(
    opened: Opener,
    path: str,
    other: str,
) -> None:
    page = opened(path)
    before = page.locator(".filtered-item").count()
    page.locator("select[data-facet=order]").select_option(other)
    keys = page.locator(".filtered-item").evaluate_all(f"items => items.map(item => item.dataset.{other})")
    assert len(keys) == before
    assert keys == sorted(keys)
    letters = page.locator(".term-letter").all_text_contents()
    assert letters == sorted(set(letters))


@pytest.mark.parametrize("path", ["4-cases/", "en/appendix/claims/", "glossary/"])
def test_without_scripts_everything_is_shown_and_no_dead_control(opened: Opener, path: str) -> None:
    page = opened(path, scripts=False)
    assert page.locator(SHOWN).count() == page.locator(".filtered-item").count() > 0
    assert not page.locator(".filter-bar").is_visible()


def test_an_unknown_value_in_the_address_leaves_the_list_whole(opened: Opener) -> None:
    page = opened("appendix/claims/?verdict=%3Cscript%3E&topic=nothing")
    assert page.locator(SHOWN).count() == page.locator(".filtered-item").count()
