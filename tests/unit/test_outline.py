"""Minutes and lessons add up."""

from pathlib import Path

import pytest

from coursekit.course import load_course
from coursekit.outline import lesson_key
from coursekit.phrases import PHRASES, duration

FIXTURE = Path(__file__).resolve().parents[1] / "fixtures/course"


@pytest.mark.parametrize(
    ("minutes", "zh", "en"),
    [(30, "30 分钟", "30 min"), (120, "2 小时", "2 h"), (125, "2 小时 5 分钟", "2 h 5 min"), (0, "0 分钟", "0 min")],
)
def test_minutes_are_said_as_people_say_them(minutes: int, zh: str, en: str) -> None:
    assert (duration(minutes, "zh"), duration(minutes, "en")) == (zh, en)


def test_a_module_lists_written_and_planned_lessons_in_order() -> None:
    course = load_course(FIXTURE)
    lessons = course.outline.lessons("1", "zh", course.by_id("zh"))
    assert [(one.id, one.minutes, one.page is not None) for one in lessons] == [("1.1", 6, True), ("1.2", 25, False)]


def test_lessons_are_ordered_by_number_and_not_by_spelling() -> None:
    assert sorted(["1.10", "A.1", "1.9", "2.1"], key=lesson_key) == ["1.9", "1.10", "2.1", "A.1"]


def test_every_phrase_of_the_site_exists_in_both_languages() -> None:
    assert all(set(words) == {"zh", "en"} and all(words.values()) for words in PHRASES.values())
