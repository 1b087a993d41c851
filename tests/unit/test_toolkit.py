"""A tool's description computes, and its files hold what the page shows."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from openpyxl.utils import get_column_letter

from coursekit.documents import document, markdown
from coursekit.pages import Language
from coursekit.toolkit import Tool, address, excel_formula, load_tool
from coursekit.workbook import workbook

ROOT = Path(__file__).resolve().parents[1] / "fixtures/course"
LANGUAGES: tuple[Language, ...] = ("zh", "en")


@pytest.fixture(scope="module")
def tool() -> Tool:
    return load_tool(ROOT, Path("docs/tools/5.1.yml"))


def test_the_example_is_computed_from_its_inputs(tool: Tool) -> None:
    filled = tool.filled("example", "zh")
    assert filled.shown("fit.industry.points") == "30.0"
    assert filled.shown("fit.score") == "35.0"
    assert filled.shown("fit.share") == "88%"
    assert filled.shown("header.revenue") == "¥2,400,000"
    assert filled.shown("header.review") == "2027-01-31"


@pytest.mark.parametrize(("language", "reading"), [("zh", "偏低"), ("en", "Low")])
def test_a_formula_speaks_the_language_of_its_file(tool: Tool, language: Language, reading: str) -> None:
    assert tool.filled("example", language).shown("fit.reading") == reading


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_sheet_passes_no_verdict(tool: Tool, language: Language) -> None:
    filled = tool.filled("blank", language)
    computed = [name for name, cell in tool.grid.cells.items() if cell.formula]
    assert {name: filled.shown(name) for name in computed} == dict.fromkeys(computed, "")


def test_a_reference_becomes_the_cell_that_it_means(tool: Tool) -> None:
    cells = tool.grid.cells
    points = cells["fit.industry.points"]
    row = points.at[0]
    assert excel_formula(tool, points, "en") == (
        f"=IF(C{row}=\"\",\"\",B{row}*IFERROR(INDEX('Lists'!$C$2:$C$4,MATCH(C{row},'Lists'!$B$2:$B$4,0)),0))"
    )
    last = cells["fit.spare-1.points"].at[0]
    assert f"SUM(D{row}:D{last})" in excel_formula(tool, cells["fit.score"], "en")


@pytest.mark.parametrize(("at", "name"), [((1, 1), "A1"), ((5, 26), "Z5"), ((9, 27), "AA9"), ((2, 703), "AAA2")])
def test_columns_are_named_as_spreadsheets_name_them(at: tuple[int, int], name: str) -> None:
    assert address(at) == name


@pytest.mark.parametrize("maker", [workbook, document, markdown])
def test_the_same_description_gives_the_same_bytes(tool: Tool, maker: object) -> None:
    fresh = load_tool(ROOT, Path("docs/tools/5.1.yml"))
    for language in LANGUAGES:
        assert maker(tool, language) == maker(fresh, language)  # type: ignore[operator]


def test_a_workbook_offers_lists_and_checks_its_inputs(tool: Tool) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(tool, "zh")))
    assert book.sheetnames == ["说明", "空白表", "示例", "选项"]
    checks = {
        f"{get_column_letter(column)}{row}": check
        for check in book["空白表"].data_validations.dataValidation
        for cells in check.sqref.ranges
        for line in cells.rows
        for row, column in line
    }
    choice = checks[address(tool.grid.cells["fit.industry.match"].at)]
    assert (choice.type, choice.formula1) == ("list", "'选项'!$B$2:$B$4")
    weight = checks[address(tool.grid.cells["fit.spare-1.weight"].at)]
    assert (weight.type, weight.formula1, weight.formula2) == ("decimal", "0", "100")
    assert weight.error == "请填 0 到 100 之间的数。"
    assert checks[address(tool.grid.cells["header.day"].at)].type == "date"


def test_the_blank_sheet_keeps_what_the_description_gives_and_nothing_else(tool: Tool) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(tool, "en")))["Blank"]
    assert sheet[address(tool.grid.cells["fit.industry.criterion"].at)].value == "Industry"
    assert sheet[address(tool.grid.cells["fit.industry.weight"].at)].value == 30
    assert sheet[address(tool.grid.cells["header.customers"].at)].value is None


def test_the_document_and_the_markdown_hold_the_example_and_the_options(tool: Tool) -> None:
    text = markdown(tool, "en").decode()
    assert "| Industry | 30 | Full match | 30.0 |" in text
    assert "| Industry | 30 | Full match / Partial match / No match |  |" in text
    paper = Document(io.BytesIO(document(tool, "zh")))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    assert "40 家" in cells
    assert "完全符合 / 部分符合 / 不符合" in cells
