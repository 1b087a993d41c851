"""What Mermaid cannot draw: small SVG drawings whose labels come from the page, in the page's language.

Each drawing is a function from its settings (the fence's YAML) to SVG markup and a natural width in CSS pixels. The markup
has `ALT` where the id of the text alternative goes. Colours are the theme's variables, as in Mermaid diagrams.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from html import escape
from itertools import pairwise
from typing import Any

Settings = dict[str, Any]


class DrawingError(ValueError):
    """Settings that a drawing cannot be made from."""


# Rogers's shares of adopters (Diffusion of Innovations): whole standard deviations of a normal distribution.
ADOPTER_BOUNDS = (-2.0, -1.0, 0.0, 1.0)
ADOPTER_SHARES = ("2.5%", "13.5%", "34%", "34%", "16%")


def adoption_curve(settings: Settings) -> tuple[str, int]:
    """Draw the technology adoption life cycle as a bell curve cut into five groups.

    Settings: `labels` (five names, innovators first); optional `gap` (names the chasm after the second group) and
    `notes` (at most five lines, one per label, "" for none). The names stand in a numbered list below the curve, because the
    first group is too narrow for one and the drawing must be legible on a phone.
    """
    labels = _texts(settings, "labels", 5, 5)
    notes = _texts(settings, "notes", 0, 5)
    gap = settings.get("gap")
    width, base, top, left, scale = 400, 170, 18, 14, 62.0

    def height(deviation: float) -> float:
        return base - (base - top) * math.exp(-deviation * deviation / 2)

    parts: list[str] = []
    bounds = (-3.0, *ADOPTER_BOUNDS, 3.0)
    for number, (start, stop) in enumerate(pairwise(bounds), 1):
        steps = [start + (stop - start) * step / 24 for step in range(25)]
        # The gap shifts everything right of it, so the third group starts at the shifted side of the same deviation.
        shift = 14 if gap and number >= 3 else 0
        points = [f"{left + (x + 3) * scale + shift:.1f},{height(x):.1f}" for x in steps]
        outline = (
            f"M{left + (start + 3) * scale + shift:.1f},{base} L"
            + " L".join(points)
            + f" L{left + (stop + 3) * scale + shift:.1f},{base} Z"
        )
        tone = "surface" if number % 2 else "surface-alt"
        parts.append(
            f'<path d="{outline}" fill="var(--diagram-{tone})" stroke="var(--diagram-line)" stroke-width="1.5"/>'
        )
        middle = left + ((start + stop) / 2 + 3) * scale + shift
        y = max(height((start + stop) / 2) + 26, 60) if number in (3, 4) else base - 8
        parts.append(_text(middle if number != 1 else middle + 12, y, str(number), size=14, weight=700))
        parts.append(_text(middle, base + 18, ADOPTER_SHARES[number - 1], size=12, colour="muted"))
    if gap:
        x = left + 2 * scale + 7
        parts.append(
            f'<path d="M{x},{top + 44} V{base}" stroke="var(--diagram-accent)" stroke-width="4" stroke-dasharray="2 5"/>'
        )
        parts.append(_text(x, top + 34, str(gap), size=14, weight=700, colour="accent"))
    y = base + 48.0
    for number, label in enumerate(labels, 1):
        parts.append(_text(left, y, f"{number}  {label}", size=14, weight=700, anchor="start"))
        if number <= len(notes) and notes[number - 1]:
            y += 20
            parts.append(_text(left + 18, y, notes[number - 1], size=13, anchor="start", colour="muted"))
        y += 26
    return _svg(width, round(y - 8), parts), width


def curves(settings: Settings) -> tuple[str, int]:
    """Draw one to five lines over two linear axes, for relations that depend on shape (price sensitivity, a revenue dip).

    Settings: `x` and `y`, each with `label`, `from`, `to` (numbers in the axis's unit) and optional `ticks` and `unit`;
    `lines`, each with `label`, `points` ([x, y] pairs) and optional `dashed`; optional `marks`, each with `label`, `x`, `y`.
    Lines are named by numbers on the drawing and a list below it, so that colour carries no meaning of its own.
    """
    axes = {name: _axis(settings, name) for name in ("x", "y")}
    lines, marks = settings.get("lines") or [], settings.get("marks") or []
    if not isinstance(lines, list) or not 1 <= len(lines) <= len(LINE_TONES):
        raise DrawingError(f"`lines` must be a list of 1 to {len(LINE_TONES)} lines")
    width, left, right, top, base = 400, 46, 388, 26, 230

    def place(point: Any) -> tuple[float, float]:
        if not (isinstance(point, list) and len(point) == 2 and all(isinstance(value, int | float) for value in point)):
            raise DrawingError(f"{point!r} is no [x, y] pair")
        (low, high, _, _), (bottom, ceiling, _, _) = axes["x"], axes["y"]
        return left + (point[0] - low) / (high - low) * (right - left), base - (point[1] - bottom) / (
            ceiling - bottom
        ) * (base - top)

    parts = [f'<path d="M{left},{top} V{base} H{right}" fill="none" stroke="var(--diagram-edge)"/>']
    for value in axes["x"][2]:
        x, _ = place([value, axes["y"][0]])
        # The last figure would be cut off if it were centred on the axis's end.
        anchor = "end" if x > right - 20 else "middle"
        parts += [
            f'<path d="M{x:.1f},{base} v5" stroke="var(--diagram-edge)"/>',
            _text(x, base + 19, _number(value) + axes["x"][3], size=12, anchor=anchor, colour="muted"),
        ]
    for value in axes["y"][2]:
        _, y = place([axes["x"][0], value])
        parts += [
            f'<path d="M{left},{y:.1f} h-5" stroke="var(--diagram-edge)"/>',
            _text(left - 8, y + 4, _number(value) + axes["y"][3], size=12, anchor="end", colour="muted"),
        ]
    parts.append(_text(left, top - 10, str(settings["y"]["label"]), size=12, anchor="start", colour="muted"))
    parts.append(_text(right, base + 37, str(settings["x"]["label"]), size=12, anchor="end", colour="muted"))
    y = base + 62.0
    for number, (line, tone) in enumerate(zip(lines, LINE_TONES, strict=False), 1):
        points = [place(point) for point in line.get("points") or []]
        if len(points) < 2 or not isinstance(line.get("label"), str):
            raise DrawingError(f"line {number} needs a label and at least two points")
        dashes = ' stroke-dasharray="7 4"' if line.get("dashed") else ""
        stroke = f'fill="none" stroke="var(--diagram-{tone})" stroke-width="2.5"{dashes}'
        parts.append(f'<path d="M{" L".join(f"{px:.1f},{py:.1f}" for px, py in points)}" {stroke}/>')
        # The number stands a little inside one end, a different end for neighbours, so that numbers rarely collide.
        px, py = points[-1] if number % 2 else points[0]
        parts.append(
            _text(
                min(max(px, left + 12), right - 8), max(py - 7, top + 6), str(number), size=14, weight=700, colour=tone
            )
        )
        parts.append(f'<path d="M{left},{y - 5:.1f} h26" {stroke}/>')
        parts.append(_text(left + 34, y, f"{number}  {line['label']}", size=14, anchor="start"))
        y += 24
    for mark in marks:
        px, py = place([mark.get("x"), mark.get("y")])
        ring = 'r="5" fill="var(--diagram-paper)" stroke="var(--diagram-accent)" stroke-width="3"'
        parts.append(f'<circle cx="{px:.1f}" cy="{py:.1f}" {ring}/>')
        anchor = "end" if px > (left + right) / 2 else "start"
        label = _text(
            px + (-11 if anchor == "end" else 11),
            py + 4,
            str(mark.get("label", "")),
            size=13,
            weight=700,
            anchor=anchor,
            colour="accent",
        )
        # A halo keeps the label legible where it crosses a line.
        parts.append(
            label.replace("<text ", '<text paint-order="stroke" stroke="var(--diagram-paper)" stroke-width="5" ', 1)
        )
    return _svg(width, round(y - 6), parts), width


LINE_TONES = ("line", "accent", "ink", "violet", "muted")


def _axis(settings: Settings, name: str) -> tuple[float, float, list[float], str]:
    axis = settings.get(name)
    if not isinstance(axis, dict) or not isinstance(axis.get("label"), str):
        raise DrawingError(f"`{name}` needs a label, from and to")
    low, high = axis.get("from"), axis.get("to")
    if not isinstance(low, int | float) or not isinstance(high, int | float) or low >= high:
        raise DrawingError(f"`{name}`: from and to must be numbers, from below to")
    return low, high, list(axis.get("ticks") or []), str(axis.get("unit", ""))


def _number(value: float) -> str:
    return f"{value:,g}" if abs(value) < 1000 else f"{value:,.0f}"


def _texts(settings: Settings, key: str, least: int, most: int) -> list[str]:
    found = settings.get(key) or []
    if (
        not isinstance(found, list)
        or not least <= len(found) <= most
        or not all(isinstance(text, str) for text in found)
    ):
        raise DrawingError(f"`{key}` must be a list of {least if least == most else f'{least} to {most}'} texts")
    return found


def _text(
    x: float, y: float, text: str, *, size: int, weight: int = 400, anchor: str = "middle", colour: str = "ink"
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" font-weight="{weight}" text-anchor="{anchor}" '
        f'fill="var(--diagram-{colour})">{escape(text)}</text>'
    )


def _svg(width: int, height: int, parts: list[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="drawing" viewBox="0 0 {width} {height}" role="img" '
        f'aria-labelledby="ALT">{"".join(parts)}</svg>'
    )


DRAWINGS: dict[str, Callable[[Settings], tuple[str, int]]] = {"adoption-curve": adoption_curve, "curves": curves}
