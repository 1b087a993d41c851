"""The page of benchmarks: the one home of every table of bands, which lessons show and never type a second time."""

from __future__ import annotations

from coursekit.pages import Page

BENCHMARKS_PAGE = "appendix/benchmarks.md"
Rows = tuple[tuple[str, ...], ...]


def bands(page: Page) -> dict[str, Rows]:
    """Return the rows of each table of bands on the page of benchmarks (head first), by its metric."""
    found: dict[str, Rows] = {}
    for block in page.blocks:
        if block.kind == "table" and block.rows[0][0] in ("区间", "Range"):
            found.setdefault(block.chapter, block.rows)
    return found
