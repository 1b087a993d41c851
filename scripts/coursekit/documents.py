"""A tool as Markdown and as a DOCX document, for what people write as prose or keep in a repository."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Iterator

from docx import Document
from docx.document import Document as DocxDocument
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from coursekit.pages import Language
from coursekit.phrases import phrase
from coursekit.toolkit import Filled, Mode, Section, Tool

MODES: tuple[Mode, Mode] = ("blank", "example")
FONTS: dict[Language, tuple[str, str]] = {"zh": ("Arial", "Microsoft YaHei"), "en": ("Arial", "Microsoft YaHei")}
CREATED = datetime.datetime(2026, 1, 1)


def section_rows(filled: Filled, section: Section) -> Iterator[list[str]]:
    """Yield a section's rows as texts, its head first; a result's row has its name and its value."""
    language, tool = filled.language, filled.tool

    def text(name: str) -> str:
        cell = tool.grid.cells[name]
        # In a file that does not calculate, a blank formula's result would be a wrong number as soon as people fill it in.
        if filled.mode == "blank" and cell.formula:
            return ""
        value = filled.shown(name)
        if not value and cell.field.kind == "choice":
            return " / ".join(option.text[language] for option in tool.lists[cell.field.list])
        unit = f" {cell.field.unit[language]}" if value and cell.field.unit and cell.field.kind != "money" else ""
        return value + unit

    if section.is_form:
        yield [phrase("sheet-field", language), phrase("sheet-value", language)]
    else:
        yield [column.title[language] for column in section.columns]
        for row in section.all_rows:
            if filled.mode == "example" and row.id.startswith("spare-"):
                continue
            yield [text(f"{section.id}.{row.id}.{column.id}") for column in section.columns]
    for one in section.fields:
        yield [one.title[language], text(f"{section.id}.{one.id}")]


def markdown(tool: Tool, language: Language) -> bytes:
    """Return the tool as Markdown: how to use it, the blank sheet, the filled-in example."""
    lines = [f"# {tool.title[language]}", ""]
    lines += [f"- {one[language]}" for one in tool.how]
    lines += ["", phrase("file-licence", language)]
    for mode in MODES:
        filled = tool.filled(mode, language)
        lines += ["", f"## {phrase(f'file-{mode}', language)}"]
        for section in tool.sections:
            lines += ["", f"### {section.title[language]}", ""]
            if section.note:
                lines += [section.note[language], ""]
            rows = list(section_rows(filled, section))
            width = max(map(len, rows))
            for number, row in enumerate(rows):
                # A result names itself in the first column and stands in the last, as on the page.
                cells = row if len(row) == width else [row[0], *[""] * (width - len(row)), *row[1:]]
                lines.append("| " + " | ".join(one.replace("|", "\\|").replace("\n", " ") for one in cells) + " |")
                if not number:
                    lines.append("|" + " --- |" * width)
    return ("\n".join(lines) + "\n").encode()


def document(tool: Tool, language: Language) -> bytes:
    """Return the tool as DOCX: the blank sheet first, the filled-in example on the pages after it."""
    paper = Document()
    _fonts(paper, language)
    paper.core_properties.title = tool.title[language]
    paper.core_properties.author = ""
    paper.core_properties.created = paper.core_properties.modified = CREATED
    paper.add_heading(tool.title[language], 0)
    for one in tool.how:
        paper.add_paragraph(one[language], style="List Bullet")
    paper.add_paragraph(phrase("file-licence", language))
    for mode in MODES:
        if mode == "example":
            paper.add_page_break()  # type: ignore[no-untyped-call]
        filled = tool.filled(mode, language)
        paper.add_heading(phrase(f"file-{mode}", language), 1)
        for section in tool.sections:
            paper.add_heading(section.title[language], 2)
            if section.note:
                paper.add_paragraph(section.note[language])
            _table(paper, list(section_rows(filled, section)))
    out = io.BytesIO()
    paper.save(out)
    return _undated(out.getvalue())


def _fonts(paper: DocxDocument, language: Language) -> None:
    latin, han = FONTS[language]
    for name in ("Normal", "Title", "Heading 1", "Heading 2", "List Bullet"):
        style = paper.styles[name]
        style.font.name = latin
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), han)
    paper.styles["Normal"].font.size = Pt(10.5)
    for section in paper.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2)


def _table(paper: DocxDocument, rows: list[list[str]]) -> None:
    width = max(map(len, rows))
    table = paper.add_table(rows=len(rows), cols=width, style="Table Grid")
    for number, (row, line) in enumerate(zip(rows, table.rows, strict=True)):
        cells = line.cells
        for column, text in enumerate(row):
            # A short row is a result: its value takes what is left of the line.
            last = column == len(row) - 1 and len(row) < width
            cell = cells[column].merge(cells[-1]) if last else cells[column]
            cell.text = text
            if number == 0 or (len(row) < width and column == 0):
                for run in cell.paragraphs[0].runs:
                    run.bold = True


def _undated(raw: bytes) -> bytes:
    """Return a zip archive with the same content and fixed times: python-docx stamps each part with the hour of saving."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            stamped = zipfile.ZipInfo(entry.filename, (1980, 1, 1, 0, 0, 0))
            stamped.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(stamped, old.read(entry.filename))
    return out.getvalue()
