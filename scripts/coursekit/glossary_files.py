"""The glossary as files: CSV for spreadsheets, and a deck for Anki; in each language and in both."""

from __future__ import annotations

import csv
import io
import re
import tempfile
import zipfile
from collections.abc import Iterator
from html import escape
from pathlib import Path

from coursekit.course import Course
from coursekit.download_names import EDITIONS, GLOSSARY_FILES, Edition
from coursekit.glossary import FACTS, Term, stage_of
from coursekit.pages import LANGUAGES, Language, page_url

# Anki knows decks and note types by numbers that must never change: a reader's progress hangs on them.
DECK_IDS = {"zh": 1_764_000_101, "en": 1_764_000_102, "both": 1_764_000_103}
MODEL_ID = 1_764_000_200
COLUMNS: dict[Language, tuple[str, ...]] = {
    "zh": (
        "编号",
        "名称",
        "缩写",
        "其他名称",
        "英文名称",
        "定义",
        "公式",
        "基准",
        "示例",
        "领域",
        "用到它的课",
        "地址",
    ),
    "en": (
        "Id",
        "Name",
        "Abbreviation",
        "Other names",
        "Chinese name",
        "Definition",
        "Formula",
        "Benchmark",
        "Example",
        "Area",
        "Lessons",
        "Address",
    ),
}
# Anki stores when a collection was made; a fixed moment keeps the bytes the same.
MADE = 1_767_225_600.0
_MARKUP = re.compile(r"\s*\[@[^\]]*\]|\*\*|`|\[([^\]]*)\]\([^)]*\)")


def plain_text(text: str) -> str:
    """Return inline Markdown as plain text: no emphasis, no citations, links as their words."""
    return " ".join(_MARKUP.sub(lambda match: match[1] or "", text).split())


def term_row(course: Course, term: Term, site: str) -> tuple[str, ...]:
    """Return one term as a row of the CSV file; `site` is the address that the site is published at."""
    facts = dict(term.facts)
    formula, benchmark, example, _ = (plain_text(facts.get(label, "")) for label in FACTS[term.language])
    separator = "、" if term.language == "zh" else ", "
    pages = course.term_pages[term.language].get(term.id, [])
    return (
        term.id,
        term.name,
        term.abbreviation,
        separator.join(term.also),
        term.other_name,
        plain_text(term.definition),
        formula,
        benchmark,
        example,
        course.by_name[term.language, term.page].title,
        separator.join(page.id for page in pages if page.id[:1].isdigit()),
        f"{site}{page_url(term.page, term.language)}#{term.id}",
    )


def glossary_csv(course: Course, edition: Edition, site: str) -> bytes:
    """Return the glossary as CSV (UTF-8 with a byte order mark, or Excel would not read the Chinese)."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    languages = LANGUAGES if edition == "both" else (edition,)
    writer.writerow([name for language in languages for name in COLUMNS[language]])
    for name in course.glossaries[languages[0]].terms:
        rows = [term_row(course, course.glossaries[one].terms[name], site) for one in languages]
        writer.writerow([cell for row in rows for cell in row])
    return out.getvalue().encode("utf-8-sig")


def glossary_deck(course: Course, edition: Edition, site: str) -> bytes:
    """Return the glossary as an Anki package: the name on the front, the other name, definition and formula on the back."""
    # Imported late: the check needs the files' names alone.
    import genanki

    titles = {"zh": "GTM 术语", "en": "GTM terms", "both": "GTM 术语 / GTM terms"}
    deck = genanki.Deck(DECK_IDS[edition], titles[edition])
    model = genanki.Model(
        MODEL_ID,
        "GTM term",
        fields=[{"name": "Term"}, {"name": "Meaning"}],
        templates=[{"name": "Card", "qfmt": "{{Term}}", "afmt": '{{FrontSide}}<hr id="answer">{{Meaning}}'}],
        css=".card { font-family: sans-serif; font-size: 18px; text-align: left; line-height: 1.6; }",
    )
    languages = LANGUAGES if edition == "both" else (edition,)
    for number, name in enumerate(course.glossaries[languages[0]].terms):
        terms = [course.glossaries[one].terms[name] for one in languages]
        front = "<br>".join(f"<b>{escape(term.label)}</b>" for term in terms)
        back = "<hr>".join(_meaning(term, site, alone=len(terms) == 1) for term in terms)
        note = genanki.Note(
            model,
            [front, back],
            guid=genanki.guid_for("gtm-course", edition, name),
            tags=[f"stage-{stage_of(terms[0].page)}"],
            due=number,
        )
        deck.add_note(note)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "deck.apkg"
        genanki.Package(deck).write_to_file(str(path), timestamp=MADE)
        return _undated(path.read_bytes())


def _meaning(term: Term, site: str, *, alone: bool) -> str:
    parts = [f"<i>{escape(term.other_name)}</i>"] if alone else []
    parts.append(escape(plain_text(term.definition)))
    formula = dict(term.facts).get(FACTS[term.language][0])
    if formula:
        parts.append(f"<b>{FACTS[term.language][0]}</b> {escape(plain_text(formula))}")
    address = f"{site}{page_url(term.page, term.language)}#{term.id}"
    parts.append(f'<a href="{escape(address)}">{escape(term.label)}</a>')
    return "<br>".join(parts)


def _undated(raw: bytes) -> bytes:
    """Return the package with fixed times: in the archive, and for the deck itself, which genanki stamps with the hour."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in sorted(old.namelist()):
            stamped = zipfile.ZipInfo(entry, (1980, 1, 1, 0, 0, 0))
            stamped.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(stamped, old.read(entry))
    return out.getvalue()


def glossary_files(course: Course, site: str) -> Iterator[tuple[str, bytes]]:
    """Yield the path (below `docs/`) and the bytes of each file of the glossary."""
    for edition in EDITIONS:
        yield GLOSSARY_FILES["csv", edition], glossary_csv(course, edition, site)
        yield GLOSSARY_FILES["anki", edition], glossary_deck(course, edition, site)
