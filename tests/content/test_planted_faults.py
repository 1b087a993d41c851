"""Hundreds of faults, planted all over a copy of the real course, are each found by the rule that is for them; sound edits are not.

Which faults stand where is drawn by lot from a fixed seed. A table of all kinds is printed at the end of the run.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

from coursekit.course import Course, load_course
from coursekit.findings import Finding
from coursekit.pages import LANGUAGES
from coursekit.permalinks import record_new
from coursekit.rules import RULE_IDS
from planting.ground import KINDS
from planting.harmless import Garden, edited
from planting.rounds import Copy, Outcome, chosen, in_rounds, page_name, planted
from planting.table import TABLE, Table
from recording import record_as_in_step

# Any number will do; another one draws other places (`PLANTING_SEED=7 pytest tests/content/test_planted_faults.py`).
SEED = int(os.environ.get("PLANTING_SEED", "20261122"))


@pytest.fixture(scope="module")
def copy(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Copy:
    return Copy(course, tmp_path_factory.mktemp("planted"))


@pytest.fixture(scope="module")
def outcomes(course: Course, copy: Copy, pytestconfig: pytest.Config) -> list[Outcome]:
    rounds = in_rounds(chosen(course, SEED))
    outcomes = [planted(one, copy) for one in rounds]
    table = pytestconfig.stash.setdefault(TABLE, Table())
    for outcome in outcomes:
        missed = {id(fault) for fault, _ in outcome.missed}
        for fault in outcome.faults:
            table.count(fault.kind, caught=id(fault) not in missed)
    return outcomes


@pytest.fixture(scope="module")
def garden(course: Course) -> Garden:
    return edited(course, SEED)


def test_the_copy_is_sound_before_anything_is_planted(copy: Copy) -> None:
    assert copy.sound == []


def test_every_planted_fault_is_found_by_the_rule_for_it_in_its_file_and_line(outcomes: list[Outcome]) -> None:
    missed = [
        f"{fault}\n" + "".join(f"    instead: {one}\n" for one in said)
        for outcome in outcomes
        for fault, said in outcome.missed
    ]
    assert missed == [], f"{len(missed)} faults were not found:\n" + "\n".join(missed)


def test_nothing_is_said_that_does_not_follow_from_a_fault(outcomes: list[Outcome]) -> None:
    unexplained = [
        f"{finding}\n" + "".join(f"    beside: {one}\n" for one in _beside(outcome, finding))
        for outcome in outcomes
        for finding in outcome.unexplained
    ]
    assert unexplained == [], f"{len(unexplained)} messages have no cause:\n" + "\n".join(unexplained)


def _beside(outcome: Outcome, finding: Finding) -> list[str]:
    return [str(one) for one in outcome.faults if page_name(finding.path) in one.taken]


def test_at_least_300_faults_of_30_kinds_stand_on_every_page_in_both_languages_alike(
    outcomes: list[Outcome], course: Course
) -> None:
    faults = [fault for outcome in outcomes for fault in outcome.faults]
    assert len(faults) >= 300
    assert len({fault.kind.name for fault in faults}) >= 30
    counts = Counter(page for fault in faults for page in fault.plant.writes if page_name(page))
    waiting = {page.name for page in course.pages if course.translations.pending(page.name)}
    damaged = {page_name(page) for page in counts}
    assert {page.name for page in course.pages} - waiting == damaged
    shares = [sum(count for page, count in counts.items() if page.parts[1] == language) for language in LANGUAGES]
    assert min(shares) > 0.8 * max(shares)


def test_every_kind_finds_a_place_and_every_rule_has_a_kind(outcomes: list[Outcome]) -> None:
    planted_kinds = {fault.kind.name for outcome in outcomes for fault in outcome.faults}
    assert {kind.name for kind in KINDS} == planted_kinds
    assert {kind.rule for kind in KINDS} == set(RULE_IDS)


def test_a_hundred_harmless_edits_pass_once_they_are_recorded(
    copy: Copy, garden: Garden, pytestconfig: pytest.Config
) -> None:
    assert len(garden.done) >= 100
    found = copy.check_with(garden.writes(), _record)
    kinds = {done.what for done in garden.done}
    table = pytestconfig.stash.setdefault(TABLE, Table())
    table.harmless = f"{len(garden.done)} harmless edits of {len(kinds)} kinds: {len(found)} messages"
    beside = {done.name: [other.what for other in garden.done if other.name == done.name] for done in garden.done}
    assert found == [], "\n".join(f"{one}\n    edits there: {beside.get(page_name(one.path))}" for one in found)


def _record(root: Path) -> None:
    record_new(load_course(root))
    record_as_in_step(root)
