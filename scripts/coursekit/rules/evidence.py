"""Evidence: citations that resolve, a bibliography without gaps, and a source for every figure about the world."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from datetime import date

from coursekit.benchmarks import BENCHMARKS_PAGE, bands
from coursekit.course import REFERENCES, Course
from coursekit.facets import CLAIMS_PAGE
from coursekit.findings import Finding
from coursekit.pages import Block, Page
from coursekit.quantities import Figure, figures, worded_figures
from coursekit.rules.links import is_address
from coursekit.sources import CITATION, GRADES, UNDATED, Source, citations, unknown_key

# In these the numbers are invented or the reader's own.
INVENTED_BLOCKS = ("example", "quiz", "answer", "sheet", "blank")
INVENTED_CHAPTERS = ("quiz", "exercises")
# A paragraph that says this of its numbers claims nothing about the world.
SAID_TO_BE = re.compile(
    r"经验值|经验法则|经验线|（示例）|（假设）|rules? of thumb|\((?:an |invented )?example\)|\(assumed\)", re.I
)
GLOSSARY_INVENTED = re.compile(r"^\*\*(?:公式|示例|Formula|Example)\*\*")
# What is said, and of whom, is told in order to be judged.
CLAIM_RETOLD = re.compile(r"^\*\*(?:说法|常归于|What is said|Usually credited to)\*\*")
YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?![\d%,])")
# A key behind its sign, wherever it stands; the address of a mailbox has a letter before it.
STRAY = re.compile(r"(?<![\w.@-])@(?P<key>[\w:.-]*\w)")
WANTED_FIELDS = ("title", "year", "grade")


def check(page: Page) -> Iterator[Finding]:
    """Yield the figures of a page that have no source."""
    # Every year in a case is a date about the world.
    dated = {block.section for block in page.blocks if block.kind == "fence" and block.info == "case"}
    for group in _groups(page):
        yield from _figure_faults(page, group, dated)


def check_in_course(course: Course, page: Page) -> Iterator[Finding]:
    """Yield the citations and the bands of a page that lead nowhere."""
    yield from _citation_faults(course, page)
    yield from _stray_faults(course, page)
    yield from _bands_faults(course, page)


def _bands_faults(course: Course, page: Page) -> Iterator[Finding]:
    """Yield the blocks of bands that name no metric of the page of benchmarks."""
    if not any(page.containers_of("bands")):
        return
    benchmarks = course.by_name.get((page.language, BENCHMARKS_PAGE))
    known = bands(benchmarks) if benchmarks else {}
    for container in page.containers_of("bands"):
        for metric in (one.strip() for one in container.argument.split(",")):
            if metric in known:
                continue
            yield page.finding(
                container.line,
                "bands",
                f"{BENCHMARKS_PAGE} has no table of bands for “{metric}”",
                f"use one of: {', '.join(sorted(known))}" if known else "write the page of benchmarks first",
            )


def _citation_faults(course: Course, page: Page) -> Iterator[Finding]:
    for number, line in enumerate(page.lines, 1):
        for match, group in citations(line):
            for citation in group:
                if not citation.key:
                    yield page.finding(
                        number,
                        "citation-form",
                        f"“{citation.locator}” is no citation",
                        "write [@key] or [@key, pp. 3–5]",
                        match.start() + 1,
                    )
                elif "@" in citation.locator:
                    what = f"“{citation.locator}” names a source where a place in “{citation.key}” is told"
                    yield page.finding(number, "citation-form", what, "write [@one; @two]", match.start() + 1)
                elif wide := re.search(r"[０-９Ａ-Ｚａ-ｚ]", citation.locator):
                    what, mend = f"“{wide[0]}” is full-width", "write half-width letters and digits in citations"
                    yield page.finding(number, "citation-form", what, mend, match.start() + 1)
                elif citation.key not in course.sources:
                    finding = unknown_key(page, citation.key)
                    yield page.finding(
                        number, finding.rule, finding.what, finding.mend, line.find(f"@{citation.key}") + 1
                    )


def _stray_faults(course: Course, page: Page) -> Iterator[Finding]:
    """Yield the sources that a line names outside of the brackets of a citation, which then stands there as plain text."""
    for number, line in enumerate(page.lines, 1):
        if "@" not in line:
            continue
        for match in STRAY.finditer(CITATION.sub(lambda found: " " * len(found[0]), line)):
            if match["key"] in course.sources:
                what = f"“{match[0]}” stands outside of a citation’s brackets"
                yield page.finding(number, "citation-form", what, f"write [{match[0]}]", match.start() + 1)


def _groups(page: Page) -> Iterator[list[Block]]:
    """Yield the blocks that share a source: a list item, a table with its caption, or one paragraph."""
    captions = {container.line: container for container in page.containers_of("caption")}
    items: dict[int, list[Block]] = {}
    taken: set[int] = set()
    for block in page.blocks:
        if block.kind == "table":
            caption = next((captions[line] for line in range(block.end + 1, block.end + 3) if line in captions), None)
            parts = [part for part in page.blocks if caption in part.inside] if caption else []
            taken.update(id(part) for part in parts)
            yield [block, *parts]
        elif block.kind in ("paragraph", "item") and block.item:
            items.setdefault(block.item, []).append(block)
        elif (block.kind == "paragraph" and id(block) not in taken) or (
            block.kind == "container" and block.info in ("case", "claim") and block.text
        ):
            yield [block]
    yield from items.values()


def _figure_faults(page: Page, group: list[Block], dated: set[str]) -> Iterator[Finding]:
    first = group[0]
    if first.within(*INVENTED_BLOCKS, "path") or first.chapter in INVENTED_CHAPTERS:
        return
    text = "\n".join(block.text for block in group)
    if page.name == CLAIMS_PAGE and CLAIM_RETOLD.match(first.text):
        return
    if CITATION.search(text) or SAID_TO_BE.search(text) or (page.is_glossary and GLOSSARY_INVENTED.match(first.text)):
        return
    if first.kind == "container":
        # A title may name its years and figures: the text below it carries the sources.
        return
    claim = _first_claim(first.within("case") or first.chapter in dated, group)
    if claim is None:
        return
    block, figure, offset = claim
    line = block.line_at(offset)
    yield page.finding(
        line,
        "figure-uncited",
        f"“{figure}” says something about the world and has no source",
        "cite it ([@key]), move it into an example block, or name it a rule of thumb (经验值)",
        page.column_of(line, figure),
    )


def _first_claim(dated: bool, group: list[Block]) -> tuple[Block, str, int] | None:
    for block in group:
        shown = (*figures(block.text), *worded_figures(block.text))
        found: Figure | None = next((figure for figure in shown if figure.is_claim), None)
        if found:
            return block, found.text, found.start
        year = YEAR.search(block.text) if dated else None
        if year:
            return block, year[0], year.start()
    return None


def check_sources(course: Course) -> Iterator[Finding]:
    """Yield the gaps of the bibliography's entries, and those that nobody cites."""
    for source in course.sources.values():
        for what, mend in (*_gaps(source), *_wrong_fields(source, course.latest_day)):
            yield Finding(REFERENCES, source.line, 1, "source-fields", f"“{source.key}” {what}", mend)
        if source.key not in course.cited:
            yield Finding(
                REFERENCES,
                source.line,
                1,
                "source-unused",
                f"no page cites “{source.key}”",
                "cite it or delete the entry",
            )


def _gaps(source: Source) -> Iterator[tuple[str, str]]:
    missing = [name for name in WANTED_FIELDS if not source.fields.get(name)]
    if missing:
        yield f"lacks {', '.join(missing)}", "fill it in"
    if source.grade and source.grade not in GRADES:
        yield f"has the grade “{source.grade}”", f"use one of: {', '.join(GRADES)}"
    if not source.authors and not any(
        source.fields.get(name) for name in ("institution", "organization", "publisher", "howpublished")
    ):
        yield "names neither author nor publisher", "add author, institution or publisher"
    if source.url and not source.fields.get("urldate"):
        yield "has an address but no date on which it was seen", "add urldate = {YYYY-MM-DD}"
    findable = source.type in ("book", "incollection", "inbook") or all(
        source.fields.get(name) for name in ("journal", "volume", "pages")
    )
    if not source.url and not findable:
        yield (
            "has no address",
            "add url or doi; only a book, or an article with journal, volume and pages, may go without",
        )
    if bool(source.fields.get("note")) != bool(source.fields.get("note_zh")):
        yield "has a note in one language only", "give both note (English) and note_zh (Chinese)"


def _wrong_fields(source: Source, latest: date) -> Iterator[tuple[str, str]]:
    """Yield the fields whose value cannot be right; `latest` is the last day that they may name."""
    year, seen, url = (source.fields.get(name, "") for name in ("year", "urldate", "url"))
    if year and year != UNDATED and not (re.fullmatch(r"\d{4}", year) and int(year) <= latest.year):
        yield f"has the year “{year}”", f"write the year in which it was published, or {UNDATED} for none"
    if url and not (re.fullmatch(r"https?://[^\s/]+\.[^\s]+", url) and is_address(url)):
        yield f"has the address “{url}”", "write one that begins with https://"
    with contextlib.suppress(ValueError):
        if date.fromisoformat(seen) <= latest:
            return
    if seen:
        yield f"was seen on “{seen}”", "write a day that has been, as YYYY-MM-DD"
