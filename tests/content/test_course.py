"""The real course keeps every rule, and holds what it promises."""

from __future__ import annotations

import re
import time
from pathlib import Path

from coursekit.arithmetic import calculations
from coursekit.course import Course
from coursekit.rules import check, check_course
from coursekit.sources import GRADES


def test_the_course_keeps_every_rule(course: Course) -> None:
    findings = check_course(course)
    assert findings == [], "\n".join(map(str, findings))


def test_the_check_of_the_whole_course_takes_seconds(root: Path) -> None:
    start = time.perf_counter()
    check(root)
    assert time.perf_counter() - start < 10


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


def test_house_names_are_kept(course: Course) -> None:
    for page in course.pages:
        found = (
            re.findall(r"早期主流|晚期主流|桥头堡|运动模式", page.text)
            if page.language == "zh" and not page.is_glossary
            else []
        )
        assert found == [], page.path


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
