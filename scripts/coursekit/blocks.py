"""The course's own `/// kind | argument` blocks, as pymdownx.blocks turns them into HTML.

Authors write Markdown only: callouts (example, case, claim, limit), quizzes, model answers, and the blocks that are filled
from the page model (course-map, lessons, path, terms).
"""

from __future__ import annotations

import posixpath
import re
import xml.etree.ElementTree as etree
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote

from markdown import Markdown
from markdown.util import AtomicString
from pymdownx.blocks import BlocksExtension
from pymdownx.blocks.block import Block

from coursekit.course import Course
from coursekit.outline import Entry, Module
from coursekit.pages import CALLOUTS, LETTERS, TASK, Page, page_url, relative_url
from coursekit.phrases import duration, phrase


@dataclass(frozen=True, slots=True)
class Context:
    """What rendering a page needs to know: the page's model and the course around it."""

    page: Page
    course: Course

    def href(self, name: str, anchor: str = "") -> str:
        """Return a link to another Markdown file as an author would write it on this page."""
        return _path_from(self.page.name, name) + (f"#{anchor}" if anchor else "")

    def say(self, key: str, **values: object) -> str:
        """Return one of the site's phrases in the page's language."""
        return phrase(key, self.page.language, **values)


def short_link(context: Context, short: str) -> str:
    """Return the short address of something on the page as final HTML: MkDocs would look for a file behind the link."""
    href = relative_url(f"go/{short}/", page_url(context.page.name, context.page.language))
    return f'<a href="{href}">go/{short}/</a>'


@cache
def _path_from(page: str, name: str) -> str:
    return quote(posixpath.relpath(name, posixpath.dirname(page) or "."))


def child(parent: etree.Element, tag: str, text: str = "", **attributes: str) -> etree.Element:
    """Append an element whose text is final (no Markdown in it) and return it; `class_` stands for `class`."""
    named = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
    element = etree.SubElement(parent, tag, named)
    if text:
        element.text = AtomicString(text)
    return element


class CourseBlock(Block):
    """A block of the course: it knows the page that it stands on."""

    @property
    def context(self) -> Context:
        """The page's context."""
        context: Context = self.config["context"]
        return context


class Callout(CourseBlock):
    """A titled aside; its kind says what the reader may make of it."""

    ARGUMENT = True

    def on_create(self, parent: etree.Element) -> etree.Element:
        """Create the aside with its kind and title."""
        aside = child(parent, "div", class_=f"callout callout-{self.NAME}", role="note")
        title = child(aside, "p", class_="callout-title")
        child(title, "span", self.context.say(self.NAME), class_="callout-kind")
        # The title is Markdown, like the rest of the block: it may hold emphasis or a citation.
        etree.SubElement(title, "span").text = self.argument
        return aside


class Answer(CourseBlock):
    """A model answer, folded until the learner asks for it."""

    ARGUMENT = False

    def on_create(self, parent: etree.Element) -> etree.Element:
        """Create the folded answer."""
        details = child(parent, "details", class_="answer")
        child(details, "summary", self.context.say("answer"))
        return details


class Quiz(CourseBlock):
    """A question with choices, each with an explanation.

    Without scripts the explanations are folded below the choices; `quiz.js` adds the checking.
    """

    ARGUMENT = True

    def on_create(self, parent: etree.Element) -> etree.Element:
        """Create the fieldset; its parts are arranged when the block ends."""
        page = self.context.page
        if page.is_lesson and "quizzes" not in self.tracker:
            # progress.js writes the reader's last result here; the style sheet keeps its line free.
            child(parent, "p", class_="quiz-record")
        quiz = child(parent, "fieldset", class_="quiz", id=f"quiz-{self.argument}")
        if mark := self.context.course.question_marks.get(page.name, {}).get(self.argument):
            quiz.set("data-marks", mark)
        return quiz

    def on_end(self, block: etree.Element) -> None:
        """Turn the stem and the task list into legend, choices and folded explanations."""
        number = self.tracker["quizzes"] = self.tracker.get("quizzes", 0) + 1
        parts = list(block)
        for part in parts:
            block.remove(part)
        lists = [part for part in parts if part.tag == "ul"]
        items = [_choice(item) for item in lists[0]] if lists else []
        multiple = sum(right for right, _, _ in items) > 1
        legend = child(block, "legend")
        child(legend, "span", self.context.say("question", number=number), class_="quiz-number")
        child(legend, "span", self.context.say("multiple" if multiple else "single"), class_="quiz-kind")
        stem = child(block, "div", class_="quiz-stem", id=f"quiz-{self.argument}-stem")
        stem.extend(part for part in parts if part.tag != "ul")
        block.set("aria-describedby", f"quiz-{self.argument}-stem")
        choices = child(block, "ol", class_="quiz-choices")
        details = child(block, "details", class_="quiz-explanations")
        child(details, "summary", self.context.say("explanations"))
        explained = child(details, "ol", type="A")
        for letter, (right, text, explanation) in zip(LETTERS, items, strict=False):
            self._add(choices, explained, letter, (right, text, explanation), multiple=multiple)

    def _add(
        self,
        choices: etree.Element,
        explained: etree.Element,
        letter: str,
        item: tuple[bool, etree.Element, list[etree.Element]],
        *,
        multiple: bool,
    ) -> None:
        right, text, explanation = item
        verdict = "right" if right else "wrong"
        choice = child(choices, "li", class_="quiz-choice", data_verdict=verdict)
        label = child(choice, "label")
        kind = "checkbox" if multiple else "radio"
        child(label, "input", type=kind, name=f"quiz-{self.argument}", value=letter)
        text.tag = "span"
        label.append(text)
        entry = child(explained, "li", class_=f"quiz-{verdict}")
        child(entry, "strong", self._verdict(verdict, explanation), class_="quiz-verdict")
        entry.extend(explanation)

    def _verdict(self, verdict: str, explanation: list[etree.Element]) -> str:
        """Return the word that opens an explanation, taken from its text where the author has written it there."""
        word = self.context.say(verdict)
        first = explanation[0] if explanation else None
        written = re.match(rf"{word}[。，：:.,]?\s*", (first.text or "") if first is not None else "")
        if first is None or not written:
            return word
        first.text = (first.text or "")[written.end() :]
        return written[0].strip()


def _choice(item: etree.Element) -> tuple[bool, etree.Element, list[etree.Element]]:
    """Return whether a list item is a right answer, its text, and the explanation's elements."""
    parts = list(item)
    if parts and parts[0].tag == "p":
        text, explanation = parts[0], parts[1:]
    else:
        text, explanation = etree.Element("span"), parts
        text.text = item.text
    match = TASK.match(text.text or "")
    if match:
        text.text = (text.text or "")[match.end() :]
    return match is not None and match["mark"] != " ", text, explanation


class CourseMap(CourseBlock):
    """The map of the course: the modules in order with their computed minutes."""

    NAME = "course-map"
    ARGUMENT = False

    def on_create(self, parent: etree.Element) -> etree.Element:
        """Draw the map as a list that the style sheet lays out as a path."""
        page, course = self.context.page, self.context.course
        nav = child(parent, "nav", class_="course-map", aria_label=self.context.say("map"))
        stations = child(nav, "ol")
        for module in course.outline.modules:
            lessons = module_lessons(self.context, module)
            station = child(stations, "li", class_="station" if module.number.isdigit() else "station station-base")
            body = _module_link(self.context, station, module, class_="station-link")
            number = module.number if module.number.isdigit() else "+"
            child(body, "span", number, class_="station-number", aria_hidden="true")
            child(body, "span", module.title[page.language], class_="station-title")
            if lessons:
                time = child(body, "span", class_="station-time")
                for part in _extent(self.context, lessons).split(" · "):
                    child(time, "span", part).tail = " "
            child(station, "span", module.promise[page.language], class_="station-promise")
            progress_line(station, lessons)
        return nav


class Lessons(CourseBlock):
    """A table of lessons with computed minutes: of one module, or of all modules (`all`)."""

    NAME = "lessons"
    ARGUMENT = True

    def on_create(self, parent: etree.Element) -> etree.Element:
        """Create the table."""
        wrapper = child(parent, "div", class_="lessons")
        if self.argument == "all":
            self._modules(wrapper)
        else:
            module = next(
                (module for module in self.context.course.outline.modules if module.number == self.argument), None
            )
            if module:
                lessons = module_lessons(self.context, module)
                progress_line(wrapper, lessons)
                self._lessons(wrapper, lessons)
        return wrapper

    def _modules(self, wrapper: etree.Element) -> None:
        context = self.context
        body = table(wrapper, [context.say("column-module"), context.say("column-content"), context.say("column-time")])
        everything: list[Entry] = []
        for module in context.course.outline.modules:
            lessons = module_lessons(context, module)
            if not lessons:
                continue
            everything += lessons
            row = child(body, "tr")
            _module_link(context, child(row, "th", scope="row"), module).text = AtomicString(
                f"{module.number} {module.title[context.page.language]}"
            )
            child(row, "td", module.promise[context.page.language])
            child(row, "td", _extent(context, lessons))
        self._total(body, 2, everything)
        self._note(wrapper, everything)

    def _lessons(self, wrapper: etree.Element, lessons: list[Entry]) -> None:
        context = self.context
        body = table(wrapper, [context.say("column-lesson"), context.say("column-content"), context.say("column-time")])
        for lesson in lessons:
            row = child(body, "tr")
            lesson_link(context, child(row, "th", scope="row"), lesson)
            child(row, "td", str(lesson.page.meta.get("description", "")) if lesson.page else "")
            child(row, "td", duration(lesson.minutes, context.page.language))
        self._total(body, 2, lessons)
        self._note(wrapper, lessons)

    def _total(self, body: etree.Element, span: int, lessons: list[Entry]) -> None:
        row = child(body, "tr", class_="total")
        child(row, "th", self.context.say("total"), scope="row", colspan=str(span))
        child(row, "td", duration(sum(lesson.minutes for lesson in lessons), self.context.page.language))

    def _note(self, wrapper: etree.Element, lessons: list[Entry]) -> None:
        if any(lesson.page is None for lesson in lessons):
            child(wrapper, "p", self.context.say("unpublished-note"), class_="lessons-note")


class Path(CourseBlock):
    """A reading path for one role: the lessons in order, with their minutes and total."""

    NAME = "path"
    ARGUMENT = True

    def on_create(self, parent: etree.Element) -> etree.Element:
        """Create the container; its content, lesson ids, is read when the block ends."""
        return child(parent, "div", class_="path", data_role=self.argument)

    def on_end(self, block: etree.Element) -> None:
        """Replace the ids by the lessons they name."""
        context = self.context
        ids = re.findall(r"[\w.]+", "".join(block.itertext()))
        for part in list(block):
            block.remove(part)
        pages = context.course.by_id(context.page.language)
        lessons = [
            entry for lesson in ids if (entry := context.course.outline.entry(lesson, context.page.language, pages))
        ]
        stops = child(block, "ol")
        for lesson in lessons:
            stop = child(stops, "li")
            lesson_link(context, stop, lesson)
            child(stop, "span", duration(lesson.minutes, context.page.language), class_="path-time")
        child(block, "p", _extent(context, lessons), class_="path-total")
        progress_line(block, lessons)


def module_lessons(context: Context, module: Module) -> list[Entry]:
    """Return a module's lessons, written and planned, in the page's language."""
    language = context.page.language
    return context.course.outline.lessons(module.number, language, context.course.by_id(language))


def _module_link(context: Context, parent: etree.Element, module: Module, **attributes: str) -> etree.Element:
    name = f"{module.folder}/index.md"
    if (context.page.language, name) in context.course.by_name:
        return child(parent, "a", href=context.href(name), **attributes)
    return child(parent, "span", **attributes)


def lesson_link(context: Context, parent: etree.Element, lesson: Entry) -> None:
    """Append a link to a lesson, which scripts check off when the reader has done it; a planned one is only named."""
    text = f"{lesson.id} {lesson.title}"
    if lesson.page:
        child(parent, "a", text, href=context.href(lesson.page.name), data_lesson=lesson.id)
    else:
        child(parent, "span", text, class_="unpublished")


def progress_line(parent: etree.Element, lessons: Iterable[Entry]) -> None:
    """Append the empty line in which scripts say how many of these lessons the reader has done."""
    if ids := [lesson.id for lesson in lessons if lesson.page]:
        child(parent, "span", class_="progress-line", data_lessons=" ".join(ids))


def _extent(context: Context, lessons: list[Entry]) -> str:
    count = context.say("lesson-count" if len(lessons) == 1 else "lessons-count", count=len(lessons))
    return f"{count} · {duration(sum(lesson.minutes for lesson in lessons), context.page.language)}"


def table(parent: etree.Element, columns: Iterable[str]) -> etree.Element:
    """Append a table with a row of headings; return its body."""
    element = child(parent, "table")
    head = child(child(element, "thead"), "tr")
    for column in columns:
        child(head, "th", column, scope="col")
    return child(element, "tbody")


class CourseBlocks(BlocksExtension):
    """Registers the blocks for one page; `more` are those that other modules define."""

    def __init__(self, context: Context, more: Iterable[type[CourseBlock]] = (), **settings: Any) -> None:
        """Take the page's context and further blocks."""
        self.context = context
        self.more = tuple(more)
        super().__init__(**settings)

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: Any) -> None:  # noqa: N802 (pymdownx's name)
        """Register every kind of block."""
        settings = {"context": self.context}
        for kind in CALLOUTS:
            block_mgr.register(type(f"Callout{kind.title()}", (Callout,), {"NAME": kind}), settings)
        for name, named in {"answer": Answer, "quiz": Quiz}.items():
            block_mgr.register(type(named.__name__, (named,), {"NAME": name}), settings)
        blocks: tuple[type[CourseBlock], ...] = (CourseMap, Lessons, Path, *self.more)
        for block in blocks:
            block_mgr.register(block, settings)
