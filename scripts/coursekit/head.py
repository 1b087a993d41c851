"""What the template shows above a page's text and in its `<head>`, worked out from the front matter."""

from __future__ import annotations

from dataclasses import dataclass

from coursekit.blocks import Context
from coursekit.forwarding import Note, notes
from coursekit.pages import Language, page_url, relative_url
from coursekit.phrases import ROLES, duration, page_number, phrase


@dataclass(frozen=True, slots=True)
class Head:
    """The lesson's head in the page's language; empty strings and tuples for what the page does not state."""

    number: str
    title: str
    time: str
    split: str
    prerequisites: tuple[tuple[str, str], ...]
    audience: str
    objectives_label: str
    objectives: tuple[str, ...]
    reviewed: str
    labels: dict[str, str]
    addresses: dict[Language, str]
    id: str
    short: str
    notes: tuple[Note, ...]


def lesson_head(context: Context, url: str) -> Head:
    """Return the head of a page; `url` is its own address, from the site's root, which the links are relative to."""
    page, language = context.page, context.page.language
    meta = page.meta
    minutes = meta.get("minutes") or {}
    pages = context.course.by_id(language)
    prerequisites = tuple(
        (pages[one].numbered_title, relative_url(page_url(pages[one].name, language), url))
        for one in map(str, meta.get("prerequisites") or [])
        if one in pages
    )
    named = ("minutes", "prerequisites", "audience", "reviewed", "short-address", "moved-section")
    labels = {key: phrase(key, language) for key in named}
    roles = [ROLES[role][language] for role in meta.get("audience") or []]
    return Head(
        number=page_number(page),
        title=page.title,
        time=duration(page.minutes, language) if page.minutes else "",
        split=context.say(
            "reading-practice",
            reading=duration(minutes["reading"], language),
            practice=duration(minutes["practice"], language),
        )
        if minutes.get("practice")
        else "",
        prerequisites=prerequisites,
        audience=("、" if language == "zh" else ", ").join(roles),
        objectives_label=context.say("objectives" if page.is_lesson else "outcomes"),
        objectives=tuple(meta.get("objectives") or ()),
        reviewed=str(meta.get("reviewed", "")),
        labels=labels,
        addresses={one: page_url(page.name, one) for one in ("zh", "en")},
        id=page.id,
        short=relative_url(f"go/{page.id}/", url),
        notes=tuple(notes(context.course, page, url)),
    )
