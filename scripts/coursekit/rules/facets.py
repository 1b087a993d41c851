"""Cases and claims: their facts are whole and alike in both languages; no judged claim stands elsewhere as a plain fact."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import pairwise

from coursekit.course import Course, Judged
from coursekit.facets import CLAIMS_PAGE, TIMELINE_ITEM, fences, read_cases, read_claims
from coursekit.findings import Finding
from coursekit.pages import Block, Page
from coursekit.quantities import in_digits
from coursekit.sources import CITATION

# The parts of a case, in order; each heading's id is the case's id with one of these behind it.
CASE_PARTS = ("decision", "moves", "results", "limits", "since")
# In these a claim may be repeated: they correct it, or ask the learner about it.
CORRECTING = ("claim", "quiz", "answer", "teacher")


def check(page: Page) -> Iterator[Finding]:
    """Yield the faults of a page's cases, timelines and claims."""
    yield from _timeline_faults(page)
    yield from _teacher_faults(page)
    yield from _case_faults(page)
    yield from read_claims(page)[1]


def check_pair(zh: Page, en: Page, pending: Collection[str]) -> Iterator[Finding]:
    """Yield the facts of cases and claims that differ between the languages, in sections that are not pending."""
    ours, theirs = _facts(zh), _facts(en)
    for block in (*fences(en, "case"), *fences(en, "claim")):
        here, there = theirs.get(block.section), ours.get(block.section)
        if here and there and here != there and block.section not in pending:
            key = next(key for key in here if here[key] != there.get(key))
            yield en.finding(
                _line_of(block, key),
                "pair-facts",
                f"{key} of #{block.section} differs from {zh.path}",
                "say the same in both languages",
            )


def _facts(page: Page) -> dict[str, dict[str, object]]:
    """Return what both languages must say alike of each case and claim, by its id."""
    return {
        **{one.id: {**one.facets, "years": one.years} for one in read_cases(page)[0]},
        **{
            one.id: {"verdict": one.verdict, "topic": one.topic, "lessons": one.lessons} for one in read_claims(page)[0]
        },
    }


def _line_of(block: Block, key: str) -> int:
    lines = block.text.split("\n")
    return next((number for number, line in enumerate(lines, block.line + 1) if line.startswith(f"{key}:")), block.line)


def check_claims(course: Course, page: Page) -> Iterator[Finding]:
    """Yield the judged claims that a page states as plain facts; on the page of claims, lessons that do not exist."""
    judging = course.by_name.get((page.language, CLAIMS_PAGE))
    if judging is None:
        return
    if page is not judging:

        def look() -> list[Finding]:
            return list(_stated(page, course.judged[page.language]))

        # Two pages are all that this reads.
        key = f"{page.text}\0{judging.text}"
        yield from page.shelf.keep(f"rules/claims/{page.language}/{page.name}", key, look) if page.shelf else look()
        return
    judged = course.judged[page.language]
    lessons = course.by_id(page.language)
    for claim in judged.claims:
        unknown = next((lesson for lesson in claim.lessons if lesson not in lessons), None)
        if unknown:
            yield page.finding(claim.line, "claim", f"there is no lesson “{unknown}”", "name lessons by their ids")


def _stated(page: Page, judged: Judged) -> Iterator[Finding]:
    for block in page.blocks:
        if block.kind not in ("paragraph", "item", "table") or block.within(*CORRECTING):
            continue
        if block.chapter in ("quiz", "exercises"):
            continue
        # A share may be given in words, too.
        folded = "\n".join({block.text.lower(): None, in_digits(block.text).lower(): None})
        for claim in (judged.claims[number] for number in judged.sieve.candidates(folded)):
            if claim.is_stated_in(folded) and f"claims.md#{claim.id}" not in block.text:
                yield page.finding(
                    block.line,
                    "claim-stated",
                    f"this says what {CLAIMS_PAGE}#{claim.id} judges: {claim.title}",
                    f"link it there ([…](…/claims.md#{claim.id})), put it into a claim block, or say what holds",
                )


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
    found, faults = read_cases(page)
    yield from faults
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
