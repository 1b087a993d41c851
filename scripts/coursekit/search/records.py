"""What a search can find: the sections of a page, read from its HTML, so that generated tables and tools are found, too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree, html

from coursekit.pages import Page

# Lists of links to other pages, repetitions, and what is no text.
_LEFT_OUT = """
headerlink term-cards cites source-back sources term-lessons filter-bar course-map lessons path-total term-index term-letter
claim-list claim-lessons term-short lesson-head bands-source figure-number quiz-kind
calc-body calc-links
"""
# What only its style parts from the words after it.
_SET_APART = "callout-kind verdict quiz-verdict"
_BLOCKS = """
p li ul ol dl div tr table thead tbody caption figure figcaption h2 h3 h4 h5 h6 details summary fieldset legend label
blockquote pre section
"""
LEFT_OUT = frozenset(_LEFT_OUT.split())
SET_APART = frozenset(_SET_APART.split())
BLOCKS = frozenset(_BLOCKS.split())
_SPACES = re.compile(r"[ \t\u00a0]+")
_BREAKS = re.compile(r"\s*\n\s*")


@dataclass(frozen=True, slots=True)
class Record:
    """One section of a page: `level` is 1 for the page's own beginning (its `anchor` is ""), 2 or 3 for a heading.

    `chapter` is the heading of the level-2 section around a level-3 one; blocks of `text` stand on lines of their own.
    """

    page: Page
    anchor: str
    level: int
    title: str
    chapter: str
    text: str


def records(page: Page, content: str) -> list[Record]:
    """Return the sections of a page whose rendered HTML is `content`, in order; the list of its sources is left out."""
    found: list[Record] = []
    objectives = [str(one) for one in page.meta.get("objectives") or ()]
    level, anchor, title, chapter = 1, "", page.numbered_title, ""
    parts = [str(page.meta.get("description", "")), *(f"\n{objective}" for objective in objectives), "\n"]

    def close() -> None:
        text = _BREAKS.sub("\n", _SPACES.sub(" ", "".join(parts))).strip()
        found.append(Record(page, anchor, level, title, chapter if level == 3 else "", text))

    for piece in _pieces(html.fragment_fromstring(content, create_parent="div")):
        if isinstance(piece, str):
            parts.append(piece)
            continue
        close()
        level, anchor = int(piece.tag[1]), piece.get("id", "")
        title = " ".join("".join(one for one in _pieces_of_heading(piece)).split())
        if level == 2:
            chapter = title
        parts = []
    close()
    return found


def _pieces(element: etree._Element) -> list[str | etree._Element]:
    """Return the text of an element in pieces, and each heading that begins a section as the element that it is."""
    found: list[str | etree._Element] = []
    _gather(element, found)
    return found


def _gather(element: etree._Element, found: list[str | etree._Element]) -> None:
    if not isinstance(element.tag, str) or element.tag in ("svg", "script", "style"):
        return
    if LEFT_OUT & set(element.get("class", "").split()) or element.get("id") == "sources":
        return
    if element.tag in ("h2", "h3") and element.get("id"):
        found.append(element)
        return
    block = element.tag in BLOCKS
    if block:
        found.append("\n")
    if element.text:
        found.append(element.text)
    for inner in element:
        _gather(inner, found)
        if inner.tail:
            found.append(inner.tail)
    if block:
        found.append("\n")
    elif element.tag == "span" and SET_APART & set(element.get("class", "").split()):
        found.append(" · ")
    elif element.tag in ("td", "th", "dd", "dt", "option"):
        found.append(" · " if element.getnext() is not None else "\n")


def _pieces_of_heading(heading: etree._Element) -> Iterator[str]:
    if heading.text:
        yield heading.text
    for inner in heading:
        if "headerlink" not in inner.get("class", ""):
            yield "".join(inner.itertext())
        if inner.tail:
            yield inner.tail
