"""A tool as an XLSX workbook: how to use it, the blank sheet, the filled-in example, and the lists behind the drop-downs.

XlsxWriter writes it (it only writes, but writes the same bytes for the same input, and knows every input check); the values of
formulas are stored with them, so that a viewer that does not calculate shows them, too.
"""

from __future__ import annotations

import datetime
import io
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from coursekit.pages import Language
from coursekit.phrases import phrase
from coursekit.toolkit import LISTS_SHEET, SHEETS, Cell, Field, Filled, Mode, Tool, excel_formula, list_range, list_rows

ABOUT: dict[Language, str] = {"zh": "说明", "en": "Read me"}
# Fixed, so that the same description always gives the same bytes.
CREATED = datetime.datetime(2026, 1, 1)
WIDTHS = {"text": 26, "prose": 44, "integer": 12, "number": 12, "percent": 12, "money": 14, "date": 13, "choice": 16}
FONT: dict[Language, str] = {"zh": "Microsoft YaHei", "en": "Arial"}
INK, LINE, WASH, ENTRY = "#16323C", "#B9C7CD", "#E3EFF2", "#FFFBEF"


def workbook(tool: Tool, language: Language) -> bytes:
    """Return the XLSX file of a tool in one language; raises ToolError when a formula does not compute."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    book.set_properties({"title": tool.title[language], "created": CREATED})
    _Writer(book, tool, language).write()
    book.close()
    return out.getvalue()


class _Writer:
    def __init__(self, book: xlsxwriter.Workbook, tool: Tool, language: Language) -> None:
        self.book, self.tool, self.language = book, tool, language
        self.formats: dict[tuple[tuple[str, Any], ...], Format] = {}

    def write(self) -> None:
        about = self.book.add_worksheet(ABOUT[self.language])
        modes: tuple[Mode, Mode] = ("blank", "example")
        sheets = {mode: self.book.add_worksheet(SHEETS[mode][self.language]) for mode in modes}
        lists = self.book.add_worksheet(LISTS_SHEET[self.language])
        self._about(about)
        for mode, sheet in sheets.items():
            self._sheet(sheet, self.tool.filled(mode, self.language))
        self._lists(lists)
        sheets["blank"].activate()

    def _style(self, **settings: Any) -> Format:
        base = {
            "font_name": FONT[self.language],
            "font_size": 10,
            "font_color": INK,
            "valign": "top",
            "text_wrap": True,
        }
        key = tuple(sorted((base | settings).items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(dict(key))
        return self.formats[key]

    def _about(self, sheet: Worksheet) -> None:
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 90)
        sheet.write_string(0, 0, self.tool.title[self.language], self._style(bold=True, font_size=16))
        lines = [one[self.language] for one in self.tool.how]
        lines += [phrase(key, self.language) for key in ("file-colours", "file-formulas", "file-licence")]
        for row, line in enumerate(lines, 2):
            sheet.write_string(row, 0, line, self._style())

    def _sheet(self, sheet: Worksheet, filled: Filled) -> None:
        tool, language = self.tool, self.language
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        for column, width in enumerate(self._widths()):
            sheet.set_column(column, column, width)
        sheet.write_string(0, 0, tool.title[language], self._style(bold=True, font_size=16, text_wrap=False))
        sheet.write_string(1, 0, phrase(f"file-{filled.mode}", language), self._style(italic=True, text_wrap=False))
        for section in tool.sections:
            at = tool.grid.starts[section.id] - 1
            sheet.write_string(at, 0, section.title[language], self._style(bold=True, font_size=12, text_wrap=False))
            if section.note:
                at += 1
                sheet.write_string(at, 0, section.note[language], self._style(italic=True, text_wrap=False))
            for column, one in enumerate(section.columns):
                sheet.write_string(
                    at + 1,
                    column,
                    one.title[language],
                    self._style(bold=True, bg_color=WASH, border=1, border_color=LINE),
                )
            for one in section.fields:
                row = tool.grid.cells[f"{section.id}.{one.id}"].at[0] - 1
                sheet.write_string(
                    row, 0, one.title[language], self._style(bold=True, bg_color=WASH, border=1, border_color=LINE)
                )
                if one.unit:
                    sheet.write_string(row, 2, one.unit[language], self._style(italic=True, text_wrap=False))
        for name, cell in tool.grid.cells.items():
            self._cell(sheet, cell, filled.values.get(name))
        self._checks(sheet)

    def _widths(self) -> list[int]:
        widths: dict[int, int] = {0: 30, 1: 26}
        for section in self.tool.sections:
            for column, one in enumerate(section.columns):
                widths[column] = max(widths.get(column, 0), WIDTHS[one.kind])
        return [widths[column] for column in range(max(widths) + 1)]

    def _cell(self, sheet: Worksheet, cell: Cell, value: Any) -> None:
        row, column = cell.at[0] - 1, cell.at[1] - 1
        given = cell.row is not None and cell.field.id in cell.row.given
        style = self._style(
            border=1,
            border_color=LINE,
            num_format=number_format(cell.field),
            bold=bool(cell.formula),
            **({} if cell.formula or given else {"bg_color": ENTRY}),
        )
        if cell.formula:
            sheet.write_formula(row, column, excel_formula(self.tool, cell, self.language), style, _stored(value))
        elif value is None:
            sheet.write_blank(row, column, None, style)
        elif isinstance(value, datetime.date):
            sheet.write_datetime(row, column, datetime.datetime.combine(value, datetime.time()), style)
        elif isinstance(value, str):
            sheet.write_string(row, column, value, style)
        else:
            sheet.write_number(row, column, value, style)

    def _checks(self, sheet: Worksheet) -> None:
        """Add the input checks: one for all cells of a field, since XlsxWriter takes long over each."""
        ranges: dict[int, list[list[int]]] = {}
        fields: dict[int, Field] = {}
        for cell in self.tool.grid.cells.values():
            if cell.formula:
                continue
            fields[id(cell.field)] = cell.field
            found = ranges.setdefault(id(cell.field), [])
            row, column = cell.at[0] - 1, cell.at[1] - 1
            if found and found[-1][2:] == [row - 1, column]:
                found[-1][2] = row
            else:
                found.append([row, column, row, column])
        for key, one in fields.items():
            if check := self._check(one):
                first, *others = ranges[key]
                sheet.data_validation(*first, check | {"other_cells": others})

    def _check(self, one: Field) -> dict[str, Any]:
        """Return the input check of a field in XlsxWriter's terms, {} for none."""
        say = {"error_title": phrase("file-error", self.language), "ignore_blank": True}
        if one.kind == "choice":
            error = phrase("file-error-list", self.language)
            return say | {
                "validate": "list",
                "source": "=" + list_range(self.tool, one.list, self.language),
                "error_message": error,
            }
        if one.kind == "date":
            first = datetime.datetime(2000, 1, 1)
            error = phrase("file-error-date", self.language)
            return say | {"validate": "date", "criteria": ">=", "value": first, "error_message": error}
        if one.kind not in ("integer", "number", "percent", "money"):
            return {}
        low = one.minimum if one.minimum is not None else -1e12
        high = one.maximum if one.maximum is not None else 1e12
        scale = 100 if one.kind == "percent" else 1
        sign = "%" if one.kind == "percent" else ""
        bounds = [f"{bound * scale:,.10g}{sign}" if abs(bound) < 1e12 else "" for bound in (low, high)]
        key = "between" if all(bounds) else "least" if bounds[0] else "most" if bounds[1] else "number"
        error = phrase(f"file-error-{key}", self.language, low=bounds[0], high=bounds[1])
        kind = "integer" if one.kind == "integer" else "decimal"
        return say | {"validate": kind, "criteria": "between", "minimum": low, "maximum": high, "error_message": error}

    def _lists(self, sheet: Worksheet) -> None:
        sheet.set_column(0, 1, 24)
        for column, key in enumerate(("file-list", "file-option", "file-value")):
            sheet.write_string(0, column, phrase(key, self.language), self._style(bold=True, bg_color=WASH))
        for name, (first, _) in list_rows(self.tool).items():
            for offset, option in enumerate(self.tool.lists[name]):
                sheet.write_string(first + offset - 1, 0, name, self._style())
                sheet.write_string(first + offset - 1, 1, option.text[self.language], self._style())
                sheet.write_number(first + offset - 1, 2, option.value, self._style())


def number_format(one: Field) -> str:
    """Return Excel's number format for a field."""
    point = "." + "0" * one.decimals if one.decimals else ""
    return {
        "integer": "#,##0",
        "number": f"#,##0{point}",
        "percent": f"0{point}%",
        "money": '"¥"#,##0;-"¥"#,##0',
        "date": "yyyy-mm-dd",
    }.get(one.kind, "General" if one.formula else "@")


def _stored(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, datetime.date):
        return (value - datetime.date(1899, 12, 30)).days
    return value
