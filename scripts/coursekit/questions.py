"""Quiz questions by their key and a mark of their text: a result counts only for the question that was asked."""

from __future__ import annotations

import hashlib

from coursekit.pages import Container, Page


def marks(page: Page) -> dict[str, str]:
    """Return a mark of each question on a page, by its key; it changes with the stem, the choices and which are right.

    Explanations and white space do not count: they leave the question as it was.
    """
    return {quiz.argument: _mark(page, quiz) for quiz in page.containers_of("quiz")}


def _mark(page: Page, quiz: Container) -> str:
    asked = [
        f"{block.checked} {' '.join(block.text.split())}"
        for block in page.inside(quiz)
        if block.checked is not None or not block.item
    ]
    return hashlib.sha256("\n".join(asked).encode()).hexdigest()[:8]
