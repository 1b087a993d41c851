"""The bibliography (`docs/references.bib`, BibTeX) and the citations that point into it.

A citation is `[@key]`, `[@key, pp. 3–5]` or `[@one; @two]`, as Pandoc writes them. Each source carries a grade of
evidence in its field `grade` and the date it was last seen in `urldate`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from coursekit.findings import Finding
from coursekit.pages import Language, Page

if TYPE_CHECKING:
    from pybtex.database import Entry

Grade = Literal["primary", "secondary", "practitioner", "disputed"]

# The letter stands beside the note's number; the words explain it in the list of sources.
GRADES: dict[str, tuple[str, dict[Language, str]]] = {
    "primary": ("A", {"zh": "一手文献", "en": "primary document"}),
    "secondary": ("B", {"zh": "可靠的二手来源", "en": "reputable secondary source"}),
    "practitioner": ("C", {"zh": "实务经验", "en": "practitioner's rule of thumb"}),
    "disputed": ("D", {"zh": "有争议", "en": "disputed"}),
}

CITATION = re.compile(r"\[(?P<list>@[^\[\]]+)\]")
_ITEM = re.compile(r"@(?P<key>[\w:.-]+?)(?:,\s*(?P<locator>[^;]+))?$")
_ENTRY_START = re.compile(r"^[ \t]*@(?P<type>\w*)", re.M)
_ENTRY = re.compile(r"@\w+\s*\{\s*(?P<key>[^,\s{}=]+)\s*,")
_COMMENT = re.compile(r"^[ \t]*%.*", re.M)
_DASHES = re.compile(r"-{2,3}")
# The year of a source that names none.
UNDATED = "n.d."
_PUBLISHERS = ("publisher", "institution", "organization")
# In these, two hyphens are two hyphens.
_ADDRESSES = ("url", "doi")


@dataclass(frozen=True, slots=True)
class Citation:
    """One key within one pair of brackets, with the place in the source that it names ("" for none)."""

    key: str
    locator: str


@dataclass(frozen=True)
class Source:
    """One entry of the bibliography. `line` is where it starts in the file; `fields` holds BibTeX's fields as text."""

    key: str
    type: str
    authors: tuple[str, ...]
    fields: dict[str, str]
    line: int

    @property
    def grade(self) -> str:
        """The grade of evidence as written; one of GRADES when the entry is valid."""
        return self.fields.get("grade", "")

    @property
    def title(self) -> str:
        """The title without BibTeX's protecting braces."""
        return self.fields.get("title", "")

    @property
    def url(self) -> str:
        """Where it can be read: the address, else the DOI's resolver, else ""."""
        if url := self.fields.get("url", ""):
            return url
        doi = self.fields.get("doi", "")
        return f"https://doi.org/{doi}" if doi else ""

    @property
    def by(self) -> str:
        """Who answers for it: the authors, else the publisher."""
        return "; ".join(self.authors) or next(filter(None, map(self.fields.get, (*_PUBLISHERS, "howpublished"))), "")

    @property
    def container(self) -> str:
        """Journal, book, site or publisher, with volume, issue and pages: the part after the title."""
        host = self.fields.get("journal") or self.fields.get("booktitle") or self.fields.get("howpublished") or ""
        volume = self.fields.get("volume", "")
        if number := self.fields.get("number", ""):
            volume = f"{volume}({number})"
        parts = [host, volume and f" {volume}", (pages := self.fields.get("pages", "")) and f": {pages}"]
        head = "".join(part for part in parts if part).strip()
        publisher = next(filter(None, map(self.fields.get, _PUBLISHERS)), "")
        # A report whose author is its publisher would say the same name twice.
        tail = "" if publisher in (*self.authors, self.by) else publisher
        edition = self.fields.get("edition", "")
        return ". ".join(part.removesuffix(".") for part in (edition, head, tail) if part)

    def note(self, language: Language) -> str:
        """What a reader must know about the source (sample, population), in the reader's language."""
        return self.fields.get("note_zh" if language == "zh" else "note", "")


def citations(text: str) -> Iterator[tuple[re.Match[str], list[Citation]]]:
    """Yield each bracketed group of a text with its citations; a malformed item gets the key "" and itself as locator."""
    for match in CITATION.finditer(text):
        group = []
        for item in match["list"].split(";"):
            found = _ITEM.match(item.strip())
            group.append(
                Citation(found["key"], (found["locator"] or "").strip()) if found else Citation("", item.strip())
            )
        yield match, group


def locator_text(locator: str, language: Language) -> str:
    """Return the place in a source as the page's language writes it: "pp. 3–5" → "第 3–5 页"."""
    pages = re.fullmatch(r"pp?\.\s*([\d–-]+)", locator)
    if not pages:
        return locator
    numbers = pages[1].replace("-", "–")
    return f"第 {numbers} 页" if language == "zh" else f"{'pp' if '–' in numbers else 'p'}. {numbers}"


def unknown_key(page: Page, key: str) -> Finding:
    """Return the finding about a citation whose key the bibliography does not have."""
    line = next((number for number, text in enumerate(page.lines, 1) if f"@{key}" in text), 1)
    return page.finding(
        line,
        "citation-unknown",
        f"no source has the key “{key}”",
        "add it to docs/references.bib, or mend the key",
        page.column_of(line, f"@{key}"),
    )


def parse_sources(text: str, path: Path) -> tuple[dict[str, Source], tuple[Finding, ...]]:
    """Return the entries of a bibliography by key, and what cannot be read; each entry is read by itself."""
    sources: dict[str, Source] = {}
    faults: list[Finding] = []
    starts = [match.start() for match in _ENTRY_START.finditer(text)]
    for start, end in pairwise([*starts, len(text)]):
        line = text.count("\n", 0, start) + 1
        found = _ENTRY.match(text, start, end)
        if not found:
            mend = "write @type{key, field = {value}, …}"
            faults.append(Finding(path, line, 1, "bibliography", "the entry cannot be read: no type or key", mend))
        elif first := sources.get(found["key"]):
            what = f"the key “{first.key}” is defined again (first in line {first.line})"
            faults.append(Finding(path, line, 1, "source-twice", what, "keep one entry"))
        else:
            entry = _read_entry(text[start:end].rstrip(), found["key"], path)
            if isinstance(entry, Finding):
                faults.append(replace(entry, line=line - 1 + entry.line))
            else:
                sources[entry.key] = replace(entry, line=line)
    return sources, tuple(faults)


@cache
def _read_entry(text: str, key: str, path: Path) -> Source | Finding:
    """Return an entry as if it stood at the head of the file; of those that have not changed nothing is read twice."""
    # Imported late: most runs find the bibliography as they left it.
    from pybtex.database.input.bibtex import Parser
    from pybtex.exceptions import PybtexError

    try:
        data = Parser().parse_string(text)
    except PybtexError as error:
        at = getattr(error, "lineno", None) or 1
        what = re.sub(r" in line \d+", "", f"BibTeX cannot be read: {error}")
        return Finding(path, at, 1, "bibliography", what, "mend the entry near this line")
    end = _entry_end(text)
    if lost := _COMMENT.sub("", text[end:]).strip():
        at = 1 + text.count("\n", 0, text.index(lost.split("\n")[0], end))
        what = f"“{' '.join(lost.split())[:30]}” stands outside of every entry and is lost"
        return Finding(path, at, 1, "bibliography", what, "check the braces of the entry above it")
    return _source(key, data.entries[key], 1)


def _entry_end(text: str) -> int:
    """Return the offset behind the brace that closes an entry."""
    depth = 0
    for match in re.finditer(r"(?<!\\)[{}]", text):
        depth += 1 if match[0] == "{" else -1
        if depth == 0:
            return match.end()
    return len(text)


def _source(key: str, entry: Entry, line: int) -> Source:
    authors = tuple(_plain(str(person)) for person in entry.persons.get("author", []))
    fields = {
        name.lower(): _plain(value, dashes=name.lower() not in _ADDRESSES) for name, value in entry.fields.items()
    }
    return Source(key, entry.type.lower(), authors, fields, line)


def _plain(value: str, *, dashes: bool = True) -> str:
    """Return a BibTeX value as people read it: no braces, no escapes, and en dashes for double hyphens if `dashes`."""
    value = (
        value.replace("{", "")
        .replace("}", "")
        .replace("\\&", "&")
        .replace("\\%", "%")
        .replace("\\$", "$")
        .replace("\\_", "_")
    )
    value = " ".join(value.split())
    return _DASHES.sub("–", value) if dashes else value
