"""Each language's text follows the other's: a section that has changed on one side alone is named on the other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from coursekit.course import Course
from coursekit.findings import Finding
from coursekit.pages import other_language
from coursekit.translations import NAMES, RECORD, Standing, left_over, standings


def check(course: Course) -> Iterator[Finding]:
    """Yield the sections that are behind, those that nobody has recorded, and the lines of the record left over."""
    if not (course.root / RECORD).exists():
        yield _about_record(1, "the record is missing", f"`git checkout {RECORD}`")
        return
    if any(fault.path == RECORD for fault in course.faults):
        # Told already; without the record every section would be called new.
        return
    found = list(standings(course.translations, course.by_name))
    for standing in found:
        if standing.verdict == "stale":
            yield _stale(course, standing)
        elif standing.unrecorded:
            yield _unrecorded(course, standing)
    for entry in left_over(course.translations, course.by_name, found):
        mend = f"`course.py translated docs/zh/{entry.name}` takes the line out; or mend the heading's id"
        yield _about_record(entry.line, f"there is no section {entry.address}", mend)
    for before, entry in pairwise(course.translations.entries.values()):
        if entry.key < before.key:
            mend = f"`course.py translated docs/zh/{entry.name}` writes the file in order"
            yield _about_record(entry.line, f"{entry.address} stands after {before.address}", mend)


def _about_record(line: int, what: str, mend: str) -> Finding:
    return Finding(RECORD, line, 1, "translation-record", what, mend)


def _stale(course: Course, standing: Standing) -> Finding:
    assert standing.behind
    behind, ahead = standing.behind, other_language(standing.behind)
    address = f"docs/{behind}/{standing.address}"
    return course.by_name[behind, standing.name].finding(
        standing.sides[behind].line,
        "translation-stale",
        f"#{standing.section} has not followed docs/{ahead}/{standing.name}, line {standing.sides[ahead].line}, "
        f"which has changed since {_since(standing)}",
        f"revise it, then `course.py translated {address}` (--as-is if nothing needs to change in it); "
        f"to put it off, `course.py pending {address}`",
    )


def _unrecorded(course: Course, standing: Standing) -> Finding:
    source = standing.entry.source if standing.entry else "zh"
    behind = standing.entry.behind if standing.entry else None
    side = behind or other_language(source)
    what = {
        "new": "is new",
        "both changed": f"has changed in both languages since {_since(standing)}",
        "revised": f"has changed since it was marked as pending on {_since(standing)}",
        "level": f"is marked as pending, but the {NAMES[other_language(side)]} is what it was",
    }[standing.verdict]
    return course.by_name[side, standing.name].finding(
        standing.sides[side].line,
        "translation-unrecorded",
        f"#{standing.section} {what}",
        f"see that both languages tell the same, then `course.py translated docs/{side}/{standing.address}`",
    )


def _since(standing: Standing) -> str:
    return str(standing.entry.since) if standing.entry else ""
