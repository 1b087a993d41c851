"""What a reader is told where one language's text waits for its translation, with the way to the current text."""

from __future__ import annotations

import xml.etree.ElementTree as etree

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from coursekit.blocks import Context, child
from coursekit.pages import HTML_LANGUAGE, other_language, page_url, relative_url
from coursekit.phrases import day
from coursekit.translations import FRONT, OPENING, Entry


class PendingNotices(Treeprocessor):
    """Puts a notice under the heading of each section whose translation is pending; those of the whole page at its top."""

    def __init__(self, context: Context, md: Markdown) -> None:
        """Take the page's context."""
        super().__init__(md)
        self.context = context

    def run(self, root: etree.Element) -> None:
        """Add the notices to the page."""
        page = self.context.page
        pending = self.context.course.translations.pending(page.name)
        waiting = {section: entry for section, entry in pending.items() if entry.behind == page.language}
        for parent in list(root.iter()) if waiting else ():
            for position in range(len(parent), 0, -1):
                element = parent[position - 1]
                if element.tag in ("h2", "h3") and (entry := waiting.get(element.get("id", ""))):
                    parent.insert(position, self._notice(entry))
        for section in (OPENING, FRONT):
            if entry := waiting.get(section):
                root.insert(0, self._notice(entry))

    def _notice(self, entry: Entry) -> etree.Element:
        page = self.context.page
        other = other_language(page.language)
        whole = entry.section in (FRONT, OPENING)
        key = {FRONT: "pending-front", OPENING: "pending-opening"}.get(entry.section, "pending-section")
        notice = etree.Element("p", {"class": "translation-pending", "role": "note", "data-search-exclude": ""})
        child(notice, "span", self.context.say(key, date=day(entry.since, page.language)) + " ")
        url = relative_url(page_url(page.name, other), page_url(page.name, page.language))
        address = url if whole else f"{url}#{entry.section}"
        link = child(notice, "a", self.context.say("pending-page" if whole else "pending-link"), href=address)
        link.set("hreflang", HTML_LANGUAGE[other])
        # Stored as HTML: MkDocs knows links within one language only, and would report this one as leading nowhere.
        stored = etree.Element("p")
        stored.text = self.md.htmlStash.store(etree.tostring(notice, encoding="unicode", method="html"))
        return stored
