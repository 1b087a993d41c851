"""Addresses that stay: what readers may link to, the record of all of them, and where a recorded one leads today.

Public are pages, headings (terms, claims, cases and exercises among them), quiz questions, the heading of a page's sources,
files to take away, and short addresses. Not public: a single source in a list, which comes and goes with a sentence.
Addresses are written as `coursekit.redirects` says; both languages have the same ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from coursekit.aside import write_whole
from coursekit.course import Course
from coursekit.download_names import download_names
from coursekit.facets import fences
from coursekit.findings import CourseError, Finding
from coursekit.pages import LANGUAGES, Block, Language, Page, decoded
from coursekit.redirects import ADDRESS, REDIRECTS, Redirect, page_address, parts
from coursekit.sources import citations

RECORD = Path("docs/permalinks.txt")
RECORD_HEAD = """\
# Every address that readers may have linked to; in English each stands below /en/ as well.
# `python3 scripts/course.py permalinks` adds what is new. Nothing is taken out: what has moved is in redirects.yml.
"""
SHORT = "/go/"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where in the repository an address comes from, for messages."""

    path: Path
    line: int


@dataclass(frozen=True, slots=True)
class Place:
    """A page, or one of its anchors, in one language; `title` names it to a reader."""

    page: Page
    anchor: str
    title: str
    line: int = 1


def anchors(page: Page) -> dict[str, int]:
    """Return the ids on a page that a reader may link to, with their lines."""
    found = {heading.id: heading.line for heading in page.headings if heading.id}
    found |= {f"quiz-{quiz.argument}": quiz.line for quiz in page.containers_of("quiz")}
    if any(citation.key for _, group in citations(page.text) for citation in group):
        found["sources"] = 1
    return found


def short_addresses(course: Course, language: Language) -> Iterator[tuple[str, Place]]:
    """Yield what has an id of its own, pages, terms, cases and claims, by that id: it is reached at `/go/<id>/`."""
    for page in course.pages:
        if page.language != language:
            continue
        if page.id:
            yield page.id, Place(page, "", page.numbered_title, page.meta_lines.get("id", 1))
        for heading in _named_sections(page):
            yield heading.id or "", Place(page, heading.id or "", heading.text, heading.line)


def _named_sections(page: Page) -> Iterator[Block]:
    named = {block.section for kind in ("case", "claim") for block in fences(page, kind)}
    for heading in page.headings:
        if heading.id and (heading.id in named or (page.is_glossary and heading.level == 2)):
            yield heading


class Permalinks:
    """The public addresses of one course as it stands, and what became of older ones."""

    def __init__(self, course: Course) -> None:
        """Take the course."""
        self.course = course
        self.redirects = course.redirects.entries

    @cached_property
    def spots(self) -> dict[Language, dict[str, Spot]]:
        """Per language, every address and where it comes from."""
        return {language: dict(self._addresses(language)) for language in LANGUAGES}

    def _addresses(self, language: Language) -> Iterator[tuple[str, Spot]]:
        yield SHORT, Spot(RECORD, 1)
        for name in download_names(self.course):
            yield f"/{name}", Spot(RECORD, 1)
        for short, place in short_addresses(self.course, language):
            yield f"{SHORT}{short}/", Spot(place.page.path, place.line)
        for page in self.course.pages:
            if page.language == language:
                address = page_address(page.name)
                yield address, Spot(page.path, 1)
                for anchor, line in anchors(page).items():
                    # An id that is no id yet is another rule's to report, and must not be recorded.
                    if ADDRESS.fullmatch(f"{address}#{anchor}"):
                        yield f"{address}#{anchor}", Spot(page.path, line)

    @cached_property
    def live(self) -> frozenset[str]:
        """The addresses that exist in both languages."""
        return frozenset(self.spots["zh"].keys() & self.spots["en"].keys())

    @cached_property
    def seen(self) -> frozenset[str]:
        """The addresses that exist in at least one language."""
        return frozenset(self.spots["zh"].keys() | self.spots["en"].keys())

    def leads_to(self, address: str) -> str | None:
        """Return the live address that a published one leads to today: itself, or what took its place; None if it is lost.

        The anchors of a page that has moved are looked for on its new page, unless they are redirected one by one.
        """
        if address in self.live:
            return address
        if told := self.redirects.get(address):
            return told.new if told.new in self.live else None
        page, anchor = parts(address)
        moved = self.redirects.get(page)
        if not anchor or moved is None or page in self.live or parts(moved.new)[0] not in self.live:
            return None
        return self.leads_to(f"{parts(moved.new)[0]}#{anchor}")

    def place(self, address: str, language: Language) -> Place:
        """Return what stands at a live address that is neither a file nor the list of short addresses."""
        if address.startswith(SHORT):
            return dict(short_addresses(self.course, language))[address.removeprefix(SHORT).rstrip("/")]
        name, anchor = parts(address)
        page = next(one for one in self.course.by_id(language).values() if page_address(one.name) == name)
        heading = next((one for one in page.headings if one.id == anchor and anchor), None)
        return Place(page, anchor, f"{page.numbered_title} · {heading.text}" if heading else page.numbered_title)

    def faults(self) -> Iterator[Finding]:
        """Yield what is wrong with the redirects; the build refuses them, too."""
        yield from self.course.redirects.faults
        for redirect in self.redirects.values():
            yield from self._redirect_faults(redirect)

    def _redirect_faults(self, redirect: Redirect) -> Iterator[Finding]:
        old, new = redirect.old, redirect.new

        def fault(what: str, mend: str) -> Finding:
            return Finding(REDIRECTS, redirect.line, 1, "redirect", what, mend)

        if old in self.seen:
            yield fault(f"{old} still exists", "delete this line, or give the other thing its own id or file name")
        elif new in self.redirects:
            end, passed = new, {old}
            while end in self.redirects and end not in passed:
                passed.add(end)
                end = self.redirects[end].new
            if end in passed:
                yield fault(f"{old} leads back to itself", "name an address that exists")
            else:
                yield fault(f"{new} has moved on", f"write {old}: {end}")
        elif new not in self.live:
            missing = "in one of the languages" if new in self.seen else "in the course"
            yield fault(f"there is no {new} {missing}", self._nearest(new))
        elif new == SHORT or _kind(new) not in (_kind(old), "page" if old.startswith(SHORT) else ""):
            mend = "a file leads to a file of its kind, a page or section to a page or section"
            yield fault(f"{old} cannot lead to {new}", f"name another address: {mend}")

    def _nearest(self, address: str) -> str:
        import difflib

        page, anchor = parts(address)
        near = [one for one in self.live if one.startswith(f"{page}#")] if anchor and page in self.live else self.live
        close = difflib.get_close_matches(address, sorted(near), 1)
        return f"did you mean {close[0]}?" if close else f"name an address that {RECORD} lists and that still exists"


def _kind(address: str) -> str:
    """Return "short", "page" (a section counts as one), or a file's last name."""
    if address.startswith(SHORT):
        return "short"
    page, _ = parts(address)
    return "page" if page.endswith("/") else page.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class Record:
    """The published addresses with the lines that they stand on, and what cannot be read."""

    lines: dict[str, int]
    faults: tuple[Finding, ...]


def read_record(root: Path) -> Record | None:
    """Read the record below `root`; None when there is none."""
    if not (root / RECORD).exists():
        return None
    lines: dict[str, int] = {}
    text, unreadable = decoded((root / RECORD).read_bytes(), RECORD)
    faults = list(unreadable)
    for number, line in enumerate(text.split("\n"), 1):
        if ADDRESS.fullmatch(line):
            lines.setdefault(line, number)
        elif line and not line.startswith("#"):
            faults.append(_unread_line(number, line))
    return Record(lines, tuple(faults))


def missing_record() -> Finding:
    """Return the finding about a course without its record: making a new one would forget every address that was lost."""
    return Finding(RECORD, 1, 1, "permalink-lost", "the record of addresses is missing", f"git checkout {RECORD}")


def _unread_line(number: int, line: str) -> Finding:
    """Return the finding about a line of the record that is no address."""
    mend = "write one address per line, or mend what a merge left here"
    return Finding(RECORD, number, 1, "permalink-lost", f"“{line}” is no address", mend)


def record_new(course: Course) -> list[str]:
    """Add to the record every address that it does not hold yet and both languages have; return those added.

    No line is ever lost.

    Raises CourseError when there is no record, or a line of it cannot be read.
    """
    record = read_record(course.root)
    if record is None:
        raise CourseError(missing_record())
    if record.faults:
        raise CourseError(record.faults[0])
    added = sorted(Permalinks(course).live - record.lines.keys())
    text = RECORD_HEAD + "\n".join(sorted([*record.lines, *added])) + "\n"
    write_whole({course.root / RECORD: text.encode()})
    return added
