"""The page model: one Markdown file as front matter and a flat list of blocks with their lines.

Everything that judges or counts the course's text (rules, glossary, totals) reads pages through this model.
markdown-it-py finds the blocks, because it keeps line numbers; the site itself is rendered by Python-Markdown.
"""

from __future__ import annotations

import contextlib
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote

import yaml
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from coursekit.findings import CourseError, Finding, Fix
from coursekit.kept import Shelf
from coursekit.yaml_text import Loader, trouble

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, Language] = ("zh", "en")
# As HTML names them.
HTML_LANGUAGE: dict[Language, str] = {"zh": "zh-CN", "en": "en"}

FRONT_MATTER = re.compile(r"\A---\r?\n(.*?)^---[ \t]*\r?\n", re.S | re.M)
HEADING_ATTRIBUTES = re.compile(r"\s*\{\s*(?P<attributes>[^{}]*)\}\s*$")
HEADING_ID = re.compile(r"(?:^|\s)#(?P<id>[^\s.#]+)")
TASK = re.compile(r"\[(?P<mark>[ xX])\]\s+")

# What may stand behind the slashes of a block: asides with a title; blocks that are filled from other parts of the course and
# need no text; and those with a form of their own.
CALLOUTS = ("example", "case", "claim", "limit")
FILLED = (
    "course-map", "lessons", "terms", "term-map", "glossary-files", "bands", "all-sources", "cases", "claim-index",
    "sheet", "blank", "downloads", "progress", "calculator",
)  # fmt: skip
CONTAINERS = frozenset({*CALLOUTS, *FILLED, "quiz", "answer", "caption", "path", "timeline", "teacher"})
# What an address outside of the course may begin with.
SCHEMES = ("http", "https", "mailto")
# What the choices of a quiz are called.
LETTERS = "ABCDEFGH"

BlockKind = Literal["heading", "paragraph", "item", "table", "fence", "container", "html"]


def other_language(language: Language) -> Language:
    """Return the course's other language."""
    return "en" if language == "zh" else "zh"


# Without slots, since thousands of them are pickled: the standard library packs a frozen class with slots in plain Python.
@dataclass(frozen=True)
class Container:
    """A `/// kind | argument` block: its kind, argument, the lines it spans (from 1, both inclusive), whether it is closed."""

    kind: str
    argument: str
    line: int
    end: int
    closed: bool = True


@dataclass(frozen=True)
class Block:
    """One block of a page.

    `line` and `end` are lines of the file (from 1, both inclusive); `section` is the id of the nearest heading above
    ("" before the first), `chapter` that of the nearest level-2 heading; `inside` holds the containers around it,
    outermost first; `item` numbers the innermost list
    item that it belongs to (0 for none), so that the paragraphs of one item can be judged together.
    """

    kind: BlockKind
    line: int
    end: int
    text: str
    section: str
    chapter: str = ""
    inside: tuple[Container, ...] = ()
    item: int = 0
    list_depth: int = 0
    level: int = 0
    id: str | None = None
    classes: tuple[str, ...] = ()
    info: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    checked: bool | None = None

    def line_at(self, offset: int) -> int:
        """Return the line of the file on which the character at `offset` of `text` stands."""
        row = self.text.count("\n", 0, offset)
        # A fence's text starts below its opening line; a table's leaves out the row of dashes.
        hidden = 1 if self.kind == "fence" or (self.kind == "table" and row) else 0
        return self.line + row + hidden

    def within(self, *kinds: str) -> bool:
        """Tell whether a container of one of these kinds surrounds the block."""
        return any(container.kind in kinds for container in self.inside)


@dataclass(frozen=True)
class Page:
    """One Markdown file of the course.

    `path` is relative to the working tree's root, `name` to the language's folder ("1-foundations/index.md"); `body` is the
    line (from 1) on which the text below the front matter begins; `faults` are what could not be read and was left out.
    The blocks are parsed when somebody first asks for them, and come from the shelf if they were parsed before.
    """

    path: Path
    name: str
    language: Language
    text: str = field(repr=False)
    meta: dict[str, Any]
    meta_lines: dict[str, int]
    body: int
    faults: tuple[Finding, ...] = ()
    shelf: Shelf | None = field(default=None, repr=False, compare=False)

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The lines of the file."""
        return tuple(self.text.split("\n"))

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks in the page's order."""
        return self._parsed[0]

    @property
    def containers(self) -> tuple[Container, ...]:
        """The containers in the page's order."""
        return self._parsed[1]

    @cached_property
    def _parsed(self) -> tuple[tuple[Block, ...], tuple[Container, ...]]:
        def parse() -> tuple[tuple[Block, ...], tuple[Container, ...]]:
            blocks, containers = _Collector(self.body - 1).collect(
                _PARSER.parse("\n".join(self.lines[self.body - 1 :]))
            )
            return tuple(blocks), tuple(containers)

        return self.shelf.keep(*self._place, parse) if self.shelf else parse()

    @property
    def is_parsed(self) -> bool:
        """Tell whether the blocks are there without work."""
        return "_parsed" in self.__dict__ or (self.shelf is not None and self.shelf.has(*self._place))

    @property
    def _place(self) -> tuple[str, str]:
        return f"pages/{self.language}/{self.name}", self.text

    @property
    def id(self) -> str:
        """The page's id from its front matter ("2.3"), or "" when it has none."""
        return str(self.meta.get("id", ""))

    @property
    def title(self) -> str:
        """The page's title from its front matter."""
        return str(self.meta.get("title", self.name))

    @property
    def numbered_title(self) -> str:
        """The title after the number, where the page has one that readers know it by: "2.3 Ideal customer profile"."""
        return f"{self.id} {self.title}" if self.is_lesson else self.title

    @property
    def minutes(self) -> int:
        """Reading and practice together, in minutes; 0 for a page that states none."""
        stated = self.meta.get("minutes")
        return sum(value for value in stated.values() if isinstance(value, int)) if isinstance(stated, dict) else 0

    @property
    def is_lesson(self) -> bool:
        """Tell whether this is a lesson: its id reads module.number, the number above 0 ("2.3", not "2.0")."""
        return re.fullmatch(r"[1-5]\.[1-9]\d*", self.id) is not None

    @property
    def is_glossary(self) -> bool:
        """Tell whether this page holds glossary entries."""
        return self.name.startswith("glossary/") and self.name != "glossary/index.md"

    @cached_property
    def headings(self) -> tuple[Block, ...]:
        """The headings in the page's order."""
        return tuple(block for block in self.blocks if block.kind == "heading")

    @cached_property
    def sections(self) -> dict[str, tuple[Block, ...]]:
        """The blocks of each section, by its id ("" for what stands above the first heading), in the page's order."""
        found: dict[str, list[Block]] = {}
        for block in self.blocks:
            found.setdefault(block.section, []).append(block)
        return {section: tuple(blocks) for section, blocks in found.items()}

    @cached_property
    def anchors(self) -> frozenset[str]:
        """Every id that a link may name on this page."""
        quizzes = {f"quiz-{container.argument}" for container in self.containers if container.kind == "quiz"}
        return frozenset({heading.id for heading in self.headings if heading.id} | quizzes | {"sources"})

    def containers_of(self, kind: str) -> Iterator[Container]:
        """Yield the containers of one kind in the page's order."""
        return (container for container in self.containers if container.kind == kind)

    def inside(self, container: Container) -> Iterator[Block]:
        """Yield the blocks within a container, those of nested containers included."""
        return (block for block in self.blocks if container in block.inside)

    def finding(self, line: int, rule: str, what: str, mend: str, column: int = 1, fix: Fix | None = None) -> Finding:
        """Return a finding about this page."""
        return Finding(self.path, line, column, rule, what, mend, fix)

    def column_of(self, line: int, needle: str) -> int:
        """Return the column (from 1) at which `needle` stands in that line, or 1 when it does not."""
        return self.lines[line - 1].find(needle) + 1 or 1


CONTAINER_OPEN = re.compile(r"(?P<marker>/{3,})\s*(?P<kind>[a-z][a-z-]*)\s*(?:\|\s*(?P<argument>.*))?$")
CONTAINER_CLOSE = re.compile(r"(?P<marker>/{3,})\s*$")


def _container_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Block rule for `/// kind | argument` … `///`.

    Nesting follows pymdownx.blocks, which renders the site: a closing line closes the innermost open block and must have
    exactly as many slashes. The container plugin of mdit-py-plugins closes at any line with enough slashes instead.
    """
    opening = CONTAINER_OPEN.match(_line(state, start))
    if not opening:
        return False
    if silent:
        return True
    stack = [len(opening["marker"])]
    line = start
    while stack and line + 1 < end:
        line += 1
        text = _line(state, line)
        if closing := CONTAINER_CLOSE.match(text):
            if len(closing["marker"]) == stack[-1]:
                stack.pop()
        elif inner := CONTAINER_OPEN.match(text):
            stack.append(len(inner["marker"]))
    closed = not stack
    token = state.push("container_open", "div", 1)
    token.info, token.content = opening["kind"], (opening["argument"] or "").strip()
    token.meta = {"closed": closed}
    token.map = [start, line + 1]
    parent, line_max = state.parentType, state.lineMax
    state.parentType, state.lineMax = "container", line if closed else line + 1
    state.md.block.tokenize(state, start + 1, state.lineMax)
    state.parentType, state.lineMax = parent, line_max
    state.push("container_close", "div", -1)
    state.line = line + 1
    return True


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True}).enable("table").disable("lheading")
    parser.block.ruler.before(
        "fence", "container", _container_rule, {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )
    # The model keeps a block's text as it was written; to take that apart too would be two thirds of the work.
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser


_PARSER = _parser()


def _read_front_matter(text: str, path: Path) -> tuple[dict[str, Any], dict[str, int], int, tuple[Finding, ...]]:
    """Return the front matter, the line of each of its keys, the line below it, and what cannot be read.

    A key whose YAML is broken is left out, so that one fault does not hide what the rest says.
    """
    match = FRONT_MATTER.match(text)
    if not match:
        return {}, {}, 1, ()
    lines = {
        key.strip(): number
        for number, line in enumerate(match[1].splitlines(), 2)
        if (key := line.split(":")[0]) and ":" in line
    }
    below = text[: match.end()].count("\n") + 1
    try:
        meta = yaml.load(match[1], Loader=Loader) or {}
    except yaml.YAMLError as error:
        problem, line, column = trouble(error)
        what, mend = (
            f"the YAML cannot be read: {problem}",
            "quote the value, mend its indentation, or name each key once",
        )
        return _salvaged(match[1]), lines, below, (Finding(path, line + 1, column, "front-matter", what, mend),)
    if not isinstance(meta, dict):
        what, mend = "the front matter is no list of keys and values", "write `key: value` lines"
        return {}, lines, below, (Finding(path, 2, 1, "front-matter", what, mend),)
    return meta, lines, below, ()


def _salvaged(text: str) -> dict[str, Any]:
    """Return the keys of a broken front matter that can be read one by one."""
    meta: dict[str, Any] = {}
    for part in re.split(r"^(?=\S)", text, flags=re.M):
        with contextlib.suppress(yaml.YAMLError):
            data = yaml.load(part, Loader=Loader)
            meta |= data if isinstance(data, dict) else {}
    return meta


def read_text(root: Path, path: Path) -> str:
    """Return the text of `path`, relative to `root`, with Unix line ends; raises CourseError when it is no UTF-8."""
    text, faults = decoded((root / path).read_bytes(), path)
    if faults:
        raise CourseError(faults[0])
    return text


def decoded(raw: bytes, path: Path) -> tuple[str, tuple[Finding, ...]]:
    """Return a file's text with Unix line ends; what is no UTF-8 becomes a replacement character, and a finding."""
    try:
        return raw.decode("utf-8").replace("\r\n", "\n"), ()
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        what = f"byte {raw[error.start]:#04x} is no UTF-8"
        text = raw.decode("utf-8", errors="replace").replace("\r\n", "\n")
        return text, (Finding(path, line, 1, "encoding", what, "save the file as UTF-8"),)


def read_page(root: Path, language: Language, name: str, shelf: Shelf | None = None) -> Page:
    """Read `docs/<language>/<name>` below `root` into the model."""
    path = Path("docs") / language / name
    text, faults = decoded((root / path).read_bytes(), path)
    page = parse_page(text, path, language, name, shelf)
    return replace(page, faults=faults + page.faults) if faults else page


def parse_page(text: str, path: Path, language: Language, name: str, shelf: Shelf | None = None) -> Page:
    """Turn Markdown into a Page."""
    meta, meta_lines, body, faults = _read_front_matter(text, path)
    return Page(path, name, language, text, meta, meta_lines, body, faults, shelf)


def page_url(name: str, language: Language) -> str:
    """Return a page's address from the site's root: "1-foundations/1.1-what-is-gtm/", below "en/" in English."""
    stem = name.removesuffix(".md")
    path = "" if stem == "index" else stem.removesuffix("/index") + "/"
    return quote(path if language == "zh" else f"en/{path}")


def relative_url(target: str, base: str) -> str:
    """Return the address `target` as a link on the page at `base`; both are addresses from the site's root."""
    relative = posixpath.relpath(f"/{target}", f"/{base}")
    return relative + "/" if target.endswith("/") and relative != "." else relative


class _Collector:
    """Walks markdown-it's token stream once and keeps what the model needs."""

    def __init__(self, offset: int) -> None:
        self.offset = offset
        self.section = ""
        self.chapter = ""
        self.stack: list[Container] = []
        self.items: list[int] = []
        self.item_count = 0
        self.depth = 0
        self.blocks: list[Block] = []
        self.containers: list[Container] = []

    def collect(self, tokens: list[Token]) -> tuple[list[Block], list[Container]]:
        index = 0
        while index < len(tokens):
            index = self._take(tokens, index)
        return self.blocks, self.containers

    def _lines(self, token: Token) -> tuple[int, int]:
        assert token.map is not None
        return token.map[0] + 1 + self.offset, token.map[1] + self.offset

    def _take(self, tokens: list[Token], index: int) -> int:
        token = tokens[index]
        if token.type == "container_open":
            line, end = self._lines(token)
            container = Container(token.info, token.content, line, end, token.meta["closed"])
            self.stack.append(container)
            self.containers.append(container)
            self._add("container", token, token.content, info=token.info)
        elif token.type == "container_close":
            self.stack.pop()
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            self.depth += 1
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            self.depth -= 1
        elif token.type == "list_item_open":
            self.item_count += 1
            self.items.append(self.item_count)
        elif token.type == "list_item_close":
            self.items.pop()
        elif token.type == "heading_open":
            self._heading(token, tokens[index + 1])
            return index + 3
        elif token.type == "paragraph_open":
            self._paragraph(token, tokens[index + 1], tokens[index - 1].type if index else "")
            return index + 3
        elif token.type == "table_open":
            return self._table(tokens, index)
        elif token.type in ("fence", "code_block"):
            self._add("fence", token, token.content, info=token.info.strip())
        elif token.type == "html_block":
            self._add("html", token, token.content)
        return index + 1

    def _add(self, kind: BlockKind, token: Token, text: str, **more: Any) -> None:
        line, end = self._lines(token)
        item = self.items[-1] if self.items else 0
        inside = tuple(self.stack[:-1] if kind == "container" else self.stack)
        self.blocks.append(Block(kind, line, end, text, self.section, self.chapter, inside, item, self.depth, **more))

    def _heading(self, token: Token, inline: Token) -> None:
        attributes = HEADING_ATTRIBUTES.search(inline.content)
        text = inline.content[: attributes.start()] if attributes else inline.content
        found = HEADING_ID.search(attributes["attributes"]) if attributes else None
        classes = (
            tuple(part[1:] for part in attributes["attributes"].split() if part.startswith(".")) if attributes else ()
        )
        if found:
            self.section = found["id"]
            if token.tag == "h2":
                self.chapter = found["id"]
        self._add("heading", token, text, level=int(token.tag[1]), id=found["id"] if found else None, classes=classes)

    def _paragraph(self, token: Token, inline: Token, before: str) -> None:
        task = TASK.match(inline.content) if before == "list_item_open" else None
        text = inline.content[task.end() :] if task else inline.content
        kind: BlockKind = "item" if before == "list_item_open" else "paragraph"
        self._add(kind, token, text, checked=task["mark"] != " " if task else None)

    def _table(self, tokens: list[Token], index: int) -> int:
        rows: list[tuple[str, ...]] = []
        row: list[str] = []
        end = index
        for end in range(index, len(tokens)):
            kind = tokens[end].type
            if kind == "tr_open":
                row = []
            elif kind == "inline":
                row.append(tokens[end].content)
            elif kind == "tr_close":
                rows.append(tuple(row))
            elif kind == "table_close":
                break
        self._add("table", tokens[index], "\n".join(" | ".join(cells) for cells in rows), rows=tuple(rows))
        return end + 1
