"""Every page under axe-core, on a phone, in light and dark; and what a keyboard and a reader without scripts can do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from opening import PHONE, Opener
from playwright.sync_api import Browser, expect

from coursekit.browser import find_browser
from coursekit.course import Course
from coursekit.pages import LANGUAGES, Language, page_url

PAPER = {"light": "rgb(255, 255, 255)", "dark": "rgb(18, 25, 29)"}
INK = {"light": "rgb(29, 42, 48)", "dark": "rgb(221, 229, 232)"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_on_any_page(browser: Browser, address: str, course: Course, language: Language) -> None:
    axe = Axe()
    # The page's own policy would refuse the script that looks at it.
    context = browser.new_context(viewport={"width": 390, "height": 844}, bypass_csp=True, reduced_motion="reduce")
    page = context.new_page()
    faults: list[str] = []
    for url in [*(page_url(one.name, language) for one in course.by_id(language).values()), "404.html"]:
        page.emulate_media(color_scheme="light")
        page.goto(address + url)
        # Chromium does not bring styles up to date that axe has asked for once and that lie far from the window.
        page.add_style_tag(content="* { content-visibility: visible !important }")
        # What is folded away is read, too, once it is open.
        page.evaluate("document.querySelectorAll('main details').forEach((one) => (one.open = true))")
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.wait_for_function(
                "(paper) => getComputedStyle(document.body).backgroundColor === paper", arg=PAPER[scheme]
            )
            # In dark only colours differ.
            options = {"resultTypes": ["violations"]} | ({"runOnly": ["color-contrast"]} if scheme == "dark" else {})
            for fault in axe.run(page, options=options).response["violations"]:
                faults += [f"{url} ({scheme}): {fault['id']}: {node['html'][:160]}" for node in fault["nodes"][:3]]
    context.close()
    assert faults == []


def test_entries_far_down_have_the_colours_of_the_scheme_when_the_reader_comes_to_them(opened: Opener) -> None:
    page = opened("appendix/sources/", phone=True)
    last = page.locator(".all-sources li").last
    expect(last).to_have_css("color", INK["light"])
    page.emulate_media(color_scheme="dark")
    last.scroll_into_view_if_needed()
    expect(last).to_have_css("color", INK["dark"])


def test_the_contents_open_and_close_by_keyboard_on_a_phone(opened: Opener) -> None:
    page = opened("3-execution/3.4-metrics/", phone=True)
    lesson = page.locator(".nav-panel").get_by_text("3.5 收入运营")
    expect(lesson).to_be_hidden()
    page.locator("#drawer").focus()
    page.keyboard.press("Enter")
    expect(lesson).to_be_visible()
    page.keyboard.press("Escape")
    expect(lesson).to_be_hidden()
    expect(page.locator("#drawer")).to_be_focused()


def test_the_contents_open_without_scripts(opened: Opener) -> None:
    page = opened("3-execution/3.4-metrics/", phone=True, scripts=False)
    page.locator(".drawer-button").tap()
    page.locator(".nav-panel").get_by_text("3.5 收入运营").tap()
    page.wait_for_url("**/3.5-revops/")


def test_the_first_stop_of_the_keyboard_skips_to_the_text(opened: Opener) -> None:
    page = opened("en/3-execution/3.4-metrics/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_reader_without_scripts_gets_the_colours_of_the_system(opened: Opener, scheme: str) -> None:
    page = opened("", scheme=scheme, scripts=False)
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert paper == PAPER[scheme]


@pytest.mark.parametrize("chosen", [False, True])
def test_paper_is_white_though_the_screen_is_dark(opened: Opener, chosen: bool) -> None:
    page = opened("", scheme="light" if chosen else "dark")
    if chosen:
        page.locator("button.scheme").click()
    colour = "getComputedStyle(document.body).backgroundColor"
    page.wait_for_function(f"{colour} === '{PAPER['dark']}'")
    page.emulate_media(media="print")
    assert page.evaluate(colour) == PAPER["light"]


def test_the_colours_that_a_reader_chose_are_kept(opened: Opener) -> None:
    page = opened("", scheme="light")
    page.locator("button.scheme").click()
    dark = f"getComputedStyle(document.body).backgroundColor === '{PAPER['dark']}'"
    page.wait_for_function(dark)
    page.goto(page.url + "glossary/")
    assert page.evaluate(dark)
    expect(page.locator("button.scheme")).to_have_attribute("aria-pressed", "true")


def test_single_keys_turn_pages_and_can_be_switched_off(opened: Opener) -> None:
    page = opened("en/3-execution/3.4-metrics/")
    page.keyboard.press("n")
    page.wait_for_url("**/3.5-revops/")
    page.keyboard.press("?")
    expect(page.locator("dialog#keys")).to_be_visible()
    page.locator("dialog#keys input").uncheck()
    page.keyboard.press("Escape")
    expect(page.locator("dialog#keys")).to_be_hidden()
    page.keyboard.press("p")
    page.wait_for_timeout(300)
    assert page.url.endswith("/3.5-revops/")
    page.keyboard.press("?")
    page.locator("dialog#keys input").check()
    page.keyboard.press("Escape")
    expect(page.locator("dialog#keys")).to_be_hidden()
    page.keyboard.press("p")
    page.wait_for_url("**/3.4-metrics/")


def test_both_languages_stand_beside_each_other_by_section(opened: Opener) -> None:
    for phone in (False, True):
        page = opened("3-execution/3.4-metrics/?both#funnel", phone=phone)
        row = page.locator(".both-row").filter(has=page.locator("h2#funnel"))
        expect(row.locator(".both-other h2")).to_contain_text("Funnel")
        expect(row.locator(".both-other")).to_have_attribute("lang", "en")
        expect(page.locator("h2#funnel")).to_be_in_viewport()
        own, other = row.locator(".both-own").bounding_box(), row.locator(".both-other").bounding_box()
        assert own is not None
        assert other is not None
        assert other["y"] >= own["y"] + own["height"] - 1 if phone else abs(other["y"] - own["y"]) < 2
        twice = page.evaluate(
            "() => { const ids = [...document.querySelectorAll('[id]')].map((one) => one.id); "
            "return ids.filter((id, n) => ids.indexOf(id) !== n); }"
        )
        assert twice == []
        page.locator(".tool-both").click()
        expect(page.locator(".both-row")).to_have_count(0)
        assert "both" not in page.url
        assert page.url.endswith("#funnel")


def test_both_languages_come_and_go_as_often_as_asked(opened: Opener) -> None:
    page = opened("en/5-toolkit/5.2-icp-worksheet/")
    button = page.locator(".tool-both")
    for on in (True, False, True):
        button.click()
        expect(button).to_have_attribute("aria-pressed", str(on).lower())
        expect(page.locator("h1")).to_have_count(1 + on)
        assert page.url.endswith("?both") == on
    # What stands there to be read cannot be filled in.
    expect(page.locator(".both-other :is(input, select, button):not(:disabled)")).to_have_count(0)
    page.locator(".fill-link").first.click()
    expect(page.locator(".worksheet h1")).to_be_focused()
    page.keyboard.press("b")
    expect(page.locator(".worksheet h1")).to_be_visible()
    page.locator(".ws-back").click()
    assert page.url.endswith("?both")


def test_an_address_that_somebody_has_mistyped_opens_the_page_all_the_same(opened: Opener) -> None:
    expect(opened("en/3-execution/3.4-metrics/?both#%E0%A4%A").locator(".both-row").first).to_be_visible()
    page = opened("5-toolkit/5.2-icp-worksheet/?fill#%")
    expect(page.locator(".worksheet h1")).to_be_focused()
    expect(page.locator("[role=alert]")).to_have_count(0)


def test_the_open_contents_close_when_the_keyboard_leaves_them(opened: Opener) -> None:
    page = opened("3-execution/3.4-metrics/", phone=True)
    page.locator("#drawer").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#drawer")).to_be_checked()
    inside = "document.activeElement.closest('.course-nav') !== null"
    for _ in range(60):
        page.keyboard.press("Tab")
        if not page.evaluate(inside):
            break
    assert not page.evaluate(inside)
    expect(page.locator("#drawer")).not_to_be_checked()


@pytest.mark.parametrize(
    "path",
    ["en/", "3-execution/3.4-metrics/", "en/4-cases/", "appendix/calculators/", "en/5-toolkit/5.2-icp-worksheet/?fill"],
)
def test_letters_of_twice_the_size_fit_a_phone(browser: Browser, address: str, path: str, tmp_path: Path) -> None:
    """As a reader sets them in the browser, so that media queries in em see them, too."""
    (tmp_path / "Default").mkdir()
    settings = {"webkit": {"webprefs": {"default_font_size": 32}}}
    (tmp_path / "Default/Preferences").write_text(json.dumps(settings), encoding="utf-8")
    context = browser.browser_type.launch_persistent_context(
        tmp_path, executable_path=str(find_browser()), args=["--no-sandbox"], viewport=PHONE
    )
    page = context.new_page()
    page.goto(address + path)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "40px"
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_paper_hides_answers_unless_asked_and_shows_addresses(opened: Opener, language: Language) -> None:
    page = opened(page_url("3-execution/3.4-metrics.md", language))
    page.emulate_media(media="print")
    expect(page.locator("header.bar")).to_be_hidden()
    expect(page.locator("details.answer").first).to_be_hidden()
    page.evaluate("window.print = () => { window.printed = document.querySelectorAll('details.answer[open]').length; }")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    link = page.locator(".text p a[data-address]").first
    shown = link.evaluate("element => getComputedStyle(element, '::after').content")
    assert "/gtm/" in shown
    page.emulate_media(media="screen")
    page.locator(".tool-print").click()
    assert page.evaluate("window.printed") == 0
    page.locator(".tool-print-answers").click()
    assert page.evaluate("window.printed") > 0
    expect(page.locator("details.answer[open]")).to_have_count(0)


def test_a_long_table_keeps_its_head_in_sight(opened: Opener) -> None:
    page = opened("4-cases/")
    box = page.locator(".table-box.long").first
    box.scroll_into_view_if_needed()
    box.evaluate("element => (element.scrollTop = element.scrollHeight)")
    head, frame = box.locator("thead th").first.bounding_box(), box.bounding_box()
    assert head is not None
    assert frame is not None
    assert abs(head["y"] - frame["y"]) < 2
    # What scrolls below it must not show through.
    assert box.locator("thead th").first.evaluate("th => getComputedStyle(th).backgroundColor") == "rgb(255, 255, 255)"
    assert "gradient" in box.evaluate("box => getComputedStyle(box).backgroundImage"), "a shadow says that it scrolls"
