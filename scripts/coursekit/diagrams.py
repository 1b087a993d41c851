"""Diagrams: Mermaid and drawing fences become inline SVG when the site is built, coloured by the theme's variables.

The caption is the diagram's `accTitle`, the text alternative its `accDescr`; both stay in the Mermaid source, where GitHub
reads them too. What the renderer returns is kept by content.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import yaml

from coursekit.drawings import DRAWINGS, DrawingError
from coursekit.findings import Finding
from coursekit.kept import Shelf
from coursekit.pages import Block, Page
from coursekit.yaml_text import Loader, trouble

# mermaid-render resolves its theme to fixed colours; each stands for one role, which the style sheet colours.
THEME_ROLES = {
    "#172D4A": "ink",
    "#596579": "muted",
    "#000000": "edge",
    "#FFFFFF": "paper",
    "#E5EFFA": "surface",
    "#F0F4FA": "surface-alt",
    "#4472C4": "line",
}
_ACCESSIBLE = re.compile(r"^\s*(?P<key>accTitle|accDescr)\s*:\s*(?P<text>.+?)\s*$", re.M)
# The style sheet colours diagrams, in the light scheme and in the dark one.
_OWN_COLOURS = re.compile(
    r"\s*(?:(style|classDef|linkStyle)\s+[\w,]+\s+[\w-]+\s*:|%%\{.*\b(themeVariables|themeCSS)\b)"
)
_RENDERER_POSITION = re.compile(r" at (?P<line>\d+):(?P<column>\d+): (?P<message>.*)", re.S)
_PAINT = re.compile(r'(?P<name>fill|stroke|background|color)(?P<sign>="|:)\s*(?P<colour>#[0-9A-Fa-f]{6})\b')


class DiagramError(ValueError):
    """A diagram that cannot be drawn; `line` counts from 1 within the fence's content."""

    def __init__(self, message: str, line: int = 1) -> None:
        """Take the reason and the line."""
        super().__init__(message)
        self.line = line


@dataclass(frozen=True, slots=True)
class Diagram:
    """A drawn diagram: its caption, text alternative, SVG markup and natural width in CSS pixels."""

    title: str
    description: str
    svg: str
    width: int


def is_diagram(block: Block) -> bool:
    """Tell whether a block is a fence that is drawn."""
    return block.kind == "fence" and block.info.split()[:1] in (["mermaid"], ["drawing"])


def diagram_fences(page: Page) -> Iterator[tuple[int, str, str]]:
    """Yield the line, kind and source of each diagram of a page."""
    for block in page.blocks:
        kind = block.info.split()[0] if block.kind == "fence" and block.info else ""
        if kind in ("mermaid", "drawing"):
            yield block.line, kind, block.text


def diagram_finding(page: Page, line: int, error: DiagramError) -> Finding:
    """Return the finding about a diagram that cannot be drawn."""
    return page.finding(
        line + error.line,
        "diagram",
        str(error),
        "mend the fence; a Mermaid source needs accTitle and accDescr, each on one line",
    )


def draw(kind: str, source: str, shelf: Shelf | None = None) -> Diagram:
    """Draw one fence ("mermaid" or "drawing"); raises DiagramError. With `shelf` results are kept there."""
    return _draw_mermaid(source, shelf) if kind == "mermaid" else _draw_own(source)


def mermaid_texts(source: str) -> dict[str, str]:
    """Return the `accTitle` and `accDescr` of a Mermaid source, as far as they are there."""
    return {match["key"]: match["text"] for match in _ACCESSIBLE.finditer(source)}


def check_drawing(kind: str, source: str, shelf: Shelf) -> None:
    """Raise DiagramError when a fence cannot be drawn; a Mermaid diagram that was drawn before needs no second look."""
    if kind == "mermaid":
        _mermaid(source, shelf)
    else:
        _draw_own(source)


def _draw_mermaid(source: str, shelf: Shelf | None) -> Diagram:
    texts, digest, raw = _mermaid(source, shelf)
    svg, width = _themed(raw, f"d{digest[:10]}")
    return Diagram(texts["accTitle"], texts["accDescr"], svg, width)


def _mermaid(source: str, shelf: Shelf | None) -> tuple[dict[str, str], str, str]:
    """Return a diagram's texts, the digest of its source and the renderer's SVG."""
    texts = mermaid_texts(source)
    for key in ("accTitle", "accDescr"):
        if not texts.get(key):
            lines = enumerate(source.split("\n"), 1)
            # A misspelled key is where the eye must go.
            like = (number for number, line in lines if re.match(r"\s*acc(?!Title\b|Descr\b)", line, re.I))
            raise DiagramError(f"the diagram has no {key}", next(like, 1))
    for number, line in enumerate(source.split("\n"), 1):
        if own := _OWN_COLOURS.match(line):
            raise DiagramError(f"“{own[1] or own[2]}” sets colors of its own: use the classes key and muted", number)
    digest = hashlib.sha256(source.encode()).hexdigest()
    make = partial(_render, source)
    return texts, digest, shelf.keep(f"diagrams/{digest}", source, make) if shelf else make()


def _render(source: str) -> str:
    # Imported late: the renderer starts a JavaScript engine, which a build from the cache does not need.
    from mermaid_render import convert
    from mermaid_render.renderer import RenderError

    try:
        svg: bytes = convert(source)
    except RenderError as error:
        found = _RENDERER_POSITION.search(str(error))
        if found:
            counted = _counted_lines(source)
            # The message counts in its own way, too.
            reason = re.sub(r"^Parse error on line \d+: ", "", " ".join(found["message"].split()))
            line = counted[min(int(found["line"]), len(counted)) - 1]
            raise DiagramError(f"Mermaid cannot read it: {reason}", line) from error
        raise DiagramError(f"Mermaid cannot draw it: {error}") from error
    return svg.decode("utf-8")


def _counted_lines(source: str) -> list[int]:
    """Return the lines of a source (from 1) that Mermaid counts; settings, comments and the first blanks it takes out before."""
    lines = source.rstrip("\n").split("\n")
    counted = [number for number, line in enumerate(lines, 1) if not line.lstrip().startswith("%%")]
    while len(counted) > 1 and not lines[counted[0] - 1].strip():
        counted.pop(0)
    return counted


def _themed(svg: str, prefix: str) -> tuple[str, int]:
    """Return the SVG without fixed colours and sizes, its ids made unique on the page, and its natural width."""
    root = re.match(r"<svg [^>]*>", svg)
    if root is None:
        raise DiagramError("the renderer returned no SVG")
    view = re.search(r'viewBox="[-\d.]+ [-\d.]+ (?P<width>[\d.]+) [\d.]+"', root[0])
    kind = re.search(r'class="(?P<class>[^"]*)"', root[0])
    if view is None or kind is None:
        raise DiagramError("the renderer's SVG has no view box")
    width = round(float(view["width"]))
    body = svg[root.end() :].replace('xml:space="preserve"', "")
    body = re.sub(r"<(title|desc)\b[^>]*>.*?</\1>", "", body, count=2, flags=re.S)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" class="{kind["class"]}" {view[0]} role="img" aria-labelledby="{prefix}-alt">'
    markup = head + _PAINT.sub(_by_role, body)
    return re.sub(r'(\bid="|url\(#|href="#)pele', rf"\g<1>{prefix}", markup), width


def _by_role(match: re.Match[str]) -> str:
    role = THEME_ROLES.get(match["colour"].upper())
    return f"{match['name']}{match['sign']}var(--diagram-{role})" if role else match[0]


def _draw_own(source: str) -> Diagram:
    try:
        settings: Any = yaml.load(source, Loader=Loader)
    except yaml.YAMLError as error:
        problem, line, _ = trouble(error)
        raise DiagramError(f"the YAML cannot be read: {problem}", line) from error
    if not isinstance(settings, dict) or settings.get("kind") not in DRAWINGS:
        raise DiagramError(f"`kind` must be one of: {', '.join(sorted(DRAWINGS))}")
    for key in ("title", "description"):
        if not isinstance(settings.get(key), str):
            raise DiagramError(f"the drawing has no {key}")
    try:
        svg, width = DRAWINGS[settings["kind"]](settings)
    except DrawingError as error:
        raise DiagramError(str(error)) from error
    digest = hashlib.sha256(source.encode()).hexdigest()[:10]
    return Diagram(settings["title"], settings["description"], svg.replace("ALT", f"d{digest}-alt"), width)
