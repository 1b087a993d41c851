"""Lesson 2.2: the CAC ceiling, the decision tree, and the seven variables of table 2."""

from __future__ import annotations

from collections import Counter
from typing import Any

from reference import exact


def motion(given: dict[str, Any]) -> dict[str, Any] | None:
    ceiling = exact(given["acv"]) * exact(given["margin"]) * given["months"] / 12
    afford = ceiling >= exact(given["cost"])
    yes = {name: given[name] == "yes" for name in ("quick", "untaught", "research", "partners")}
    if yes["quick"]:
        chosen = "plg"
    elif not afford:
        chosen = "partner" if yes["partners"] else "rethink"
    elif yes["untaught"]:
        chosen = "pls"
    else:
        chosen = "mlg" if yes["research"] else "slg"
    answers = [given[name] for name in ("complexity", "buyer", "time", "custom", "review", "value", "change")]
    counts = Counter(answers)
    (first, most), *rest = counts.most_common()
    tied = bool(rest) and rest[0][1] == most
    lean = "pls" if counts["plg"] > 1 and counts["slg"] > 1 else "even" if tied else first
    return {
        "ceiling": ceiling,
        "room": ceiling - exact(given["cost"]),
        "usd": exact(given["acv"]) / exact(given["rate"]),
        "motion": chosen,
        "lean": lean,
        "votes-plg": counts["plg"],
        "votes-mlg": counts["mlg"],
        "votes-slg": counts["slg"],
    }
