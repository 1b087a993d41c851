"""Lesson 5.4, steps 2 and 4, and the head of lesson 3.4's funnel: rates, ranges, shortfalls, and what a rise would bring."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Any

from reference import exact
from reference.statistics import wilson

NAMES = ("visitors", "leads", "mql", "sql", "opps", "won")


def funnel(given: dict[str, Any]) -> dict[str, Any] | None:
    counted = [(name, row) for name, row in zip(NAMES, given["stages"], strict=True) if row["count"] is not None]
    counts = [row["count"] for _, row in counted]
    pairs = list(pairwise(counted))
    if len(counts) < 2 or 0 in counts[:-1] or any(b > a for a, b in pairwise(counts)):
        return None
    deals = counts[-1] if counted[-1][0] == "won" else None
    found: dict[str, Any] = {"whole": Fraction(counts[-1], counts[0]), "win": None}
    worth = exact(given["acv"]) * exact(given["margin"])
    judged: dict[str, Fraction] = {}
    shorts: dict[str, Fraction] = {}
    verdicts: list[str] = []
    for (before, first), (name, second) in pairs:
        rate = Fraction(second["count"], first["count"])
        low, high = wilson(second["count"], first["count"])
        wanted = second["reference"]
        short = None if wanted is None else exact(wanted) / rate - 1 if rate else Fraction("99.99")
        if first["count"] < given["records"]:
            verdict = "few"
        elif wanted is None:
            verdict = "no-reference"
        else:
            verdict = "below" if high < wanted else "above" if low > wanted else "same"
        verdicts.append(verdict)
        if verdict == "below" and short is not None:
            judged[name] = short
        if short is not None and short > 0:
            shorts[name] = short
        step = f"steps.{name}"
        found |= {
            f"{step}.rate": rate,
            f"{step}.low": low,
            f"{step}.high": high,
            f"{step}.short": short,
            f"{step}.verdict": verdict,
            f"{step}.step": {"text": "step", "values": {"from": before, "to": name}},
        }
        point = None if deals is None or not rate or rate + Fraction("0.01") > 1 else Fraction(deals) / rate / 100
        found |= {
            f"points.{name}.extra": point,
            f"points.{name}.arr": None if point is None else point * exact(given["acv"]),
            f"points.{name}.profit": None if point is None else point * worth,
        }
        lever = given["levers"][NAMES.index(name) - 1]
        if lever["target"] is not None and deals is not None and rate and exact(lever["target"]) > rate:
            extra = deals * (exact(lever["target"]) - rate) / rate
            found |= {
                f"levers.{name}.extra": extra,
                f"levers.{name}.profit": extra * worth,
                f"levers.{name}.ratio": extra * worth / exact(lever["cost"]) if lever["cost"] else None,
            }
        if (before, name) == ("opps", "won"):
            found["win"] = rate
    steps = {name: found[f"steps.{name}.step"] for _, (name, _) in pairs}
    found["widest"] = steps[max(shorts, key=lambda name: shorts[name])] if shorts else "met"
    if judged:
        found["firm"] = steps[max(judged, key=lambda name: judged[name])]
    else:
        found["firm"] = "clear" if {"above", "same"} & set(verdicts) else "none"
    return found
