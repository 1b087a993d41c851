"""The verbs that keep the two languages in step: `status`, `translated`, `pending`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from coursekit.course import Course, load_course
from coursekit.findings import CourseError
from coursekit.history import changes
from coursekit.pages import LANGUAGES
from coursekit.status import page_table, report, section_table, totals
from coursekit.targets import Target, TargetError, find_target
from coursekit.translations import (
    Entry,
    Outcome,
    Standing,
    in_step,
    left_over,
    put_off,
    save_translations,
    standings,
    updated,
)

VERBS = ("status", "translated", "pending")
Judge = Callable[[Standing, Target], Outcome | None]


def add_verbs(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the verbs to those of the one command."""
    status = verbs.add_parser("status", help="show how far each language has followed the other, and the reviews")
    status.add_argument("targets", nargs="*", metavar="PATH[#SECTION]", help="pages, sections, folders (default: all)")
    status.add_argument("--sections", action="store_true", help="a line for each section (as when a page is named)")
    status.add_argument("--json", action="store_true", help="print JSON, section by section")
    translated = verbs.add_parser("translated", help="record that both languages' text of a section tell the same")
    translated.add_argument("targets", nargs="+", metavar="PATH[#SECTION]", help="pages, sections, folders")
    translated.add_argument(
        "--as-is", action="store_true", help="also where one alone has changed and the other need not"
    )
    translated.add_argument("--from", dest="source", choices=LANGUAGES, help="the language it was first written in")
    pending = verbs.add_parser("pending", help="put a translation off: its readers are told, and the check passes")
    pending.add_argument(
        "targets", nargs="+", metavar="PATH[#SECTION]", help="the text that waits: docs/en/….md#method"
    )


def run_verb(given: argparse.Namespace, root: Path, today: date) -> int:
    """Run one of the verbs on the course below `root`; return its exit code: 0 well, 1 something refused, 2 cannot run."""
    try:
        course = load_course(root)
        found = list(standings(course.translations, course.by_name))
        gone = left_over(course.translations, course.by_name, found)
        known = {(one.name, one.section) for one in found} | {(one.name, one.section) for one in gone}
        targets = [find_target(argument, root, known) for argument in given.targets]
    except CourseError as error:
        print(error)
        return 1
    except TargetError as error:
        print(f"course.py: {error}", file=sys.stderr)
        return 2
    if given.verb == "status":
        return show_status(course, found, targets, sections=given.sections, as_json=given.json)

    def judge(one: Standing, target: Target) -> Outcome | None:
        named = bool(target.section)
        if given.verb == "pending":
            return put_off(one, target.language, today, named=named)
        return in_step(one, today, as_is=given.as_is, source=given.source, named=named)

    return record(course, found, gone, targets, judge)


def show_status(
    course: Course, found: Sequence[Standing], targets: Sequence[Target], *, sections: bool, as_json: bool
) -> int:
    """Print how the translation stands; of a section that is named, also what has changed."""
    if targets:
        found = [one for one in found if any(target.takes(one.name, one.section) for target in targets)]
    if as_json:
        print(report(course, found))
        return 0
    by_section = sections or any(target.name.endswith(".md") for target in targets)
    print(*(section_table(found) if by_section else page_table(course, found)), "", totals(found), sep="\n")
    for one in found:
        if any(target.section and target.takes(one.name, one.section) for target in targets):
            print(*changes(course.root, one), sep="\n")
    return 0


def record(
    course: Course, found: Sequence[Standing], gone: Sequence[Entry], targets: Sequence[Target], judge: Judge
) -> int:
    """Record those of the sections that the targets name as `judge` decides; drop those that are `gone`."""
    outcomes = {
        one.address: outcome
        for target in targets
        for one in found
        if target.takes(one.name, one.section) and (outcome := judge(one, target))
    }
    removed = [one for one in gone if any(target.takes(one.name, one.section) for target in targets)]
    save_translations(course.root, updated(course.translations, outcomes.values(), removed))
    refused = [one for one in outcomes.values() if one.entry is None]
    for outcome in refused:
        print(f"{outcome.address}: {outcome.refused}")
    parts = [f"{len(outcomes) - len(refused)} recorded"]
    parts += [f"{len(removed)} removed"] if removed else []
    parts += [f"{len(refused)} left as before"] if refused else []
    print(", ".join(parts), file=sys.stderr)
    return 1 if refused else 0
