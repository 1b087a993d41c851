"""Lesson 5.5, step 2: dates from three-point estimates and predecessors, weekends moved on, the buffer and the float."""

from __future__ import annotations

import datetime
from fractions import Fraction
from math import floor
from typing import Any

from reference import exact


def milestones(given: dict[str, Any]) -> dict[str, Any] | None:
    rows = given["plan"]
    for number, row in enumerate(rows):
        before = [row[name] for name in ("after", "also") if row[name] is not None]
        if not row["o"] <= row["m"] <= row["p"] or any(one > number for one in before):
            return None
    if any(given[name] is not None and given[name] > len(rows) for name in ("from", "to")):
        return None
    start = datetime.date.fromisoformat(given["start"])
    due: list[datetime.date] = []
    begins: list[datetime.date] = []
    variances: list[Fraction] = []
    for row in rows:
        before = [row[name] - 1 for name in ("after", "also") if row[name] is not None]
        # Of two that end on one day, the first named counts, as in the sheet.
        latest = max(before, key=lambda one: due[one]) if before else None
        begins.append(start if latest is None else due[latest])
        days = (exact(row["o"]) + 4 * exact(row["m"]) + exact(row["p"])) * 7 / 6
        date = begins[-1] + datetime.timedelta(days=floor(days + Fraction(1, 2)))
        while date.isoweekday() > 5:
            date += datetime.timedelta(days=1)
        due.append(date)
        own = ((exact(row["p"]) - exact(row["o"])) / 6) ** 2
        variances.append(own + (variances[latest] if latest is not None else 0))
    finish = max(due)
    floats = [slack(number, rows, begins, due, finish) for number in range(len(rows))]
    variance = max(one for one, date in zip(variances, due, strict=True) if date == finish)
    found: dict[str, Any] = {
        "finish": finish.isoformat(),
        "buffer": (datetime.date.fromisoformat(given["target"]) - finish).days,
        "sigma": float(variance) ** 0.5 * 7,
        "traction": None,
    }
    if given["from"] is not None and given["to"] is not None:
        found["traction"] = (due[given["to"] - 1] - due[given["from"] - 1]).days
    for number, (date, variance, spare) in enumerate(zip(due, variances, floats, strict=True)):
        found |= {
            f"plan.{number}.due": date.isoformat(),
            f"plan.{number}.begin": begins[number].isoformat(),
            f"plan.{number}.sd": float(variance) ** 0.5,
            f"plan.{number}.float": spare,
        }
    return found


def slack(
    number: int,
    rows: list[dict[str, Any]],
    begins: list[datetime.date],
    due: list[datetime.date],
    finish: datetime.date,
) -> int:
    """The days that a milestone may slip before it delays the end: by the shortest of the ways that go on from it."""
    following = [one for one, row in enumerate(rows) if number + 1 in (row["after"], row["also"])]
    ways = [(begins[one] - due[number]).days + slack(one, rows, begins, due, finish) for one in following]
    return min(ways) if ways else (finish - due[number]).days
