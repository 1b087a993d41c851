"""Lesson 3.4, table 3 and the example below it; the interval is that of tool 5.4."""

from __future__ import annotations

from decimal import Decimal, localcontext
from typing import Any

from reference.statistics import wilson


def retention(given: dict[str, Any]) -> dict[str, Any] | None:
    with localcontext(prec=50):
        one = {name: None if value is None else Decimal(value) for name, value in given.items()}
        opening, gone = one["opening"], one["churned"] + one["downgrade"]
        if gone > opening or one["lost"] > one["customers"]:
            return None
        logo = one["lost"] / one["customers"]
        low, high = wilson(given["lost"], given["customers"])
        closing = opening - gone + one["expansion"] + one["added"]
        missing = closing * gone / opening
        values: dict[str, Any] = {
            "grr": 1 - gone / opening,
            "nrr": 1 - gone / opening + one["expansion"] / opening,
            "logo": logo,
            "logo-low": low,
            "logo-high": high,
            "gross-churn": gone / opening,
            "net-churn": (gone - one["expansion"]) / opening,
            "expansion-rate": one["expansion"] / opening,
            "same": closing - one["added"],
            "closing": closing,
            "hole": missing,
            "hole-customers": missing / one["acv"],
            "refill": missing / one["acv"] * one["cac"],
            # The monthly rate that, twelve times over, leaves what the year left.
            "as-month": 1 - (1 - logo) ** (Decimal(1) / 12) if logo < 1 else Decimal(1),
            "yearly": None,
        }
        if one["monthly"] is not None:
            left = Decimal(1)
            for _ in range(12):
                left -= left * one["monthly"]
            values["yearly"] = 1 - left
        return values
