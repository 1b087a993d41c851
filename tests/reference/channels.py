"""Lesson 3.1: the example of who is missing from “one in, three out”, and the five routes by two yardsticks."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from reference import exact


def sales_capacity(given: dict[str, Any]) -> dict[str, Any] | None:
    if given["fresh"] > given["sellers"] or given["pay"] + given["extras"] == 0:
        return None
    new_arr = exact(given["quota"]) * exact(given["attainment"])
    seller = exact(given["pay"]) + exact(given["extras"])
    helpers = sum((exact(one["cost"]) / exact(one["serves"]) for one in given["helpers"]), Fraction(0))
    per_month = new_arr * exact(given["margin"]) / 12
    productive = max(Fraction(0), 1 - exact(given["ramp"]) / 12)
    capacity = new_arr * (given["sellers"] - given["fresh"] + given["fresh"] * productive)
    plan = None if given["plan"] is None else exact(given["plan"])
    return {
        "brings": new_arr,
        "alone": seller,
        "help": helpers,
        "whole": seller + helpers,
        "multiple": new_arr / seller,
        "whole-multiple": new_arr / (seller + helpers),
        "payback": seller / per_month,
        "whole-payback": (seller + helpers) / per_month,
        "capacity": capacity,
        "gap": None if plan is None else capacity - plan,
        "needed": None if plan is None else plan / new_arr,
    }


def channels(given: dict[str, Any]) -> dict[str, Any] | None:
    if given["own"] >= given["deals"]:
        return None
    fee, churn = exact(given["fee"]), exact(given["churn"])
    profit = fee * exact(given["margin"])
    found: dict[str, Any] = {"profit": profit, "kept": 1 + (1 - churn) + (1 - churn) ** 2}
    for number, route in enumerate(given["routes"]):
        yearly = profit - fee * exact(route["share"]) - exact(route["service"])
        cac = exact(route["cac"])
        found |= {
            f"routes.{number}.yearly": yearly,
            f"routes.{number}.payback": 12 * cac / yearly if yearly > 0 else None,
            f"routes.{number}.first": yearly - cac,
            f"routes.{number}.third": yearly * found["kept"] - cac,
        }
    manager, deals = exact(given["manager"]), given["deals"]
    besides = exact(given["reward"]) + exact(given["handling"]) / exact(given["win"])
    spent = manager + deals * besides
    saved = exact(given["direct"]) - besides
    return found | {
        "partner-cac": spent / deals,
        "partner-payback": spent / deals / profit * 12,
        "extra-cac": spent / (deals - given["own"]),
        "extra-payback": spent / (deals - given["own"]) / profit * 12,
        "even-deals": manager / saved if saved > 0 else None,
    }
