"""The forms of a page: its blocks, quizzes, exercises and diagrams, and the parts that every lesson has."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coursekit.arithmetic import calculations
from coursekit.course import Course
from coursekit.diagrams import DiagramError, check_drawing, diagram_fences, diagram_finding
from coursekit.findings import Finding
from coursekit.kept import FOLDER, Shelf
from coursekit.outline import lesson_key
from coursekit.pages import CALLOUTS, CONTAINERS, LETTERS, Container, Page
from coursekit.phrases import ROLES

ARGUMENT = {
    "example",
    "case",
    "claim",
    "limit",
    "quiz",
    "lessons",
    "path",
    "timeline",
    "sheet",
    "blank",
    "bands",
    "calculator",
}
NO_ARGUMENT = {
    "answer",
    "caption",
    "course-map",
    "terms",
    "teacher",
    "cases",
    "claim-index",
    "downloads",
    "term-map",
    "glossary-files",
    "all-sources",
    "progress",
}
# Other rules speak of an empty quiz and an empty answer.
WITH_TEXT = frozenset({*CALLOUTS, "caption", "path", "timeline", "teacher"})
# Where a block belongs that makes sense nowhere else.
CHAPTER = {"answer": "exercises", "teacher": "discussion"}
LESSON_CHAPTERS = ("takeaways", "quiz", "exercises", "further-reading")


def check(page: Page) -> Iterator[Finding]:
    """Yield the faults in the forms of a page."""
    yield from _container_faults(page)
    yield from _exercise_faults(page)
    for quiz in page.containers_of("quiz"):
        yield from _quiz_faults(page, quiz)
    if page.is_lesson:
        yield from _lesson_faults(page)


def check_in_course(course: Course, page: Page) -> Iterator[Finding]:
    """Yield the diagrams that cannot be drawn, and the faults of reading paths."""
    for line, kind, source in diagram_fences(page):
        try:
            check_drawing(kind, source, Shelf(course.root / FOLDER))
        except DiagramError as error:
            yield diagram_finding(page, line, error)
    for path in page.containers_of("path"):
        yield from _path_faults(course, page, path)


def _container_faults(page: Page) -> Iterator[Finding]:
    keys: dict[tuple[str, str], int] = {}
    for container in page.containers:
        kind, argument, line = container.kind, container.argument, container.line
        if kind not in CONTAINERS:
            yield page.finding(
                line, "block", f"there is no block “{kind}”", f"use one of: {', '.join(sorted(CONTAINERS))}"
            )
        elif kind in ARGUMENT and not argument:
            yield page.finding(line, "block", f"the block “{kind}” has no argument", f"write /// {kind} | …")
        elif kind in NO_ARGUMENT and argument:
            yield page.finding(line, "block", f"the block “{kind}” takes no argument", f"write /// {kind}")
        if not container.closed:
            yield page.finding(
                line,
                "block",
                f"the block “{kind}” is never closed",
                "add a line with as many slashes as the opening one",
            )
        if kind in ("quiz", "path", "calculator"):
            first = keys.setdefault((kind, argument), line)
            if first != line:
                yield page.finding(
                    line, "block", f"“{kind} | {argument}” stands already in line {first}", "give each its own key"
                )
        if kind in WITH_TEXT and container.closed and not any(True for _ in page.inside(container)):
            yield page.finding(line, "block", f"the block “{kind}” is empty", "write something in it, or delete it")
    yield from _stray_faults(page)
    for block in page.blocks:
        if block.kind in ("paragraph", "item") and re.search(r"^/{3,}|^(!!!|\?\?\?)", block.text, re.M):
            offset = next(
                number for number, text in enumerate(block.text.split("\n")) if re.match(r"/{3,}|!!!|\?\?\?", text)
            )
            yield page.finding(
                block.line + offset,
                "block",
                "a block marker that opens or closes nothing",
                "check the number of slashes and the block's name",
            )


def _stray_faults(page: Page) -> Iterator[Finding]:
    """Yield the answers, pointers and captions that belong to nothing."""
    tables = [block.end for block in page.blocks if block.kind == "table"]
    for block in page.blocks:
        if block.kind != "container":
            continue
        if (chapter := CHAPTER.get(block.info, block.chapter)) != block.chapter:
            what = f"the block “{block.info}” stands outside of the section #{chapter}"
            yield page.finding(block.line, "block", what, "move it below the question that it belongs to")
        elif block.info == "caption" and not any(block.line - 3 < end < block.line for end in tables):
            yield page.finding(block.line, "block", "the caption stands below no table", "move it below its table")


def _quiz_faults(page: Page, quiz: Container) -> Iterator[Finding]:
    blocks = list(page.inside(quiz))
    choices = [block for block in blocks if block.checked is not None]
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", quiz.argument):
        yield page.finding(
            quiz.line, "quiz", f"“{quiz.argument}” is no English kebab-case key", "write /// quiz | short-key"
        )
    if not any(block.kind == "paragraph" and not block.item for block in blocks):
        yield page.finding(
            quiz.line, "quiz", "the quiz has no question", "write the question between the opening line and the choices"
        )
    if not 3 <= len(choices) <= len(LETTERS):
        yield page.finding(
            quiz.line,
            "quiz",
            f"the quiz has {len(choices)} choices",
            f"give 3 to {len(LETTERS)}, each as - [ ] or - [x]",
        )
    elif not any(choice.checked for choice in choices):
        yield page.finding(quiz.line, "quiz", "no choice is right", "mark the right one with - [x]")
    elif all(choice.checked for choice in choices):
        yield page.finding(quiz.line, "quiz", "every choice is right", "add a plausible wrong one")
    texts: dict[str, int] = {}
    for choice in choices:
        first = texts.setdefault(" ".join(choice.text.split()), choice.line)
        if first != choice.line:
            what = f"the choice “{_short(choice.text)}” stands already in line {first}"
            yield page.finding(choice.line, "quiz", what, "write another one")
        if not any(block.kind == "paragraph" and block.item == choice.item for block in blocks):
            yield page.finding(
                choice.line,
                "quiz",
                f"the choice “{_short(choice.text)}” has no explanation",
                "add a blank line and an explanation indented by four spaces",
            )
    for block in blocks:
        if block.kind == "item" and block.checked is None and block.list_depth == 1:
            yield page.finding(
                block.line, "quiz", f"“{_short(block.text)}” is no choice", "start it with - [ ] or - [x]"
            )


def _exercise_faults(page: Page) -> Iterator[Finding]:
    if page.is_glossary:
        return
    exercises = [heading for heading in page.headings if heading.chapter == "exercises" and heading.level == 3]
    answers = list(page.containers_of("answer"))
    for exercise in exercises:
        end = next((heading.line for heading in page.headings if heading.line > exercise.line), len(page.lines) + 1)
        count = sum(exercise.line < answer.line < end for answer in answers)
        if count != 1:
            yield page.finding(
                exercise.line,
                "exercise",
                f"“{exercise.text}” has {count or 'no'} model answer{'s' if count > 1 else ''}",
                "give it exactly one /// answer block",
            )
    for answer in answers:
        if not any(True for _ in page.inside(answer)):
            yield page.finding(
                answer.line, "exercise", "the model answer is empty", "write an answer that a learner can compare with"
            )


def _path_faults(course: Course, page: Page, path: Container) -> Iterator[Finding]:
    if path.argument not in ROLES:
        yield page.finding(path.line, "path", f"there is no role “{path.argument}”", f"use one of: {', '.join(ROLES)}")
    pages = course.by_id(page.language)
    last = (0, 0)
    for block in page.inside(path):
        for lesson in re.findall(r"[\w.]+", block.text):
            if course.outline.entry(lesson, page.language, pages) is None:
                yield page.finding(
                    block.line,
                    "path",
                    f"there is no lesson “{lesson}”",
                    "name lessons by their ids",
                    page.column_of(block.line, lesson),
                )
            elif lesson_key(lesson) <= last:
                yield page.finding(
                    block.line,
                    "path",
                    f"{lesson} comes after a later lesson",
                    "keep the course's order",
                    page.column_of(block.line, lesson),
                )
            last = max(last, lesson_key(lesson))


def _lesson_faults(page: Page) -> Iterator[Finding]:
    chapters = [heading.id for heading in page.headings if heading.level == 2]
    for wanted in LESSON_CHAPTERS:
        if wanted not in chapters:
            yield page.finding(
                len(page.lines),
                "lesson-parts",
                f"the lesson has no section #{wanted}",
                f"add one: ## … {{ #{wanted} }}",
            )
    takeaways = [
        block
        for block in page.blocks
        if block.chapter == "takeaways" and block.kind == "item" and block.list_depth == 1
    ]
    if len(takeaways) > 5:
        yield page.finding(
            takeaways[5].line, "lesson-parts", f"there are {len(takeaways)} key takeaways", "keep at most 5"
        )
    quizzes = list(page.containers_of("quiz"))
    if not 4 <= len(quizzes) <= 6:
        yield page.finding(
            quizzes[0].line if quizzes else 1,
            "lesson-parts",
            f"the lesson has {len(quizzes)} quiz questions",
            "ask 4 to 6",
        )
    exercises = [heading for heading in page.headings if heading.chapter == "exercises" and heading.level == 3]
    if not 2 <= len(exercises) <= 4:
        yield page.finding(
            exercises[0].line if exercises else 1,
            "lesson-parts",
            f"the lesson has {len(exercises)} exercises",
            "give 2 to 4",
        )
    for kind, name in (("example", "worked example"), ("limit", "block on when not to use it")):
        if not any(page.containers_of(kind)):
            yield page.finding(1, "lesson-parts", f"the lesson has no {name}", f"add a /// {kind} | … block")
    examples = list(page.containers_of("example"))
    if examples and not any(True for block in page.blocks for _ in calculations(block.text)):
        mend = "show one in an example: 1,200 ÷ 100 = 12"
        yield page.finding(examples[0].line, "lesson-parts", "the lesson has no calculation to recompute", mend)
    if not any(True for _ in diagram_fences(page)):
        yield page.finding(1, "lesson-parts", "the lesson has no diagram", "add a mermaid or drawing fence")


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 24 else line[:23] + "…"
