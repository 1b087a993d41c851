"""Tool 5.3, part 11: the correlation of the axes, whether anybody reaches us, and who stands nearest."""

from __future__ import annotations

from decimal import Decimal, localcontext
from math import hypot
from typing import Any


def positioning(given: dict[str, Any]) -> dict[str, Any] | None:
    us, *others = given["points"]
    near = min(others, key=lambda one: hypot(one["x"] - us["x"], one["y"] - us["y"]))
    level = [any(one[axis] >= us[axis] for one in others) for axis in ("x", "y")]
    r = pearson(given["points"])
    return {
        "r": r,
        "axes": "unknown" if r is None else "axes-same" if abs(r) > Decimal("0.7") else "axes-fine",
        "ahead": "fair-axis" if all(level) else "own-axis",
        "distance": hypot(near["x"] - us["x"], near["y"] - us["y"]),
    }


def pearson(points: list[dict[str, Any]]) -> Decimal | None:
    """The formula of the sheet: n Σxy − Σx Σy over the root of both variations."""
    with localcontext(prec=50):
        xs, ys = ([Decimal(repr(one[axis])) for one in points] for axis in ("x", "y"))
        n = len(points)
        shared = n * sum(x * y for x, y in zip(xs, ys, strict=True)) - sum(xs) * sum(ys)
        spread = [n * sum(one * one for one in values) - sum(values) ** 2 for values in (xs, ys)]
        if n < 3 or min(spread) <= n * Decimal("1e-9"):
            return None
        return shared / (spread[0] * spread[1]).sqrt()
