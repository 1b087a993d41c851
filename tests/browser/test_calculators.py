"""The calculators in a real Chromium: by keyboard alone, on a phone, in both languages, with sound and unsound input."""

from __future__ import annotations

import math
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from opening import Opener
from playwright.sync_api import Browser, Locator, Page, expect

from calculating import load_calculators
from coursekit.pages import LANGUAGES, Language

ROOT = Path(__file__).resolve().parents[2]
PAGE: dict[Language, str] = {"zh": "appendix/calculators/", "en": "en/appendix/calculators/"}
CALCULATORS = load_calculators(ROOT)
NOT_A_NUMBER = re.compile(r"NaN|Infinity|undefined|null|\[object|\{[\w-]+\}")
# Longer than the script waits for the next key.
PAUSE = 300
each = pytest.mark.parametrize("name", CALCULATORS)
both = pytest.mark.parametrize("language", LANGUAGES)


def unfold(page: Page, name: str) -> Locator:
    """Open a folded calculator by keyboard and wait until its script has taken over; time then passes at our word only."""
    box = page.locator(f"[data-calculator='{name}']")
    box.locator("> summary").focus()
    page.keyboard.press("Enter")
    return awake(page, box)


def awake(page: Page, box: Locator) -> Locator:
    expect(box).to_have_attribute("data-ready", "")
    page.clock.install()
    return box


def found(box: Locator) -> str:
    return box.locator(".calc-found").inner_html()


def type_over(page: Page, field: Locator, text: str) -> None:
    field.focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.press("Delete")
    page.keyboard.insert_text(text)


def settled(page: Page, box: Locator, state: str) -> None:
    page.clock.run_for(PAUSE)
    assert box.get_attribute("data-state") == state


def change(page: Page, box: Locator, name: str) -> None:
    """Change the first field of the example for which another sound value is known, by keyboard."""
    for field in (
        one for group in CALCULATORS[name].data["groups"] for one in group.get("inputs", group.get("columns"))
    ):
        control = box.locator(f"[data-field='{field['id']}']").first
        if field["kind"] == "choice":
            control.focus()
            page.keyboard.press("ArrowDown" if control.evaluate("one => one.selectedIndex === 0") else "ArrowUp")
            return
        if field["kind"] in ("money", "integer", "number", "percent") and (text := control.input_value()):
            value = float(unicodedata.normalize("NFKC", text).replace(",", ""))
            half = math.ceil(value / 2) if field["kind"] == "integer" else value / 2
            type_over(page, control, f"{half or 1:.12g}")
            return


@each
@both
def test_a_calculator_is_worked_by_keyboard_alone_on_a_phone(opened: Opener, name: str, language: Language) -> None:
    page = opened(f"{PAGE[language]}?other=kept", phone=True)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    start = page.url
    box = unfold(page, name)
    printed = _what_the_build_printed_is_what_the_browser_prints(page, box)
    _every_control_is_reached_and_has_a_name(page, box)
    _unsound_input_gets_a_message_beside_it_and_no_result(page, box, printed)
    change(page, box, name)
    settled(page, box, "results")
    changed = found(box)
    assert changed != printed
    assert f"other=kept&{name}=" in page.url
    buttons = box.locator(".calc-buttons button")
    for order, wanted in ((1, f"&{name}="), (2, CALCULATORS[name].data["title"][language])):
        buttons.nth(order).focus()
        page.keyboard.press("Enter")
        page.wait_for_function("text => navigator.clipboard.readText().then((held) => held.includes(text))", arg=wanted)
        expect(box.locator(".calc-status")).to_have_text({"zh": "已复制。", "en": "Copied."}[language])
        assert not NOT_A_NUMBER.search(page.evaluate("navigator.clipboard.readText()"))
    page.reload()
    awake(page, box)
    assert found(box) == changed, "the address does not give back what was entered"
    buttons.first.focus()
    page.keyboard.press("Enter")
    assert found(box) == printed
    assert page.url == start


def _what_the_build_printed_is_what_the_browser_prints(page: Page, box: Locator) -> str:
    printed, summary = found(box), box.locator("output").inner_text()
    box.locator("[data-field]").first.dispatch_event("input")
    settled(page, box, "results")
    assert found(box) == printed
    assert box.locator("output").inner_text() == summary
    assert not NOT_A_NUMBER.search(box.inner_text())
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0, f"{overflow} px too wide on a phone"
    return printed


def _every_control_is_reached_and_has_a_name(page: Page, box: Locator) -> None:
    controls = box.locator("form :is(input, select, textarea, button):visible:enabled, .calc-buttons button")
    wanted = controls.evaluate_all("all => all.map(one => one.id || one.textContent)")
    # A date has a stop for each of its parts and one for its calendar.
    stops = box.evaluate(
        "box => [...box.querySelectorAll('a, button, input, select, textarea, summary, [tabindex]')]"
        ".reduce((sum, one) => sum + (one.type === 'date' ? 4 : 1), 0)"
    )
    page.evaluate(
        "() => { window.reached = [];"
        " document.addEventListener('focusin', ({ target }) => reached.push(target.id || target.textContent)); }"
    )
    box.locator("> summary").focus()
    for _ in range(stops):
        page.keyboard.press("Tab")
    reached = page.evaluate("reached")
    assert [one for one in wanted if one not in reached] == []
    names = controls.evaluate_all(
        "all => all.map(one => one.getAttribute('aria-labelledby')"
        " ? one.getAttribute('aria-labelledby').split(' ').map(id => document.getElementById(id).textContent).join(' ')"
        " : one.labels && one.labels.length ? one.labels[0].textContent : one.getAttribute('aria-label') || one.textContent)"
    )
    assert all(text.strip() for text in names)


def _unsound_input_gets_a_message_beside_it_and_no_result(page: Page, box: Locator, printed: str) -> None:
    fields = box.locator("form input[inputmode=decimal]").all()
    for field, texts in ((fields[0], ("abc", "-1" + "9" * 20)), (fields[-1], ("9" * 30,))):
        before = field.input_value()
        for text in texts:
            type_over(page, field, text)
            settled(page, box, "faults")
            message = page.locator(f"[id='{field.get_attribute('id')}-fault']")
            assert message.inner_text()
            assert field.get_attribute("aria-invalid") == "true"
            assert (field.get_attribute("aria-describedby") or "").endswith(message.get_attribute("id") or "?")
            assert found(box) == ""
            assert not NOT_A_NUMBER.search(box.locator("output").inner_text())
        wide = "".join(chr(ord(one) + 0xFEE0) if one in "0123456789,.-" else one for one in before)
        type_over(page, field, wide)
        settled(page, box, "results")
        assert found(box) == printed, f"{wide} is not read as {before}"


@pytest.mark.parametrize(
    ("name", "field", "text"),
    [
        ("unit-economics", "customers", "0"),
        ("unit-economics", "margin", ""),
        ("retention", "opening", "0"),
        ("funnel", "acv", "1e999"),
    ],
)
def test_what_would_divide_by_nothing_is_refused(opened: Opener, name: str, field: str, text: str) -> None:
    page = opened(PAGE["en"])
    box = unfold(page, name)
    type_over(page, box.locator(f"[data-field={field}]").first, text)
    settled(page, box, "faults")
    expect(page.locator(f"[id='c-{name}-{field}-fault']")).not_to_be_empty()
    box.locator(".calc-buttons button").nth(2).press("Enter")
    expect(box.locator(".calc-status")).to_have_text(box.locator("output").inner_text())


def test_with_no_churn_at_all_the_lifetime_is_the_cap_and_the_reader_is_told(opened: Opener) -> None:
    page = opened(PAGE["en"])
    box = unfold(page, "unit-economics")
    type_over(page, box.locator("[data-field=churn]"), "0")
    settled(page, box, "results")
    expect(box.locator("[id='c-unit-economics-churn-fault']")).to_contain_text("the lifetime is the cap")
    assert not NOT_A_NUMBER.search(box.inner_text())


def test_where_copying_is_refused_the_text_stands_ready_to_be_copied_by_hand(opened: Opener) -> None:
    page = opened(PAGE["zh"])
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")
    box = unfold(page, "unit-economics")
    box.locator(".calc-buttons button").nth(1).click()
    area = box.locator(".calc-status textarea")
    expect(area).to_be_focused()
    assert "?unit-economics=media:60000," in area.input_value()


@both
def test_values_in_the_address_that_do_not_fit_are_named_and_the_examples_kept(
    opened: Opener, language: Language
) -> None:
    asked = "acv:120000,margin:175,cap:9,nonsense:3,__proto__:1,%3Cb%3E:1,tools:%3Cimg%20src=x%20onerror=alert(1)%3E"
    page = opened(f"{PAGE[language]}?unit-economics={asked}&other=kept#unit-economics")
    box = awake(page, page.locator("[data-calculator='unit-economics']"))
    assert box.locator("[data-field=acv]").input_value() == "120,000"
    assert box.locator("[data-field=margin]").input_value() == "75"
    status = box.locator(".calc-status").inner_text()
    assert "nonsense" in status
    assert {"zh": "毛利率", "en": "Gross margin"}[language] in status
    assert box.locator("img, b").count() == 0, "what stands in an address stays text"
    expect(box.locator("[data-result=cac] .calc-value")).to_have_text({"zh": "45,000 元", "en": "¥45,000"}[language])
    type_over(page, box.locator("[data-field=acv]"), "60000")
    page.clock.run_for(PAUSE)
    assert "acv:60000" in page.url
    assert "other=kept" in page.url
    assert page.url.endswith("#unit-economics")


def test_the_other_language_opens_the_same_case(opened: Opener) -> None:
    page = opened(PAGE["zh"])
    box = unfold(page, "unit-economics")
    type_over(page, box.locator("[data-field=acv]"), "12万")
    page.clock.run_for(PAUSE)
    page.locator(".language-switch").click()
    page.wait_for_url("**/en/appendix/calculators/?unit-economics=*")
    expect(page.locator("[data-calculator='unit-economics'] [data-result=payback] .calc-value")).to_have_text(
        "6 months"
    )


@both
def test_without_scripts_the_example_stands_with_results_and_formula(opened: Opener, language: Language) -> None:
    page = opened({"zh": "3-execution/3.4-metrics/", "en": "en/3-execution/3.4-metrics/"}[language], scripts=False)
    box = page.locator("[data-calculator='unit-economics']")
    expect(box.locator("[data-result=payback] .calc-worked")).to_contain_text("45,000 ÷ (60,000 ÷ 12 × 75%) = 12")
    assert box.locator("form input:enabled").count() == 0
    assert box.locator("button:visible").count() == 0
    expect(box.locator("noscript p")).to_be_visible()


def test_a_lesson_fetches_a_calculator_when_the_reader_comes_near_and_only_its_parts(opened: Opener) -> None:
    fetched: list[str] = []

    def record(request: Any) -> None:
        if "/calculators" in request.url and request.url.endswith(".js"):
            fetched.append(request.url.rpartition("scripts/")[2])

    page = opened("1-foundations/1.3-when-gtm/")
    page.on("request", record)
    page.goto(page.url.replace("1-foundations/1.3-when-gtm/", "3-execution/3.4-metrics/"))
    page.wait_for_load_state("networkidle")
    assert fetched == []
    box = page.locator("[data-calculator='retention']")
    box.scroll_into_view_if_needed()
    expect(box).to_have_attribute("data-ready", "")
    own = {name for name in fetched if name.removeprefix("calculators/").removesuffix(".js") in CALCULATORS}
    assert own <= {"calculators/retention.js", "calculators/unit-economics.js"}, "those that were scrolled past"
    assert {"calculators/chart-map.js", "calculators/chart-gantt.js", "calculators/share.js"}.isdisjoint(fetched)
    page.goto(page.url.partition("3-execution")[0] + PAGE["zh"])
    page.wait_for_load_state("networkidle")
    fetched.clear()
    page.evaluate("location.hash = '#milestones'")
    expect(page.locator("[data-calculator='milestones']")).to_have_attribute("data-ready", "")
    assert "calculators/milestones.js" in fetched
    assert "calculators/milestones-files.js" not in fetched


def test_the_result_is_announced_and_the_chart_has_its_table(opened: Opener) -> None:
    page = opened(PAGE["en"])
    box = unfold(page, "retention")
    assert box.locator("output").get_attribute("aria-live") == "polite"
    for chart in box.locator(".calc-charts > div").all():
        assert chart.locator("svg").get_attribute("role") == "img"
        assert chart.locator("svg").get_attribute("aria-label")
        chart.locator("summary").focus()
        page.keyboard.press("Enter")
        expect(chart.locator("table")).to_be_visible()
    type_over(page, box.locator("[data-field=expansion]"), "0")
    settled(page, box, "results")
    expect(box.locator(".calc-charts details[open]")).to_have_count(box.locator(".calc-charts > div").count())


def test_rows_are_added_and_removed_by_keyboard(opened: Opener) -> None:
    page = opened(PAGE["en"], phone=True)
    box = unfold(page, "channels")
    rows = box.locator("[data-group=routes] [data-row]")
    expect(rows).to_have_count(5)
    box.locator(".calc-add").focus()
    page.keyboard.press("Enter")
    expect(rows).to_have_count(6)
    expect(rows.last.locator("[data-field=name]")).to_be_focused()
    for text in ("Own shop", "5", "0", "20000"):
        page.keyboard.insert_text(text)
        page.keyboard.press("Tab")
    settled(page, box, "results")
    expect(box.locator(".calc-found")).to_contain_text("Own shop")
    shown = found(box)
    page.reload()
    awake(page, box)
    expect(rows).to_have_count(6)
    assert found(box) == shown
    remove = rows.nth(0).locator(".calc-remove")
    assert remove.get_attribute("aria-label") == "Remove row 1"
    remove.focus()
    page.keyboard.press("Enter")
    expect(rows).to_have_count(5)
    expect(rows.first.locator("[data-field=name]")).to_have_value("Field sales")
    identities = box.locator("[id]").evaluate_all("all => all.map(one => one.id)")
    assert len(identities) == len(set(identities))
    for _ in range(4):
        rows.nth(0).locator(".calc-remove").press("Enter")
    expect(rows).to_have_count(1)
    expect(rows.first.locator(".calc-remove")).to_be_disabled()


def test_answers_pasted_from_a_spreadsheet_redraw_the_curves(opened: Opener) -> None:
    page = opened(PAGE["zh"])
    box = unfold(page, "pricing")
    area = box.locator("textarea")
    area.fill("便宜\t划算\t有点贵\t太贵\n" + "20000\t30000\t40000\t50000\n" * 12 + "5\t4\t3\t2")
    settled(page, box, "results")
    expect(box.locator("[data-result=b] .calc-value")).to_have_text("35,000 元")
    expect(box.locator("[id='c-pricing-answers-fault']")).to_contain_text("1 行")
    area.fill("20000\t30000\t40000")
    settled(page, box, "faults")
    expect(box.locator("[id='c-pricing-answers-fault']")).to_contain_text("第 1 行")
    area.fill("")
    settled(page, box, "results")
    assert box.locator("[data-chart=curves]").count() == 0


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("milestones", {"ICS": b"BEGIN:VCALENDAR", "CSV": "\ufeffMilestone".encode(), "PNG": b"\x89PNG"}),
        ("positioning", {"SVG": b"<svg", "PNG": b"\x89PNG"}),
    ],
)
def test_what_is_kept_as_a_file_is_made_in_the_browser(opened: Opener, name: str, kinds: dict[str, bytes]) -> None:
    page = opened(PAGE["en"], scheme="dark")
    box = unfold(page, name)
    for kind, start in kinds.items():
        box.locator(".calc-buttons button", has_text=f"Save as {kind}").focus()
        with page.expect_download() as waiting:
            page.keyboard.press("Enter")
        assert waiting.value.suggested_filename == f"{name}.{kind.lower()}"
        content = Path(waiting.value.path()).read_bytes()
        assert content.startswith(start)
        if kind == "SVG":
            assert b"var(" not in content, "a picture on its own has no variables"
            assert "Qingzhang" in content.decode()


def test_once_a_calculator_is_being_filled_in_it_needs_no_connection(opened: Opener) -> None:
    page = opened(PAGE["en"])
    box = unfold(page, "milestones")
    with page.expect_response("**/milestones-files.js"):
        box.locator("[data-field=cycle]").focus()
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    type_over(page, box.locator("[data-field=cycle]"), "90")
    settled(page, box, "results")
    with page.expect_download() as waiting:
        box.locator(".calc-buttons button", has_text="Save as ICS").press("Enter")
    assert Path(waiting.value.path()).read_bytes().startswith(b"BEGIN:VCALENDAR")


def test_a_name_that_looks_like_a_tag_is_drawn_as_text(opened: Opener) -> None:
    page = opened(PAGE["en"])
    box = unfold(page, "positioning")
    type_over(page, box.locator("[data-field=name]").first, "<b onclick=x>&amp;")
    settled(page, box, "results")
    expect(box.locator(".calc-found svg text", has_text="<b onclick=x>&amp;")).to_have_count(1)
    assert box.locator(".calc-found b").count() == 0


def test_on_paper_a_calculator_is_its_inputs_and_results(opened: Opener) -> None:
    page = opened(PAGE["en"])
    box = unfold(page, "milestones")
    folded = page.locator("[data-calculator='retention']")
    expect(folded.locator(".calc-found")).to_be_hidden()
    page.emulate_media(media="print")
    for part in (box, folded):
        expect(part.locator("[data-field]").first).to_be_visible()
        expect(part.locator(".calc-main")).to_be_visible()
        expect(part.locator("svg").first).to_be_visible()
        assert part.locator("button:visible").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_a_calculator_that_holds_faults(browser: Browser, address: str, scheme: str) -> None:
    # The page's own policy would refuse the script that looks at it. In dark only colors differ.
    options = {"resultTypes": ["violations"]} | ({"runOnly": ["color-contrast"]} if scheme == "dark" else {})
    context = browser.new_context(color_scheme=scheme, bypass_csp=True, reduced_motion="reduce")
    page = context.new_page()
    page.goto(address + PAGE["en"])
    box = unfold(page, "channels")
    faulty = box.locator("form input[inputmode=decimal]").last
    type_over(page, faulty, "abc")
    settled(page, box, "faults")
    assert faulty.get_attribute("aria-invalid") == "true"
    result = Axe().run(page, context="[data-calculator='channels']", options=options)
    context.close()
    assert [(one["id"], one["nodes"][0]["html"][:160]) for one in result.response["violations"]] == []
