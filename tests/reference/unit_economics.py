"""Lesson 3.4, table 1 and the examples below it."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from reference import exact


def unit_economics(given: dict[str, Any]) -> dict[str, Any] | None:
    one = {name: exact(value) for name, value in given.items()}
    costs = [one["media"], one["people"], one["sales"], one["tools"]]
    if not any(costs):
        return None
    cac = sum(costs) / one["customers"]
    yearly = one["acv"] * one["margin"]
    years = one["cap"] if not one["churn"] else min(1 / one["churn"], one["cap"])
    # Of those who pay in one year, a share is gone in the next, and the next year's money is worth less.
    careful, of_the_year = Fraction(0), yearly
    for _ in range(int(one["cap"])):
        careful += of_the_year
        of_the_year = of_the_year * (1 - one["churn"]) / (1 + one["discount"])
    net_new = one["customers"] * one["acv"] + one["expansion"] - one["downgrade"] - one["churned"]
    return {
        "spend": sum(costs),
        "cac": cac,
        "media-cac": one["media"] / one["customers"],
        "arr-cost": cac / one["acv"],
        "profit": yearly,
        "years": years,
        "ltv": yearly * years,
        "ratio": yearly * years / cac,
        "careful": careful,
        "careful-ratio": careful / cac,
        "payback": 12 * cac / yearly,
        "net": net_new,
        "magic": net_new / one["prior"],
    }
