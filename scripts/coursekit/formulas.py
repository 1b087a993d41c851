"""A tool's formulas in a neutral form that a small script can evaluate: parsed when the site is built, never in the browser.

A number, a text, or a truth value stands for itself; everything else is a list that begins with what to do: `["@", row, column]`
reads a cell, `["@", row, column, row, column]` a range, `["list", "B", first, last]` a part of the sheet of lists; then operators
(`["+", a, b]`, `["neg", a]`, `["pct", a]`) and functions (`["IF", a, b, c]`). An argument left out is None.
"""

from __future__ import annotations

import re
from typing import Any

from coursekit.pages import Language
from coursekit.toolkit import LISTS_SHEET, Cell, Tool, ToolError, excel_formula

# What docs/assets/scripts/worksheet/formulas.js knows; a tool that needs another one fails the build, not the reader's page.
FUNCTIONS = frozenset(
    {
        "IF",
        "IFERROR",
        "AND",
        "OR",
        "NOT",
        "COUNT",
        "COUNTA",
        "COUNTIF",
        "SUM",
        "SUMIF",
        "SUMPRODUCT",
        "AVERAGE",
        "MAX",
        "MIN",
        "INDEX",
        "MATCH",
        "ROUND",
        "ROUNDUP",
        "INT",
        "ABS",
        "SQRT",
        "POWER",
        "WORKDAY",
    }
)
_REFERENCE = re.compile(
    r"(?:(?P<sheet>'[^']+'|[^'!]+)!)?\$?(?P<c1>[A-Z]+)\$?(?P<r1>\d+)(?::\$?(?P<c2>[A-Z]+)\$?(?P<r2>\d+))?"
)
Neutral = Any


def compiled(tool: Tool, cell: Cell, language: Language) -> Neutral:
    """Return a cell's formula in the neutral form; raises ToolError where the browser could not evaluate it."""
    # Imported late, as elsewhere: most runs find the tools as they left them.
    from formualizer import ParserError, parse

    try:
        tree = parse(excel_formula(tool, cell, language)).to_dict()
    except ParserError as error:
        raise ToolError(f"the formula of “{cell.field.id}” cannot be read: {error}", "mend it", *cell.parts) from error
    return _neutral(tree, cell, LISTS_SHEET[language])


def _neutral(node: dict[str, Any], cell: Cell, lists: str) -> Neutral:
    kind = node["node_type"]
    if kind == "Literal":
        value = node["value"]
        return int(value) if isinstance(value, float) and value.is_integer() else value
    if kind == "Reference":
        return _reference(node["reference"], cell, lists)
    if kind == "BinaryOp":
        return [node["operator"], _neutral(node["left"], cell, lists), _neutral(node["right"], cell, lists)]
    if kind == "UnaryOp":
        name = {"-": "neg", "%": "pct", "+": "pos"}[node["operator"]]
        return [name, _neutral(node["operand"], cell, lists)]
    if kind != "Function" or node["name"] not in FUNCTIONS:
        what = node.get("name", kind)
        mend = "use another, or add it to formulas.py and worksheet/formulas.js"
        raise ToolError(f"worksheets cannot compute {what}", mend, *cell.parts)
    return [node["name"], *(_neutral(one, cell, lists) for one in node["args"])]


def _reference(text: str, cell: Cell, lists: str) -> Neutral:
    found = _REFERENCE.fullmatch(text)
    if found is None or (found["sheet"] or lists).strip("'") != lists:
        raise ToolError(f"worksheets cannot read {text}", "name a cell or a range of this sheet", *cell.parts)
    first = int(found["r1"]), _number(found["c1"])
    if found["sheet"]:
        return ["list", found["c1"], first[0], int(found["r2"] or first[0])]
    return ["@", *first, *((int(found["r2"]), _number(found["c2"])) if found["r2"] else ())]


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
