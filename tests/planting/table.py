"""The table of planted faults, printed at the end of a test run: each kind, its rule, how many were planted, how many caught."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from planting.ground import Kind


class Table:
    """Counts of planted and caught faults, by kind."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._planted: Counter[tuple[str, str]] = Counter()
        self._caught: Counter[tuple[str, str]] = Counter()
        self.harmless = ""

    def count(self, kind: Kind, *, caught: bool) -> None:
        """Count one fault."""
        self._planted[kind.rule, kind.name] += 1
        self._caught[kind.rule, kind.name] += caught

    def lines(self) -> list[str]:
        """Return the table, by rule and kind, with the sums last."""
        width = max((len(name) for _, name in self._planted), default=0)
        head = f"{'rule':<22} {'kind of fault':<{width}} planted caught"
        rows = [
            f"{rule:<22} {name:<{width}} {count:>7} {self._caught[rule, name]:>6}"
            for (rule, name), count in sorted(self._planted.items())
        ]
        rules = len({rule for rule, _ in self._planted})
        total = f"{rules} rules, {len(rows)} kinds"
        sums = f"{total:<{width + 23}} {self._planted.total():>7} {self._caught.total():>6}"
        return [head, *rows, sums, *([self.harmless] if self.harmless else [])]


# Where a run keeps its table.
TABLE = pytest.StashKey[Table]()
