"""Every formula of every tool gives in the browser what the engine of the downloads gives, whatever somebody fills in."""

from __future__ import annotations

import datetime
import json
import os
import random
from pathlib import Path
from typing import Any

import formualizer
import pytest
from browser_scripts import Scripts

from coursekit.course import load_course
from coursekit.formulas import FUNCTIONS, compiled
from coursekit.pages import Language, read_text
from coursekit.toolkit import LISTS_SHEET, Cell, Mode, Tool, ToolError, excel_formula, list_rows, read_tool, shown
from coursekit.worksheets import worksheet

ROOT = Path(__file__).resolve().parents[2]
TOOLS = load_course(ROOT).tools
SHEETS = [(tool, language) for tool in TOOLS.values() for language in ("zh", "en")]
NAMES = [f"{tool.id}.{language}" for tool, language in SHEETS]
# A thousand each take six minutes: WORKSHEET_FILLINGS=1000 after a change of formulas.js.
FILLINGS = int(os.environ.get("WORKSHEET_FILLINGS", "25"))
EPOCH = datetime.date(1899, 12, 30)
CODES = {"Div": "#DIV/0!", "Value": "#VALUE!", "Num": "#NUM!", "Ref": "#REF!", "Na": "#N/A", "Name": "#NAME?"}


class Both:
    """A tool's formulas in both engines."""

    def __init__(self, tool: Tool, language: Language) -> None:
        self.tool, self.language = tool, language
        self.book = formualizer.Workbook()
        lists = self.book.sheet(LISTS_SHEET[language])
        for name, (first, _) in list_rows(tool).items():
            for offset, option in enumerate(tool.lists[name]):
                lists.set_value(first + offset, 2, formualizer.LiteralValue.text(option.text[language]))
                lists.set_value(first + offset, 3, formualizer.LiteralValue.number(option.value))
        self.sheet = self.book.sheet("Sheet")
        self.formulas = [cell for cell in tool.grid.cells.values() if cell.formula]
        for cell in self.formulas:
            self.sheet.set_formula(*cell.at, excel_formula(tool, cell, language))
        data = json.loads(worksheet(tool, language))
        options = [one for some in data["lists"].values() for one in some]
        self.scripts = Scripts("formulas.js")
        columns = {"B": [one[1] for one in options], "C": [one[2] for one in options]}
        self.scripts.context.eval(f"const F = {json.dumps(data['formulas'])}, L = {json.dumps(columns)};")

    def values(self, filled: dict[tuple[int, int], Any]) -> list[tuple[Cell, Any, Any]]:
        """Return each cell that is computed, with what the downloads' engine and what the browser makes of it."""
        for at, value in filled.items():
            literal = formualizer.LiteralValue
            text = isinstance(value, str)
            made = literal.empty() if value is None else literal.text(value) if text else literal.number(float(value))
            self.sheet.set_value(*at, made)
        self.book.evaluate_all()
        entries = {f"{row},{column}": value for (row, column), value in filled.items() if value is not None}
        got = self.scripts.call("(entries) => compute(entries, F, L)", entries)
        return [
            (cell, _plain(self.book.get_value("Sheet", *cell.at)), got["{},{}".format(*cell.at)])
            for cell in self.formulas
        ]


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {"code": CODES[value["kind"]]}
    if isinstance(value, datetime.datetime):
        value = value.date()
    return (value - EPOCH).days if isinstance(value, datetime.date) else value


def same(wanted: Any, got: Any) -> bool:
    if isinstance(wanted, float | int) and isinstance(got, float | int) and not isinstance(wanted, bool):
        return abs(wanted - got) <= 1e-9 * max(1, abs(wanted))
    return bool(wanted == got or (wanted is None and got == 0))


def start(tool: Tool, mode: Mode, language: Language) -> dict[tuple[int, int], Any]:
    values = tool.filled(mode, language).values
    days = {name: (one - EPOCH).days for name, one in values.items() if isinstance(one, datetime.date)}
    return {cell.at: (values | days).get(name) for name, cell in tool.grid.cells.items() if not cell.formula}


def at_random(tool: Tool, language: Language, lot: random.Random) -> dict[tuple[int, int], Any]:
    density = lot.choice([0.2, 0.6, 0.9, 1])
    return {
        cell.at: _entry(tool, cell, language, lot) if lot.random() < density else None
        for cell in tool.grid.cells.values()
        if not cell.formula
    }


def _entry(tool: Tool, cell: Cell, language: Language, lot: random.Random) -> Any:
    one = cell.field
    if one.kind == "choice":
        return lot.choice(tool.lists[one.list]).text[language]
    if one.kind == "date":
        return lot.randint(46_000, 46_800)
    if one.kind in ("text", "prose"):
        return lot.choice(["x", "Alpha", "甲", "7", "0", "A*b", "M1", "M3", "ok?", "TRUE", ">0"])
    low = one.minimum if one.minimum is not None else lot.choice([0, -50])
    high = max(low, one.maximum if one.maximum is not None else lot.choice([3, 12, 100, 5000]))
    edge = lot.random()
    if edge < 0.2:
        return low if edge < 0.12 else min(max(0, low), high)
    return (
        lot.randint(int(low), int(high)) if one.kind == "integer" else round(lot.uniform(low, high), lot.randint(0, 4))
    )


@pytest.mark.parametrize(("tool", "language"), SHEETS, ids=NAMES)
def test_the_browser_computes_what_the_downloads_compute(tool: Tool, language: Language) -> None:
    both = Both(tool, language)
    lot = random.Random(f"{tool.id} {language}")
    sheets = [start(tool, "blank", language), start(tool, "example", language)]
    for filled in [*sheets, *(at_random(tool, language, lot) for _ in range(FILLINGS))]:
        for cell, wanted, got in both.values(filled):
            assert same(wanted, got), (cell.parts, excel_formula(tool, cell, language), wanted, got)


EDGES: list[tuple[str, Any]] = [
    ("1/0", {"code": "#DIV/0!"}),
    ("SQRT(-1)", {"code": "#NUM!"}),
    ('"x"+1', {"code": "#VALUE!"}),
    ('"3"+1', 4),
    ("IFERROR(1/0,7)", 7),
    ("COUNT(A1:A3)", 1),
    ("COUNTA(A1:A3)", 2),
    ("A4=0", True),
    ('A4=""', True),
    ('A1="ALPHA"', True),
    ('"a">5', True),
    ("SUM(A1:A4)", 12),
    ("AVERAGE(A3:A4)", {"code": "#DIV/0!"}),
    ("MAX(A3:A4)", 0),
    ("ROUND(2.5,0)", 3),
    ("ROUND(-2.5,0)", -3),
    ("ROUND(1.005,2)", 1.01),
    ("ROUNDUP(1.01,0)", 2),
    ("ROUNDUP(-1.01,1)", -1.1),
    ("INT(-1.5)", -2),
    ("POWER(0,0-1)", {"code": "#DIV/0!"}),
    ("-2^2", 4),
    ("50%", 0.5),
    ("WORKDAY(46332,1)", 46335),
    ("WORKDAY(46332,0-1)", 46331),
    ('COUNTIF(A1:A4,"a*")', 1),
    ('COUNTIF(A1:A4,">=12")', 1),
    ('SUMIF(A1:A4,">0")', 12),
    ("MATCH(12,A1:A4,0)", 2),
    ("MATCH(13,A1:A4,0)", {"code": "#N/A"}),
    ("INDEX(A1:A4,9)", {"code": "#REF!"}),
    ('SUMPRODUCT((A1:A4<>"")*1)', 2),
    ('1&"a"&0.1', "1a0.1"),
    ("OR(A4,1)", True),
    ("AND(1,0)", False),
]


def neutral(formula: str) -> Any:
    from coursekit.formulas import _neutral

    tool = TOOLS["5.1"]
    cell = next(one for one in tool.grid.cells.values() if one.formula)
    return _neutral(formualizer.parse("=" + formula).to_dict(), cell, LISTS_SHEET["en"])


@pytest.mark.parametrize(("formula", "wanted"), EDGES, ids=[one[0] for one in EDGES])
def test_a_formula_means_what_it_means_in_a_spreadsheet(formula: str, wanted: Any) -> None:
    entries = {"1,1": "Alpha", "2,1": 12}
    got = Scripts("formulas.js").call(
        "(entries, node) => compute(entries, { '9,9': node }, {})['9,9']", entries, neutral(formula)
    )
    if isinstance(wanted, float | int) and not isinstance(wanted, bool):
        assert got == pytest.approx(wanted)
    else:
        assert got == wanted


def test_a_cell_that_needs_itself_ends_with_an_error() -> None:
    formulas = {"1,1": ["+", ["@", 2, 1], 1], "2,1": ["@", 1, 1]}
    got = Scripts("formulas.js").call("(formulas) => compute({}, formulas, {})", formulas)
    assert got == {"1,1": {"code": "#REF!"}, "2,1": {"code": "#REF!"}}


def test_a_function_that_the_browser_lacks_fails_the_build(small_course: Path) -> None:
    path = Path("docs/tools/5.1.yml")
    text = read_text(small_course, path).replace("[weight]*{match}", "MEDIAN([weight],1)")
    tool, faults = read_tool(text, path)
    assert tool is not None, faults
    with pytest.raises(ToolError, match="worksheets cannot compute MEDIAN") as error:
        worksheet(tool, "zh")
    assert error.value.parts[:2] == ("sections", "fit")


def test_the_browser_knows_every_function_that_is_let_through() -> None:
    text = (ROOT / "docs/assets/scripts/worksheet/formulas.js").read_text(encoding="utf-8")
    assert {name for name in FUNCTIONS if f"    {name}:" not in text} == set()


def test_numbers_are_shown_as_the_page_and_the_downloads_show_them() -> None:
    scripts = Scripts("../amounts.js", "formulas.js", "values.js")
    lot = random.Random(3)
    pairs = []
    for tool in TOOLS.values():
        for cell in tool.grid.cells.values():
            if cell.field.kind in ("integer", "number", "percent", "money"):
                value = lot.choice([0.0, 0.5, -0.5, 1.005, 2.675, lot.uniform(-2, 2), lot.uniform(-1e7, 1e7)])
                pairs.append((cell.field, value))
    fields = [({"kind": one.kind, "decimals": one.decimals}, value) for one, value in pairs]
    got = scripts.call("(pairs) => pairs.map(([field, value]) => shown(field, value))", fields)
    assert got == [shown(one, value) for one, value in pairs]


def test_what_the_example_gives_stands_in_the_fields_as_on_the_page() -> None:
    scripts = Scripts("../amounts.js", "formulas.js", "values.js")
    for tool, language in SHEETS:
        data = json.loads(worksheet(tool, language))
        filled = tool.filled("example", language)
        for name, value in data["example"].items():
            cell = tool.grid.cells[name]
            field = {"kind": cell.field.kind, "decimals": cell.field.decimals, "list": cell.field.list}
            given = scripts.call("entry", field, value, data["lists"])
            # Whoever fills in a sheet needs the whole number, which the page rounds.
            assert given == filled.shown(name) or scripts.call("shown", field, value) == filled.shown(name)


def test_a_formula_is_read_by_the_engine_that_computes_the_downloads() -> None:
    tool = TOOLS["5.2"]
    cell = tool.grid.cells["basis.customers"]
    row = cell.at[0]
    signed, lost = ["@", row - 2, 2], ["@", row - 1, 2]
    assert compiled(tool, cell, "en") == [
        "IF",
        ["=", signed, ""],
        "",
        ["IF", [">", lost, signed], "", ["-", signed, lost]],
    ]
