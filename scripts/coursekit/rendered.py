"""A page's HTML, kept between builds: it is rendered again only when something that it is made from has changed."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from mkdocs.commands.build import _populate_page
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page as SitePage
from mkdocs.utils import CountHandler

from coursekit.ahead import make_ahead
from coursekit.kept import Shelf


@dataclass(frozen=True, slots=True)
class _Rendered:
    """What MkDocs knows of a page when it has rendered it; `links` are the anchors it links to, by the source of their page."""

    content: str | None
    toc: Any
    title: str | None
    anchors: set[str] | None
    links: dict[str, dict[str, str]]


class _WarnedError(Exception):
    """The rendering has given warnings, which must be given again next time: it is not kept."""


def site_key(config: MkDocsConfig, files: Files) -> str:
    """Return a digest of what the site gives every page: its configuration, and where each file of the language stands."""
    digest = hashlib.sha256(Path(config.config_file_path).read_bytes() + (config.site_url or "").encode())
    for file in sorted(files, key=lambda file: file.src_uri):
        digest.update(f"\n{file.src_uri}\t{file.url}".encode())
    return digest.hexdigest()


def render_ahead(config: MkDocsConfig, files: Files, shelf: Shelf, key_of: Callable[[SitePage], str | None]) -> None:
    """Render the pages that are not on the shelf, on all processors; `key_of` gives a page's key, None where it is not kept."""
    pages = [file.page for file in files.documentation_pages() if file.page]
    keyed = [(page, key) for page in sorted(pages, key=_length, reverse=True) if (key := key_of(page))]
    make_ahead([partial(_populate_page, page, config, files) for page, key in keyed if not shelf.has(_name(page), key)])


def _length(page: SitePage) -> int:
    return len(page.file.content_bytes)


def _name(page: SitePage) -> str:
    return f"html/{page.file.src_uri}"


def keep_rendering(page: SitePage, shelf: Shelf, key: str) -> None:
    """Make `page` render from `shelf` when it was rendered there from the same `key`; else keep what it renders now."""
    # The class's: while serving, a page is given this function more than once.
    render = partial(type(page).render, page)

    def render_or_take(config: MkDocsConfig, files: Files) -> None:
        def make() -> _Rendered:
            heard = CountHandler()
            heard.setLevel(logging.WARNING)
            logger = logging.getLogger("mkdocs")
            logger.addHandler(heard)
            try:
                render(config, files)
            finally:
                logger.removeHandler(heard)
            if heard.get_counts():
                raise _WarnedError
            links = {file.src_uri: anchors for file, anchors in (page.links_to_anchors or {}).items()}
            return _Rendered(page.content, page.toc, page._title_from_render, page.present_anchor_ids, links)

        try:
            kept = shelf.keep(_name(page), key, make)
        except _WarnedError:
            return
        page.content, page.toc, page._title_from_render = kept.content, kept.toc, kept.title
        page.present_anchor_ids = kept.anchors
        page.links_to_anchors = {files.src_uris[source]: anchors for source, anchors in kept.links.items()}

    page.render = render_or_take  # type: ignore[method-assign]
