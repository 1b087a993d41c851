"""Blocks of the reference pages: the index and the map of the glossary, its files, bands from the benchmarks, all sources."""

from __future__ import annotations

import re
import unicodedata
import xml.etree.ElementTree as etree

from markdown.util import AtomicString

from coursekit.benchmarks import BENCHMARKS_PAGE, Rows, bands, without_citations
from coursekit.blocks import Context, CourseBlock, child, table
from coursekit.download_names import GLOSSARY_FILES
from coursekit.facet_blocks import filter_choice, filter_search, filtered
from coursekit.glossary import Term, stage_of
from coursekit.outline import lesson_key
from coursekit.pages import HTML_LANGUAGE, Language, other_language
from coursekit.sources import GRADES, UNDATED, Source

# A Chinese full stop brings its own room.
GAPS: dict[Language, str] = {"zh": "", "en": " "}
STATION = re.compile(r"\[(?P<title>[^\]]+)\]\((?P<page>[^)]+)\)[：:]?\s*(?P<promise>.*)", re.S)


def latin_key(name: str) -> str:
    """Return a name's place in A–Z."""
    return unicodedata.normalize("NFKD", name).casefold()


def pinyin_key(name: str) -> str:
    """Return a Chinese name's place by pinyin; Latin letters in it stand for themselves."""
    # Imported late: it reads its dictionaries at once.
    from pypinyin import Style, lazy_pinyin

    return "".join(lazy_pinyin(name, style=Style.NORMAL)).casefold()


class Terms(CourseBlock):
    """The index of all glossary terms, in the order of the page's language, with a filter as the reader types."""

    NAME = "terms"
    ARGUMENT = False

    def on_create(self, parent: etree.Element) -> etree.Element:
        """Create filter and index; `filter.js` can put it into the other order."""
        context = self.context
        language = context.page.language
        terms = list(context.course.glossaries[language].terms.values())
        wrapper, bar = filtered(context, parent, len(terms), "term-index")
        filter_search(context, bar)
        pages = context.course.by_name
        stages = {stage: pages[language, name].title for name, stage in sorted(self._stages(terms).items())}
        filter_choice(context, bar, "area", stages)
        modules = {one.number: f"{one.number} {one.title[language]}" for one in context.course.outline.modules}
        filter_choice(context, bar, "module", {number: title for number, title in modules.items() if number.isdigit()})
        orders = {
            one: context.say(f"order-{one}")
            for one in (("pinyin", "latin") if language == "zh" else ("latin", "pinyin"))
        }
        filter_choice(context, bar, "order", orders, first=False)
        order = next(iter(orders))
        letter = ""
        group: etree.Element | None = None
        rows: etree.Element | None = None
        for term in sorted(terms, key=lambda term: self._keys(term)[order]):
            keys = self._keys(term)
            initial = keys[order][:1].upper()
            initial = initial if initial.isalpha() else "#"
            if rows is None or initial != letter:
                letter = initial
                group = child(wrapper, "div", class_="filtered-group")
                child(group, "p", letter, class_="term-letter")
                rows = child(group, "ul")
            self._row(rows, term, keys)
        return wrapper

    def _stages(self, terms: list[Term]) -> dict[str, str]:
        return {term.page: stage_of(term.page) for term in terms}

    def _keys(self, term: Term) -> dict[str, str]:
        chinese, english = (term.name, term.other_name) if term.language == "zh" else (term.other_name, term.name)
        return {"latin": latin_key(english), "pinyin": pinyin_key(chinese)}

    def _row(self, rows: etree.Element, term: Term, keys: dict[str, str]) -> None:
        course = self.context.course
        other = course.glossaries[other_language(term.language)].terms.get(term.id)
        used = {page.id[0] for page in course.term_pages[term.language].get(term.id, []) if page.id[:1].isdigit()}
        names = [term.label, *term.also, term.other_name, *(other.also if other else ()), keys["pinyin"]]
        row = child(
            rows,
            "li",
            class_="filtered-item",
            data_area=stage_of(term.page),
            data_module=" ".join(sorted(used)),
            data_search=" ".join(names),
            data_latin=keys["latin"],
            data_pinyin=keys["pinyin"],
        )
        child(row, "a", term.label, href=self.context.href(term.page, term.id))
        label = child(row, "span", term.other_name, class_="term-other")
        label.set("lang", HTML_LANGUAGE[other_language(term.language)])


class TermMap(CourseBlock):
    """The eight areas of GTM work as a path, each station leading to its terms; the text of the stations is the author's."""

    NAME = "term-map"
    ARGUMENT = False

    def on_create(self, parent: etree.Element) -> etree.Element:
        """Create the frame; the list in it becomes the path when the block ends."""
        return child(parent, "nav", class_="course-map term-map", aria_label=self.context.say("term-map"))

    def on_end(self, block: etree.Element) -> None:
        """Turn the list of links into stations, each with its number and its count of terms."""
        context = self.context
        terms = context.course.glossaries[context.page.language].terms.values()
        # The links in the list are still Markdown here: inline text is rendered after the blocks.
        texts = ["".join(item.itertext()).strip() for part in block if part.tag == "ul" for item in part]
        for part in list(block):
            block.remove(part)
        path = child(block, "ol")
        for match in filter(None, map(STATION.match, texts)):
            name = f"glossary/{match['page']}"
            number = stage_of(name)
            station = child(path, "li", class_="station" if number != "0" else "station station-base")
            anchor = child(station, "a", href=match["page"], class_="station-link")
            child(anchor, "span", number if number != "0" else "+", class_="station-number", aria_hidden="true")
            child(anchor, "span", match["title"], class_="station-title")
            count = sum(term.page == name for term in terms)
            child(anchor, "span", context.say("term-count", count=count), class_="station-time")
            child(station, "span", match["promise"], class_="station-promise")


class GlossaryFiles(CourseBlock):
    """The glossary as files to take away."""

    NAME = "glossary-files"
    ARGUMENT = False

    def on_create(self, parent: etree.Element) -> etree.Element:
        """List the files."""
        context = self.context
        wrapper = child(parent, "div", class_="downloads")
        child(wrapper, "p", context.say("glossary-files"), class_="downloads-title")
        entries = child(wrapper, "ul")
        for kind in ("csv", "anki"):
            entry = child(entries, "li", context.say(f"glossary-{kind}"))
            for language in (context.page.language, other_language(context.page.language), "both"):
                link = child(entry, "a", context.say(f"glossary-in-{language}"), download="", class_="download")
                link.set("href", context.href(f"../{GLOSSARY_FILES[kind, language]}"))
                link.tail = " "
        return wrapper


class Bands(CourseBlock):
    """The bands of one or several metrics, taken from the page of benchmarks, so that no two pages can disagree."""

    NAME = "bands"
    ARGUMENT = True

    def on_create(self, parent: etree.Element) -> etree.Element:
        """Copy the bands, and say where they come from."""
        context = self.context
        wrapper = child(parent, "div", class_="bands")
        page = context.course.by_name.get((context.page.language, BENCHMARKS_PAGE))
        metrics = [one.strip() for one in self.argument.split(",")]
        found = bands(page) if page else {}
        if page is None or any(metric not in found for metric in metrics):
            return wrapper  # the check names the fault
        if len(metrics) == 1:
            self._one(wrapper, found[metrics[0]])
        else:
            titles = {heading.id: heading.text for heading in page.headings}
            self._several(wrapper, {metric: (titles[metric], found[metric]) for metric in metrics})
        note = child(wrapper, "p", class_="bands-source")
        anchor = metrics[0] if len(metrics) == 1 else ""
        child(note, "a", context.say("bands-source"), href=context.href(BENCHMARKS_PAGE, anchor))
        return wrapper

    def _one(self, wrapper: etree.Element, rows: Rows) -> None:
        body = table(wrapper, map(without_citations, rows[0]))
        for cells in rows[1:]:
            row = child(body, "tr")
            for cell in cells:
                child(row, "td", without_citations(cell))

    def _several(self, wrapper: etree.Element, metrics: dict[str, tuple[str, Rows]]) -> None:
        width = max(len(rows) - 1 for _, rows in metrics.values())
        numbers = (self.context.say("bands-number", number=number) for number in range(1, width + 1))
        body = table(wrapper, [self.context.say("bands-metric"), *numbers])
        for metric, (title, rows) in metrics.items():
            row = child(body, "tr")
            name = child(row, "th", scope="row")
            child(name, "a", title, href=self.context.href(BENCHMARKS_PAGE, metric))
            for number in range(1, width + 1):
                cell = child(row, "td")
                if number < len(rows):
                    child(cell, "span", without_citations(rows[number][0]), class_="band-range")
                    child(cell, "span", without_citations(rows[number][1]), class_="band-reading")


class AllSources(CourseBlock):
    """Every source of the course with its grade and the pages that cite it; a filter by grade and by typing."""

    NAME = "all-sources"
    ARGUMENT = False

    def on_create(self, parent: etree.Element) -> etree.Element:
        """Create filter and list, by author or publisher."""
        context = self.context
        language = context.page.language
        sources = sorted(context.course.sources.values(), key=lambda one: (latin_key(one.by), one.title))
        wrapper, bar = filtered(context, parent, len(sources))
        filter_search(context, bar)
        filter_choice(
            context, bar, "grade", {grade: f"{letter} {words[language]}" for grade, (letter, words) in GRADES.items()}
        )
        counts = child(wrapper, "p", class_="source-counts")
        parts = [
            f"{letter} {words[language]} {sum(one.grade == grade for one in sources)}"
            for grade, (letter, words) in GRADES.items()
        ]
        counts.text = " · ".join([context.say("source-count", count=len(sources)), *parts])
        entries = child(wrapper, "ul", class_="sources all-sources")
        for source in sources:
            self._entry(entries, source)
        return wrapper

    def _entry(self, entries: etree.Element, source: Source) -> None:
        context = self.context
        language = context.page.language
        entry = child(entries, "li", class_="filtered-item", id=f"source-{source.key}", data_grade=source.grade)
        describe_source(entry, source, context)
        pages = [page for page in context.course.cited.get(source.key, []) if page.language == language]
        used = child(entry, "span", context.say("cited-in"), class_="source-pages")
        for page in sorted(pages, key=lambda page: (lesson_key(page.id), page.name)):
            label = page.id if page.id[:1].isdigit() else page.title
            child(used, "a", label, href=context.href(page.name, f"source-{source.key}")).tail = " "


def describe_source(entry: etree.Element, source: Source, context: Context) -> None:
    """Append to a list's entry what a reader must know of a source: grade, author, title, place and year, date seen, note."""
    language = context.page.language
    letter, words = GRADES.get(source.grade, ("", {"zh": "", "en": ""}))
    child(entry, "span", f"{letter} {words[language]}", class_=f"grade grade-{source.grade}").tail = " "
    if source.by:
        child(entry, "span", _sentence(source.by) + " ")
    title = child(entry, "cite", "" if source.url else source.title)
    if source.url:
        child(title, "a", source.title, href=source.url, rel="noopener")
    year = source.fields.get("year", "")
    where = ", ".join(part for part in (source.container, context.say("undated") if year == UNDATED else year) if part)
    title.tail = AtomicString(f"{_sentence(source.title)[len(source.title) :]} {_sentence(where)} ")
    if seen := source.fields.get("urldate"):
        child(entry, "span", context.say("seen", date=seen) + GAPS[language], class_="source-seen")
    if note := source.note(language):
        child(entry, "span", _sentence(note, "。" if language == "zh" else ".") + GAPS[language], class_="source-note")


def _sentence(text: str, stop: str = ".") -> str:
    """Return a text with a full stop at its end, unless it ends with a mark of its own."""
    return text if text.endswith((".", "?", "!", "？", "！", "。")) else text + stop
