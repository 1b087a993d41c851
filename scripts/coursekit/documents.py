"""A tool as Markdown and as a DOCX document, for what people write as prose or keep in a repository."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Iterator
from html import escape

from docx import Document
from docx.document import Document as DocxDocument
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml
from docx.shared import Cm, Pt

from coursekit.pages import Language
from coursekit.phrases import phrase
from coursekit.toolkit import Filled, Mode, Section, Tool

MODES: tuple[Mode, Mode] = ("blank", "example")
FONTS: dict[Language, tuple[str, str]] = {"zh": ("Arial", "Microsoft YaHei"), "en": ("Arial", "Microsoft YaHei")}
CREATED = datetime.datetime(2026, 1, 1)
# Between the margins of an A4 page, in twentieths of a point.
TEXT_WIDTH = 9638


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
    body = paper.element.body
    # Put together as XML: python-docx looks through all styles for each paragraph, and through its whole row for each cell.
    for number, part in enumerate(parse_xml(f"<w:body {nsdecls('w')}>{_body(tool, language)}</w:body>")):
        body.insert(number, part)
    out = io.BytesIO()
    paper.save(out)
    return _undated(out.getvalue())


def _body(tool: Tool, language: Language) -> str:
    parts = [_paragraph(tool.title[language], "Title")]
    parts += [_paragraph(one[language], "ListBullet") for one in tool.how]
    parts.append(_paragraph(phrase("file-licence", language)))
    for mode in MODES:
        if mode == "example":
            parts.append('<w:p><w:r><w:br w:type="page"/></w:r></w:p>')
        filled = tool.filled(mode, language)
        parts.append(_paragraph(phrase(f"file-{mode}", language), "Heading1"))
        for section in tool.sections:
            parts.append(_paragraph(section.title[language], "Heading2"))
            if section.note:
                parts.append(_paragraph(section.note[language]))
            parts.append(_table(list(section_rows(filled, section))))
    return "".join(parts)


def _paragraph(text: str, style: str = "", *, bold: bool = False) -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    lines = (f'<w:t xml:space="preserve">{escape(line)}</w:t>' if line else "" for line in text.split("\n"))
    return f"<w:p>{properties}<w:r>{'<w:rPr><w:b/></w:rPr>' if bold else ''}{'<w:br/>'.join(lines)}</w:r></w:p>"


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


def _table(rows: list[list[str]]) -> str:
    width = max(map(len, rows))
    column = TEXT_WIDTH // width
    parts = ['<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:type="auto" w:w="0"/></w:tblPr><w:tblGrid>']
    parts += [f'<w:gridCol w:w="{column}"/>'] * width
    parts.append("</w:tblGrid>")
    for number, row in enumerate(rows):
        parts.append("<w:tr>")
        for place, text in enumerate(row, 1):
            # A short row is a result: its value takes what is left of the line.
            span = 1 + width - len(row) if place == len(row) else 1
            across = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
            bold = number == 0 or (len(row) < width and place == 1)
            parts.append(f'<w:tc><w:tcPr><w:tcW w:type="dxa" w:w="{column * span}"/>{across}</w:tcPr>')
            parts.append(_paragraph(text, bold=bold) + "</w:tc>")
        parts.append("</w:tr>")
    return "".join([*parts, "</w:tbl>"])


def _undated(raw: bytes) -> bytes:
    """Return a zip archive with the same content and fixed times: python-docx stamps each part with the hour of saving."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            stamped = zipfile.ZipInfo(entry.filename, (1980, 1, 1, 0, 0, 0))
            stamped.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(stamped, old.read(entry.filename))
    return out.getvalue()
