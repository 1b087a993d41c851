"""Short and old addresses in a real Chromium, on the fixture course, which has redirects of each kind."""

from __future__ import annotations

import pytest
from opening import Opener
from playwright.sync_api import Page, expect

LESSON = "1-foundations/1.1-first/"


@pytest.fixture
def address(small_address: str) -> str:
    """Let the pages of these tests come from the fixture course."""
    return small_address


def arrives(page: Page, target: str) -> None:
    page.wait_for_url(f"**/gtm/{target}")


@pytest.mark.parametrize(("locale", "prefix"), [("en-GB", "en/"), ("zh-TW", ""), ("fr-FR", "")])
def test_a_short_address_leads_to_the_language_of_the_browser(opened: Opener, locale: str, prefix: str) -> None:
    arrives(opened("go/1.1/", locale=locale), f"{prefix}{LESSON}")
    arrives(opened("go/cac/", locale=locale), f"{prefix}glossary/4-metrics/#cac")
    arrives(opened("go/home/", locale=locale), prefix)


def test_the_language_that_a_reader_chose_wins_over_that_of_the_browser(opened: Opener, address: str) -> None:
    page = opened(f"en/{LESSON}", locale="en-US")
    page.locator(".language-switch").click()
    arrives(page, LESSON)
    page.goto(f"{address}go/1.1/")
    arrives(page, LESSON)
    # What names a language is never led away, whatever was chosen.
    page.goto(f"{address}en/{LESSON}")
    page.wait_for_load_state("networkidle")
    arrives(page, f"en/{LESSON}")


@pytest.mark.parametrize("kept", ["", "{}", "fr"])
def test_a_memory_that_makes_no_sense_is_passed_over(opened: Opener, address: str, kept: str) -> None:
    page = opened(LESSON)
    page.evaluate("kept => localStorage.setItem('gtm-course.language', kept)", kept)
    page.goto(f"{address}go/1.1/")
    arrives(page, f"en/{LESSON}")


def test_a_short_address_keeps_section_and_query(opened: Opener) -> None:
    arrives(opened("go/1.1/?from=slides#quiz"), f"en/{LESSON}?from=slides#quiz")
    arrives(opened("go/cac/?from=slides"), "en/glossary/4-metrics/?from=slides#cac")
    arrives(opened("go/unit-cost/"), "en/glossary/4-metrics/#cac")


def test_back_leads_past_an_address_that_only_led_on(opened: Opener, address: str) -> None:
    page = opened("en/")
    for old in ("go/1.1/", "en/1-foundations/first/"):
        page.goto(address + old)
        arrives(page, f"en/{LESSON}")
        page.go_back()
        arrives(page, "en/")


def test_without_scripts_a_short_address_shows_both_languages(opened: Opener) -> None:
    page = opened("go/cac/", scripts=False)
    links = page.get_by_role("link")
    expect(links).to_have_text(["客户获取成本（CAC）", "Customer acquisition cost (CAC)"])
    links.nth(1).click()
    arrives(page, "en/glossary/4-metrics/#cac")


@pytest.mark.parametrize("prefix", ["", "en/"])
def test_a_renamed_page_leads_on_with_section_and_query(opened: Opener, prefix: str) -> None:
    page = opened(f"{prefix}1-foundations/first/?from=slides#takeaways")
    arrives(page, f"{prefix}{LESSON}?from=slides#takeaways")
    expect(page.locator("#takeaways")).to_be_in_viewport()
    arrives(opened(f"{prefix}1-foundations/first/"), f"{prefix}{LESSON}")


def test_the_sections_of_a_page_may_have_gone_to_different_pages(opened: Opener) -> None:
    arrives(opened("en/2-frameworks/#fit"), "en/5-toolkit/#scoring")
    arrives(opened("2-frameworks/?from=slides#unit-cost"), "glossary/4-metrics/?from=slides#cac")
    arrives(opened("2-frameworks/#takeaways"), f"{LESSON}#takeaways")
    arrives(opened("2-frameworks/"), LESSON)


def test_without_scripts_a_renamed_page_leads_on_and_a_divided_one_shows_its_sections(opened: Opener) -> None:
    arrives(opened("en/1-foundations/first/", scripts=False), f"en/{LESSON}")
    page = opened("en/2-frameworks/#fit", scripts=False)
    asked = page.locator("li:target")
    expect(asked).to_have_text("5.1 Score sheet · Scoring")
    asked.get_by_role("link").click()
    arrives(page, "en/5-toolkit/#scoring")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_renamed_section_is_reached_by_its_old_id(opened: Opener, scripts: bool) -> None:
    page = opened(f"en/{LESSON}#two-steps", scripts=scripts, phone=True)
    heading = page.locator("#method")
    expect(heading).to_be_in_viewport()
    box, bar = heading.bounding_box(), page.locator("header").first.bounding_box()
    assert box is not None
    assert bar is not None
    assert box["y"] >= bar["height"] - 1, "the heading is hidden below the bar"
    assert box["y"] < 200


def test_a_section_that_went_to_another_page_is_followed(opened: Opener, address: str) -> None:
    page = opened(f"en/{LESSON}?from=slides#scores")
    arrives(page, "en/5-toolkit/?from=slides#scoring")
    page.goto(f"{address}en/{LESSON}")
    expect(page.locator(".moved")).to_be_hidden()
    page.evaluate("location.hash = 'scores'")
    arrives(page, "en/5-toolkit/#scoring")


def test_without_scripts_those_who_come_for_a_section_that_left_are_told_where_it_is(opened: Opener) -> None:
    expect(opened(LESSON, scripts=False).locator(".moved")).to_be_hidden()
    page = opened(f"{LESSON}#scores", scripts=False)
    note = page.locator(".moved")
    expect(note).to_be_in_viewport()
    expect(note).to_have_text("这一节搬到了：5.1 打分表 · 打分")
    note.get_by_role("link").click()
    arrives(page, "5-toolkit/#scoring")


def test_the_short_address_on_a_lesson_leads_back_to_it(opened: Opener) -> None:
    page = opened(LESSON, locale="zh-CN")
    page.locator(".lesson-facts a[href$='go/1.1/']").click()
    arrives(page, LESSON)
