"""Addresses in the built HTML: every recorded one is there, short ones lead to both languages, old ones lead on."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin

import pytest
from lxml import html

from coursekit.course import Course, load_course
from coursekit.pages import LANGUAGES
from coursekit.permalinks import Permalinks, read_record
from hosting import SITE_URL

SMALL = Path(__file__).resolve().parents[1] / "fixtures/course"
LESSON = "1-foundations/1.1-first/"


@cache
def parsed(path: Path) -> html.HtmlElement:
    return html.fromstring(path.read_text(encoding="utf-8"))


@cache
def ids(path: Path) -> frozenset[str]:
    return frozenset(parsed(path).xpath("//@id"))


def file_of(site: Path, address: str) -> Path:
    """The file behind an address that a server of static files would send."""
    path = site / unquote(address.removeprefix(SITE_URL).lstrip("/"))
    return path / "index.html" if address.endswith("/") else path


def links_of(document: html.HtmlElement, address: str) -> list[str]:
    return [urljoin(SITE_URL + address, link.get("href")) for link in document.xpath("//a[@href]")]


def forwarding(site: Path) -> dict[str, html.HtmlElement]:
    """The pages that only lead on, by address."""
    found = {path.parent.relative_to(site).as_posix() + "/": parsed(path) for path in sorted(site.rglob("index.html"))}
    return {address: document for address, document in found.items() if document.get("data-forwarding") is not None}


@pytest.fixture(params=["real", "small"])
def either(request: pytest.FixtureRequest) -> tuple[Path, Course]:
    """The built site and its course: the real one, and the fixture course with redirects of each kind."""
    if request.param == "real":
        return request.getfixturevalue("site"), request.getfixturevalue("course")
    return request.getfixturevalue("small_site"), load_course(SMALL)


def test_every_recorded_address_works_in_both_languages(either: tuple[Path, Course]) -> None:
    site, course = either
    record = read_record(course.root)
    assert record is not None
    permalinks = Permalinks(course)
    for address in record.lines:
        page, anchor = urldefrag(address)
        neutral = address.startswith(("/go/", "/assets/"))
        for prefix in ("",) if neutral else ("", "en"):
            # What was promised: the old page's address answers, and its section is there or told where it went.
            file = file_of(site, prefix + page)
            assert file.is_file(), address
            if anchor and parsed(file).get("data-forwarding") is None:
                assert anchor in ids(file), f"{prefix}{address}"
            # Where it leads in the end.
            end, place = urldefrag(permalinks.leads_to(address) or "")
            if not end.startswith(("/go/", "/assets/")):
                assert not place or place in ids(file_of(site, prefix + end)), address


def test_everything_that_leads_on_leads_to_a_page_and_a_section_that_exist(either: tuple[Path, Course]) -> None:
    site, _ = either
    pages = forwarding(site)
    assert "go/" in pages
    for address, document in pages.items():
        links = links_of(document, address)
        assert links, address
        for link in links:
            page, anchor = urldefrag(link)
            assert link.startswith(SITE_URL), f"{address}: {link} leaves the site"
            assert file_of(site, page).is_file(), f"{address}: {link}"
            assert not anchor or anchor in ids(file_of(site, page)), f"{address}: {link}"
        for loaded in document.xpath("//script/@src | //link[@rel='stylesheet' or @rel='icon']/@href"):
            assert (site / address / loaded).resolve().is_file(), f"{address}: {loaded}"
        assert document.xpath("//script[not(@src)] | //style | //@style | //@onclick") == [], address
        assert document.findtext(".//title"), address
        assert len(document.xpath("//h1")) == 1, address


def test_each_short_address_offers_both_languages_of_the_same_place_and_stays_out_of_search_engines(
    site: Path, course: Course
) -> None:
    pages = {address: one for address, one in forwarding(site).items() if address.startswith("go/")}
    recorded = read_record(course.root)
    assert recorded is not None
    assert {f"/{address}" for address in pages} == {one for one in recorded.lines if one.startswith("/go/")}
    for address, document in pages.items():
        assert document.xpath("string(//meta[@name='robots']/@content)") == "noindex"
        if address == "go/":
            continue
        assert [link.get("hreflang") for link in document.xpath("//a")] == ["zh-CN", "en"]
        zh, en = links_of(document, address)
        assert en == SITE_URL + "en/" + zh.removeprefix(SITE_URL)
        assert all(link.text_content().strip() for link in document.xpath("//a"))
    assert links_of(pages["go/cac/"], "go/cac/")[0].endswith("/glossary/4-metrics/#cac")
    sitemap = (site / "sitemap.xml").read_text(encoding="utf-8")
    assert "/2-frameworks/2.3-ideal-customer-profile/" in sitemap
    assert "/go/" not in sitemap


def test_short_addresses_are_shown_where_they_lead(site: Path, course: Course) -> None:
    for prefix in ("", "en/"):
        lesson = parsed(site / prefix / "2-frameworks/2.3-ideal-customer-profile/index.html")
        (shown,) = lesson.xpath("//*[@class='lesson-facts']//a[contains(@href, 'go/2.3/')]")
        assert shown.text == "course.example/gtm/go/2.3/"
        for page, name in (
            ("glossary/4-metrics", "cac"),
            ("appendix/claims", "new-products-95"),
            ("4-cases/4.1-product-led", "slack"),
        ):
            document = parsed(site / prefix / page / "index.html")
            (link,) = document.xpath(f"//article//a[text()='go/{name}/']")
            heading = link.xpath("(preceding::h2 | preceding::h3)[last()]")[0]
            assert heading.get("id") == name
    glossary = course.glossaries["zh"]
    for page in {term.page for term in glossary.terms.values()}:
        document = parsed(site / page.removesuffix(".md") / "index.html")
        shown = [link.text for link in document.xpath("//*[@class='term-short']/a")]
        assert shown == [f"go/{term.id}/" for term in glossary.terms.values() if term.page == page]


def test_a_renamed_page_leads_on_and_tells_search_engines_its_new_address(small_site: Path) -> None:
    for prefix, tongue in (("", "zh-CN"), ("en/", "en")):
        document = parsed(small_site / prefix / "1-foundations/first/index.html")
        assert document.get("lang") == tongue
        new = SITE_URL + prefix + LESSON
        assert document.xpath("string(//link[@rel='canonical']/@href)") == new
        assert links_of(document, f"{prefix}1-foundations/first/") == [new]
        # Only for readers without scripts: with scripts a refresh could overtake the script and lose the section.
        (refresh,) = document.xpath("//noscript/meta[@http-equiv='refresh']/@content")
        assert urljoin(f"{SITE_URL}{prefix}1-foundations/first/", refresh.removeprefix("0; url=")) == new
        # A page that forbids indexing would not be followed to its new address.
        assert document.xpath("//meta[@name='robots']") == []


def test_a_page_whose_sections_went_to_several_pages_shows_each_of_them(small_site: Path) -> None:
    for prefix in ("", "en/"):
        document = parsed(small_site / prefix / "2-frameworks/index.html")
        assert document.xpath("//meta[@http-equiv='refresh']") == []
        found = dict(zip(document.xpath("//li/@id"), links_of(document, f"{prefix}2-frameworks/")[1:], strict=True))
        assert found == {
            "fit": f"{SITE_URL}{prefix}5-toolkit/#scoring",
            "unit-cost": f"{SITE_URL}{prefix}glossary/4-metrics/#cac",
        }


def test_a_renamed_section_answers_to_its_old_id_without_a_script(small_site: Path) -> None:
    for prefix in ("", "en/"):
        lesson = parsed(small_site / prefix / LESSON / "index.html")
        (mark,) = lesson.xpath("//*[@id='two-steps']")
        assert mark.getnext().get("id") == "method"
        assert mark.text_content() == ""
        (top,) = parsed(small_site / prefix / "index.html").xpath("//*[@id='news']")
        assert top.xpath("preceding::h2") == []


def test_a_section_that_went_to_another_page_leaves_a_note_and_only_its_page_loads_the_script(small_site: Path) -> None:
    for prefix in ("", "en/"):
        lesson = parsed(small_site / prefix / LESSON / "index.html")
        (note,) = lesson.xpath("//article//*[@id='scores']")
        (link,) = note.xpath("a")
        assert urljoin(SITE_URL + prefix + LESSON, link.get("href")) == f"{SITE_URL}{prefix}5-toolkit/#scoring"
    loading = {
        path.parent.relative_to(small_site).as_posix() + "/"
        for path in small_site.rglob("index.html")
        if parsed(path).xpath("//script[contains(@src, 'moved.js')]")
    }
    old = {LESSON, "1-foundations/first/", "2-frameworks/"}
    assert loading == old | {f"en/{address}" for address in old}


def test_a_renamed_file_and_a_renamed_short_address_are_still_there(small_site: Path) -> None:
    downloads = small_site / "assets/downloads"
    assert (downloads / "terms.en.csv").read_bytes() == (downloads / "gtm-glossary.en.csv").read_bytes()
    old, new = (links_of(parsed(small_site / f"go/{one}/index.html"), f"go/{one}/") for one in ("unit-cost", "cac"))
    assert old == new == [f"{SITE_URL}{prefix}glossary/4-metrics/#cac" for prefix in ("", "en/")]


def test_the_record_and_the_redirects_are_not_published(site: Path) -> None:
    assert (site / "go/index.html").is_file()
    assert [path for path in site.rglob("*") if path.name in ("permalinks.txt", "redirects.yml")] == []


def test_the_list_of_short_addresses_names_every_page(site: Path, course: Course) -> None:
    rows = parsed(site / "go/index.html").xpath("//tr")
    listed = [row.xpath("string(th/a)").removeprefix("go/").rstrip("/") for row in rows]
    assert set(listed) == set(course.by_id("zh"))
    assert listed[0] == "home"
    assert listed.index("5.7") < listed.index("A.0") < listed.index("G1")
    for number, language in enumerate(LANGUAGES):
        titles = {one.title for one in course.by_id(language).values()}
        for row in rows:
            assert any(row.xpath(f"string(td[{number + 1}])").endswith(title) for title in titles)
