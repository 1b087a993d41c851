"""The site while somebody writes: a saved edit costs one page, not a build.

`mkdocs serve` builds every page of both languages at each change; that grows with the course, an author's patience does
not. Here an edit marks the pages as stale, no more. The page that the browser then asks for is made by MkDocs' own
functions from the files, the navigation and the templates of the last build; its Markdown is rendered again only if
something that it is made from has changed. What is no page (search index, downloads, site map) is asked for rarely: it
makes MkDocs build everything first, as does a change of the configuration, or a file that comes or goes.
"""

from __future__ import annotations

import contextlib
import html
import logging
import posixpath
import stat
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

import jinja2
from mkdocs.commands.build import _build_page, _populate_page
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as SitePage
from watchdog.observers.polling import PollingObserver

log = logging.getLogger("mkdocs.coursekit")

# Seconds between two looks at the files, and until they have been quiet: MkDocs takes its time with 0.5 and 0.1.
LOOK, QUIET = 0.1, 0.03
State = dict[Path, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class _Built:
    """What MkDocs has worked out for the pages of one language."""

    files: Files
    nav: Navigation
    env: jinja2.Environment

    @property
    def pages(self) -> Sequence[File]:
        return self.files.documentation_pages(inclusion=InclusionLevel.is_in_serve)


class LiveSite:
    """Keeps what the last build worked out; once attached to MkDocs' server, it answers from there."""

    def __init__(self) -> None:
        """Start before the first build."""
        self._built: dict[str, _Built] = {}
        self._lock = threading.RLock()
        self._seen: State = {}
        # What must be made anew before it is served: pages (by their place in the site), everything that is no page, or all.
        self._stale: set[str] = set()
        self._rest_is_stale = self._all_is_stale = False
        self._fault = ""

    def note(self, config: MkDocsConfig, files: Files, nav: Navigation, env: jinja2.Environment) -> None:
        """Remember what a build has worked out for the language that it is at; all of them share `config`."""
        if any(built.files is files for built in self._built.values()):
            return  # not a new build: the templates' environment has been brought up to date
        self._config = config
        self._built[self._i18n.current_language] = _Built(files, nav, env)

    def attach(self, server: LiveReloadServer, builder: Callable[[], None]) -> None:
        """Make `server` look at the files often and ask here; `builder` is what builds everything."""
        self._server, self._build, self._answer = server, builder, server.serve_request
        watched = list(server._watched_paths)
        for path in watched:
            server.unwatch(path)
        server.observer = PollingObserver(timeout=LOOK)
        server.build_delay = QUIET
        for path in watched:
            server.watch(path)
        self._seen = self._look()
        server.builder = self.refresh
        server.set_app(self.answer)

    def refresh(self) -> None:
        """Take in what has changed on disk. Never raises: MkDocs' server would not answer any more."""
        with self._lock:
            before, self._seen = self._seen, self._look()
            if before.keys() - self._seen.keys():
                # Some editors save by putting a new file in the old one's place.
                time.sleep(QUIET)
                self._seen = self._look()
            changed = [path for path, state in self._seen.items() if before.get(path) != state]
            try:
                if self._all_is_stale or before.keys() != self._seen.keys() or not self._take_in(changed):
                    self._build_all()
                self._fault = ""
            except (Exception, SystemExit) as error:
                self._fault = _told(error)

    def answer(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request (a WSGI application): while something is wrong, with a page that says so."""
        path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "ignore")
        fault = "" if path.startswith("/livereload/") else self._freshen(path)
        if not fault:
            return self._answer(environ, start_response)
        page = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>→</title><pre>{html.escape(fault)}</pre>'
        start_response("500 Internal Server Error", [("Content-Type", "text/html; charset=utf-8")])
        server: Any = self._server
        return [server._inject_js_into_html(page.encode(), server._visible_epoch)]

    def _take_in(self, changed: list[Path]) -> bool:
        """Take in changes of texts, templates and static files; return whether there were no others."""
        found = {file.abs_src_path: (language, file) for language, file in self._files() if file.abs_src_path}
        docs, templates = Path(self._config.docs_dir), Path(self._config.theme.custom_dir or "")
        files = [found[str(path)] for path in changed if str(path) in found]
        others = [path for path in changed if str(path) not in found]
        if not all(path.parent in (docs, docs / "tools") or path.is_relative_to(templates) for path in others):
            return False
        for built in self._built.values():
            if built.env.cache is not None and any(path.is_relative_to(templates) for path in others):
                built.env.cache.clear()
        self._config.plugins.on_pre_build(config=self._config)
        for built in self._built.values():
            self._config.plugins.on_env(built.env, config=self._config, files=built.files)
        self._stale = {file.dest_uri for _, file in self._files() if file.page}
        self._rest_is_stale = True
        for language, file in files:
            if file.page:
                # At once, though nobody has asked for it yet: other pages show its title, and links lead to its headings.
                self._populate(language, file.page)
            else:
                file.copy_file()
        for built in self._built.values():
            for file in built.pages:
                assert file.page
                file.page.validate_anchor_links(files=built.files, log_level=self._config.validation.links.anchors)
        return True

    def _freshen(self, path: str) -> str:
        """Make what is asked for anew if it is stale; return what is wrong, or ""."""
        place = posixpath.normpath("/" + path.removeprefix(self._server.mount_path))[1:]
        if path.endswith("/"):
            place = posixpath.join(place, "index.html")
        with self._lock:
            try:
                language, file = next((one for one in self._files() if one[1].dest_uri == place), ("", None))
                if self._fault:
                    return self._fault
                if file and file.page:
                    if place in self._stale:
                        self._make(language, file.page)
                elif self._rest_is_stale and (file is None or file.generated_by):
                    self._build_all()
            except (Exception, SystemExit) as error:
                return _told(error)
        return ""

    def _make(self, language: str, page: SitePage) -> None:
        self._populate(language, page)
        built = self._built[language]
        _build_page(page, self._config, built.pages, built.nav, built.env)
        self._stale.discard(page.file.dest_uri)

    def _populate(self, language: str, page: SitePage) -> None:
        if self._i18n.current_language != language:
            self._i18n.current_language = language
            self._i18n.reconfigure_mkdocs_config(self._config)
        _populate_page(page, self._config, self._built[language].files)

    def _build_all(self) -> None:
        self._all_is_stale = True
        self._build()
        self._all_is_stale = self._rest_is_stale = False
        self._stale = set()

    @property
    def _i18n(self) -> Any:
        return self._config.plugins["i18n"]

    def _files(self) -> Iterator[tuple[str, File]]:
        return ((language, file) for language, built in self._built.items() for file in built.files)

    def _look(self) -> State:
        """Return when each watched file was last changed, and its size."""
        state: State = {}
        # MkDocs adds what the configuration names to the watched paths later than it offers the server.
        for watched in map(Path, {*self._server._watched_paths, *self._config.watch}):
            for path in watched.rglob("*") if watched.is_dir() else [watched]:
                with contextlib.suppress(OSError):
                    status = path.stat()
                    if stat.S_ISREG(status.st_mode) and not _is_passing(path):
                        state[path] = (status.st_mtime_ns, status.st_size)
        return state


def _is_passing(path: Path) -> bool:
    """Tell whether a file comes and goes by itself: an editor's, or Python's."""
    return path.name.startswith((".", "#")) or path.name.endswith("~") or path.parent.name == "__pycache__"


def _told(error: BaseException) -> str:
    log.error(str(error))
    return str(error)
