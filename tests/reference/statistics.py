"""The 95% Wilson interval, as the roots of the equation that defines it."""

from __future__ import annotations

from decimal import Decimal, localcontext

Z = Decimal("1.96")


def wilson(hits: float, total: float) -> tuple[Decimal, Decimal]:
    """The shares p at which (observed − p)² = z² p (1 − p) ÷ n, low and high."""
    with localcontext(prec=50):
        n, observed = Decimal(total), Decimal(hits) / Decimal(total)
        # (1 + z²/n) p² − (2 observed + z²/n) p + observed² = 0
        a, b, c = 1 + Z * Z / n, -(2 * observed + Z * Z / n), observed * observed
        root = (b * b - 4 * a * c).sqrt()
        return max((-b - root) / (2 * a), Decimal(0)), min((-b + root) / (2 * a), Decimal(1))
