"""Lesson 1.1, “Size the market by counting up”, and the comparison of two counts in lesson 5.1."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from reference import exact


def market_size(given: dict[str, Any]) -> dict[str, Any] | None:
    one = {name: exact(value) for name, value in given.items()}
    winnable = one["firms"] * one["reach"] * one["win"]
    layers = [one["firms"] * one["acv"]]
    layers += [layers[0] * one["reach"], winnable * one["acv"]]
    top = [one["report"] * one["part"]]
    top += [top[0] * one["top-reach"], top[0] * one["top-reach"] * one["top-win"]]
    near = [Fraction(1, 2) <= above / below <= 2 for above, below in zip(top, layers, strict=True)]
    return {
        "tam": layers[0],
        "sam": layers[1],
        "som": layers[2],
        "som-firms": winnable,
        "years": max(winnable - one["have"], Fraction(0)) / one["pace"],
        "top-tam": top[0],
        "top-sam": top[1],
        "top-som": top[2],
        "top-firms": top[0] / one["acv"],
        "gap": top[0] / layers[0],
        "som-gap": top[2] / layers[2],
        "use": min(layers[2], top[2]),
        "verdict": "close" if near[0] and near[2] else "shares" if near[0] else "apart",
    }
