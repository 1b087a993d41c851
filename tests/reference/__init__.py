"""The calculators once more, written from the lessons' definitions in exact fractions: what their scripts are judged by.

Each function takes the inputs of one calculator and returns its values, or None where it must refuse the inputs.
"""

from __future__ import annotations

from fractions import Fraction


def exact(value: float) -> Fraction:
    """The number as it was typed: 0.2 is one fifth, not the binary number nearest to it."""
    return Fraction(repr(value))
