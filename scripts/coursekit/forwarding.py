"""What keeps old and short addresses working on a site without a server of its own: small pages, marks, and notes.

- `/go/<id>/` leads to the reader's language (`short-address.js`).
- A page that is gone leaves a page at its old address that leads on (`moved.js`).
- A section that has another id now carries the old one as a second mark; that works without a script.
- A section that went to another page leaves a note on its old page, seen only by those who come for it (`moved.js`).

All links are relative, so that the site may be hosted below any path. Without scripts every page shows plain links.
"""

from __future__ import annotations

import shutil
import xml.etree.ElementTree as etree
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from coursekit.blocks import Context
from coursekit.course import Course
from coursekit.outline import lesson_key
from coursekit.pages import HTML_LANGUAGE, LANGUAGES, Language, Page, page_url, relative_url
from coursekit.permalinks import SHORT, Permalinks, Place, short_addresses
from coursekit.phrases import phrase
from coursekit.redirects import Redirect, page_address, parts


@dataclass(frozen=True, slots=True)
class Note:
    """A section that left the page: its old id, the address of its new place relative to the page, and that place's title."""

    anchor: str
    href: str
    title: str


def write_short(course: Course, site: Path) -> None:
    """Write the pages below `/go/` into the built site."""
    for path, text in short_pages(course):
        _write(site / path, text)


def write_moved(course: Course, site: Path, site_url: str) -> None:
    """Write what stands at the addresses of pages that are gone, and keep renamed files under their old names, too.

    `site_url` is the address that the site is published at, or "" when nobody knows.
    """
    for path, text in moved_pages(course, site_url):
        _write(site / path, text)
    for redirect in course.redirects.entries.values():
        if not parts(redirect.old)[0].endswith("/"):
            target = site / redirect.old.lstrip("/")
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(site / redirect.new.lstrip("/"), target)


def _write(target: Path, text: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8", newline="\n")


def short_pages(course: Course) -> Iterator[tuple[str, str]]:
    """Yield path and HTML of the pages below `/go/`: one for each short address, and the list of those of pages."""
    places = {language: dict(short_addresses(course, language)) for language in LANGUAGES}
    found = {short: {language: places[language][short] for language in LANGUAGES} for short in places["zh"]}
    permalinks = Permalinks(course)
    for redirect in course.redirects.entries.values():
        if redirect.old.startswith(SHORT):
            short = redirect.old.removeprefix(SHORT).rstrip("/")
            found[short] = {language: permalinks.place(redirect.new, language) for language in LANGUAGES}
    for short, both in found.items():
        yield f"go/{short}/index.html", _short_page(f"go/{short}/", both)
    yield "go/index.html", _short_list({short: both for short, both in found.items() if not both["zh"].anchor})


def _short_page(here: str, places: dict[Language, Place]) -> str:
    links = "\n".join(f"<p>{_link(here, language, place)}</p>" for language, place in places.items())
    title = " · ".join(dict.fromkeys(escape(place.title) for place in places.values()))
    head = (
        f'<script type="module" src="{_asset(here, "scripts/short-address.js")}"></script>\n{_styles(here, late=True)}'
    )
    return _page(here, "zh", title, f'<meta name="robots" content="noindex">\n{head}', f"<h1>{_names()}</h1>\n{links}")


def _short_list(places: dict[str, dict[Language, Place]]) -> str:
    here = "go/"
    rows = "\n".join(
        f'<tr><th scope="row"><a href="{short}/">go/{short}/</a></th>'
        + "".join(f"<td>{_link(here, language, place)}</td>" for language, place in places[short].items())
        + "</tr>"
        for short in sorted(places, key=lambda one: (one != "home", not one[:1].isdigit(), one[:1], lesson_key(one)))
    )
    texts = "\n".join(
        f'<p lang="{HTML_LANGUAGE[language]}">{escape(phrase("short-list", language))}</p>' for language in LANGUAGES
    )
    title = " · ".join(phrase("short-addresses", language) for language in LANGUAGES)
    head = f'<meta name="robots" content="noindex">\n{_styles(here, late=False)}'
    return _page(here, "zh", escape(title), head, f"<h1>{escape(title)}</h1>\n{texts}\n<table>\n{rows}\n</table>")


def _link(here: str, language: Language, place: Place) -> str:
    href = relative_url(page_url(place.page.name, language), here) + (f"#{place.anchor}" if place.anchor else "")
    tongue = HTML_LANGUAGE[language]
    return f'<a href="{href}" hreflang="{tongue}" lang="{tongue}">{escape(place.title)}</a>'


def moved_pages(course: Course, site_url: str) -> Iterator[tuple[str, str]]:
    """Yield path and HTML of what stands at the address of each page that is gone, in both languages."""
    permalinks = Permalinks(course)
    entries = permalinks.redirects
    for redirect in entries.values():
        if _is_gone_page(redirect, permalinks):
            sections = [one for one in entries.values() if parts(one.old)[0] == redirect.old and parts(one.old)[1]]
            for language in LANGUAGES:
                here = ("" if language == "zh" else "en/") + redirect.old.lstrip("/")
                yield f"{here}index.html", _moved_page(permalinks, language, here, redirect, sections, site_url)


def _is_gone_page(redirect: Redirect, permalinks: Permalinks) -> bool:
    old = redirect.old
    return old.endswith("/") and not old.startswith(SHORT) and old not in permalinks.live


def _moved_page(
    permalinks: Permalinks, language: Language, here: str, redirect: Redirect, sections: list[Redirect], site_url: str
) -> str:
    place = permalinks.place(redirect.new, language)
    href = _href(place, language, here)
    canonical = f'<link rel="canonical" href="{escape(site_url)}{page_url(place.page.name, language)}">'
    head = [
        canonical,
        f'<script type="module" src="{_asset(here, "scripts/moved.js")}"></script>',
        _styles(here, late=True),
    ]
    if not sections:
        # With scripts the script must be the only one to lead on: a refresh forgets the section and may overtake it. And where
        # sections went to different pages, a reader without scripts is shown the links, the one asked for marked.
        head.append(f'<noscript><meta http-equiv="refresh" content="0; url={href}"></noscript>')
    items = []
    for section in sections:
        target = permalinks.place(section.new, language)
        anchor = parts(section.old)[1]
        link = f'<a href="{_href(target, language, here)}" data-moved="{anchor}">{escape(target.title)}</a>'
        items.append(f'<li id="{anchor}">{link}</li>')
    title = escape(phrase("moved-page", language))
    body = f'<h1>{title}</h1>\n<p><a href="{href}" data-moved="">{escape(place.title)}</a></p>'
    if items:
        body += f"\n<p>{escape(phrase('moved-sections', language))}</p>\n<ul>\n" + "\n".join(items) + "\n</ul>"
    name = phrase("course", language)
    return _page(here, language, f"{title} | {escape(name)}", "\n".join(head), body)


def _href(place: Place, language: Language, here: str) -> str:
    return relative_url(page_url(place.page.name, language), here) + (f"#{place.anchor}" if place.anchor else "")


def _names() -> str:
    return f'{phrase("course", "zh")} · <span lang="en">{phrase("course", "en")}</span>'


def _asset(here: str, name: str) -> str:
    return relative_url(f"assets/{name}", here)


def _styles(here: str, *, late: bool) -> str:
    """Return the link to the style sheet; `late`: for readers without scripts only, since it would hold the script up."""
    link = f'<link rel="stylesheet" href="{_asset(here, "stylesheets/forwarding.css")}">'
    return f"<noscript>{link}</noscript>" if late else link


def _page(here: str, language: Language, title: str, head: str, body: str) -> str:
    return (
        f'<!doctype html>\n<html lang="{HTML_LANGUAGE[language]}" data-forwarding>\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width,initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f'<link rel="icon" href="{_asset(here, "favicon.svg")}">\n<title>{title}</title>\n{head}\n</head>\n'
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def notes(course: Course, page: Page, url: str) -> list[Note]:
    """Return the notes for a page's sections that went to other pages; `url` is the page's own address."""
    permalinks = Permalinks(course)
    found = []
    for redirect in course.redirects.of_page(page.name):
        if parts(redirect.new)[0] != page_address(page.name):
            place = permalinks.place(redirect.new, page.language)
            found.append(Note(parts(redirect.old)[1], _href(place, page.language, url), place.title))
    return found


class FormerIds(Treeprocessor):
    """Puts a section's former ids in front of it, as empty marks; one without an heir marks the top of the page."""

    def __init__(self, context: Context, md: Markdown) -> None:
        """Take the page's context."""
        super().__init__(md)
        here = page_address(context.page.name)
        self.former = [one for one in context.course.redirects.of_page(context.page.name) if parts(one.new)[0] == here]

    def run(self, root: etree.Element) -> None:
        """Insert the marks."""
        if not self.former:
            return
        around = {inner.get("id"): (outer, inner) for outer in root.iter() for inner in outer if inner.get("id")}
        for redirect in self.former:
            mark = etree.Element("span", {"id": parts(redirect.old)[1]})
            outer, inner = around.get(parts(redirect.new)[1], (root, None))
            outer.insert(0 if inner is None else list(outer).index(inner), mark)
