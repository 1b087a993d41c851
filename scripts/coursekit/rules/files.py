"""The files below docs/: named plainly and all of them used; and the navigation, which names every page once."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from coursekit.calculators import FOLDER as CALCULATORS
from coursekit.calculators import SCRIPTS
from coursekit.course import Course
from coursekit.findings import Finding
from coursekit.pages import LANGUAGES, decoded
from coursekit.yaml_text import Loader, trouble

SITE = Path("mkdocs.yml")
DOCS = Path("docs")
_FILE = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*\.[a-z0-9]+")
_FOLDER = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")
# What may name a file of docs/: the site's configuration, its templates, scripts and styles, the tools, the pages.
_NAMING = ("mkdocs.yml", "overrides/**/*.*", "docs/assets/**/*.css", "docs/assets/**/*.js")
_TOOLS = Path(__file__).resolve().parents[1]


class _Tolerant(Loader):
    """Reads a configuration whose tags (!ENV) only MkDocs understands."""


_Tolerant.add_multi_constructor("", lambda loader, suffix, node: None)


def check_files(course: Course) -> Iterator[Finding]:
    """Yield the files that have no place below docs/, or a name that an address cannot have."""
    naming = _naming_texts(course.root)
    tools = {f"{one}.yml" for one in (page.id for page in course.pages) if one}
    for path in _files(course.root):
        if course.is_unread(path):
            continue
        bad = next((part for part in path.parts[1:-1] if not _FOLDER.fullmatch(part)), None)
        bad = bad or (None if _FILE.fullmatch(path.name) else path.name)
        if bad:
            what = f"“{bad}” is no name for an address"
            yield Finding(path, 1, 1, "file-name", what, "use lower-case letters, digits, and hyphens")
        if path.suffix == ".md" and path.parts[1] in LANGUAGES:
            continue
        # A calculator's script is called like it.
        if path.parent == SCRIPTS and path.stem in {*course.calculators, *course.unusable_calculators}:
            continue
        # A file that names itself is not used by that.
        if any(path.name in text for name, text in naming.items() if name != path.name):
            continue
        if path.parent == CALCULATORS and path.suffix == ".yml":
            # Named by the blocks that show it.
            if not any(one.argument == path.stem for page in course.pages for one in page.containers_of("calculator")):
                mend = f"show it with a /// calculator | {path.stem} block, or delete it"
                yield Finding(path, 1, 1, "file-unused", "no page shows this calculator", mend)
        elif path.parts[1] == "tools" and path.suffix == ".yml":
            if path.name not in tools:
                mend = f"name the file after the page's id, or write the page {path.stem}"
                yield Finding(path, 1, 1, "file-unused", "no page prints this tool", mend)
        elif not any(path.name in page.text for page in course.pages):
            mend = "delete it, or use it: no page, template, style, script or setting names it"
            yield Finding(path, 1, 1, "file-unused", f"nothing uses {path.name}", mend)


def _files(root: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(root / DOCS):
        folders.sort()
        for name in sorted(names):
            # Hidden files are editors' own: MkDocs leaves them out. A name that is no text is told before anything is read.
            if not name.startswith(".") and name.isprintable():
                yield (Path(folder) / name).relative_to(root)


def _naming_texts(root: Path) -> dict[str, str]:
    """Return the texts that may name a file, by the file's own name."""
    paths = [*(path for pattern in _NAMING for path in root.glob(pattern)), *_TOOLS.rglob("*.py")]
    return {path.name: path.read_text(encoding="utf-8", errors="replace") for path in paths if path.is_file()}


def check_navigation(course: Course) -> Iterator[Finding]:
    """Yield the pages that the navigation of mkdocs.yml lacks, names twice, or names though they do not exist."""
    path = course.root / SITE
    if not path.exists():
        yield Finding(SITE, 1, 1, "navigation", "the file is missing", f"bring it back: git checkout {SITE}")
        return
    text, unreadable = decoded(path.read_bytes(), SITE)
    yield from unreadable
    try:
        # Parsed once: the nodes give the lines, and the data are made from them.
        loader = _Tolerant(text)
        tree = loader.get_single_node()
        config: dict[str, Any] = loader.construct_document(tree) if tree else {}
    except yaml.YAMLError as error:
        problem, line, column = trouble(error)
        yield Finding(SITE, line, column, "navigation", f"mkdocs.yml cannot be read: {problem}", "mend the YAML")
        return
    keys = tree.value if isinstance(tree, yaml.MappingNode) else []
    nav = next((value for key, value in keys if key.value == "nav"), None)
    if nav is None:
        yield Finding(SITE, 1, 1, "navigation", "there is no nav", "list every page in the course's order")
        return
    if not isinstance(nav, yaml.SequenceNode):
        what, mend = "nav is no list", "list every page in the course's order, each behind a hyphen"
        yield Finding(SITE, nav.start_mark.line + 1, 1, "navigation", what, mend)
        return
    seen: dict[str, int] = {}
    sections: dict[str, int] = {}
    for title, name, line in _entries(nav):
        if name is None:
            sections.setdefault(title, line)
            continue
        if name in seen:
            what = f"{name} stands already in line {seen[name]}"
            yield Finding(SITE, line, 1, "navigation", what, "name every page once")
        seen.setdefault(name, line)
        if title:
            sections.setdefault(title, line)
        missing = [one for one in LANGUAGES if (one, name) not in course.by_name]
        if missing:
            what = f"there is no docs/{missing[0]}/{name}"
            yield Finding(SITE, line, 1, "navigation", what, "mend the path, or write the page")
    for page in course.pages:
        if page.name not in seen:
            mend = "add it to nav in mkdocs.yml, in the course's order"
            yield page.finding(1, "navigation", f"{page.name} is not in the navigation", mend)
    translated = _translations(config)
    for title, line in sections.items():
        if translated is not None and title not in translated:
            mend = "add it to nav_translations"
            yield Finding(SITE, line, 1, "navigation", f"“{title}” has no English title", mend)


def _entries(node: yaml.Node) -> Iterator[tuple[str, str | None, int]]:
    """Yield title, page (None for a section) and line of each entry of the navigation."""
    for item in node.value:
        if isinstance(item, yaml.ScalarNode):
            yield "", str(item.value), item.start_mark.line + 1
        elif isinstance(item, yaml.MappingNode):
            for key, value in item.value:
                line = key.start_mark.line + 1
                if isinstance(value, yaml.ScalarNode):
                    yield str(key.value), str(value.value), line
                else:
                    yield str(key.value), None, line
                    yield from _entries(value)


def _translations(config: dict[str, Any]) -> set[str] | None:
    """Return the section titles that the second language has a title for; None where nothing is translated."""
    for plugin in config.get("plugins") or ():
        if isinstance(plugin, dict) and isinstance(plugin.get("i18n"), dict):
            for language in plugin["i18n"].get("languages") or ():
                if language.get("nav_translations"):
                    return set(language["nav_translations"])
    return None
