"""The reader's progress: the tables that scripts fill in from the reader's own storage."""

from __future__ import annotations

import xml.etree.ElementTree as etree

from coursekit.blocks import CourseBlock, child, lesson_link, module_lessons, progress_line, table
from coursekit.outline import Entry
from coursekit.phrases import ROLES, duration

PROGRESS_PAGE = "appendix/progress.md"


class Progress(CourseBlock):
    """All lessons by module, and the reading paths, with empty cells for what the reader has done."""

    NAME = "progress"
    ARGUMENT = False

    def on_create(self, parent: etree.Element) -> etree.Element:
        """Create what `progress/page.js` fills in; without scripts it is a plain list of lessons."""
        context = self.context
        wrapper = child(parent, "div", class_="progress-page")
        child(wrapper, "p", context.say("progress-none"), class_="progress-none")
        modules = [(module, module_lessons(context, module)) for module in context.course.outline.modules]
        everything = [lesson for _, lessons in modules for lesson in lessons]
        progress_line(wrapper, everything)
        child(wrapper, "div", class_="progress-tools")
        child(wrapper, "p", class_="progress-status", role="status")
        for module, lessons in modules:
            if lessons:
                title = child(wrapper, "p", class_="progress-module")
                child(title, "strong", f"{module.number} {module.title[context.page.language]}")
                progress_line(title, lessons)
                self._lessons(wrapper, lessons)
        self._paths(wrapper)
        return wrapper

    def _lessons(self, wrapper: etree.Element, lessons: list[Entry]) -> None:
        context = self.context
        body = table(wrapper, map(context.say, ("column-lesson", "column-time", "column-done", "column-quiz")))
        for lesson in lessons:
            if lesson.page is None:
                continue
            asked = context.course.question_marks.get(lesson.page.name, {})
            questions = " ".join(f"{key}:{marks.replace(' ', ':')}" for key, marks in asked.items())
            row = child(body, "tr", data_record=lesson.id, data_questions=questions, data_minutes=str(lesson.minutes))
            lesson_link(context, child(row, "th", scope="row"), lesson)
            child(row, "td", duration(lesson.minutes, context.page.language))
            child(row, "td", class_="progress-done")
            child(row, "td", class_="progress-quiz")

    def _paths(self, wrapper: etree.Element) -> None:
        context = self.context
        language = context.page.language
        home = context.course.by_name.get((language, "index.md"))
        paths = list(home.containers_of("path")) if home else []
        if not home or not paths:
            return
        title = child(wrapper, "p", class_="progress-module")
        child(title, "strong", context.say("progress-paths"))
        pages = context.course.by_id(language)
        listed = child(wrapper, "ul", class_="progress-paths")
        for path in paths:
            section = next((block.section for block in home.inside(path)), "")
            ids = " ".join(block.text for block in home.inside(path)).split()
            line = child(listed, "li")
            name = ROLES[path.argument][language] if path.argument in ROLES else path.argument
            child(line, "a", name[:1].upper() + name[1:], href=context.href("index.md", section))
            outline = context.course.outline
            progress_line(line, (entry for one in ids if (entry := outline.entry(one, language, pages))))
