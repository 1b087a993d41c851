"""`check --fix`: write the mends that are safe, and nothing else.

A mend replaces one place of one file. Everything around it stays byte for byte, line ends included; a file is written whole
beside the old one and then takes its place, so that an interruption loses nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from pathlib import Path

from coursekit.aside import write_whole
from coursekit.findings import Finding, Fix

# A mend can uncover another (a comma made full-width, then the space behind it); more rounds than this mean a quarrel of rules.
ROUNDS = 6


def mend(
    root: Path, wanted: Collection[Path], check: Callable[[Path, Collection[Path]], list[Finding]]
) -> list[Finding]:
    """Mend the files `wanted` (all, if none are named) until `check` offers no mend; return the findings that were mended."""
    mended: list[Finding] = []
    for _ in range(ROUNDS):
        found = [one for one in check(root, wanted) if one.fix]
        done = [one for path in sorted({one.path for one in found}) for one in _mend_file(root, path, found)]
        mended += done
        if not done:
            break
    return mended


def _mend_file(root: Path, path: Path, found: Iterable[Finding]) -> list[Finding]:
    place = root / path
    try:
        text = place.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        # The check names the byte; a file that cannot be read whole is not written.
        return []
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    line_end = "\r\n" if "\r\n" in text else "\n"
    done: list[Finding] = []
    last = len(text) + 1
    for finding in sorted((one for one in found if one.path == path), key=lambda one: _start(one.fix), reverse=True):
        assert finding.fix is not None
        begin, end = (starts[line - 1] + column - 1 for line, column in (finding.fix.start, finding.fix.end))
        # Two mends of one place: the second waits for the next round.
        if end > last or (begin == end == last):
            continue
        put = finding.fix.text.replace("\n", line_end)
        if put == text[begin:end]:
            continue
        text = text[:begin] + put + text[end:]
        last = begin
        done.append(finding)
    if done:
        write_whole({place: text.encode()})
    return done[::-1]


def _start(fix: Fix | None) -> tuple[tuple[int, int], tuple[int, int]]:
    assert fix is not None
    return fix.start, fix.end
