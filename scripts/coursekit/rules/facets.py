"""Cases and claims: their facts are whole and alike in both languages; no judged claim stands elsewhere as a plain fact."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from coursekit.course import Course
from coursekit.facet_blocks import TIMELINE_ITEM
from coursekit.facets import CLAIMS_PAGE, Claim, cases, claims, fences
from coursekit.findings import CourseError, Finding
from coursekit.pages import LANGUAGES, Block, Page
from coursekit.sources import CITATION

# The parts of a case, in order; each heading's id is the case's id with one of these behind it.
CASE_PARTS = ("decision", "moves", "results", "limits", "since")
# In these a claim may be repeated: they correct it, or ask the learner about it.
CORRECTING = ("claim", "quiz", "answer", "teacher")


def check(course: Course) -> Iterator[Finding]:
    """Yield the faults of cases, timelines and claims."""
    for page in course.pages:
        yield from _timeline_faults(page)
        yield from _teacher_faults(page)
        yield from _case_faults(page)
        other = course.counterpart(page)
        if other and page.language == "zh":
            yield from _pair_faults(page, other)
    for language in LANGUAGES:
        judged = course.by_name.get((language, CLAIMS_PAGE))
        if judged:
            yield from _claim_faults(course, judged)


def _timeline_faults(page: Page) -> Iterator[Finding]:
    for timeline in page.containers_of("timeline"):
        items = [block for block in page.inside(timeline) if block.kind == "item"]
        dates: list[tuple[str, Block]] = []
        for item in items:
            match = TIMELINE_ITEM.match(item.text)
            if not match:
                mend = "begin the item with YYYY, YYYY-MM or YYYY-MM-DD and a colon"
                yield page.finding(item.line, "timeline", "an event has no date", mend)
                continue
            dates.append((match["date"], item))
            if not CITATION.search(item.text):
                yield page.finding(
                    item.line, "timeline", f"the event of {match['date']} has no source", "cite it ([@key])"
                )
        for (before, _), (date, item) in pairwise(dates):
            # A year alone may stand anywhere within its year.
            length = min(len(before), len(date))
            if date[:length] < before[:length]:
                yield page.finding(item.line, "timeline", f"{date} stands after {before}", "put the events in order")
        if len(items) < 2:
            yield page.finding(timeline.line, "timeline", "the timeline has fewer than two events", "add the others")


def _teacher_faults(page: Page) -> Iterator[Finding]:
    questions = [one for one in page.headings if one.chapter == "discussion" and one.level == 3]
    notes = list(page.containers_of("teacher"))
    for question in questions:
        end = next((heading.line for heading in page.headings if heading.line > question.line), len(page.lines) + 1)
        if sum(question.line < note.line < end for note in notes) != 1:
            mend = "give it exactly one /// teacher block"
            yield page.finding(question.line, "discussion", f"“{question.text}” has no pointers for the teacher", mend)


def _case_faults(page: Page) -> Iterator[Finding]:
    try:
        found = list(cases(page))
    except CourseError as error:
        yield error.finding
        return
    chapters = {heading.id: heading for heading in page.headings if heading.level == 2}
    for case in found:
        if case.id not in chapters:
            yield page.finding(
                case.line, "case", "a case fence stands below no section of its own", "put it below its ##"
            )
            continue
        parts = [one.id for one in page.headings if one.level == 3 and one.chapter == case.id]
        wanted = [f"{case.id}-{part}" for part in CASE_PARTS]
        missing = [name for name in wanted if name not in parts]
        if missing:
            yield page.finding(
                chapters[case.id].line, "case", f"the case has no section #{missing[0]}", f"give it {', '.join(wanted)}"
            )
        elif [name for name in parts if name in wanted] != wanted:
            yield page.finding(
                chapters[case.id].line, "case", "the sections are out of order", f"order them: {', '.join(wanted)}"
            )
        if not any(block.chapter == case.id for block in page.blocks if block.info == "timeline"):
            yield page.finding(
                chapters[case.id].line, "case", "the case has no timeline", "add a /// timeline | … block"
            )


def _pair_faults(zh: Page, en: Page) -> Iterator[Finding]:
    try:
        ours = [(one.id, one.facets, one.years) for one in cases(zh)] or [
            (one.id, {"verdict": (one.verdict,), "topic": (one.topic,), "lessons": one.lessons}, "")
            for one in claims(zh)
        ]
        theirs = [(one.id, one.facets, one.years) for one in cases(en)] or [
            (one.id, {"verdict": (one.verdict,), "topic": (one.topic,), "lessons": one.lessons}, "")
            for one in claims(en)
        ]
    except CourseError:
        return
    blocks = [*fences(en, "case"), *fences(en, "claim")]
    for (name, here, years), (other, there, other_years), block in zip(ours, theirs, blocks, strict=False):
        if name == other and (here != there or years != other_years):
            key = next((key for key in here if here[key] != there[key]), "years")
            yield en.finding(
                block.line, "pair-facts", f"{key} of #{name} differs from {zh.path}", "say the same in both languages"
            )


def _claim_faults(course: Course, page: Page) -> Iterator[Finding]:
    try:
        found = list(claims(page))
    except CourseError as error:
        yield error.finding
        return
    lessons = course.by_id(page.language)
    for claim in found:
        unknown = next((lesson for lesson in claim.lessons if lesson not in lessons), None)
        if unknown:
            yield page.finding(claim.line, "claim", f"there is no lesson “{unknown}”", "name lessons by their ids")
    for other in course.pages:
        if other.language == page.language and other.name != CLAIMS_PAGE:
            yield from _stated(other, found)


def _stated(page: Page, judged: list[Claim]) -> Iterator[Finding]:
    folded = page.text.lower()
    found = [claim for claim in judged if claim.may_be_stated_in(folded)]
    if not found:
        return
    for block in page.blocks:
        if block.kind not in ("paragraph", "item", "table") or block.within(*CORRECTING):
            continue
        if block.chapter in ("quiz", "exercises"):
            continue
        folded = block.text.lower()
        for claim in found:
            if claim.is_stated_in(folded) and f"claims.md#{claim.id}" not in block.text:
                yield page.finding(
                    block.line,
                    "claim-stated",
                    f"this says what {CLAIMS_PAGE}#{claim.id} judges: {claim.title}",
                    f"link it there ([…](…/claims.md#{claim.id})), put it into a claim block, or say what holds",
                )
