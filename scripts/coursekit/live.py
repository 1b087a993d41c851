"""What a rebuild need not do again while the site is being served: unchanged pages keep their HTML and search entries.

MkDocs renders every page of both languages at every change; that grows with the course, an author's patience does not.
Only `mkdocs serve` uses this. One thing is lost until the next full build: a link from an unchanged page to a heading that
has just been removed is not reported.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from mkdocs.structure.pages import Page as SitePage


@dataclass(frozen=True, slots=True)
class _Kept:
    key: str
    content: str | None
    toc: Any
    anchors: set[str] | None


class LivePages:
    """The HTML of every page as last rendered, by its source file."""

    def __init__(self) -> None:
        """Start with nothing kept."""
        self._kept: dict[str, _Kept] = {}

    def reuse(self, page: SitePage, key: str) -> bool:
        """Make `page` render from what was kept if its rendering key is still `key`; else keep what it renders now.

        Returns whether the kept HTML is used.
        """
        name = page.file.src_uri
        kept = self._kept.get(name)
        render = page.render

        def restore(*_: Any) -> None:
            assert kept is not None
            page.content, page.toc, page.present_anchor_ids = kept.content, kept.toc, kept.anchors

        def remember(*arguments: Any) -> None:
            render(*arguments)
            self._kept[name] = _Kept(key, page.content, page.toc, page.present_anchor_ids)

        fresh = kept is not None and kept.key == key
        page.render = restore if fresh else remember  # type: ignore[method-assign,assignment]
        return fresh


def keep_search_entries() -> None:
    """Make Material's search index reuse a page's entries while its HTML stays the same: cutting Chinese takes long."""
    from material.plugins.search.plugin import SearchIndex

    if hasattr(SearchIndex, "add_entry_unkept"):
        return
    kept: dict[str, tuple[str, list[dict[str, Any]]]] = {}

    def add_entry(index: Any, page: SitePage) -> None:
        content = str(page.content)
        if page.url not in kept or kept[page.url][0] != content:
            start = len(index.entries)
            index.add_entry_unkept(page)
            kept[page.url] = (content, index.entries[start:])
        else:
            index.entries += kept[page.url][1]

    SearchIndex.add_entry_unkept = SearchIndex.add_entry_from_context
    SearchIndex.add_entry_from_context = add_entry
