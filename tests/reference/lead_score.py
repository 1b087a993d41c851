"""Lesson 5.2, sections 11–15: fit, behavior, three lines, the way of a lead, and the seven criteria with four knock-outs."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from reference import exact

GATES = ("ready", "willing", "able", "success")
SEVEN = (*GATES, "acquisition", "expansion", "advocacy")


def lead_score(given: dict[str, Any]) -> dict[str, Any] | None:
    shares = {"full": Fraction(1), "part": Fraction(1, 2), "none": Fraction(0)}
    top = sum(exact(row["points"]) for row in given["fit"])
    fit = sum(exact(row["points"]) * shares[row["match"]] for row in given["fit"])
    cap = exact(given["cap"])
    seen = sum(exact(row["points"]) for row in given["intent"] if row["seen"] == "yes")
    behaviour = min(max(Fraction(seen), Fraction(0)), cap)
    ceiling = min(cap, sum((max(exact(row["points"]), Fraction(0)) for row in given["intent"]), Fraction(0)))
    gate_fit, gate_behaviour, line = (exact(given[name]) for name in ("gate-fit", "gate-behaviour", "line"))
    if any(row["hit"] == "yes" for row in given["exclusions"]):
        way = "r-out"
    elif fit < gate_fit:
        way = "r-fit"
    elif given["hand"] == "yes":
        way = "r-hand"
    elif behaviour < gate_behaviour or fit + behaviour < line:
        way = "r-nurture"
    else:
        way = "r-mql"
    scores = [given[name] for name in SEVEN]
    total = sum(score for score in scores if score is not None)
    verdict: str | None
    if all(score is None for score in scores):
        verdict = None
    elif 1 in [given[name] for name in GATES]:
        verdict = "knocked"
    elif None in scores:
        verdict = "unfinished"
    else:
        lines = ((30, "ideal"), (25, "good"), (20, "acceptable"), (0, "reassess"))
        verdict = next(word for least, word in lines if total >= least)
    too_high = gate_fit > top or gate_behaviour > ceiling or line > top + ceiling
    return {
        "fit": fit,
        "behaviour": behaviour,
        "total": fit + behaviour,
        "top": top,
        "way": way,
        "reachable": "too-high" if too_high else "lines-ok",
        "sum": total if verdict else None,
        "verdict": verdict,
    }
