"""The site in a real Chromium: both languages, the switcher, tooltips, quizzes, quiet network, readable on a phone."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from opening import PHONE, Opener
from playwright.sync_api import expect

from coursekit.course import Course
from coursekit.pages import Language, page_url

LESSON: dict[Language, str] = {"zh": "1-foundations/1.1-what-is-gtm/", "en": "en/1-foundations/1.1-what-is-gtm/"}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_opens_quietly_and_nothing_overflows_on_a_phone(
    opened: Opener, course: Course, language: Language
) -> None:
    for page in course.by_id(language).values():
        view = opened(page_url(page.name, language), phone=True)
        expect(view.locator("article h1")).to_have_text(page.title)
        overflow = view.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 0, f"{page.path} is {overflow} px too wide"
        view.context.close()


def test_the_switcher_leads_to_the_same_section_in_the_other_language(opened: Opener) -> None:
    page = opened(LESSON["zh"] + "#takeaways")
    page.locator(".language-switch").click()
    page.wait_for_url("**/en/1-foundations/1.1-what-is-gtm/#*")
    assert urlsplit(page.url).fragment == "takeaways"
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("#takeaways")).to_be_in_viewport()
    page.locator(".language-switch").click()
    page.wait_for_url("**/gtm/1-foundations/1.1-what-is-gtm/#takeaways")


def test_the_switcher_works_without_scripts(opened: Opener) -> None:
    page = opened(LESSON["zh"], scripts=False)
    page.locator(".language-switch").click()
    page.wait_for_url("**/en/1-foundations/1.1-what-is-gtm/")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_term_explains_itself_on_hover_and_on_focus(opened: Opener, language: Language) -> None:
    page = opened(LESSON[language])
    term = page.locator("a.term").first
    card = page.locator(f"#term-{term.get_attribute('data-term')}")
    expect(card).to_be_hidden()
    term.hover()
    expect(card).to_be_visible()
    expect(term).to_have_attribute("aria-describedby", card.get_attribute("id") or "")
    box, view = card.bounding_box(), page.viewport_size
    assert box is not None
    assert view is not None
    assert 0 <= box["x"] <= view["width"] - box["width"]
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    page.mouse.move(2, 400)
    term.focus()
    expect(card).to_be_visible()


def test_each_term_that_the_keyboard_comes_to_explains_itself(opened: Opener) -> None:
    page = opened(LESSON["en"])
    seen = 0
    while seen < 12:
        page.keyboard.press("Tab")
        name = page.evaluate("document.activeElement.matches('a.term') ? document.activeElement.dataset.term : null")
        if name:
            # Longer than the card of the term before stays open.
            page.wait_for_timeout(300)
            expect(page.locator(".term-card.shown")).to_have_id(f"term-{name}")
            expect(page.locator(".term-card.shown")).to_be_in_viewport(ratio=1)
            seen += 1


def test_a_term_scrolled_under_a_resting_pointer_explains_itself_when_the_pointer_moves(opened: Opener) -> None:
    page = opened(LESSON["en"])
    # Of a term that runs over two lines the middle lies beside it.
    whole = page.locator("a.term").evaluate_all(
        "terms => terms.findIndex((term) => term.getClientRects().length === 1)"
    )
    term = page.locator("a.term").nth(whole)
    card = page.locator(f"#term-{term.get_attribute('data-term')}")
    # Scrolling closes a card: let it come to rest first.
    term.scroll_into_view_if_needed()
    page.wait_for_timeout(150)
    term.hover()
    expect(card).to_be_visible()
    page.mouse.wheel(0, 4)
    expect(card).to_be_hidden()
    page.wait_for_timeout(250)
    box = term.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2 + 3, box["y"] + box["height"] / 2)
    expect(card).to_be_visible()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_terms_explain_themselves_on_ten_lessons(opened: Opener, course: Course, language: Language) -> None:
    lessons = [page for page in course.by_id(language).values() if page.is_lesson]
    for lesson in lessons[:: max(len(lessons) // 10, 1)][:10]:
        page = opened(page_url(lesson.name, language))
        # Those in running text: a term in a folded answer cannot be seen, so it cannot be hovered over.
        terms = page.locator(".text > p a.term, .text > ul a.term")
        # A term that runs over two lines has its middle beside itself, where a pointer misses it.
        whole = terms.evaluate_all(
            "terms => terms.flatMap((term, n) => (term.getClientRects().length === 1 ? [n] : []))"
        )
        assert len(whole) >= 3, lesson.path
        for number in whole[:3]:
            term = terms.nth(number)
            name = term.get_attribute("data-term") or ""
            # Scrolling closes a card: let it come to rest first.
            term.scroll_into_view_if_needed()
            page.wait_for_timeout(150)
            page.mouse.move(2, 400)
            term.hover()
            card = page.locator(f"#term-{name}")
            expect(card).to_be_visible()
            expect(card).to_contain_text(course.glossaries[language].terms[name].other_name)
            page.keyboard.press("Escape")
            expect(card).to_be_hidden()
        page.context.close()


@pytest.mark.parametrize(("language", "suffix"), [("zh", "xlsx"), ("en", "docx"), ("zh", "md")])
def test_a_tool_is_saved_under_its_own_name(opened: Opener, language: Language, suffix: str) -> None:
    page = opened(page_url("5-toolkit/5.1-strategy-template.md", language))
    with page.expect_download() as started:
        page.locator(f".downloads a.download[download$='.{suffix}']").click()
    assert started.value.suggested_filename == f"5.1-strategy-template.{language}.{suffix}"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_tap_shows_the_term_and_its_card_leads_to_the_entry(opened: Opener, language: Language) -> None:
    page = opened(LESSON[language], phone=True)
    term = page.locator("a.term").first
    term.scroll_into_view_if_needed()
    page.wait_for_timeout(100)
    name = term.get_attribute("data-term")
    before = page.url
    term.tap()
    card = page.locator(f"#term-{name}")
    expect(card).to_be_visible()
    assert page.url == before
    box = card.bounding_box()
    assert box is not None
    assert 0 <= box["x"] <= PHONE["width"] - box["width"]
    card.locator(".term-open").tap()
    page.wait_for_url(f"**/glossary/*/#{name}")
    expect(page.locator(f"h2#{name}")).to_be_in_viewport()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_quiz_is_answered_by_keyboard_and_says_the_result(opened: Opener, language: Language) -> None:
    page = opened(LESSON[language])
    quiz = page.locator(".quiz").filter(has=page.locator("input[type=radio]")).first
    status, details = quiz.locator("[role=status]"), quiz.locator("details")
    button = quiz.locator(".quiz-check")
    button.focus()
    page.keyboard.press("Enter")
    expect(status).not_to_be_empty()
    assert details.get_attribute("open") is None
    wrong = quiz.locator(".quiz-choice[data-verdict=wrong] input").first
    wrong.focus()
    page.keyboard.press("Space")
    button.focus()
    page.keyboard.press("Enter")
    expect(quiz).to_have_attribute("data-result", "wrong")
    expect(quiz.locator("[data-state=wrong] .quiz-mark")).to_be_visible()
    assert details.get_attribute("open") is not None
    page.keyboard.press("Enter")
    right = quiz.locator(".quiz-choice[data-verdict=right] input").first
    right.focus()
    page.keyboard.press("Space")
    button.focus()
    page.keyboard.press("Enter")
    expect(quiz).to_have_attribute("data-result", "right")
    expect(status).to_have_text("答对了。" if language == "zh" else "Right.")
    # Another choice after the result is a new answer, of which nothing has been said yet.
    wrong.check()
    expect(quiz).not_to_have_attribute("data-result", re.compile("."))
    expect(quiz.locator(".quiz-mark")).to_have_count(0)
    expect(status).to_be_empty()
    button.click()
    expect(quiz).to_have_attribute("data-result", "wrong")


def test_a_quiz_with_several_right_answers_wants_all_of_them(opened: Opener, course: Course) -> None:
    page = opened("")
    for lesson in (one for one in course.by_id("zh").values() if one.is_lesson):
        page.goto(page.url.split("/gtm/")[0] + "/gtm/" + page_url(lesson.name, "zh"))
        quizzes = page.locator(".quiz").filter(has=page.locator("input[type=checkbox]"))
        if quizzes.count():
            break
    quiz = quizzes.first
    rights = quiz.locator(".quiz-choice[data-verdict=right] input")
    rights.first.check()
    quiz.locator(".quiz-check").click()
    expect(quiz).to_have_attribute("data-result", "wrong")
    assert quiz.locator("[data-state=missed]").count() == rights.count() - 1
    quiz.locator(".quiz-check").click()
    for right in rights.all():
        right.check()
    quiz.locator(".quiz-check").click()
    expect(quiz).to_have_attribute("data-result", "right")


def test_answers_unfold_without_scripts(opened: Opener) -> None:
    page = opened(LESSON["zh"], scripts=False)
    answer = page.locator("details.answer").first
    expect(answer.locator("p, table").first).to_be_hidden()
    answer.locator("summary").click()
    expect(answer.locator("p, table").first).to_be_visible()
    explanations = page.locator(".quiz-explanations").first
    explanations.locator("summary").click()
    expect(explanations.locator("li").first).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_diagrams_take_the_colours_of_the_theme(opened: Opener, scheme: str) -> None:
    page = opened(LESSON["zh"], scheme=scheme)
    label = page.locator(".diagram svg text").first
    colour = label.evaluate("element => getComputedStyle(element).fill")
    numbers = [int(number) for number in colour.removeprefix("rgb(").removesuffix(")").split(",")]
    assert (sum(numbers) < 384) == (scheme == "light"), f"a label is {colour} on a {scheme} page"


def test_wide_tables_scroll_inside_themselves_by_keyboard(opened: Opener) -> None:
    page = opened("1-foundations/1.3-when-gtm/", phone=True)
    boxes = page.locator(".table-box")
    wide = next(box for box in boxes.all() if box.evaluate("element => element.scrollWidth > element.clientWidth"))
    wide.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("element => element.scrollLeft > 0", arg=wide.element_handle())
