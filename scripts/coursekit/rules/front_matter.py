"""Front matter: the schema, ids that are unique, prerequisites that exist and point backwards, the outline in step."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coursekit.course import Course
from coursekit.findings import Finding
from coursekit.outline import lesson_key
from coursekit.pages import Page

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator, ValidationError

SCHEMA = Path(__file__).resolve().parents[1] / "front-matter.schema.json"


def check_outline(course: Course) -> Iterator[Finding]:
    """Yield what two pages share, dates to come, and the lessons that are written and still planned."""
    yield from _shared(course)
    owners: dict[tuple[str, str], Page] = {}
    for page in course.pages:
        if page.id:
            first = owners.setdefault((page.language, page.id), page)
            if first is not page:
                yield page.finding(
                    page.meta_lines.get("id", 1),
                    "page-id-twice",
                    f"the id “{page.id}” is already that of {first.path}",
                    "give this page its own id",
                )
        reviewed = page.meta.get("reviewed")
        if isinstance(reviewed, datetime.date) and reviewed > course.latest_day:
            what, mend = f"“reviewed”: {reviewed} is still to come", "write the day on which it was checked"
            yield page.finding(page.meta_lines.get("reviewed", 1), "front-matter", what, mend)
    for lesson, (_, _, line) in course.outline.planned.items():
        if lesson in course.by_id("zh") or lesson in course.by_id("en"):
            yield Finding(
                course.outline.path,
                line,
                1,
                "outline-planned",
                f"lesson {lesson} has a page and is still listed as planned",
                "delete its line here",
            )


def _shared(course: Course) -> Iterator[Finding]:
    """Yield the titles and descriptions that two pages of a language share."""
    owners: dict[tuple[str, str, str], Page] = {}
    for page in course.pages:
        for key in ("title", "description"):
            if isinstance(text := page.meta.get(key), str):
                first = owners.setdefault((page.language, key, text.casefold()), page)
                if first is not page:
                    what = f"“{key}” is already that of {first.path}"
                    yield page.finding(page.meta_lines.get(key, 1), "front-matter", what, "tell the two pages apart")


@cache
def _validator() -> Draft202012Validator:
    # Imported late: most pages were found sound before.
    from jsonschema import Draft202012Validator

    return Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def check_schema(page: Page) -> Iterator[Finding]:
    """Yield what a page's front matter lacks or has wrong."""
    if any(fault.rule == "front-matter" for fault in page.faults):
        # What can be read of it would be called incomplete.
        return
    if not page.meta:
        yield page.finding(
            1,
            "front-matter",
            "the page has no front matter",
            "start the file with --- and the keys id, title, description, reviewed",
        )
        return
    # YAML reads an unquoted date as a date; the schema speaks of its text.
    meta = {key: value.isoformat() if isinstance(value, datetime.date) else value for key, value in page.meta.items()}
    for error in sorted(_validator().iter_errors(meta), key=lambda error: str(error.path)):
        key = str(error.path[0]) if error.path else ""
        unknown = _unknown_keys(error) if not key else []
        line = page.meta_lines.get(key or next(iter(unknown), ""), 1)
        yield page.finding(line, "front-matter", _what(error, key), _mend(error, key))


def _unknown_keys(error: ValidationError) -> list[str]:
    given: Any = error.instance
    known: Any = error.schema
    return [one for one in given if one not in known["properties"]] if error.validator == "additionalProperties" else []


def _what(error: ValidationError, key: str) -> str:
    wanted: Any = error.validator_value
    if error.validator == "required":
        given: Any = error.instance
        missing = [name for name in wanted if name not in given]
        return (
            f"“{key or 'the front matter'}” lacks {', '.join(missing)}"
            if key
            else f"the key {', '.join(missing)} is missing"
        )
    if error.validator == "additionalProperties":
        return error.message.replace("Additional properties are not allowed", "unknown key")
    return f"“{key}”: {error.message}"


def _mend(error: ValidationError, key: str) -> str:
    wanted: Any = error.validator_value
    if error.validator == "required":
        return "add it; CONTRIBUTING.md shows a whole front matter"
    if error.validator in ("minLength", "maxLength"):
        return f"write {'at least' if error.validator == 'minLength' else 'at most'} {error.validator_value} characters"
    if error.validator in ("minItems", "maxItems"):
        return f"give {'at least' if error.validator == 'minItems' else 'at most'} {error.validator_value}"
    if error.validator == "enum":
        return f"use one of: {', '.join(map(str, wanted))}"
    if key == "id":
        return 'quote it as text, e.g. id: "2.3"'
    return "see scripts/coursekit/front-matter.schema.json"


def check_prerequisites(course: Course, page: Page) -> Iterator[Finding]:
    """Yield the prerequisites that do not exist or do not come before the page."""
    stated = page.meta.get("prerequisites")
    for one in map(str, stated if isinstance(stated, list) else []):
        line = page.meta_lines.get("prerequisites", 1)
        if one not in course.by_id(page.language) and one not in course.outline.planned:
            yield page.finding(
                line, "prerequisites", f"there is no page with the id “{one}”", "name a lesson that exists"
            )
        elif lesson_key(one) >= lesson_key(page.id):
            circle = _way(course, page, one, page.id)
            closed = f", and closes the circle {' → '.join([page.id, *circle])}" if circle else ""
            what = f"{one} does not come before {page.id}{closed}"
            yield page.finding(line, "prerequisites", what, "name only lessons with lower numbers")


def _way(course: Course, page: Page, start: str, goal: str) -> list[str]:
    """Return how prerequisites lead from one lesson to another, both included, or [] where they do not."""
    pages = course.by_id(page.language)
    ways: list[list[str]] = [[start]]
    seen = {start}
    for way in ways:
        if way[-1] == goal:
            return way
        stated = pages[way[-1]].meta.get("prerequisites") if way[-1] in pages else None
        for one in map(str, stated if isinstance(stated, list) else []):
            if one not in seen:
                seen.add(one)
                ways.append([*way, one])
    return []
