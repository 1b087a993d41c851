"""The built site: what a reader's browser is given, judged as HTML."""

from __future__ import annotations

import gzip
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest
from lxml import html

from coursekit.course import Course
from coursekit.facets import CLAIMS_PAGE, claims
from coursekit.pages import Page, page_url
from coursekit.phrases import duration
from coursekit.sources import GRADES
from hosting import SITE_URL


@cache
def parsed(path: Path) -> html.HtmlElement:
    return html.fromstring(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def documents(site: Path) -> dict[str, html.HtmlElement]:
    """Every page of the built site by its address below the root; the 404 page is no address, and those that lead on no pages."""
    found = {}
    for path in sorted(site.rglob("index.html")):
        folder = path.parent.relative_to(site).as_posix()
        if parsed(path).get("data-forwarding") is None:
            found["" if folder == "." else f"{folder}/"] = parsed(path)
    return found


def content(document: html.HtmlElement) -> html.HtmlElement:
    return document.cssselect("article")[0] if document.cssselect("article") else document


def language_of(address: str) -> str:
    return "en" if address.startswith("en/") else "zh"


def document_of(documents: dict[str, html.HtmlElement], page: Page) -> html.HtmlElement:
    return documents[unquote(page_url(page.name, page.language))]


def test_every_page_of_the_course_is_built_in_its_language(
    documents: dict[str, html.HtmlElement], course: Course
) -> None:
    wanted = {unquote(page_url(page.name, page.language)) for page in course.pages}
    assert set(documents) == wanted
    for address, document in documents.items():
        assert document.get("lang") == ("en" if language_of(address) == "en" else "zh-CN"), address


def test_titles_and_descriptions_are_unique(documents: dict[str, html.HtmlElement]) -> None:
    titles = Counter(document.findtext(".//title") for document in documents.values())
    descriptions = Counter(
        document.xpath("string(//meta[@name='description']/@content)") for document in documents.values()
    )
    assert [title for title, count in titles.items() if count > 1] == []
    assert [text for text, count in descriptions.items() if count > 1 or not text] == []


def test_each_page_has_one_first_heading_and_no_level_is_skipped(documents: dict[str, html.HtmlElement]) -> None:
    for address, document in documents.items():
        levels = [
            int(heading.tag[1])
            for heading in document.xpath("//article//*[self::h1 or self::h2 or self::h3 or self::h4]")
        ]
        assert levels.count(1) == 1, address
        assert levels[0] == 1, address
        assert all(later <= earlier + 1 for earlier, later in pairwise(levels)), address


def test_ids_are_unique_on_each_page(documents: dict[str, html.HtmlElement]) -> None:
    for address, document in documents.items():
        repeated = [one for one, count in Counter(document.xpath("//@id")).items() if count > 1]
        assert repeated == [], address


def test_images_and_drawings_have_text_alternatives(documents: dict[str, html.HtmlElement]) -> None:
    for address, document in documents.items():
        assert document.xpath("//img[not(@alt)]") == [], address
        # A calculator's chart is named by its label and told by its table: tests/site/test_calculator_pages.py.
        for drawing in content(document).xpath(".//figure[not(@data-chart)]//*[local-name()='svg']"):
            (alternative,) = document.xpath(f"//*[@id='{drawing.get('aria-labelledby')}']")
            assert len(alternative.text_content().strip()) > 20, address


def test_every_lesson_shows_its_number_time_and_objectives(
    documents: dict[str, html.HtmlElement], course: Course
) -> None:
    for page in course.pages:
        if page.is_lesson:
            head = content(document_of(documents, page)).cssselect(".lesson-head")[0]
            text = " ".join(head.text_content().split())
            assert page.id in text
            assert duration(page.minutes, page.language) in text
            assert len(head.cssselect(".lesson-objectives li")) == len(page.meta["objectives"])
            # The last link is the lesson's short address.
            assert len(head.cssselect(".lesson-facts dd a")) == len(page.meta["prerequisites"]) + 1


def test_no_markdown_is_left_in_the_text(documents: dict[str, html.HtmlElement]) -> None:
    for address, document in documents.items():
        text = content(document).text_content()
        found = re.findall(r"^\s*/{3,}.*|\[@\w+[^\]]*\]|\*\*[^*\n]+\*\*|\{\s*#[\w-]+\s*\}|\[[ x]\] ", text, re.M)
        assert found == [], address


def links(document: html.HtmlElement) -> Iterator[tuple[html.HtmlElement, str]]:
    for element in document.xpath("//a[@href]"):
        yield element, element.get("href")


def test_internal_links_and_anchors_lead_somewhere(documents: dict[str, html.HtmlElement], site: Path) -> None:
    base = urlsplit(SITE_URL)
    for address, document in documents.items():
        for element, href in links(document):
            target, anchor = urldefrag(urljoin(SITE_URL + address, href))
            parts = urlsplit(target)
            if parts.netloc != base.netloc:
                continue
            assert parts.path.startswith(base.path), f"{address}: {href} leaves the sub-path"
            name = unquote(parts.path.removeprefix(base.path))
            if name in documents:
                ids = documents[name].xpath("//@id")
                assert not anchor or unquote(anchor) in ids, f"{address}: {href} has no such anchor"
            else:
                target = site / name / "index.html" if name.endswith("/") else site / name
                assert target.is_file(), f"{address}: {href} leads nowhere"
            assert element.text_content().strip() or element.get("aria-label") or element.get("title"), (
                f"{address}: {href} has no name"
            )


def test_each_page_names_its_own_address_and_that_of_its_twin(documents: dict[str, html.HtmlElement]) -> None:
    for address, document in documents.items():
        zh, en = (address.removeprefix("en/"), address if language_of(address) == "en" else f"en/{address}")
        assert document.xpath("string(//link[@rel='canonical']/@href)") == SITE_URL + address
        alternates = {
            link.get("hreflang"): unquote(link.get("href"))
            for link in document.xpath("//link[contains(@rel, 'alternate')]")
        }
        assert alternates == {"zh-CN": SITE_URL + zh, "en": SITE_URL + en, "x-default": SITE_URL + zh}, address
        (switch,) = document.cssselect(".language-switch")
        assert urljoin(SITE_URL + address, switch.get("href")) == SITE_URL + (
            zh if language_of(address) == "en" else en
        )


def test_nothing_is_loaded_from_another_host(documents: dict[str, html.HtmlElement], site: Path) -> None:
    for address, document in documents.items():
        loaded = document.xpath(
            "//script/@src | //img/@src | //iframe/@src | //link[@rel='stylesheet' or @rel='icon' or @rel='preload']/@href"
        )
        assert [one for one in loaded if re.match(r"(https?:)?//", one)] == [], address
    for sheet in site.rglob("*.css"):
        assert re.findall(r"url\(\s*['\"]?(?:https?:)?//", sheet.read_text(encoding="utf-8")) == [], sheet


def test_every_citation_leads_to_a_graded_source_and_back(
    documents: dict[str, html.HtmlElement], course: Course
) -> None:
    for page in course.pages:
        document = document_of(documents, page)
        notes = document.cssselect("a.cite")
        entries = document.cssselect(".sources > ol > li")
        assert bool(notes) == bool(entries), page.path
        for position, entry in enumerate(entries, 1):
            key = entry.get("id").removeprefix("source-")
            letter = GRADES[course.sources[key].grade][0]
            cited = [note for note in notes if note.get("href") == f"#source-{key}"]
            assert cited, f"{page.path}: {key}"
            assert {note.text for note in cited} == {f"{position}{letter}"}
            backs = [back.get("href") for back in entry.cssselect(".source-back")]
            assert backs == [f"#{note.get('id')}" for note in cited]


def test_quizzes_can_be_read_without_scripts(documents: dict[str, html.HtmlElement], course: Course) -> None:
    for page in course.pages:
        document = document_of(documents, page)
        quizzes = document.cssselect(".quiz")
        assert len(quizzes) == sum(1 for _ in page.containers_of("quiz"))
        for quiz in quizzes:
            choices = quiz.cssselect(".quiz-choice")
            explanations = quiz.cssselect("details > ol > li")
            assert len(choices) == len(explanations) >= 3
            for choice, explanation in zip(choices, explanations, strict=True):
                assert f"quiz-{choice.get('data-verdict')}" == explanation.get("class")
                assert len(explanation.text_content().split(maxsplit=1)) > 0
                assert explanation.cssselect("p"), f"{page.path}: {quiz.get('id')}"


def test_first_mentions_are_linked_once_and_never_inside_headings_or_links(
    documents: dict[str, html.HtmlElement], course: Course
) -> None:
    for page in course.pages:
        document = document_of(documents, page)
        terms = [term.get("data-term") for term in document.cssselect("a.term")]
        explained = {card.get("id").removeprefix("term-") for card in document.cssselect(".term-card")}
        assert set(terms) == explained, page.path
        assert (
            document.xpath(
                "//article//*[self::h1 or self::h2 or self::h3 or self::h4 or self::code]//a[contains(@class,'term')]"
            )
            == []
        )
        assert document.xpath("//a//a") == []
        if page.is_lesson:
            assert len(explained) >= 10, f"{page.path} explains only {sorted(explained)}"


def test_the_glossary_lists_every_term_and_the_lessons_that_use_it(
    documents: dict[str, html.HtmlElement], course: Course
) -> None:
    for language in ("zh", "en"):
        glossary = course.glossaries[language]
        assert len(glossary.terms) >= 80
        index = documents[page_url("glossary/index.md", language)]
        assert len(index.cssselect(".term-index a")) == len(glossary.terms)
        for name in {term.page for term in glossary.terms.values()}:
            document = documents[page_url(name, language)]
            ids = {heading.get("id") for heading in document.cssselect("article h2")}
            assert {term.id for term in glossary.terms.values() if term.page == name} <= ids
        cac = documents[page_url(glossary.terms["cac"].page, language)]
        assert cac.cssselect(".term-lessons a")


def test_the_home_page_adds_up_the_minutes_of_the_lessons(
    documents: dict[str, html.HtmlElement], course: Course
) -> None:
    minutes = {page.id: page.minutes for page in course.pages if page.is_lesson}
    planned = {lesson: length for lesson, (_, length, _) in course.outline.planned.items()}
    total = sum(minutes.values()) + sum(planned.values())
    for address in ("", "en/"):
        document = documents[address]
        hours, rest = divmod(total, 60)
        shown = document.cssselect(".lessons tr.total td")[-1].text_content()
        assert re.findall(r"\d+", shown) == [str(number) for number in (hours, rest) if number]
        assert len(document.cssselect(".course-map .station")) == len(course.outline.modules)
        assert len(document.cssselect(".path")) == 5


def test_a_missing_page_is_explained_in_both_languages(site: Path) -> None:
    page = parsed(site / "404.html")
    assert page.xpath("//article//*[@lang='en']")
    hrefs = page.xpath("//article//a/@href")
    assert len(hrefs) >= 4
    for href in hrefs:
        assert (site / urlsplit(urljoin(SITE_URL, href)).path.removeprefix("/gtm/") / "index.html").is_file(), href


def test_linkchecker_finds_no_broken_link_over_http(address: str) -> None:
    done = subprocess.run(
        [
            str(Path(sys.executable).with_name("linkchecker")),
            "--no-status",
            "--no-warnings",
            "--threads",
            "2",
            # It asks about three times a second: minutes for these small pages, which test_forwarding.py judges one by one.
            "--ignore-url=/go/",
            address,
            address + "en/",
        ],
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout[-3000:]
    checked = re.search(r"(\d+) links? in", done.stdout)
    assert checked, done.stdout[-500:]
    assert int(checked[1]) > 100


def test_a_glossary_page_stays_light_for_a_phone(documents: dict[str, html.HtmlElement], site: Path) -> None:
    for address in documents:
        if "glossary/" in address:
            weight = len(gzip.compress((site / address / "index.html").read_bytes(), 6))
            assert weight < 60_000, f"{address} is {weight} bytes gzipped"


def test_every_term_can_be_reached_from_the_index_and_the_map(
    documents: dict[str, html.HtmlElement], course: Course
) -> None:
    for language, address in (("zh", "glossary/"), ("en", "en/glossary/")):
        index = documents[address]
        linked = {link.get("href") for link in index.cssselect(".term-index a")}
        terms = course.glossaries[language].terms  # type: ignore[index]
        wanted = {f"{term.page.removeprefix('glossary/').removesuffix('.md')}/#{name}" for name, term in terms.items()}
        assert linked == wanted
        stations = [link.get("href") for link in index.cssselect(".term-map a")]
        assert stations == [*sorted(stations[:8]), "basics/"]


def test_every_claim_has_its_address_its_verdict_and_a_line_in_the_index(
    documents: dict[str, html.HtmlElement], course: Course
) -> None:
    for language, address in (("zh", "appendix/claims/"), ("en", "en/appendix/claims/")):
        page = course.by_name[language, CLAIMS_PAGE]  # type: ignore[index]
        found = list(claims(page))
        assert len(found) >= 50
        document = documents[address]
        assert [link.get("href") for link in document.cssselect(".claim-list a")] == [f"#{one.id}" for one in found]
        for claim in found:
            heading = document.get_element_by_id(claim.id)
            strip = heading.getnext()
            assert strip.cssselect(f".verdict-{claim.verdict}"), claim.id


def test_the_list_of_all_sources_is_whole_and_leads_to_the_citations(
    documents: dict[str, html.HtmlElement], course: Course
) -> None:
    for address in ("appendix/sources/", "en/appendix/sources/"):
        document = documents[address]
        listed = [entry.get("id") for entry in document.cssselect(".all-sources li")]
        assert sorted(listed) == sorted(f"source-{key}" for key in course.sources)
        for entry in document.cssselect(".all-sources li"):
            links = [urljoin(SITE_URL + address, link.get("href")) for link in entry.cssselect(".source-pages a")]
            assert links, entry.get("id")
            for page, anchor in map(urldefrag, links):
                assert documents[page.removeprefix(SITE_URL)].cssselect(f"[id='{anchor}']"), (page, anchor)


def test_the_tables_of_bands_are_those_of_the_page_of_benchmarks(documents: dict[str, html.HtmlElement]) -> None:
    for prefix in ("", "en/"):
        benchmarks = documents[f"{prefix}appendix/benchmarks/"]
        lesson = documents[f"{prefix}3-execution/3.4-metrics/"]
        shown = [text.strip() for text in lesson.xpath("//*[@class='band-range']/text()")]
        cells = {cell.text_content().strip() for cell in benchmarks.cssselect("article td")}
        assert len(shown) >= 20
        assert set(shown) <= cells


def test_downloads_are_offered_with_working_links_in_both_languages(
    documents: dict[str, html.HtmlElement], site: Path, course: Course
) -> None:
    for tool in course.tools.values():
        for language in ("zh", "en"):
            page = course.by_id(language)[tool.id]
            links = document_of(documents, page).cssselect(".downloads a")
            assert len(links) == 2 * len(tool.formats)
            for link in links:
                target = (site / unquote(page_url(page.name, page.language)) / link.get("href")).resolve()
                assert target.is_file(), link.get("href")
                assert target.stat().st_size > 1000
