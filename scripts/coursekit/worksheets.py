"""What a worksheet on the page is made from: one small file per tool and language, fetched when somebody fills it in.

The file says what the description says (fields, options, given values, the example), where each cell stands on the grid that
the downloads share, and every formula in the neutral form of `formulas`. The scripts in `docs/assets/scripts/worksheet/` do
the rest.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from functools import partial
from typing import Any

from coursekit.ahead import Wanted
from coursekit.course import Course
from coursekit.download_names import download_name
from coursekit.formulas import compiled
from coursekit.pages import LANGUAGES, Language
from coursekit.toolkit import Cell, Field, Mode, Section, Tool

WORKSHEETS = "assets/worksheets"


def worksheet_name(tool: Tool, language: Language) -> str:
    """Return the path of a worksheet's file below `docs/`: "assets/worksheets/5.2.zh.json"."""
    return f"{WORKSHEETS}/{tool.id}.{language}.json"


def worksheet_names(course: Course) -> Iterator[str]:
    """Yield the path (below `docs/`) of each worksheet's file."""
    for tool in course.tools.values():
        for language in LANGUAGES:
            yield worksheet_name(tool, language)


def worksheet_files(course: Course) -> list[Wanted[list[tuple[str, bytes]]]]:
    """Return what makes the worksheets' files: lists of path (below `docs/`) and bytes.

    A maker raises ToolError when a formula is one that the browser cannot evaluate.
    """
    return [
        (name, tool.digest, partial(_file, name, tool, language))
        for tool in course.tools.values()
        for language in LANGUAGES
        for name in [worksheet_name(tool, language)]
    ]


def _file(name: str, tool: Tool, language: Language) -> list[tuple[str, bytes]]:
    return [(name, worksheet(tool, language))]


def worksheet(tool: Tool, language: Language) -> bytes:
    """Return a tool's worksheet in one language as JSON; raises ToolError when a formula cannot be evaluated."""
    cells = tool.grid.cells
    data = {
        "tool": tool.id,
        "language": language,
        "meaning": meaning(tool),
        "title": tool.title[language],
        "titles": tool.title,
        "how": [one[language] for one in tool.how],
        "files": {suffix: download_name(tool, language, suffix).rpartition("/")[2] for suffix in tool.formats},
        "lists": {
            name: [[one.id, one.text[language], one.value] for one in options] for name, options in tool.lists.items()
        },
        "sections": [_section(tool, section, language) for section in tool.sections],
        "blank": {
            name: value for name, cell in cells.items() if (value := _start(cell, "blank", language)) is not None
        },
        "example": {
            name: value for name, cell in cells.items() if (value := _start(cell, "example", language)) is not None
        },
        "formulas": {
            f"{cell.at[0]},{cell.at[1]}": compiled(tool, cell, language) for cell in cells.values() if cell.formula
        },
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def meaning(tool: Tool) -> str:
    """Return a digest of what a saved value means: fields, options, and formulas, but no wording."""
    cells = [
        [name, cell.field.kind, cell.field.list, cell.field.minimum, cell.field.maximum, cell.formula]
        for name, cell in tool.grid.cells.items()
    ]
    options = {name: [[one.id, one.value] for one in options] for name, options in tool.lists.items()}
    return hashlib.sha256(json.dumps([cells, options]).encode()).hexdigest()[:12]


def _section(tool: Tool, section: Section, language: Language) -> dict[str, Any]:
    data: dict[str, Any] = {
        "id": section.id,
        "title": section.title[language],
        "at": tool.grid.starts[section.id],
        "fields": [_field(one, language) for one in section.fields],
    }
    if section.note:
        data["note"] = section.note[language]
    if section.columns:
        data["columns"] = [_field(one, language) for one in section.columns]
        data["rows"] = [row.id for row in section.all_rows]
        data["spare"] = section.spare
    return data


def _field(one: Field, language: Language) -> dict[str, Any]:
    known: dict[str, Any] = {
        "id": one.id,
        "title": one.title[language],
        "kind": one.kind,
        "list": one.list,
        "min": one.minimum,
        "max": one.maximum,
        "decimals": one.decimals,
        "unit": one.unit[language] if one.unit else "",
    }
    return {key: value for key, value in known.items() if value or (key == "min" and value is not None)}


def _start(cell: Cell, mode: Mode, language: Language) -> Any:
    """Return what stands in a cell at the start as the browser keeps it: an option's id, a date as YYYY-MM-DD, None for nothing."""
    if cell.formula:
        return None
    if cell.row is None:
        value = cell.field.example if mode == "example" and cell.field.example is not None else cell.field.given
    else:
        value = cell.row.given.get(cell.field.id)
        if mode == "example":
            value = cell.row.example.get(cell.field.id, value)
    return value[language] if isinstance(value, dict) else value
