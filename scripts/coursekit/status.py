"""Translation and review at a glance: per page, or section by section."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from coursekit.course import Course
from coursekit.translations import Standing

# The words of the report, in the order of its columns.
WORDS = ("in step", "stale zh", "stale en", "pending zh", "pending en", "unrecorded", "unpaired")


def word(standing: Standing) -> str:
    """Return how a section stands in one of the report's words; zh or en is the language that has to follow."""
    if standing.unrecorded:
        return "unrecorded"
    return f"{standing.verdict} {standing.behind}" if standing.behind else standing.verdict


def page_table(course: Course, found: Sequence[Standing]) -> list[str]:
    """Return a line for each page: how many of its sections stand how, when it was last recorded and reviewed."""
    counts = {name: Counter(map(word, group)) for name, group in groupby(found, lambda one: one.name)}
    used = [state for state in WORDS if state == "in step" or any(count[state] for count in counts.values())]
    rows = [["page", "sections", *used, "recorded", "reviewed", "title"]]
    for name, count in counts.items():
        page = course.by_name["zh", name]
        numbers = [str(count[state]) if count[state] else "·" for state in used]
        days = [str(one.entry.since) for one in found if one.name == name and one.entry]
        rows.append(
            [
                name,
                str(count.total()),
                *numbers,
                max(days, default="–"),
                str(page.meta.get("reviewed", "–")),
                page.title,
            ]
        )
    return columns(rows, right=range(1, 2 + len(used)))


def section_table(found: Sequence[Standing]) -> list[str]:
    """Return a line for each section: how it stands, since when, which language was first, and its address and heading."""
    rows = [["state", "since", "first", "section", "heading"]]
    for one in found:
        since, first = (str(one.entry.since), one.entry.source) if one.entry else ("–", "–")
        heading = next(iter(one.sides.values())).title
        rows.append([word(one), since, first, one.address, heading])
    return columns(rows)


def totals(found: Sequence[Standing]) -> str:
    """Return the last line: pages, sections, and how many stand how."""
    count = Counter(map(word, found))
    parts = [f"{count[state]:,} {state}" for state in WORDS if count[state]]
    pages = len({one.name for one in found})
    sections = f"{len(found):,} section{'s' if len(found) != 1 else ''}"
    return f"{pages} page{'s' if pages != 1 else ''}, {sections}: {', '.join(parts)}"


def report(course: Course, found: Sequence[Standing]) -> str:
    """Return the same as JSON, section by section."""
    pages = [
        {
            "page": name,
            "title": {language: course.by_name[language, name].title for language in ("zh", "en")},
            "reviewed": str(course.by_name["zh", name].meta.get("reviewed", "")),
            "sections": [
                {
                    "section": one.section,
                    "state": word(one),
                    "since": str(one.entry.since) if one.entry else None,
                    "first": one.entry.source if one.entry else None,
                    "line": {language: side.line for language, side in one.sides.items()},
                }
                for one in group
            ],
        }
        for name, group in groupby(found, lambda one: one.name)
    ]
    return json.dumps({"pages": pages, "totals": Counter(map(word, found))}, ensure_ascii=False, indent=2)


def columns(rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> list[str]:
    """Return the rows with their columns aligned, those at the positions `right` to the right.

    A Chinese character takes two places in a terminal.
    """
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            " " * (space - width(cell)) + cell if position in right else cell + " " * (space - width(cell))
            for position, (cell, space) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def width(text: str) -> int:
    """Return how many places a text takes in a terminal."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
