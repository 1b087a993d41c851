"""The page of benchmarks: the one home of every table of bands, which lessons show and never type a second time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from coursekit.pages import Page
from coursekit.sources import CITATION

BENCHMARKS_PAGE = "appendix/benchmarks.md"
Rows = tuple[tuple[str, ...], ...]
NumericBands = dict[str, list[dict[str, Any]]]
_BOUND = re.compile(r"(?P<sign>[<>≤≥])\s*(?:US\$|¥)?\s*(?P<number>[\d,]+(?:\.\d+)?)\s*(?P<percent>%?)")
_ABOVE = re.compile(r"^(?:As above|同上)")
_SPAN = re.compile(r"(?P<low>[\d,]+(?:\.\d+)?)\s*%?\s*–\s*(?P<high>[\d,]+(?:\.\d+)?)\s*(?P<percent>%?)")


def bands(page: Page) -> dict[str, Rows]:
    """Return the rows of each table of bands on the page of benchmarks (head first), by its metric."""
    found: dict[str, Rows] = {}
    for block in page.blocks:
        if block.kind == "table" and block.rows[0][0] in ("区间", "Range"):
            found.setdefault(block.chapter, block.rows)
    return found


def without_citations(cell: str) -> str:
    """Return a cell's text without its citations and its emphasis."""
    return re.sub(rf"\s*{CITATION.pattern}", "", cell).replace("**", "")


def numeric_bands(page: Page) -> NumericBands:
    """Return the bands by metric that can be read as numbers (percentages as fractions), each with the text that reads it.

    A band holds `low` and `high` (None where it is open), `lowIn` and `highIn` (whether the end belongs to it), and `text`:
    reading, range, and whom it applies to, as the table words them.
    """
    return {metric: found for metric, rows in bands(page).items() if (found := list(_bands(rows[1:])))}


def _bands(rows: Rows) -> Iterator[dict[str, Any]]:
    whom = ""
    for row in rows:
        cells = [without_citations(cell).strip() for cell in row]
        if len(cells) > 2:
            # Alone, a row must say what “as above” stands for; a remark of the row above is not part of it.
            cells[2] = _ABOVE.sub(re.split("[；;]", whom)[0], cells[2])
            whom = cells[2]
        if ends := _ends(cells[0]):
            yield {**ends, "text": " · ".join([cells[1], cells[0], *cells[2:3]])}


def _ends(text: str) -> dict[str, Any] | None:
    ends: dict[str, Any] = {"low": None, "high": None, "lowIn": False, "highIn": False}
    bounds = list(_BOUND.finditer(text))
    for bound in bounds:
        side = "low" if bound["sign"] in ">≥" else "high"
        ends[side] = _number(bound["number"], bound["percent"])
        ends[f"{side}In"] = bound["sign"] in "≥≤"
    if bounds:
        return ends
    span = _SPAN.fullmatch(text)
    if span is None:
        return None
    low, high = (_number(span[side], span["percent"]) for side in ("low", "high"))
    return {"low": low, "high": high, "lowIn": True, "highIn": True}


def _number(text: str, percent: str) -> float:
    number = float(text.replace(",", ""))
    # Divided, not multiplied by 0.01: the result must be the very number that the calculators compare with.
    return number / 100 if percent else number
