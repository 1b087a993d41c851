"""The tools filled in on their pages: by keyboard, on a phone, kept in the browser, taken away as files and brought back."""

from __future__ import annotations

import datetime
import gzip
import io
import json
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import ironcalc
import openpyxl
import pytest
from axe_playwright_python.sync_playwright import Axe
from docx import Document
from opening import Opener
from playwright.sync_api import Browser, Page, expect

from cells import number_text
from coursekit.course import load_course
from coursekit.download_names import download_name
from coursekit.pages import Language, page_url
from coursekit.toolkit import SHEETS, Tool
from coursekit.visits import LEVEL

COURSE = load_course(Path(__file__).resolve().parents[2])
TOOLS = COURSE.tools
# Chinese on a phone, English on a desktop: every tool in both languages and both widths costs twice the time.
EVERY = [(tool.id, language) for tool in TOOLS.values() for language in ("zh", "en")]
DONE = re.compile("已读入|has been read")
HOSTILE = 'a | b <br> c\\| "q" & <x>\n=1+1 * _y_'


def lesson(tool: str, language: Language) -> str:
    return page_url(next(page.name for page in COURSE.pages if page.id == tool), language)


def worksheet(opened: Opener, tool: str, language: Language, **how: Any) -> Page:
    page = opened(lesson(tool, language) + "?fill", **how)
    expect(page.locator(".worksheet h1")).to_be_focused()
    page.on("dialog", lambda dialog: dialog.accept())
    return page


def entries(page: Page) -> dict[str, str]:
    """What stands in each field, as people see it."""
    return page.evaluate(
        "() => Object.fromEntries([...document.querySelectorAll('[data-name]')].map((one) => [one.dataset.name, "
        "one.tagName === 'SELECT' ? one.selectedOptions[0].text : one.value]))"
    )


def results(page: Page) -> dict[str, str]:
    """What is computed, "" where nothing is yet."""
    return page.evaluate(
        "() => Object.fromEntries([...document.querySelectorAll('.worksheet [data-result]')].map((one) => [one.dataset.result, "
        "one.dataset.value]))"
    )


def do(page: Page, name: str) -> None:
    page.locator(f"[data-do={name}]").first.click()


def field(page: Page, name: str) -> Any:
    return page.locator(f'[data-name="{name}"]')


def tab_to(page: Page, name: str) -> None:
    for _ in range(200):
        if page.evaluate("document.activeElement.dataset.name") == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{name} is out of the keyboard's reach")


def taken(page: Page, suffix: str) -> tuple[str, bytes]:
    with page.expect_download() as waiting:
        do(page, suffix)
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


def brought(page: Page, name: str, content: bytes, said: re.Pattern[str] | str = DONE) -> None:
    page.locator(".worksheet input[type=file]").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )
    expect(page.locator(".ws-status")).to_contain_text(said)


def kept(page: Page, tool: str) -> Any:
    return page.evaluate(f"JSON.parse(localStorage.getItem('gtm-course.worksheet.{tool}'))")


def download(site: Path, tool: Tool, language: Language, suffix: str) -> bytes:
    return (site / download_name(tool, language, suffix)).read_bytes()


def inputs(tool: Tool, *kinds: str) -> list[str]:
    """The fields of some kinds, in the order of the page, without the spare rows, which wait to be asked for."""
    cells = {name: cell for name, cell in tool.grid.cells.items() if ".spare-" not in name}
    return [name for name, cell in cells.items() if not cell.formula and cell.field.kind in kinds]


# ---- Filling in, taking away, bringing back ----------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "language"), EVERY, ids=[f"{name}.{language}" for name, language in EVERY])
def test_a_tool_is_filled_in_by_keyboard_and_comes_back_from_each_of_its_files(
    opened: Opener, name: str, language: Language, tmp_path: Path, site: Path
) -> None:
    tool, phone = TOOLS[name], language == "zh"
    page = worksheet(opened, name, language, phone=phone)
    blank = results(page)
    assert set(blank.values()) <= {tool.filled("blank", language).shown(one) for one in blank}
    # From the heading: how to fill it in, then the first button.
    for key in ("Tab", "Tab", "Enter"):
        page.keyboard.press(key)
    example = results(page)
    assert example == {one: tool.filled("example", language).shown(one) for one in example}
    text = inputs(tool, "text", "prose")[0]
    order = inputs(tool, "text", "prose", "integer", "number", "money", "choice", "date", "percent")
    number = next(
        one for one in order[order.index(text) :] if tool.grid.cells[one].field.kind in ("integer", "number", "money")
    )
    tab_to(page, text)
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.insert_text(HOSTILE)
    tab_to(page, number)
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("1 3")
    page.keyboard.press("Backspace")
    page.keyboard.press("Tab")
    expect(page.locator(".ws-fault")).to_have_count(0)
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0
    entered, computed = entries(page), results(page)
    assert entered[text] == HOSTILE or entered[text] == HOSTILE.replace("\n", " ")
    assert not [one for one in computed.values() if re.search(r"NaN|Infinity|undefined|#", one)]

    for suffix in tool.formats:
        called, content = taken(page, suffix)
        assert called.startswith(f"{tool.id}-{tool.name}-")
        assert called.endswith(f".{language}.{suffix}")
        if suffix == "xlsx":
            check_workbook(tool, language, content, computed, download(site, tool, language, suffix), tmp_path)
        if suffix == "docx":
            tables = Document(io.BytesIO(content)).tables
            before = Document(io.BytesIO(download(site, tool, language, suffix))).tables
            assert [(len(one.rows), len(one.columns)) for one in tables] == [
                (len(one.rows), len(one.columns)) for one in before[: len(tool.sections)]
            ]
        do(page, "clear")
        assert results(page) == blank
        brought(page, called, content)
        assert entries(page) == entered, suffix
        assert results(page) == computed, suffix
    # Only what was typed over the example is kept, so the other language shows its own example.
    assert kept(page, name)["start"] == "example"
    assert set(kept(page, name)["cells"]) <= {text, number}


def check_workbook(
    tool: Tool, language: Language, content: bytes, computed: dict[str, str], blank: bytes, folder: Path
) -> None:
    """The values stored in a workbook, and those that a second engine computes from it, are those of the page."""
    path = folder / "taken.xlsx"
    path.write_bytes(content)
    model = ironcalc.load_from_xlsx(str(path), "en", "UTC", "en")
    model.evaluate()
    books = [
        openpyxl.load_workbook(io.BytesIO(one), data_only=stored)
        for one, stored in ((content, True), (content, False), (blank, False))
    ]
    stored, live, before = (book.worksheets[1] for book in books)
    for one, shown in computed.items():
        cell = tool.grid.cells[one]
        assert number_text(cell.field, stored.cell(*cell.at).value) == shown, one
        assert number_text(cell.field, model.get_cell_value(1, *cell.at)) == shown, one
        assert live.cell(*cell.at).value == before.cell(*cell.at).value, "the formula is the same"
        assert live.cell(*cell.at).number_format == before.cell(*cell.at).number_format
    checks = [
        sorted((one.type, str(one.sqref), one.formula1) for one in page.data_validations.dataValidation)
        for page in (live, before)
    ]
    assert checks[0] == checks[1]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_download_that_was_filled_in_by_another_program_is_read(
    opened: Opener, site: Path, language: Language, tmp_path: Path
) -> None:
    tool = TOOLS["5.5"]
    book = openpyxl.load_workbook(io.BytesIO(download(site, tool, language, "xlsx")))
    sheet = book[SHEETS["blank"][language]]
    cells = tool.grid.cells

    def put(name: str, value: object) -> None:
        sheet.cell(*cells[name].at).value = value

    put("header.project", "Straight & <sharp>")
    put("header.start", datetime.datetime(2027, 3, 1))
    put("header.type", tool.lists["type"][2].text[language])
    put("goal.margin", 0.755)
    put("goal.price", "18,000")
    put("goal.target", "many")
    put("metrics.spare-1.metric", 2026)
    put("plan.m1.o", 2)
    # What somebody has written below the sheet is left alone.
    for one in ("A", "B"):
        sheet.cell(tool.grid.height + 3, 1).value = one
    out = io.BytesIO()
    book.save(out)
    page = worksheet(opened, "5.5", language)
    brought(page, "mine.xlsx", out.getvalue())
    first = entries(page)
    assert first["header.project"] == "Straight & <sharp>"
    assert first["header.start"] == "2027-03-01"
    assert first["header.type"] == tool.lists["type"][2].text[language]
    assert first["goal.margin"] == "75.5%"
    assert first["goal.price"] == "¥18,000"
    assert first["metrics.spare-1.metric"] == "2026"
    assert first["goal.target"] == "many"
    expect(page.locator(".ws-fault")).to_have_count(1)
    expect(field(page, "metrics.spare-1.metric")).to_be_visible()
    office = shutil.which("soffice")
    if office is None or language == "en":
        return
    (tmp_path / "mine.xlsx").write_bytes(out.getvalue())
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        [office, profile, "--headless", "--convert-to", "xlsx", "--outdir", tmp_path / "again", tmp_path / "mine.xlsx"],
        check=True,
        capture_output=True,
    )
    do(page, "clear")
    brought(page, "mine.xlsx", (tmp_path / "again/mine.xlsx").read_bytes())
    assert entries(page) == first


def test_a_section_is_found_where_rows_put_in_above_it_have_pushed_it(opened: Opener, site: Path) -> None:
    tool = TOOLS["5.5"]
    book = openpyxl.load_workbook(io.BytesIO(download(site, tool, "en", "xlsx")))
    sheet = book[SHEETS["blank"]["en"]]
    for name, value in (("goal.margin", 0.755), ("plan.m1.o", 2), ("plan.m3.o", 7)):
        sheet.cell(*tool.grid.cells[name].at).value = value
    plan = tool.grid.starts["plan"]
    sheet.insert_rows(plan, amount=3)
    sheet.cell(plan, 1).value = "Our own remark"
    out = io.BytesIO()
    book.save(out)
    page = worksheet(opened, "5.5", "en")
    brought(page, "mine.xlsx", out.getvalue())
    found = entries(page)
    assert (found["goal.margin"], found["plan.m1.o"], found["plan.m3.o"]) == ("75.5%", "2", "7")
    assert set(kept(page, "5.5")["cells"]) == {"goal.margin", "plan.m1.o", "plan.m3.o"}


def test_a_document_that_was_saved_by_another_program_is_read(opened: Opener, site: Path) -> None:
    tool = TOOLS["5.7"]
    paper = Document(io.BytesIO(download(site, tool, "en", "docx")))
    form = next(place for place, one in enumerate(tool.sections) if one.is_form)
    named = [one.id for one in tool.sections[form].fields if not one.formula and one.kind in ("text", "prose")]
    row = next(place for place, one in enumerate(tool.sections[form].fields, 1) if one.id == named[0])
    cell = paper.tables[form].rows[row].cells[1]
    cell.text = "First line"
    cell.add_paragraph("Second line")
    out = io.BytesIO()
    paper.save(out)
    page = worksheet(opened, "5.7", "en")
    brought(page, "mine.docx", out.getvalue())
    found = entries(page)[f"{tool.sections[form].id}.{named[0]}"]
    assert re.split(r"\s*\n\s*|(?<=line) ", found) == ["First line", "Second line"]
    assert kept(page, "5.7")["start"] == "blank"
    assert len(kept(page, "5.7")["cells"]) == 1


def test_a_file_in_the_other_language_is_read_and_given_texts_follow_the_page(opened: Opener, site: Path) -> None:
    page = worksheet(opened, "5.1", "zh")
    do(page, "example")
    wanted = entries(page)
    for suffix in TOOLS["5.1"].formats:
        do(page, "clear")
        book = download(site, TOOLS["5.1"], "en", suffix)
        if suffix == "xlsx":
            # What somebody typed over the English example.
            opened_book = openpyxl.load_workbook(io.BytesIO(book))
            sheet = opened_book["Example"]
            sheet.cell(*TOOLS["5.1"].grid.cells[inputs(TOOLS["5.1"], "integer")[0]].at).value = 77
            out = io.BytesIO()
            opened_book.save(out)
            brought(page, "example.xlsx", out.getvalue())
            changed = {one for one, value in entries(page).items() if value != wanted[one]}
            assert changed == {inputs(TOOLS["5.1"], "integer")[0]}
        else:
            brought(page, f"blank.{suffix}", book)
            assert kept(page, "5.1") is None, "an untouched download is the blank sheet"


FAULTY = {
    "another tool's file": "other",
    "no office file at all": "damaged",
    "a picture": "damaged",
    "an archive cut short": "damaged",
    "damaged XML": "damaged",
    "a document type": "damaged",
    "macros": "macros",
    "fifty megabytes": "large",
    "fifty megabytes, packed": "large",
    "an empty archive": "other",
    "Markdown of something else": "other",
}
PLAIN = {
    "other": "does not begin with that title",
    "damaged": "it is damaged",
    "macros": "holds macros",
    "large": "too large",
}


def test_faulty_files_are_refused_in_plain_words_and_change_nothing(opened: Opener, site: Path, tmp_path: Path) -> None:
    tool = TOOLS["5.2"]
    good = download(site, tool, "en", "xlsx")

    def changed(part: str, edit: Any) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(good)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
            for entry in old.namelist():
                raw = old.read(entry)
                new.writestr(entry, edit(raw) if entry == part else raw)
            if part not in old.namelist():
                new.writestr(part, edit(b""))
        return out.getvalue()

    sheet = "xl/worksheets/sheet2.xml"
    empty = io.BytesIO()
    zipfile.ZipFile(empty, "w").close()
    files = {
        "another tool's file": download(site, TOOLS["5.3"], "en", "xlsx"),
        "no office file at all": b"\x00\x01\x02\xff" * 50,
        "a picture": b"\x89PNG\r\n\x1a\n" + b"\xfe" * 90,
        "an archive cut short": good[: len(good) // 2],
        "damaged XML": changed(sheet, lambda raw: raw.replace(b"</row>", b"</rov>", 1)),
        "a document type": changed(sheet, lambda raw: raw.replace(b"?>", b'?><!DOCTYPE x [<!ENTITY a "b">]>', 1)),
        "macros": changed("xl/vbaProject.bin", lambda raw: b"macro"),
        "fifty megabytes": b"x" * 50_000_000,
        "fifty megabytes, packed": changed("xl/media/long.bin", lambda raw: b"\x00" * 70_000_000),
        "an empty archive": empty.getvalue(),
        "Markdown of something else": b"# Another page\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n",
    }
    assert files.keys() == FAULTY.keys()
    page = worksheet(opened, "5.2", "en")
    field(page, "header.product").fill("Kept")
    field(page, "header.product").blur()
    before, saved = entries(page), kept(page, "5.2")
    for what, content in files.items():
        page.locator(".ws-status").evaluate("element => (element.textContent = '')")
        path = tmp_path / ("file.md" if what.startswith("Markdown") else "file.xlsx")
        path.write_bytes(content)
        page.locator(".worksheet input[type=file]").set_input_files(path)
        expect(page.locator(".ws-status")).to_contain_text(PLAIN[FAULTY[what]])
        expect(page.locator(".ws-status")).to_contain_text("The sheet is as it was.")
        assert entries(page) == before, what
        assert kept(page, "5.2") == saved, what


# ---- What is typed -----------------------------------------------------------------------------------------------------


def test_wrong_entries_are_answered_beside_the_field_and_compute_nothing(opened: Opener) -> None:
    page = worksheet(opened, "5.2", "en")
    signed, now = field(page, "basis.signed"), page.locator('[data-result="basis.customers"]')
    field(page, "basis.lost").fill("２")
    for typed, said in [
        ("many", "Give a number, such as 12."),
        ("-4", "at least 0"),
        ("4.5", "whole number"),
        ("1,00", "such as 12"),
    ]:
        signed.fill(typed)
        signed.press("Tab")
        fault = page.locator(f"#{signed.get_attribute('aria-describedby')}")
        expect(fault).to_contain_text(said)
        expect(fault).to_have_attribute("role", "status")
        expect(signed).to_have_attribute("aria-invalid", "true")
        expect(now).to_contain_text("no result yet")
    expect(field(page, "basis.lost")).to_have_value("2")
    page.reload()
    expect(signed).to_have_value("1,00")
    expect(page.locator(".ws-fault")).to_contain_text("such as 12")
    signed.fill("1,042 customers")
    expect(page.locator(".ws-fault")).to_have_count(0)
    expect(now).to_have_text("1,040")
    signed.press("Tab")
    expect(signed).to_have_value("1,042")


def test_a_spare_row_is_offered_and_filled_in(opened: Opener) -> None:
    page = worksheet(opened, "5.2", "zh", phone=True)
    spare = field(page, "traits.spare-1.trait")
    expect(spare).to_be_hidden()
    page.locator("#ws-traits").get_by_role("button", name="加一行").tap()
    expect(spare).to_be_focused()
    page.keyboard.type("有人")
    label = page.locator(f"label[for='{spare.get_attribute('id')}']")
    expect(label).to_be_visible()
    expect(label).to_contain_text("特征")
    for name, number in (("good", "3"), ("middling", "2"), ("bad", "5")):
        field(page, f"traits.spare-1.{name}").fill(number)
    expect(page.locator('[data-result="traits.spare-1.with"]')).to_have_text("30%")
    page.reload()
    expect(spare).to_have_value("有人")
    expect(spare).to_be_visible()


def test_an_error_of_a_formula_is_never_shown_raw(opened: Opener) -> None:
    page = worksheet(opened, "5.5", "en")
    field(page, "header.start").fill("9999-12-31")
    for name, weeks in (("o", "104"), ("m", "104"), ("p", "104")):
        field(page, f"plan.m1.{name}").fill(weeks)
    shown = page.locator('[data-result="plan.m1.due"]').inner_text()
    assert "—" in shown or re.fullmatch(r"\d{4,5}-\d\d-\d\d", shown)
    assert not [one for one in results(page).values() if re.search("NaN|Infinity|Invalid|#", one)]


# ---- Kept in the browser -----------------------------------------------------------------------------------------------


def test_both_languages_share_what_was_entered_and_the_switch_stays_in_the_sheet(opened: Opener) -> None:
    page = worksheet(opened, "5.2", "en")
    do(page, "example")
    field(page, "traits.size.decision").select_option("drop")
    field(page, "basis.lost").fill("7")
    page.locator("#ws-traits h2").scroll_into_view_if_needed()
    page.locator("#ws-traits").evaluate("element => element.scrollIntoView()")
    page.locator(".language-switch").click()
    page.wait_for_url("**/gtm/5-toolkit/5.2-icp-worksheet/?fill#ws-traits")
    expect(page.locator("#ws-traits h2")).to_be_in_viewport()
    assert entries(page)["traits.size.decision"] == "删"
    assert entries(page)["basis.lost"] == "7"
    assert entries(page)["header.product"] == "晴账（报销软件）"


def test_two_tabs_put_their_changes_together_and_say_so(opened: Opener) -> None:
    one = worksheet(opened, "5.2", "en")
    two = one.context.new_page()
    two.goto(one.url)
    expect(two.locator(".worksheet h1")).to_be_focused()
    field(one, "basis.signed").fill("42")
    field(one, "basis.signed").press("Tab")
    expect(two.locator(".ws-status")).to_contain_text("Another tab has changed this sheet")
    expect(field(two, "basis.signed")).to_have_value("42")
    # The second tab types while the first saves, so it has something of its own to keep.
    field(two, "basis.lost").focus()
    two.keyboard.type("2")
    field(one, "header.product").fill("Qingzhang")
    field(one, "header.product").blur()
    field(two, "basis.lost").blur()
    expect(field(one, "basis.lost")).to_have_value("2")
    expect(field(two, "header.product")).to_have_value("Qingzhang")
    assert kept(one, "5.2")["cells"] == {"basis.signed": 42, "basis.lost": 2, "header.product": "Qingzhang"}


def test_a_revised_tool_puts_back_what_fits_and_lists_the_rest(opened: Opener) -> None:
    page = worksheet(opened, "5.2", "en")
    state = {
        "version": 1,
        "meaning": "older",
        "start": "blank",
        "cells": {"basis.signed": 42, "basis.gone": "A sentence", "traits.size.decision": "maybe", "basis.judged": 3},
        "left": {},
    }
    page.evaluate("state => localStorage.setItem('gtm-course.worksheet.5.2', JSON.stringify(state))", state)
    page.reload()
    expect(page.locator(".ws-status")).to_contain_text("has been revised")
    expect(field(page, "basis.signed")).to_have_value("42")
    left = page.locator(".ws-left")
    for text in ("A sentence", "maybe", "basis.judged"):
        expect(left).to_contain_text(text)
    field(page, "basis.lost").fill("2")
    field(page, "basis.lost").blur()
    page.reload()
    expect(left).to_contain_text("A sentence")
    left.get_by_role("button").click()
    expect(left).to_be_hidden()
    page.reload()
    expect(page.locator(".worksheet h1")).to_be_focused()
    expect(left).to_be_hidden()
    expect(field(page, "basis.signed")).to_have_value("42")


@pytest.mark.parametrize(
    "raw",
    [
        "{",
        "null",
        "[]",
        '{"version": 2}',
        '{"version": 1, "start": "blank"}',
        '{"version": 1, "start": "x", "cells": {}}',
    ],
)
def test_a_damaged_store_is_set_aside_and_the_sheet_begins_blank(opened: Opener, raw: str) -> None:
    page = worksheet(opened, "5.7", "en")
    page.evaluate("raw => localStorage.setItem('gtm-course.worksheet.5.7', raw)", raw)
    page.reload()
    expect(page.locator(".ws-status")).to_contain_text("cannot be read")
    assert page.evaluate("localStorage.getItem('gtm-course.worksheet.5.7.unread')") == raw


@pytest.mark.parametrize(
    "script",
    [
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('blocked', 'SecurityError'); } });",
        "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };",
    ],
    ids=["blocked", "full"],
)
def test_without_storage_everything_works_and_the_reader_is_told(opened: Opener, script: str) -> None:
    page = opened(lesson("5.2", "en"))
    page.context.add_init_script(script)
    page.goto(page.url + "?fill")
    field(page, "basis.signed").fill("42")
    field(page, "basis.lost").fill("2")
    field(page, "basis.lost").press("Tab")
    expect(page.locator('[data-result="basis.customers"]')).to_have_text("40")
    expect(page.locator(".ws-status")).to_contain_text("could not be saved")
    assert taken(page, "md")[1].count(b"| Ever signed | 42 customers |") == 1


def test_a_file_that_cannot_be_read_without_a_connection_is_said_to_be_so(
    address: str, browser: Browser, site: Path
) -> None:
    page = browser.new_page()
    page.route("**/exchange.js", lambda route: route.abort())
    page.goto(f"{address}{lesson('5.5', 'en')}?fill")
    expect(page.locator(".worksheet h1")).to_be_focused()
    brought(page, "mine.xlsx", download(site, TOOLS["5.5"], "en", "xlsx"), "could not be read")
    page.close()


def test_clearing_asks_first(opened: Opener) -> None:
    page = opened(lesson("5.2", "en") + "?fill")
    field(page, "basis.signed").fill("42")
    answers = ["dismiss", "accept"]
    page.on("dialog", lambda dialog: getattr(dialog, answers.pop(0))())
    do(page, "clear")
    expect(field(page, "basis.signed")).to_have_value("42")
    do(page, "clear")
    expect(field(page, "basis.signed")).to_have_value("")
    assert kept(page, "5.2") is None
    do(page, "clear")
    assert answers == [], "an empty sheet is cleared without a question"


# ---- The page ----------------------------------------------------------------------------------------------------------


def test_the_sheet_opens_from_the_lesson_and_leads_back(opened: Opener) -> None:
    page = opened(lesson("5.3", "en"))
    title = page.title()
    link = page.locator(".fill-link")
    link.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".worksheet h1")).to_be_focused()
    expect(page.locator("main > .text")).to_be_hidden()
    assert page.url.endswith("?fill")
    assert page.title() != title
    page.go_back()
    expect(page.locator("main > .text")).to_be_visible()
    page.go_forward()
    expect(page.locator(".worksheet")).to_be_visible()
    page.locator(".ws-back").click()
    expect(link).to_be_focused()
    assert page.title() == title
    assert "fill" not in page.url


def test_without_scripts_the_lesson_offers_its_downloads_and_no_dead_link(opened: Opener) -> None:
    page = opened(lesson("5.3", "en") + "?fill", scripts=False)
    expect(page.locator(".downloads a.download")).to_have_count(3)
    expect(page.locator(".fill-link")).to_have_count(0)


def test_on_paper_a_sheet_is_its_text_without_buttons(opened: Opener) -> None:
    page = worksheet(opened, "5.7", "en")
    do(page, "example")
    page.emulate_media(media="print")
    for one in ("button", "textarea", "input", "select", ".ws-status", ".ws-privacy"):
        assert (
            page.locator(f".worksheet {one}").evaluate_all("all => all.filter((one) => one.checkVisibility()).length")
            == 0
        )
    name = inputs(TOOLS["5.7"], "prose")[0]
    wrapper = field(page, name).locator("xpath=..")
    style = wrapper.evaluate("one => { const s = getComputedStyle(one, '::after'); return [s.content, s.visibility]; }")
    assert TOOLS["5.7"].filled("example", "en").shown(name)[:20] in style[0]
    assert style[1] == "visible"


@pytest.mark.parametrize(("tool", "language", "scheme"), [("5.7", "zh", "light"), ("5.2", "en", "dark")])
def test_axe_finds_nothing_in_a_sheet(
    browser: Browser, address: str, tool: str, language: Language, scheme: str
) -> None:
    # The page's own policy would refuse the script that looks at it.
    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    page.goto(f"{address}{lesson(tool, language)}?fill")
    do(page, "example")
    number = field(page, inputs(TOOLS[tool], "integer", "number", "money")[0])
    number.fill("x")
    number.blur()
    page.evaluate("document.querySelectorAll('.worksheet details').forEach((one) => (one.open = true))")
    options = {"resultTypes": ["violations"]} | ({"runOnly": ["color-contrast"]} if scheme == "dark" else {})
    found = Axe().run(page, options=options).response["violations"]
    context.close()
    assert [f"{fault['id']}: {node['html'][:160]}" for fault in found for node in fault["nodes"][:3]] == []


def test_a_sheet_loads_little_beside_its_lesson(opened: Opener, site: Path) -> None:
    page = opened(lesson("5.3", "en"))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.partition("/gtm/")[2]))
    page.locator(".fill-link").click()
    expect(page.locator(".worksheet h1")).to_be_focused()
    sizes = {one: len(gzip.compress((site / one).read_bytes(), LEVEL)) for one in asked}
    assert sum(sizes.values()) <= 40_000, sizes
    assert not [one for one in asked if "vendor" in one], "what only files need waits for the first file"
    data = json.loads((site / "assets/worksheets/5.3.en.json").read_text(encoding="utf-8"))
    assert data["tool"] == "5.3"
