"""A quiz result belongs to the question that was asked: what changes it, and what leaves it as it was."""

from __future__ import annotations

from pathlib import Path

from coursekit.pages import parse_page
from coursekit.questions import marks

QUIZ = """\
/// quiz | payback
CAC is 12,000. Which figure is missing?

- [x] Gross margin

    Right: it pays the cost back.

- [ ] Head count

    No.
///
"""


def mark(text: str) -> str:
    return marks(parse_page(text, Path("docs/en/one.md"), "en", "one.md"))["payback"]


def test_a_question_changes_with_its_wording_its_choices_and_what_is_right() -> None:
    for old, new in (("12,000", "13,000"), ("Head count", "Heads"), ("- [ ]", "- [x]"), ("Gross margin", "Net margin")):
        assert mark(QUIZ.replace(old, new)) != mark(QUIZ), (old, new)


def test_an_explanation_or_a_line_break_leaves_the_question_as_it_was() -> None:
    for old, new in (
        ("it pays", "this pays"),
        ("    No.", "    No:\n    that is no money."),
        ("000. Which", "000.\nWhich"),
    ):
        assert mark(QUIZ.replace(old, new)) == mark(QUIZ), (old, new)
