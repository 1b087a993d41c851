"""The toolkit's downloads: opened by another engine than the one that made them, and equal to the page."""

from __future__ import annotations

import io
from pathlib import Path

import ironcalc
import openpyxl
import pytest
from docx import Document

from cells import number_text
from coursekit.course import Course, load_course
from coursekit.documents import document
from coursekit.pages import Language
from coursekit.toolkit import SHEETS, Mode, Tool
from coursekit.workbook import workbook

ROOT = Path(__file__).resolve().parents[2]
TOOLS = load_course(ROOT).tools
FILES = [(tool, language) for tool in TOOLS.values() for language in ("zh", "en")]
NAMES = [f"{tool.id}.{language}" for tool, language in FILES]


def recalculated(tool: Tool, language: Language, folder: Path) -> ironcalc.Model:
    path = folder / f"{tool.id}.{language}.xlsx"
    path.write_bytes(workbook(tool, language))
    model = ironcalc.load_from_xlsx(str(path), "en", "UTC", "en")
    model.evaluate()
    return model


@pytest.mark.parametrize(("tool", "language"), FILES, ids=NAMES)
def test_a_second_engine_computes_the_same_results_as_the_page(tool: Tool, language: Language, tmp_path: Path) -> None:
    model = recalculated(tool, language, tmp_path)
    modes: tuple[Mode, Mode] = ("blank", "example")
    checked = 0
    for sheet, mode in enumerate(modes, 1):
        filled = tool.filled(mode, language)
        for name, cell in tool.grid.cells.items():
            if cell.formula:
                value = model.get_cell_value(sheet, *cell.at)
                assert number_text(cell.field, value) == filled.shown(name), f"{mode} {name}"
                checked += 1
    assert checked, "the tool has no formula at all"


@pytest.mark.parametrize(("tool", "language"), FILES, ids=NAMES)
def test_the_values_stored_in_a_workbook_are_those_of_the_page(tool: Tool, language: Language) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(tool, language)), data_only=True)[SHEETS["example"][language]]
    filled = tool.filled("example", language)
    for name, cell in tool.grid.cells.items():
        value = sheet.cell(*cell.at).value
        assert number_text(cell.field, value) == filled.shown(name), name


@pytest.mark.parametrize(("tool", "language"), FILES, ids=NAMES)
def test_an_empty_workbook_shows_no_error(tool: Tool, language: Language, tmp_path: Path) -> None:
    model = recalculated(tool, language, tmp_path)
    for cell in tool.grid.cells.values():
        if cell.formula:
            assert not str(model.get_cell_value(1, *cell.at)).startswith("#")


def test_every_toolkit_lesson_has_its_tool_and_its_downloads(course: Course) -> None:
    lessons = {page.id for page in course.pages if page.is_lesson and page.id.startswith("5.")}
    assert lessons == set(course.tools) == {f"5.{number}" for number in range(1, 8)}
    prose = {tool.id for tool in course.tools.values() if "docx" in tool.formats}
    assert prose >= {"5.1", "5.3", "5.7"}


@pytest.mark.parametrize(("tool", "language"), FILES, ids=NAMES)
def test_every_choice_in_a_workbook_has_a_drop_down(tool: Tool, language: Language) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(tool, language)))
    for mode in ("blank", "example"):
        sheet = book[SHEETS[mode][language]]  # type: ignore[index]
        checks = [check for check in sheet.data_validations.dataValidation if check.type == "list"]
        ranges = [part for check in checks for part in check.sqref.ranges]
        listed = {sheet.cell(*cell).coordinate for part in ranges for cell in part.cells}
        wanted = {
            sheet.cell(*cell.at).coordinate
            for cell in tool.grid.cells.values()
            if cell.field.kind == "choice" and not cell.formula
        }
        assert listed == wanted


@pytest.mark.parametrize(("tool", "language"), [(tool, language) for tool, language in FILES if "docx" in tool.formats])
def test_a_document_opens_and_holds_every_section(tool: Tool, language: Language) -> None:
    paper = Document(io.BytesIO(document(tool, language)))
    headings = [one.text for one in paper.paragraphs if one.style is not None and one.style.name == "Heading 2"]
    assert headings == [section.title[language] for section in tool.sections] * 2
