"""Worked arithmetic: every calculation that a page shows comes out as shown."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from coursekit.arithmetic import calculations
from coursekit.findings import Finding
from coursekit.pages import Page


def check(page: Page) -> Iterator[Finding]:
    """Yield the calculations of a page that do not come out."""
    for block in page.blocks:
        if block.kind not in ("paragraph", "item", "table", "fence"):
            continue
        for calculation in calculations(block.text):
            if calculation.agrees:
                continue
            line = block.line_at(calculation.start)
            result = "nothing that can be computed" if calculation.computed is None else _shown(calculation.computed)
            yield page.finding(
                line,
                "arithmetic",
                f"“{calculation.written}” makes {result}",
                "correct the numbers, or write ≈ for a rounded result",
            )


def _shown(value: Decimal) -> str:
    try:
        rounded = value.quantize(Decimal("0.0001")).normalize()
    except InvalidOperation:  # more digits than anybody reads
        return f"{value:.4E}"
    return f"{rounded:,f}"
