"""What people type into a worksheet is understood as they mean it, or answered in plain words; nothing becomes NaN."""

from __future__ import annotations

from typing import Any

import pytest
from browser_scripts import Scripts

LISTS = {"level": [["high", "高 / 急", 3], ["low", "低", 1]]}
MONEY = {"id": "price", "title": "Price", "kind": "money", "min": 0}
SHARE = {"id": "share", "title": "Share", "kind": "percent", "min": 0, "max": 1}
COUNT = {"id": "count", "title": "Count", "kind": "integer", "min": 0, "unit": "家"}
WEEKS = {"id": "weeks", "title": "Weeks", "kind": "number", "min": 0, "max": 104, "decimals": 1}
CHANGE = {"id": "change", "title": "Change", "kind": "number"}
DAY = {"id": "day", "title": "Day", "kind": "date"}
NAME = {"id": "name", "title": "Name", "kind": "text"}
STORY = {"id": "story", "title": "Story", "kind": "prose"}
LEVEL = {"id": "level", "title": "Level", "kind": "choice", "list": "level"}


@pytest.fixture(scope="module")
def scripts() -> Scripts:
    return Scripts("../amounts.js", "formulas.js", "values.js", "model.js")


def read(scripts: Scripts, field: dict[str, Any], typed: str, language: str = "en") -> Any:
    return scripts.call("read", field, typed, LISTS, language)


@pytest.mark.parametrize(
    ("field", "typed", "value", "shown"),
    [
        (MONEY, "1,234", 1234, "¥1,234"),
        (MONEY, "１，２３４．５", 1234.5, "¥1,234.5"),
        (MONEY, "¥ 60000", 60000, "¥60,000"),
        (MONEY, "6万", 60000, "¥60,000"),
        (MONEY, "1.1 万", 11000, "¥11,000"),
        (MONEY, "30k", 30000, "¥30,000"),
        (MONEY, "1'234'567", 1234567, "¥1,234,567"),
        (MONEY, "1.2 bn", 1200000000, "¥1,200,000,000"),
        (MONEY, "18 000 元", 18000, "¥18,000"),
        (SHARE, "12%", 0.12, "12%"),
        (SHARE, "12", 0.12, "12%"),
        (SHARE, "0.12", 0.12, "12%"),
        (SHARE, "１２．５％", 0.125, "12.5%"),
        (SHARE, "7%", 0.07, "7%"),
        (SHARE, "100%", 1, "100%"),
        (SHARE, "0.5%", 0.005, "0.5%"),
        (COUNT, "40 家", 40, "40"),
        (COUNT, "1,000", 1000, "1,000"),
        (WEEKS, "2", 2, "2.0"),
        (WEEKS, ".25", 0.25, "0.25"),
        (CHANGE, "−3", -3, "-3"),
        (CHANGE, "＋3", 3, "3"),
        (DAY, "2026-11-02", "2026-11-02", "2026-11-02"),
        (DAY, "2026/11/2", "2026-11-02", "2026-11-02"),
        (DAY, "２０２６年１１月２日", "2026-11-02", "2026-11-02"),
        (DAY, "20261102", "2026-11-02", "2026-11-02"),
        (NAME, "  two\nlines ", "two lines", "two lines"),
        (STORY, "two\r\nlines\u0000", "two\nlines", "two\nlines"),
        (LEVEL, "低", "low", "低"),
        (LEVEL, "high", "high", "高 / 急"),
        (LEVEL, "高 / 急 / 低", None, ""),
        (MONEY, "   ", None, ""),
    ],
)
def test_an_entry_is_understood_however_it_is_typed(
    scripts: Scripts, field: dict[str, Any], typed: str, value: Any, shown: str
) -> None:
    got = read(scripts, field, typed)
    assert (got["value"], got.get("fault", "")) == (value, "")
    assert scripts.call("entry", field, value, LISTS) == shown
    # What is shown can be typed again.
    assert read(scripts, field, shown)["value"] == value


@pytest.mark.parametrize(
    ("field", "typed", "en", "zh"),
    [
        (MONEY, "many", "Give a number, such as 1,234.", "请填数字，例如 1,234。"),
        (MONEY, "1,23", "Give a number, such as 1,234.", "请填数字，例如 1,234。"),
        (MONEY, "1e5", "Give a number, such as 1,234.", "请填数字，例如 1,234。"),
        (MONEY, "NaN", "Give a number, such as 1,234.", "请填数字，例如 1,234。"),
        (MONEY, "Infinity", "Give a number, such as 1,234.", "请填数字，例如 1,234。"),
        (MONEY, "12%", "Give a number, such as 1,234.", "请填数字，例如 1,234。"),
        (MONEY, "-5", "Give a number of at least 0.", "请填不小于 0 的数。"),
        (MONEY, "9" * 400, "Give a number of at most 1,000,000,000,000.", "请填不大于 1,000,000,000,000 的数。"),
        (SHARE, "120%", "Give a number from 0% to 100%.", "请填 0% 到 100% 之间的数。"),
        (COUNT, "1.5", "Give a whole number.", "请填整数。"),
        (WEEKS, "105", "Give a number from 0 to 104.", "请填 0 到 104 之间的数。"),
        (CHANGE, ".", "Give a number, such as 1.5.", "请填数字，例如 1.5。"),
        (DAY, "2026-02-30", "Give a date, such as 2026-11-02.", "请填日期，例如 2026-11-02。"),
        (DAY, "1999-12-31", "Give a date, such as 2026-11-02.", "请填日期，例如 2026-11-02。"),
        (DAY, "soon", "Give a date, such as 2026-11-02.", "请填日期，例如 2026-11-02。"),
        (LEVEL, "middling", "This is not one of the options.", "选项里没有这一项。"),
    ],
)
def test_what_does_not_fit_is_said_plainly_and_kept_as_typed(
    scripts: Scripts, field: dict[str, Any], typed: str, en: str, zh: str
) -> None:
    assert read(scripts, field, typed)["fault"] == en
    assert read(scripts, field, typed, "zh")["fault"] == zh
    value = read(scripts, field, typed)["value"]
    assert value == (None if field is LEVEL else typed)
    assert scripts.call("counted", field, value, LISTS, "en") is None


DATA = {
    "tool": "9.9",
    "language": "en",
    "lists": LISTS,
    "sections": [
        {"id": "basis", "title": "1. Basis", "at": 4, "fields": [COUNT, LEVEL, {**MONEY, "id": "double"}]},
        {
            "id": "list",
            "title": "2. List",
            "note": "n",
            "at": 9,
            "columns": [NAME, SHARE],
            "rows": ["a", "b"],
            "fields": [],
        },
    ],
    "blank": {"list.a.name": "First"},
    "example": {"list.a.name": "First", "basis.count": 5, "basis.level": "low"},
    "formulas": {"7,2": ["*", ["@", 5, 2], 2]},
}


def sheet(scripts: Scripts, body: str, *arguments: Any) -> Any:
    return scripts.call(f"(data, ...given) => {{ const sheet = new Sheet(data); {body} }}", DATA, *arguments)


def test_every_cell_stands_where_the_grid_has_it(scripts: Scripts) -> None:
    at = sheet(scripts, "return Object.fromEntries([...sheet.cells.values()].map((one) => [one.name, one.address]))")
    assert at == {
        "basis.count": "5,2",
        "basis.level": "6,2",
        "basis.double": "7,2",
        "list.a.name": "12,1",
        "list.a.share": "12,2",
        "list.b.name": "13,1",
        "list.b.share": "13,2",
    }


def test_only_what_differs_from_the_start_is_kept(scripts: Scripts) -> None:
    body = """
      sheet.begin("example");
      sheet.enter("basis.count", "6");
      sheet.enter("list.a.name", "");
      sheet.enter("list.b.share", "5%");
      sheet.enter("list.b.share", "");
      return sheet.changes;
    """
    assert sheet(scripts, body) == {"basis.count": 6, "list.a.name": None}


def test_what_is_taken_fits_and_the_rest_is_handed_back(scripts: Scripts) -> None:
    values = {
        "basis.count": 7,
        "basis.level": "gone",
        "basis.double": 9,
        "list.a.name": 3,
        "list.c.name": "x",
        "list.b.share": "150%",
    }
    got = sheet(scripts, 'return [sheet.take(given[0], "blank"), sheet.changes, sheet.fault("list.b.share")]', values)
    assert got == [
        {"basis.level": "gone", "basis.double": 9, "list.a.name": 3, "list.c.name": "x"},
        {"basis.count": 7, "list.b.share": "150%"},
        "Give a number from 0% to 100%.",
    ]


def test_a_file_begins_from_whichever_start_less_differs(scripts: Scripts) -> None:
    for values, wanted in [
        ({"list.a.name": "First", "basis.count": 5, "basis.level": "low"}, ["example", {}]),
        ({"list.a.name": "First", "basis.count": 9}, ["blank", {"basis.count": 9}]),
        ({}, ["blank", {"list.a.name": None}]),
    ]:
        assert sheet(scripts, "sheet.takeAll(given[0]); return [sheet.start, sheet.changes]", values) == wanted


def test_a_result_follows_at_once_and_ignores_what_cannot_be_read(scripts: Scripts) -> None:
    body = 'return given.map((one) => { sheet.enter("basis.count", one); return sheet.results().get("basis.double"); })'
    assert sheet(scripts, body, "21", "x", "") == [42, 0, 0]
