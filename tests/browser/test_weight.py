"""What a first visit costs a phone, counted at the server: bytes, requests, scripts."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route, expect

from coursekit.course import Course
from coursekit.pages import LANGUAGES, page_url
from coursekit.visits import LEVEL, Host, hosted, phone, visit

LESSON_BYTES = 120_000
REQUESTS = 10
SCRIPT_BYTES = 15_000


@pytest.fixture(scope="module")
def host(site: Path) -> Iterator[Host]:
    with hosted(site, "/gtm/") as running:
        yield running


def test_the_longest_lessons_are_light_and_pages_of_every_kind_quiet_on_a_first_visit(
    browser: Browser, host: Host, course: Course, site: Path
) -> None:
    for language in LANGUAGES:
        pages = {page_url(page.name, language): page for page in course.by_id(language).values()}
        by_size = sorted(pages, key=lambda url: (site / url / "index.html").stat().st_size)
        kinds = {(frozenset(_scripts(site / url / "index.html", site)), pages[url].is_lesson): url for url in by_size}
        longest = [url for url in by_size if pages[url].is_lesson][-3:]
        for url in {*longest, *kinds.values()}:
            cost = visit(browser, host, url, slow=False)
            assert cost.missing == 0, [one for one in host.sent if one.status != 200]
            assert cost.requests <= REQUESTS, [one.path for one in host.sent]
            if pages[url].is_lesson:
                assert cost.bytes <= LESSON_BYTES, (url, [(one.path, one.bytes) for one in host.sent])


@pytest.mark.parametrize("path", ["3-execution/3.4-metrics/", "en/glossary/4-metrics/", "", "en/appendix/claims/"])
def test_the_first_lines_show_before_the_style_sheet_has_come(browser: Browser, address: str, path: str) -> None:
    page = phone(browser).new_page()
    held: list[Route] = []
    page.route("**/course.css", lambda route: held.append(route))
    page.goto(address + path, wait_until="commit")
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(".text > p").first).to_be_visible()
    # In the colours and the width that they will have.
    ink, width = "document.querySelector('.text > p')", "getBoundingClientRect().width"
    before = page.evaluate(f"[getComputedStyle({ink}).color, getComputedStyle({ink}).font, {ink}.{width}]")
    expect(page.locator(".foot")).to_have_count(0)
    page.wait_for_timeout(200)
    held[0].continue_()
    expect(page.locator(".foot")).to_be_visible()
    assert page.evaluate(f"[getComputedStyle({ink}).color, getComputedStyle({ink}).font, {ink}.{width}]") == before
    page.context.close()


def test_nothing_moves_while_a_page_loads(browser: Browser, host: Host) -> None:
    for url in ("", "en/", "3-execution/3.4-metrics/", "en/4-cases/4.2-sales-led/", "glossary/", "en/appendix/claims/"):
        assert visit(browser, host, url, slow=False).shift < 0.02, url


def test_no_page_loads_more_than_a_little_script(site: Path) -> None:
    sizes = {
        path.relative_to(site).as_posix(): len(gzip.compress(path.read_bytes(), LEVEL)) for path in site.rglob("*.js")
    }
    imports = {name: _imported(site / name, site) for name in sizes}
    for page in site.rglob("index.html"):
        wanted = _scripts(page, site)
        while more := {name for one in wanted for name in imports[one]} - wanted:
            wanted |= more
        total = sum(sizes[name] for name in wanted)
        assert total <= SCRIPT_BYTES, (page.relative_to(site), {name: sizes[name] for name in wanted})


def _scripts(page: Path, site: Path) -> set[str]:
    """The scripts that a built page names."""
    sources = re.findall(r'<script[^>]* src="([^"]+)"', page.read_text(encoding="utf-8"))
    return {(page.parent / one).resolve().relative_to(site.resolve()).as_posix() for one in sources}


def _imported(script: Path, site: Path) -> set[str]:
    """The scripts that one loads at once; those that it loads when somebody asks for them do not count."""
    text = script.read_text(encoding="utf-8")
    found = re.findall(r'^(?:import|export)\b[^;]*?from "([^"]+)"', text, re.M)
    return {(script.parent / one).resolve().relative_to(site.resolve()).as_posix() for one in found}
