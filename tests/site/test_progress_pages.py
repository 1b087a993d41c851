"""What the built pages give the scripts that keep a reader's progress: every lesson, every question, in both languages alike."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html

from coursekit.course import Course
from coursekit.pages import LANGUAGES, Language, page_url


def document(site: Path, name: str, language: Language) -> html.HtmlElement:
    return html.fromstring((site / page_url(name, language) / "index.html").read_text(encoding="utf-8"))


def test_every_lesson_ends_with_its_own_mark_and_no_other_page_does(site: Path, course: Course) -> None:
    for page in course.pages:
        ends = document(site, page.name, page.language).cssselect(".lesson-end")
        assert [end.get("data-lesson") for end in ends] == ([page.id] if page.is_lesson else []), page.path


def test_a_question_has_the_same_name_and_marks_in_both_languages(site: Path, course: Course) -> None:
    for page in course.by_id("zh").values():
        found = [
            [
                (quiz.get("id"), quiz.get("data-marks"))
                for quiz in document(site, page.name, language).cssselect(".quiz")
            ]
            for language in LANGUAGES
        ]
        assert found[0] == found[1], page.name
        assert all(len((marks or "").split()) == 2 for _, marks in found[0]), page.name


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_progress_lists_each_lesson_once_with_all_of_its_questions(
    site: Path, course: Course, language: Language
) -> None:
    rows = document(site, "appendix/progress.md", language).cssselect("[data-record]")
    listed = {row.get("data-record"): row.get("data-questions").split() for row in rows}
    pages = {page.id: page for page in course.by_id(language).values() if page.is_lesson}
    assert len(rows) == len(listed)
    assert listed.keys() == pages.keys()
    for lesson, page in pages.items():
        quizzes = document(site, page.name, language).cssselect(".quiz")
        asked = [f"{quiz.get('id')[5:]}:{quiz.get('data-marks').replace(' ', ':')}" for quiz in quizzes]
        assert listed[lesson] == asked, lesson


@pytest.mark.parametrize("language", LANGUAGES)
def test_modules_and_paths_name_the_lessons_that_they_count(site: Path, language: Language) -> None:
    home, progress = (document(site, name, language) for name in ("index.md", "appendix/progress.md"))
    counted = [line.get("data-lessons").split() for line in home.cssselect(".station .progress-line")]
    assert all(counted)
    assert len(counted) == 5
    paths = [
        (
            [link.get("data-lesson") for link in path.cssselect("a")],
            path.cssselect(".progress-line")[0].get("data-lessons"),
        )
        for path in home.cssselect(".path")
    ]
    assert len(paths) == 5
    assert all(" ".join(links) == lessons for links, lessons in paths)
    assert [line.get("data-lessons") for line in progress.cssselect(".progress-paths .progress-line")] == [
        lessons for _, lessons in paths
    ]
