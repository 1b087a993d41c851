"""Lesson 3.2: economic value to the customer, and the four curves of the price sensitivity meter with their crossings."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from reference import exact
from reference.statistics import wilson


def pricing(given: dict[str, Any]) -> dict[str, Any] | None:
    price, gained = exact(given["price"]), sum(exact(row["amount"]) for row in given["gains"])
    yearly = exact(given["alternative"]) + gained
    if not yearly:
        return None
    found: dict[str, Any] = {
        "gained": gained,
        "ceiling": yearly - exact(given["switching"]),
        "keeps": yearly - exact(given["switching"]) - price,
        "share": price / yearly,
        "break-even": None if given["staff"] is None else price / yearly * given["staff"],
        "margin": (price - exact(given["serve"])) / price,
    }
    if given["answers"] is None:
        return found
    answers = [answer for answer in given["answers"] if sorted(set(answer)) == answer]
    if not answers:
        return None
    cheap, bargain = (falling([answer[order] for answer in answers]) for order in (0, 1))
    dear, too_dear = (climbing([answer[order] for answer in answers]) for order in (2, 3))
    named = sorted({price for answer in answers for price in answer})
    at = lambda curve, where: straight(curve, named, where)  # noqa: E731
    best = meeting(cheap, too_dear, named)
    low, high = wilson(sum(answer[3] <= price for answer in answers), len(answers))
    found |= {
        "a": meeting(cheap, dear, named),
        "b": best,
        "c": meeting(bargain, dear, named),
        "d": meeting(bargain, too_dear, named),
        "asked": len(answers),
        "put-off": at(cheap, price) + at(too_dear, price),
        "put-off-best": at(cheap, best) + at(too_dear, best),
        "dear-low": low,
        "dear-high": high,
    }
    found["place"] = "below" if price < found["a"] else "above" if price > found["d"] else "inside"
    return found


Curve = Callable[[float], Fraction]


def falling(named: list[int]) -> Curve:
    """The share whose answer is this price or more."""
    return lambda price: Fraction(sum(one >= price for one in named), len(named))


def climbing(named: list[int]) -> Curve:
    """The share whose answer is this price or less."""
    return lambda price: Fraction(sum(one <= price for one in named), len(named))


def straight(curve: Curve, named: list[int], where: Fraction) -> Fraction:
    """A curve between the prices that were named; beyond them it stays as it is at the ends."""
    below, above = (max(one for one in named if one <= where) if where >= named[0] else named[0]), None
    above = min((one for one in named if one >= where), default=named[-1])
    if below == above or where <= named[0]:
        return curve(above)
    return curve(below) + (curve(above) - curve(below)) * (where - below) / (above - below)


def meeting(down: Curve, up: Curve, named: list[int]) -> Fraction:
    """The price at which both are equal; the middle, if they are equal over a stretch."""
    equal = [one for one in named if down(one) == up(one)]
    if equal:
        return Fraction(min(equal) + max(equal), 2)
    left = max(one for one in named if down(one) > up(one))
    right = min(one for one in named if down(one) < up(one))
    before, after = down(left) - up(left), up(right) - down(right)
    return left + (right - left) * before / (before + after)
