"""The tools of Module 5 on their pages: sections filled in or empty, and the list of downloads."""

from __future__ import annotations

import xml.etree.ElementTree as etree

from coursekit.blocks import CourseBlock, child, table
from coursekit.download_names import download_name
from coursekit.pages import other_language, page_url, relative_url
from coursekit.toolkit import Field, Filled, Mode, Section
from coursekit.worksheets import worksheet_name

NUMBERS = ("integer", "number", "percent", "money")


class _SheetBlock(CourseBlock):
    MODE: Mode

    def on_create(self, parent: etree.Element) -> etree.Element:
        """Print one section of the page's tool as a table."""
        context = self.context
        tool = context.course.tools.get(context.page.id)
        section = tool.section(self.argument) if tool else None
        wrapper = child(parent, "div", class_=f"sheet sheet-{self.MODE}")
        if tool is None or section is None:
            return wrapper  # the check names the fault; nothing is drawn meanwhile
        filled = tool.filled(self.MODE, context.page.language)
        title = child(wrapper, "p", class_="sheet-title")
        child(title, "span", context.say(f"sheet-{self.MODE}"), class_="callout-kind")
        child(title, "strong", section.title[context.page.language])
        if section.note:
            child(wrapper, "p", section.note[context.page.language], class_="sheet-note")
        if section.is_form:
            self._form(wrapper, filled, section)
        else:
            self._table(wrapper, filled, section)
        return wrapper

    def _form(self, wrapper: etree.Element, filled: Filled, section: Section) -> None:
        language = filled.language
        body = table(wrapper, map(self.context.say, ("sheet-field", "sheet-value")))
        for one in section.fields:
            row = child(body, "tr")
            child(row, "th", one.title[language], scope="row")
            self._cell(row, one, f"{section.id}.{one.id}", filled)

    def _table(self, wrapper: etree.Element, filled: Filled, section: Section) -> None:
        language = filled.language
        element = child(wrapper, "table")
        head = child(child(element, "thead"), "tr")
        for column in section.columns:
            heading = child(head, "th", column.title[language], scope="col")
            if column.kind in NUMBERS:
                heading.set("class", "number")
        body = child(element, "tbody")
        rows = section.rows if self.MODE == "example" else section.all_rows[: max(len(section.rows), 3)]
        for entry in rows:
            row = child(body, "tr")
            for column in section.columns:
                self._cell(row, column, f"{section.id}.{entry.id}.{column.id}", filled)
        if section.fields:
            # Not in the table: on a phone the last column is out of sight, and the results are what people came for.
            results = child(wrapper, "dl", class_="results")
            for one in section.fields:
                pair = child(results, "div")
                child(pair, "dt", one.title[language])
                child(pair, "dd", self._text(one, f"{section.id}.{one.id}", filled) or "—")

    def _text(self, one: Field, name: str, filled: Filled) -> str:
        text = filled.shown(name)
        # With a formula's guard an empty sheet shows nothing; a number there would only be noise.
        if self.MODE == "blank" and filled.tool.grid.cells[name].formula:
            text = ""
        if text and one.unit and one.kind != "money":
            text += f" {one.unit[filled.language]}"
        return text

    def _cell(self, row: etree.Element, one: Field, name: str, filled: Filled) -> None:
        text = self._text(one, name, filled)
        cell = child(row, "td", text)
        if one.kind in NUMBERS:
            cell.set("class", "number")
        if not text and one.kind == "choice":
            options = " / ".join(option.text[filled.language] for option in filled.tool.lists[one.list])
            child(cell, "span", self.context.say("sheet-choose", options=options), class_="sheet-options")


class Sheet(_SheetBlock):
    """A section of the page's tool as the worked example fills it in."""

    NAME = "sheet"
    ARGUMENT = True
    MODE = "example"


class Blank(_SheetBlock):
    """A section of the page's tool, empty."""

    NAME = "blank"
    ARGUMENT = True
    MODE = "blank"


class Downloads(CourseBlock):
    """The files of the page's tool in the page's language, and the same in the other."""

    NAME = "downloads"
    ARGUMENT = False

    def on_create(self, parent: etree.Element) -> etree.Element:
        """List the files."""
        context = self.context
        language = context.page.language
        other = other_language(language)
        wrapper = child(parent, "div", class_="downloads")
        child(wrapper, "p", context.say("downloads"), class_="downloads-title")
        tool = context.course.tools.get(context.page.id)
        if tool:
            # Without scripts there is nothing to open, so shell.js puts the link there.
            wrapper.set(
                "data-worksheet", relative_url(worksheet_name(tool, language), page_url(context.page.name, language))
            )
        files = child(wrapper, "ul")
        for suffix in tool.formats if tool else ():
            entry = child(files, "li")
            assert tool is not None
            for one, text in ((language, f"download-{suffix}"), (other, "download-other")):
                name = download_name(tool, one, suffix)
                saved = name.rpartition("/")[2].removesuffix(".txt")
                link = child(entry, "a", context.say(text), href=context.href(f"../{name}"), download=saved)
                link.set("class", "download" if one == language else "download-other")
                link.tail = " "
        return wrapper
