"""The reader's progress in a real Chromium: lessons marked, quizzes counted, the way back to the place left, files, paper."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from opening import DESKTOP, PHONE, Opener
from playwright.sync_api import Browser, Page, expect

from coursekit.course import Course
from coursekit.pages import LANGUAGES, Language, page_url

LESSON = "3-execution/3.4-metrics.md"
KEY = "gtm-course.progress"
EMPTY: dict[str, Any] = {"version": 1, "done": {}, "quiz": {}, "place": {}, "reader": {}}
FORMAT = {"format": "gtm-course-progress"}
# What a record cannot be: no JSON, no record, another version, wrong kinds, wrong values.
UNREADABLE = (
    "{",
    "null",
    "[]",
    "5",
    json.dumps(EMPTY | {"version": 2}),
    json.dumps(EMPTY | {"done": []}),
    json.dumps(EMPTY | {"quiz": None}),
    json.dumps(EMPTY | {"done": {"3.4": 7}}),
    json.dumps(EMPTY | {"done": {"3.4": ["2026-11-22"]}}),
    json.dumps(EMPTY | {"done": {"3.4": "2026-13-22"}}),
    json.dumps(EMPTY | {"done": {"3.4": "2026-02-31"}}),
    json.dumps(EMPTY | {"done": {"3.4": "<b>2026-11-22"}}),
    json.dumps(EMPTY | {"quiz": {"3.4#nrr": "maybe"}}),
    json.dumps(EMPTY | {"place": {"last": '3.4#x" onclick=alert(1) 2026-11-22'}}),
    '{"version":1,"done":{"__proto__":"2026-11-22"},"quiz":{},"place":{},"reader":{}}',
)


@pytest.fixture(scope="module")
def record(course: Course) -> dict[str, Any]:
    """A record with something of everything: each quiz has its first answer wrong, one is answered in part."""
    pages = course.by_id("zh")
    quiz = {
        f"{lesson}#{key}": f"{marks.split()[0]} {'right' if number else 'wrong'} 2026-11-1{number}"
        for lesson in ("1.1", "3.4", "4.2")
        for number, (key, marks) in enumerate(course.question_marks[pages[lesson].name].items())
        if lesson != "4.2" or number < 2
    }
    done = {"1.1": "2026-10-02", "1.2": "2026-10-05", "3.4": "2026-11-21"}
    return EMPTY | {"done": done, "quiz": quiz, "place": {"last": "2.3#dimensions 2026-11-21"}}


def put(page: Page, text: str) -> None:
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, text])


def stored(page: Page) -> Any:
    return json.loads(page.evaluate("key => localStorage.getItem(key)", KEY) or "null")


@pytest.fixture
def with_record(opened: Opener, record: dict[str, Any]) -> Callable[..., Page]:
    """Open a page as a reader who has this record."""

    def open_page(path: str, **options: Any) -> Page:
        page = opened("404.html", **options)
        put(page, json.dumps(record))
        page.goto(page.url.removesuffix("404.html") + path)
        page.wait_for_load_state("networkidle")
        return page

    return open_page


def test_a_lesson_is_marked_by_keyboard_in_one_language_and_done_in_the_other(opened: Opener, address: str) -> None:
    page = opened(page_url(LESSON, "zh"))
    button = page.get_by_role("button", name="标为已学")
    expect(button).to_have_attribute("aria-pressed", "false")
    page.locator(".turn-back").focus()
    page.keyboard.press("Shift+Tab")
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".lesson-end [role=status]")).to_contain_text("学完。")
    assert stored(page)["done"] == {"3.4": page.evaluate("new Date().toLocaleDateString('sv')")}
    page.goto(address + page_url(LESSON, "en"))
    expect(page.get_by_role("button", name="Mark as done")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".course-nav").get_by_role("link", name="3.4 Core metrics (done)", exact=True)).to_have_count(1)
    page.goto(address + "en/")
    expect(page.locator(".station").nth(2)).to_contain_text("1 of 5 lessons done")
    expect(page.locator(".station").nth(2).locator("progress")).to_have_js_property("value", 1)
    expect(page.locator("[data-role=sales] .progress-line")).to_contain_text("0 of 9 lessons done")
    expect(page.locator("[data-role=marketing] .progress-line")).to_contain_text("1 of 11 lessons done")
    expect(page.locator("[data-role=marketing] a.done")).to_have_count(1)
    page.goto(address + page_url(LESSON, "en"))
    page.get_by_role("button", name="Mark as done").click()
    assert stored(page)["done"] == {}
    expect(page.locator("a.done")).to_have_count(0)


def test_a_day_is_the_readers_own_not_that_of_greenwich(browser: Browser, address: str) -> None:
    context = browser.new_context(timezone_id="Asia/Shanghai")
    page = context.new_page()
    page.clock.set_fixed_time("2026-11-22T18:30:00Z")
    page.goto(address + page_url(LESSON, "zh"))
    page.locator(".lesson-end button").click()
    expect(page.locator(".lesson-end [role=status]")).to_contain_text("2026 年 11 月 23 日学完。")
    context.close()


def test_a_review_after_the_lesson_was_done_is_mentioned(opened: Opener, course: Course) -> None:
    page = opened(page_url(LESSON, "en"))
    put(page, json.dumps(EMPTY | {"done": {"3.4": "2025-01-31"}}))
    page.reload()
    reviewed = date.fromisoformat(str(course.by_id("en")["3.4"].meta["reviewed"]))
    said = f"Done on January 31, 2025. The text was reviewed again on {reviewed:%B} {reviewed.day}, {reviewed.year}."
    expect(page.locator(".lesson-end [role=status]")).to_have_text(said)


def test_a_quiz_result_is_kept_without_its_answers_and_a_changed_question_does_not_count(
    opened: Opener, address: str
) -> None:
    page = opened(page_url(LESSON, "zh"))
    total = page.locator(".quiz").count()
    line = page.locator(".quiz-record")
    expect(line).to_be_empty()
    first, second = page.locator(".quiz").nth(0), page.locator(".quiz").nth(1)
    for choice in first.locator("[data-verdict=right] input").all():
        choice.check()
    first.locator(".quiz-check").click()
    second.locator("[data-verdict=wrong] input").first.check()
    second.locator(".quiz-check").click()
    expect(line).to_contain_text(f"答了 2 / {total} 题，对 1 题")
    page.goto(address + page_url(LESSON, "en"))
    expect(line).to_contain_text(f"2 of {total} answered, 1 right")
    expect(page.locator(".quiz input:checked")).to_have_count(0)
    kept = stored(page)
    changed = {key: value.replace(value[:8], "00000000") for key, value in kept["quiz"].items()}
    put(page, json.dumps(kept | {"quiz": changed}))
    page.reload()
    expect(page.locator(".lesson-end button")).to_be_visible()
    expect(line).to_be_empty()


def test_the_home_page_leads_back_to_the_section_that_was_read_last(opened: Opener, address: str) -> None:
    page = opened(page_url(LESSON, "en") + "#funnel")
    expect(page.locator("h2#funnel")).to_be_in_viewport()
    page.goto(address)
    link = page.locator(".resume-place a")
    expect(page.locator(".resume-kind")).to_have_text("上次读到")
    expect(link).to_have_text("3.4 核心指标 · 漏斗效率")
    link.click()
    page.wait_for_url("**/3.4-metrics/#funnel")
    expect(page.locator("h2#funnel")).to_be_in_viewport()
    page.locator(".lesson-end button").click()
    page.goto(address + "en/")
    expect(page.locator(".resume-kind")).to_have_text("Next")
    expect(link).to_have_text("3.5 Revenue operations")


def test_a_place_whose_section_is_gone_leads_to_its_lesson(opened: Opener) -> None:
    page = opened("")
    expect(page.locator(".resume-kind")).to_have_text("从这里开始")
    put(page, json.dumps(EMPTY | {"place": {"last": "2.3#no-such-section 2026-11-22"}}))
    page.reload()
    expect(page.locator(".resume-place a")).to_have_text("2.3 理想客户画像")
    page.wait_for_function("!document.querySelector('.resume-place a').hash")


def test_what_one_tab_changes_the_other_shows(opened: Opener) -> None:
    page = opened("appendix/progress/")
    lesson = page.context.new_page()
    lesson.goto(page.url.replace("appendix/progress/", page_url(LESSON, "zh")))
    lesson.locator(".lesson-end button").click()
    expect(page.locator("[data-record='3.4'] .progress-done")).to_contain_text("年")
    expect(page.locator("[data-record='3.4'] a.done")).to_have_count(1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_record_survives_export_clearing_and_import(
    with_record: Callable[..., Page], record: dict[str, Any], language: Language, tmp_path: Path
) -> None:
    page = with_record(page_url("appendix/progress.md", language))
    tools, status = page.locator(".progress-tools button"), page.locator(".progress-status")
    with page.expect_download() as download:
        tools.nth(1).click()
    saved = tmp_path / "saved.json"
    download.value.save_as(saved)
    assert download.value.suggested_filename.startswith("gtm-progress-")
    content = json.loads(saved.read_text(encoding="utf-8"))
    assert {name: content[name] for name in EMPTY} == record

    # The question comes first, and its first answer is to leave everything as it is.
    tools.nth(3).focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    assert stored(page) == record
    expect(tools.nth(3)).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert stored(page) == EMPTY
    expect(page.locator("a.done")).to_have_count(0)
    status.locator("button").click()
    assert stored(page) == record
    expect(status).to_contain_text("已恢复" if language == "zh" else "Brought back")

    put(page, json.dumps(EMPTY))
    page.locator("input[type=file]").set_input_files(saved)
    page.locator(".progress-dialog button").nth(1).click()
    assert stored(page) == record
    expect(page.locator("[data-record='1.1'] .progress-quiz")).to_have_text(
        "5 题对 4 题" if language == "zh" else "4 of 5 right"
    )


def test_merging_keeps_the_earlier_day_of_a_lesson_and_the_later_result_of_a_question(
    opened: Opener, tmp_path: Path
) -> None:
    page = opened("en/appendix/progress/")
    here = {"done": {"1.1": "2026-11-02", "1.2": "2026-11-02"}, "quiz": {"1.1#a": "11111111 right 2026-11-02"}}
    there = {"done": {"1.1": "2026-11-01", "1.3": "2026-11-03"}, "quiz": {"1.1#a": "22222222 wrong 2026-11-03"}}
    put(page, json.dumps(EMPTY | here | {"place": {"last": "1.1# 2026-11-04"}}))
    file = tmp_path / "other.json"
    file.write_text(json.dumps(FORMAT | EMPTY | there | {"place": {"last": "1.3#a 2026-11-03"}}), encoding="utf-8")
    page.locator("input[type=file]").set_input_files(file)
    page.locator(".progress-dialog button").first.click()
    assert stored(page) == EMPTY | {
        "done": {"1.1": "2026-11-01", "1.2": "2026-11-02", "1.3": "2026-11-03"},
        "quiz": there["quiz"],
        "place": {"last": "1.1# 2026-11-04"},
    }


def test_a_faulty_file_is_refused_with_its_fault_and_changes_nothing(
    with_record: Callable[..., Page], record: dict[str, Any], tmp_path: Path
) -> None:
    page = with_record("appendix/progress/")
    file, status = tmp_path / "faulty.json", page.locator(".progress-status")
    faulty = dict.fromkeys(UNREADABLE, "没有导入：")
    faulty |= {json.dumps(FORMAT | json.loads(text)): "没有导入：" for text in UNREADABLE if text[:2] == '{"'}
    faulty |= {
        "\x00\ufffd": "不是 JSON",
        json.dumps(EMPTY): "不是本课程导出的",
        json.dumps(FORMAT | EMPTY | {"version": 2}): "第 2 版",
        json.dumps(FORMAT | EMPTY | {"done": {"3.4": 7}}): "读不懂（done 3.4）",
        json.dumps(FORMAT | EMPTY | {"more": "x" * 10_000_000}): "超过 1 MB",
    }
    for text, said in faulty.items():
        file.write_text(text, encoding="utf-8")
        status.evaluate("element => element.replaceChildren()")
        page.locator("input[type=file]").set_input_files(file)
        expect(status).to_contain_text(said)
        expect(page.locator("dialog[open]")).to_have_count(0)
    assert stored(page) == record


def test_a_record_that_cannot_be_read_is_put_aside_and_can_be_saved(opened: Opener, address: str) -> None:
    page = opened(page_url(LESSON, "zh"))
    aside = "() => Object.keys(localStorage).filter((key) => key.includes('damaged')).map((key) => localStorage[key])"
    for text in UNREADABLE:
        put(page, text)
        page.evaluate("key => dispatchEvent(new StorageEvent('storage', {key}))", KEY)
        expect(page.locator("a.done")).to_have_count(0)
        page.locator(".lesson-end button").click()
        assert list(stored(page)["done"]) == ["3.4"]
    put(page, "{")
    page.reload()
    expect(page.locator(".lesson-end button")).to_have_attribute("aria-pressed", "false")
    page.locator(".lesson-end button").click()
    # Leaving the page has put the last one aside, since it keeps the place that was reached.
    assert sorted(page.evaluate(aside)) == sorted([*UNREADABLE, "{"])
    page.goto(address + "appendix/progress/")
    with page.expect_download() as download:
        page.get_by_role("button", name="存成文件").click()
    assert download.value.suggested_filename.startswith("gtm-progress-unreadable")
    page.locator(".progress-status").get_by_role("button", name="删除").click()
    assert page.evaluate(aside) == []
    assert list(stored(page)["done"]) == ["3.4"]


BLOCKED = "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError'); }});"
FULL = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };"


@pytest.mark.parametrize("trouble", [BLOCKED, FULL], ids=["blocked", "full"])
def test_storage_that_keeps_nothing_harms_nothing(with_record: Callable[..., Page], address: str, trouble: str) -> None:
    page = with_record("404.html")
    page.add_init_script(trouble)
    done = 0 if trouble == BLOCKED else 3
    page.goto(address + page_url("1-foundations/1.3-when-gtm.md", "en"))
    button = page.locator(".lesson-end button")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(page.locator(".lesson-end [role=status]")).to_contain_text("Not kept")
    page.locator(".quiz [data-verdict=right] input").first.check()
    page.locator(".quiz-check").first.click()
    expect(page.locator(".quiz-status").first).not_to_be_empty()
    page.goto(address + "en/")
    expect(page.locator(".resume .progress-line")).to_contain_text(f"{done} of 25 lessons done")
    page.goto(address + "en/appendix/progress/")
    expect(page.locator(".progress-done:not(:empty)")).to_have_count(done)
    page.locator(".progress-tools button").nth(3).click()
    page.locator(".progress-dialog button").nth(1).click()
    expect(page.locator(".progress-status")).to_contain_text("Not kept")
    expect(page.locator(".progress-done:not(:empty)")).to_have_count(done)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_printed_summary_shows_the_record_and_says_what_it_is(
    with_record: Callable[..., Page], language: Language
) -> None:
    page = with_record(page_url("appendix/progress.md", language))
    page.evaluate("window.print = () => { window.printed = true; }")
    for remember in (False, True):
        page.emulate_media(media="screen")
        page.locator(".progress-tools button").first.click()
        page.locator(".progress-dialog input[type=text]").fill("Ada & <b>Lin</b>")
        page.locator(".progress-dialog input[type=checkbox]").set_checked(remember)
        page.locator(".progress-choices button").first.click()
        page.wait_for_function("window.printed")
        assert stored(page)["reader"] == ({"name": "Ada & <b>Lin</b>"} if remember else {})
    page.emulate_media(media="print")
    summary = page.locator(".progress-summary")
    expect(summary).to_be_visible()
    expect(page.locator(".text > :visible")).to_have_count(1)
    expect(page.locator(".foot")).to_be_hidden()
    wanted = {
        "zh": ("Ada & <b>Lin</b>", "学完 3 / 25 课", "2026 年 10 月 2 日", "5 题对 4 题", "答了 2 / 5 题", "不是证书"),
        "en": (
            "Ada & <b>Lin</b>",
            "3 of 25 lessons",
            "October 2, 2026",
            "4 of 5 right",
            "2 of 5 answered",
            "no certificate",
        ),
    }
    for text in wanted[language]:
        expect(summary).to_contain_text(text)
    # Lessons of which nothing is known are left out.
    expect(summary.locator("[data-record]")).to_have_count(4)
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.locator(".progress-page")).to_be_visible()
    expect(summary).to_be_hidden()


@pytest.fixture(scope="module")
def watched(browser: Browser, record: dict[str, Any]) -> Iterator[Callable[..., Page]]:
    contexts = []

    def open_page(size: dict[str, int], scheme: str) -> Page:
        context = browser.new_context(viewport=size, color_scheme=scheme, bypass_csp=True, reduced_motion="reduce")
        contexts.append(context)
        text = json.dumps(json.dumps(record))
        context.add_init_script(f"localStorage.setItem('{KEY}', {text});")
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize(("language", "scheme"), [("zh", "light"), ("en", "dark")])
def test_axe_finds_nothing_where_there_is_progress(
    watched: Callable[..., Page], address: str, language: Language, scheme: str
) -> None:
    axe, page = Axe(), watched(PHONE, scheme)
    faults: list[str] = []
    for name, part in (("appendix/progress.md", "body"), ("index.md", ".resume"), (LESSON, ".foot")):
        page.goto(address + page_url(name, language))
        page.wait_for_load_state("networkidle")
        for number in (0, 3) if name.startswith("appendix") else (None,):
            if number is not None:
                page.locator(".progress-tools button").nth(number).click()
            for fault in axe.run(page, context=part, options={"resultTypes": ["violations"]}).response["violations"]:
                faults += [f"{name}: {fault['id']}: {node['html'][:160]}" for node in fault["nodes"][:3]]
            page.keyboard.press("Escape")
    assert faults == []


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_nothing_moves_when_progress_is_filled_in(
    watched: Callable[..., Page], address: str, size: dict[str, int]
) -> None:
    page = watched(size, "light")
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver((list) => { for (const one of list.getEntries()) shift += one.value; })"
        ".observe({type: 'layout-shift', buffered: true});"
    )
    for path in ("", "en/", "appendix/progress/", "en/appendix/progress/", "3-execution/"):
        page.goto(address + path)
        page.wait_for_load_state("networkidle")
        assert page.evaluate("shift") < 0.01, path
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], path


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_scripts_nothing_is_promised(opened: Opener, course: Course, language: Language) -> None:
    page = opened(page_url(LESSON, language), scripts=False)
    expect(page.locator(".lesson-end, .quiz-record").locator("visible=true")).to_have_count(0)
    home = opened(page_url("index.md", language), scripts=False)
    expect(home.locator(".resume-place a")).to_have_text(f"1.1 {course.by_id(language)['1.1'].title}")
    expect(home.locator(".progress-line:visible")).to_have_count(0)
    progress = opened(page_url("appendix/progress.md", language), scripts=False)
    expect(progress.locator(".progress-none")).to_be_visible()
    expect(progress.locator(".progress-tools")).to_be_hidden()
    assert progress.locator("[data-record]").count() == sum(page.is_lesson for page in course.by_id(language).values())
