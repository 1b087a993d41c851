"""Patterns that are looked for in many long texts: plain strings rule most of the texts out before the pattern is tried.

Finding a string is about a hundred times faster than finding a pattern that begins with a choice or a word boundary.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

import ahocorasick


@dataclass(frozen=True, slots=True)
class Sought:
    """A pattern, and strings of which every text that it matches has at least one (none are given if none are known)."""

    pattern: re.Pattern[str]
    needles: frozenset[str]

    def may_be_in(self, text: str) -> bool:
        """Tell whether a text has what the pattern cannot do without."""
        return not self.needles or any(needle in text for needle in self.needles)


# Of a longer choice of characters some will stand in every text.
SMALL_SET = 16


class Sieve:
    """Groups of patterns, all of which must be found in a text; one pass over the text tells which groups may be."""

    def __init__(self, groups: Iterable[Iterable[Sought]]) -> None:
        """Take the groups; a text's candidates are given as their numbers (from 0)."""
        self._wanted: list[int] = []
        self._free = 0
        self._automaton = ahocorasick.Automaton()
        bits: dict[str, int] = {}
        bit = 1
        for group in groups:
            wanted = 0
            for one in group:
                wanted |= bit
                for needle in one.needles:
                    bits[needle] = bits.get(needle, 0) | bit
                if not one.needles:
                    self._free |= bit
                bit <<= 1
            self._wanted.append(wanted)
        for needle, mask in bits.items():
            self._automaton.add_word(needle, mask)
        self._automaton.make_automaton()

    def candidates(self, text: str) -> list[int]:
        """Return the groups of which every pattern may be found in a text, because it has one of the pattern's needles."""
        found = self._free
        if len(self._automaton):
            for _, mask in self._automaton.iter(text):
                found |= mask
        return [number for number, wanted in enumerate(self._wanted) if wanted & found == wanted]


@cache
def sought(pattern: str, flags: int = 0) -> Sought:
    """Prepare a pattern; raises re.error where it cannot be read."""
    compiled = re.compile(pattern, flags)
    # A needle is looked for as it stands, so a pattern that ignores case has none.
    if compiled.flags & re.IGNORECASE:
        return Sought(compiled, frozenset())
    # The standard library has no public parser of patterns; its own is stable and read here only, never changed.
    parsed: Any = re._parser.parse(pattern)  # type: ignore[attr-defined]
    return Sought(compiled, _needles(parsed))


def _needles(items: Any) -> frozenset[str]:
    """Return the most telling set of strings that a sequence of parsed items requires."""
    sets: list[frozenset[str]] = []
    run = ""
    for operation, value in [*items, (None, None)]:
        name = str(operation)
        if name == "LITERAL":
            run += chr(value)
            continue
        if name in ("AT", "ASSERT", "ASSERT_NOT"):
            # They take no text, so the literals before and after them still stand side by side.
            continue
        if run:
            sets.append(frozenset([run]))
            run = ""
        if name == "IN" and len(value) <= SMALL_SET and all(str(kind) == "LITERAL" for kind, _ in value):
            sets.append(frozenset(chr(code) for _, code in value))
        elif name == "SUBPATTERN" and not (value[1] or value[2]):
            sets.append(_needles(value[3]))
        elif name == "BRANCH":
            branches = [_needles(branch) for branch in value[1]]
            sets.append(frozenset().union(*branches) if all(branches) else frozenset())
        elif name in ("MAX_REPEAT", "MIN_REPEAT") and value[0] >= 1:
            sets.append(_needles(value[2]))
    return max(sets, key=lambda one: (min(map(len, one), default=0), -len(one)), default=frozenset())
