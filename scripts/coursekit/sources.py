"""The bibliography (`docs/references.bib`, BibTeX) and the citations that point into it.

A citation is `[@key]`, `[@key, pp. 3–5]` or `[@one; @two]`, as Pandoc writes them. Each source carries a grade of
evidence in its field `grade` and the date it was last seen in `urldate`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pybtex.database import BibliographyData, Entry, parse_string
from pybtex.exceptions import PybtexError
from pybtex.scanner import PybtexSyntaxError

from coursekit.findings import CourseError, Finding
from coursekit.pages import Language, read_text

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
_ENTRY_START = re.compile(r"^\s*@(?P<type>\w+)\s*\{\s*(?P<key>[^,\s]+)\s*,", re.M)
_DASHES = re.compile(r"-{2,3}")


@dataclass(frozen=True, slots=True)
class Citation:
    """One key within one pair of brackets, with the place in the source that it names ("" for none)."""

    key: str
    locator: str


@dataclass(frozen=True, slots=True)
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
    def container(self) -> str:
        """Journal, book, site or publisher, with volume, issue and pages: the part after the title."""
        host = self.fields.get("journal") or self.fields.get("booktitle") or self.fields.get("howpublished") or ""
        volume = self.fields.get("volume", "")
        if number := self.fields.get("number", ""):
            volume = f"{volume}({number})"
        parts = [host, volume and f" {volume}", (pages := self.fields.get("pages", "")) and f": {pages}"]
        head = "".join(part for part in parts if part).strip()
        publisher = (
            self.fields.get("publisher") or self.fields.get("institution") or self.fields.get("organization") or ""
        )
        # A report whose author is its publisher would say the same name twice.
        tail = "" if publisher in self.authors else publisher
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


def load_sources(root: Path, path: Path) -> dict[str, Source]:
    """Read the bibliography; raises CourseError with file and line when it cannot be read or defines a key twice."""
    text = read_text(root, path)
    lines: dict[str, int] = {}
    for match in _ENTRY_START.finditer(text):
        line = text.count("\n", 0, match.start("type")) + 1
        key = match["key"]
        if key in lines:
            raise CourseError(
                Finding(
                    path,
                    line,
                    1,
                    "source-twice",
                    f"the key “{key}” is defined again (first in line {lines[key]})",
                    "keep one entry",
                )
            )
        lines[key] = line
    try:
        data: BibliographyData = parse_string(text, "bibtex")
    except PybtexSyntaxError as error:
        line = getattr(error, "lineno", None) or 1
        raise CourseError(
            Finding(path, line, 1, "bibliography", f"BibTeX cannot be read: {error}", "mend the entry near this line")
        ) from error
    except PybtexError as error:
        raise CourseError(
            Finding(path, 1, 1, "bibliography", f"BibTeX cannot be read: {error}", "mend the entry it names")
        ) from error
    return {key: _source(key, entry, lines.get(key, 1)) for key, entry in data.entries.items()}


def _source(key: str, entry: Entry, line: int) -> Source:
    authors = tuple(_plain(str(person)) for person in entry.persons.get("author", []))
    fields = {name.lower(): _plain(value) for name, value in entry.fields.items()}
    return Source(key, entry.type.lower(), authors, fields, line)


def _plain(value: str) -> str:
    """Return a BibTeX value as people read it: no braces, en dashes for double hyphens, no escapes."""
    value = (
        value.replace("{", "")
        .replace("}", "")
        .replace("\\&", "&")
        .replace("\\%", "%")
        .replace("\\$", "$")
        .replace("\\_", "_")
    )
    return _DASHES.sub("–", " ".join(value.split()))
