"""MkDocs hooks: hand each page's model to the Markdown extension and to the templates. All logic is in `coursekit`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, Literal

import jinja2
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files, get_files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as SitePage

from coursekit.ahead import begin, keep_each, make_ahead, missing
from coursekit.blocks import Context
from coursekit.course import Course, load_course, parsing_jobs, reading_jobs
from coursekit.download_names import download_names
from coursekit.downloads import downloads
from coursekit.findings import CourseError, Finding
from coursekit.forwarding import write_moved, write_short
from coursekit.head import lesson_head
from coursekit.kept import FOLDER, Shelf
from coursekit.live import LiveSite
from coursekit.pages import Page
from coursekit.permalinks import Permalinks
from coursekit.render import CourseExtension, CourseFences
from coursekit.rendered import keep_rendering, render_ahead, site_key
from coursekit.rules import hostile
from coursekit.search.pages import SearchPages
from coursekit.shell import frame, is_theme_asset
from coursekit.toolkit import ToolError
from coursekit.worksheets import worksheet_files, worksheet_names

# MkDocs gives hooks no place to keep things between events; one build holds one course.
_state: dict[str, Course] = {}
_site: dict[str, Any] = {}
_judged: dict[Path, tuple[Page, list[Finding]]] = {}
_live = LiveSite()
_search = SearchPages()


def on_startup(command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
    """Note what MkDocs was asked for: pages that are served may run its script that reloads them."""
    _site["command"] = command


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Offer to edit pages only where there is a repository to edit them in: without one MkDocs warns on every page."""
    if config.repo_url:
        config.edit_uri = "edit/main/docs/"
    return config


def on_pre_build(config: MkDocsConfig) -> None:
    """Load the course once per build (unchanged pages come from memory), unless it holds what must not reach the site."""
    root = Path(config.config_file_path).parent
    if faults := hostile.unsafe(root):
        raise Abort("\n".join(map(str, faults)))
    try:
        shelf = Shelf(root / FOLDER)
        make_ahead([*reading_jobs(root, shelf), *parsing_jobs(root, shelf)])
        _state["course"] = load_course(root)
        for fault in Permalinks(_state["course"]).faults():
            raise CourseError(fault)
    except CourseError as error:
        raise Abort(str(error)) from error
    if faults := [fault for page in _state["course"].pages for fault in _hostile_faults(page)]:
        raise Abort("\n".join(map(str, faults)))


def _hostile_faults(page: Page) -> list[Finding]:
    """Judge a page once: while serving, all that have not changed come again with every edit."""
    known = _judged.get(page.path)
    if known is None or known[0] is not page:
        known = _judged[page.path] = page, list(hostile.check(page))
    return known[1]


# After static-i18n, which expects every file to lie in the folder of the sources.
@event_priority(-200)
def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the files that are made, so that links to them are checked like all others, and begin them; leave the theme's out."""
    for file in [one for one in files if one.src_dir != config.docs_dir and is_theme_asset(one.src_uri)]:
        files.remove(file)
    # static-i18n gives what lies in no language's folder to the first language alone; the pages of both show pictures.
    for file in get_files(config):
        if file.src_uri.startswith("assets/") and file.src_uri not in files.src_uris:
            files.append(file)
    course = _state["course"]
    for name in (*download_names(course), *worksheet_names(course)):
        files.append(File.generated(config, name, content=b""))
    made = [*downloads(course, config.site_url or ""), *worksheet_files(course)]
    _site["files"] = made, begin(missing(_shelf(), made))
    return files


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
    """Note what this language's build gives all of its pages, and render them on all processors."""
    _site["key"] = site_key(config, files)
    _site["nav"] = nav
    render_ahead(config, files, _shelf(), _rendering_key)
    return nav


def on_env(env: jinja2.Environment, config: MkDocsConfig, files: Files) -> jinja2.Environment:
    """Give the templates what every page's frame needs; note what a page needs to be made once more while serving."""
    root = Path(config.config_file_path).parent
    env.globals.update(frame(root, _state["course"], serving=_site.get("command") == "serve"))
    env.trim_blocks = env.lstrip_blocks = True
    # MkDocs leaves it to each template to escape a title or a description.
    env.autoescape = True
    # While serving, the templates may be brought up to date without a build.
    if "files" in _site:
        _fill(files)
        _search.begin(_state["course"], config.plugins["i18n"].current_language)  # type: ignore[attr-defined]
    _live.note(config, files, _site["nav"], env)
    return env


def _fill(files: Files) -> None:
    """Put into the files that are made what was made of them while the pages were rendered."""
    made, wait = _site.pop("files")
    wait()
    try:
        for several in keep_each(_shelf(), made):
            for name, content in several:
                files.src_uris[name].content_bytes = content
    except ToolError as error:
        raise Abort(f"a tool does not compute: {error} → run `python3 scripts/course.py check`") from error


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: Callable[[], None]) -> LiveReloadServer:
    """Let an edit be seen at once."""
    _live.attach(server, builder)
    return server


def _model(page: SitePage) -> Page | None:
    language, _, name = page.file.src_uri.partition("/")
    return _state["course"].by_name.get((language, name))  # type: ignore[arg-type]


def _shelf() -> Shelf:
    return Shelf(_state["course"].root / FOLDER)


def _rendering_key(page: SitePage) -> str | None:
    """Return what a page's HTML is kept by, None for a page that is not the course's."""
    model = _model(page)
    return _state["course"].rendering_key(model) + _site["key"] if model else None


def on_page_markdown(markdown: str, page: SitePage, config: MkDocsConfig, files: Files) -> str:
    """Give Python-Markdown this page's context: MkDocs renders the page right after this event."""
    model = _model(page)
    extensions = [one for one in config.markdown_extensions if not isinstance(one, CourseExtension)]
    if model is not None:
        # The navigation, the search and the footer show the lesson's number; the head sets it apart from the title.
        if model.is_lesson:
            page.title = model.numbered_title
        # For the site map, which would state the day of the build: the same text would give another site tomorrow.
        if isinstance(reviewed := model.meta.get("reviewed"), date):
            page.update_date = reviewed.isoformat()
        context = Context(model, _state["course"])
        extensions.append(CourseExtension(context))  # type: ignore[arg-type]
        config.mdx_configs["toc"]["permalink_title"] = context.say("permalink")
        config.mdx_configs.setdefault("pymdownx.superfences", {})["custom_fences"] = CourseFences(context).settings()
        keep_rendering(page, _shelf(), _rendering_key(page) or "")
    config.markdown_extensions = extensions
    return markdown


def on_page_content(html: str, page: SitePage, config: MkDocsConfig, files: Files) -> str:
    """Keep what the search will find on this page."""
    model = _model(page)
    if model is not None:
        _search.add(model, html)
    return html


def on_page_context(context: dict[str, Any], page: SitePage, config: MkDocsConfig, nav: Navigation) -> dict[str, Any]:
    """Give the templates the lesson's head and the page's addresses in both languages."""
    model = _model(page)
    if model is not None:
        context["head"] = lesson_head(Context(model, _state["course"]), page.url)
        context["language"] = model.language
    return context


@event_priority(-200)
def on_post_build(config: MkDocsConfig) -> None:
    """Write the search index and what leads on, once both languages are there: the second is built in the first."""
    if not config.plugins["i18n"].building:  # type: ignore[attr-defined]
        write_moved(_state["course"], Path(config.site_dir), config.site_url or "")
        write_short(_state["course"], Path(config.site_dir))
        _search.write(_state["course"], Path(config.site_dir))


def on_build_error(error: Exception, **_: Any) -> None:
    """End the build with the fault's own line instead of a traceback."""
    if isinstance(error, CourseError):
        raise Abort(str(error)) from error
