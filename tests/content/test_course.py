"""The real course keeps every rule, and holds what it promises."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from coursekit.arithmetic import calculations
from coursekit.course import Course
from coursekit.rules import check_course
from coursekit.sources import GRADES

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"
CHECK = """
import resource, sys
from pathlib import Path
from coursekit.rules import check
print(check(Path(sys.argv[1]), {*map(Path, sys.argv[2:])}))
for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN):
    used = resource.getrusage(who)
    print(used.ru_utime + used.ru_stime)
"""


def test_the_course_keeps_every_rule(course: Course) -> None:
    findings = check_course(course)
    assert findings == [], "\n".join(map(str, findings))


# Seconds that a laptop of 2020 takes to add up this many numbers; shared and throttled machines take two or three times as long.
YARDSTICK, NUMBERS = 1.0, 20_000_000


def slowness() -> float:
    """How many times slower than the yardstick this machine is just now; never below 1, so a fast one gains nothing."""
    start = time.process_time()
    total = 0
    for number in range(NUMBERS):
        total += number
    return max(1.0, (time.process_time() - start) / YARDSTICK)


def seconds_waited(root: Path, *paths: str) -> float:
    """Run the check as from the shell; return the seconds that it would take on the yardstick's machine with two idle processors.

    Processor time is counted, so that it does not matter who else is busy; what is shared among processes counts half.
    """
    slow = slowness()
    command = [sys.executable, "-c", CHECK, str(root), *paths]
    done = subprocess.run(command, env=os.environ | {"PYTHONPATH": str(SCRIPTS)}, capture_output=True, text=True)
    assert done.stdout.startswith("[]\n"), done.stdout + done.stderr
    alone, shared = map(float, done.stdout.split("\n")[1:3])
    return (alone + shared / 2) / slow


def test_the_check_of_the_whole_course_takes_seconds(root: Path, tmp_path: Path) -> None:
    for name in ("docs", "overrides"):
        shutil.copytree(root / name, tmp_path / name)
    shutil.copy(root / "mkdocs.yml", tmp_path)
    first = []
    for _ in range(2):
        shutil.rmtree(tmp_path / ".cache", ignore_errors=True)
        first.append(seconds_waited(tmp_path))
    assert min(first) < 10, "with nothing kept from an earlier check"
    assert min(seconds_waited(tmp_path) for _ in range(2)) < 4, "with everything kept"


def test_the_check_of_one_page_takes_less_than_a_second(root: Path) -> None:
    page = "docs/en/1-foundations/1.1-what-is-gtm.md"
    seconds_waited(root, page)
    assert min(seconds_waited(root, page) for _ in range(3)) < 1


def test_the_home_page_offers_a_path_to_each_of_the_five_roles(course: Course) -> None:
    for language in ("zh", "en"):
        home = course.by_id(language)["home"]
        assert {path.argument for path in home.containers_of("path")} == {
            "product",
            "marketing",
            "sales",
            "founder",
            "investor",
        }


def test_the_first_three_modules_are_complete_and_take_the_stated_hours(course: Course) -> None:
    hours = {"1": 2, "2": 4, "3": 3}
    lessons = {"1": 4, "2": 5, "3": 5}
    for language in ("zh", "en"):
        pages = course.by_id(language)
        for module, count in lessons.items():
            wanted = {f"{module}.{number}" for number in range(count + 1)}
            assert wanted <= set(pages)
            assert sum(pages[lesson].minutes for lesson in wanted if pages[lesson].is_lesson) == hours[module] * 60


def test_each_lesson_shows_a_calculation_that_is_recomputed(course: Course) -> None:
    for page in course.pages:
        if page.is_lesson:
            found = [one for block in page.blocks for one in calculations(block.text)]
            assert found, f"{page.path} has no worked example that a machine can follow"
            assert all(one.agrees for one in found)


def test_the_sources_span_the_grades_and_a_third_of_them_are_primary(course: Course) -> None:
    grades = [source.grade for source in course.sources.values()]
    assert set(grades) == set(GRADES)
    assert grades.count("primary") > len(grades) / 3


def test_right_answers_are_not_given_away_by_their_place(course: Course) -> None:
    places = [
        position
        for page in course.pages
        if page.language == "zh"
        for quiz in page.containers_of("quiz")
        for position, choice in enumerate([block for block in page.inside(quiz) if block.checked is not None])
        if choice.checked
    ]
    for position in range(3):
        assert places.count(position) < len(places) / 2, "too many right answers stand in one place"
