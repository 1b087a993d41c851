"""Addresses: every public one is recorded, none is ever lost, redirects lead somewhere, short addresses are not shared."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from itertools import groupby

from coursekit.course import Course
from coursekit.download_names import DOWNLOADS
from coursekit.findings import Finding
from coursekit.pages import LANGUAGES
from coursekit.permalinks import (
    RECORD,
    SHORT,
    Permalinks,
    Record,
    Spot,
    missing_record,
    read_record,
    short_addresses,
)
from coursekit.redirects import REDIRECTS, page_address, parts

RECORD_NEW = "python3 scripts/course.py permalinks"


def check(course: Course) -> Iterator[Finding]:
    """Yield the faults of the record, of the redirects, and of the short addresses."""
    permalinks = Permalinks(course)
    yield from permalinks.faults()
    yield from _shared(course)
    record = read_record(course.root)
    if record is None:
        yield missing_record()
        return
    yield from record.faults
    yield from _new(permalinks, record)
    yield from _lost(permalinks, record)
    for redirect in permalinks.redirects.values():
        if redirect.old not in record.lines and redirect.old not in permalinks.seen:
            what = f"{redirect.old} was never recorded in {RECORD}, so nobody links to it"
            yield Finding(REDIRECTS, redirect.line, 1, "redirect", what, "mend the address, or delete this line")


def _shared(course: Course) -> Iterator[Finding]:
    for language in LANGUAGES:
        # Without case: some servers and file systems take A.1 and a.1 for the same.
        taken: dict[str, Spot] = {}
        for short, place in short_addresses(course, language):
            spot = Spot(place.page.path, place.line)
            first = taken.setdefault(short.casefold(), spot)
            if first != spot:
                what = f"{SHORT}{short}/ is already the short address of {first.path}:{first.line}"
                yield place.page.finding(place.line, "short-address", what, "give this its own id")
    for page in course.pages:
        if page_address(page.name).startswith(SHORT):
            mend = "put the page into another folder"
            yield page.finding(1, "short-address", f"the folder {SHORT} is kept for short addresses", mend)


def _new(permalinks: Permalinks, record: Record) -> Iterator[Finding]:
    spots = permalinks.spots["zh"]
    new = sorted(
        ((spots[address], address) for address in permalinks.live - record.lines.keys()),
        key=lambda one: (one[0].path, one[0].line, one[1]),
    )
    for path, group in groupby(new, key=lambda one: one[0].path):
        (first, address), *others = group
        more = f" and {len(others)} more" if others else ""
        what = f"{address}{more} {'are' if others else 'is'} not recorded yet"
        yield Finding(path, first.line, 1, "permalink-new", what, RECORD_NEW)


def _lost(permalinks: Permalinks, record: Record) -> Iterator[Finding]:
    for address, line in record.lines.items():
        # What a redirect's own line says wrong is told there.
        if permalinks.leads_to(address) is not None or address in permalinks.redirects:
            continue
        page, anchor = parts(address)
        if any(page.startswith(f"/{DOWNLOADS}/{tool}-") for tool in permalinks.course.unusable_tools):
            # Its files come back with its description.
            continue
        heir = _heir(permalinks, record, address)
        write = f"add to {REDIRECTS}: {address}: {heir}"
        unless = f"(never published? Delete line {line} of {RECORD})"
        if not anchor:
            back = "restore it" if not address.startswith(SHORT) else "give back the id"
            spot, mend = Spot(RECORD, line), f"{back}, or {write} {unless}"
        elif page in permalinks.live:
            spot, mend = _where(permalinks, address, heir), f"give the id back, or {write} {unless}"
        elif page in permalinks.redirects:
            spot, mend = Spot(REDIRECTS, permalinks.redirects[page].line), write
        else:
            continue  # told of the page
        yield Finding(spot.path, spot.line, 1, "permalink-lost", f"{address} is gone, and readers link to it", mend)


def _where(permalinks: Permalinks, address: str, heir: str) -> Spot:
    """Return the likely place in the file of the page that lost an anchor: its heir, else the top."""
    language = next(one for one in LANGUAGES if address not in permalinks.spots[one])
    top = permalinks.spots[language][parts(address)[0]]
    found = permalinks.spots[language].get(heir, top)
    return found if found.path == top.path else top


def _heir(permalinks: Permalinks, record: Record, address: str) -> str:
    """Return the address that most likely took over from one that is gone."""
    page, anchor = parts(address)
    new = permalinks.live - record.lines.keys()
    if address.startswith(SHORT):
        return _heir_of_short(permalinks, record, address)
    if not anchor:
        return _heir_of_page(permalinks, record, page, new)
    moved = permalinks.redirects.get(page)
    base = parts(moved.new)[0] if moved else page
    here = sorted(one for one in new if parts(one)[0] == base and parts(one)[1])
    elsewhere = sorted(one for one in new if parts(one)[1] == anchor)
    close = difflib.get_close_matches(f"{base}#{anchor}", here, 1)
    return next(iter([*elsewhere, *close, *(here if len(here) == 1 else []), base]))


def _heir_of_short(permalinks: Permalinks, record: Record, address: str) -> str:
    """Return the short address of what took over from the section of that id, else the most similar one."""
    anchor = address.removeprefix(SHORT).rstrip("/")
    gone = [one for one in record.lines if parts(one)[1] == anchor and one not in permalinks.live]
    heirs = [permalinks.leads_to(one) or _heir(permalinks, record, one) for one in gone]
    shorts = [short for one in heirs if (short := f"{SHORT}{parts(one)[1]}/") in permalinks.live]
    living = sorted(one for one in permalinks.live if one.startswith(SHORT) and one != SHORT)
    return next(iter([*shorts, *heirs, *difflib.get_close_matches(address, living, 1), "/"]))


def _heir_of_page(permalinks: Permalinks, record: Record, page: str, new: frozenset[str]) -> str:
    """Return the new page that has most of the old one's anchors; for a file, the most similar name of its kind."""
    if not page.endswith("/"):
        kind = page.rpartition(".")[2]
        files = sorted(one for one in permalinks.live if one.rpartition(".")[2] == kind and not one.endswith("/"))
        return next(iter(difflib.get_close_matches(page, files, 1, 0) or ["/"]))
    old = {anchor for one in record.lines for base, anchor in [parts(one)] if base == page and anchor}
    pages = sorted(one for one in new if one.endswith("/") and not one.startswith(SHORT))
    shared = {one: sum(f"{one}#{anchor}" in permalinks.live for anchor in old) for one in pages}
    best = max(pages, key=lambda one: shared[one], default="")
    if best and shared[best]:
        return best
    above = page.rstrip("/").rpartition("/")[0] + "/"
    return above if above in permalinks.live else "/"
