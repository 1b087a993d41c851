"""Tools: descriptions that compute in both languages, pages that print their own tool, numbers that agree across tools."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coursekit.course import Course
from coursekit.findings import Finding
from coursekit.pages import Page, decoded
from coursekit.toolkit import FOLDER, Tool, shown, tool_faults

TIES = FOLDER / "ties.txt"


def check_tools(course: Course) -> Iterator[Finding]:
    """Yield the formulas that do not compute, and the cells that ought to be equal in several tools and are not."""
    for tool in course.tools.values():
        yield from tool_faults(tool)
    yield from _tie_faults(course)


def check(course: Course, page: Page) -> Iterator[Finding]:
    """Yield the faults of a page that prints a tool."""
    tool = course.tools.get(page.id)
    if page.id in course.unusable_tools:
        return
    for container in page.containers:
        if container.kind not in ("sheet", "blank", "downloads"):
            continue
        if tool is None:
            yield page.finding(
                container.line, "tool-page", "this page has no tool", f"describe one in {FOLDER}/{page.id}.yml"
            )
        elif container.kind != "downloads" and tool.section(container.argument) is None:
            names = ", ".join(section.id for section in tool.sections)
            yield page.finding(
                container.line, "tool-page", f"the tool has no section “{container.argument}”", f"use one of: {names}"
            )
    if tool is None:
        return
    if not any(page.containers_of("downloads")):
        yield page.finding(1, "tool-page", "the page does not offer its tool's files", "add a /// downloads block")
    if not tool.computed("example", page.language)[1]:
        yield from _said_faults(page, tool)


def _said_faults(page: Page, tool: Tool) -> Iterator[Finding]:
    """Yield the values that the page should print and does not."""
    filled = tool.filled("example", page.language)
    text = "\n".join(block.text for block in page.blocks if block.kind != "fence")
    for name, cell in tool.grid.cells.items():
        if cell.row is not None or not cell.field.said:
            continue
        value = shown(cell.field, filled.values.get(name))
        wanted = value.lstrip("¥")
        if not re.search(rf"(?<![\d.,]){re.escape(wanted)}(?![\d]|[.,]\d)", text):
            yield page.finding(
                1,
                "tool-said",
                f"the text nowhere says {value}, which {tool.path}:{tool.line(*cell.parts)} computes for {name}",
                "bring the text in step with the tool, or drop `said` there",
            )


def _tie_faults(course: Course) -> Iterator[Finding]:
    """Yield the pairs of cells that ought to be equal and are not; each line of the file names two or more of them."""
    path = course.root / TIES
    if not path.exists():
        return
    text, unreadable = decoded(path.read_bytes(), TIES)
    yield from unreadable
    for number, line in enumerate(text.splitlines(), 1):
        names = line.split("#")[0].split()
        values: dict[str, object] = {}
        for name in names:
            tool_id, _, cell = name.partition(":")
            if tool_id in course.unusable_tools:
                continue
            tool = course.tools.get(tool_id)
            if tool is None or cell not in tool.grid.cells:
                yield Finding(TIES, number, 1, "tool-ties", f"there is no cell “{name}”", "write tool:section.field")
                continue
            computed, faults = tool.computed("example", "zh")
            if not faults:
                values[name] = computed.get(cell)
        if len({_rounded(value) for value in values.values()}) > 1:
            said = ", ".join(f"{name} = {value}" for name, value in values.items())
            yield Finding(
                TIES, number, 1, "tool-ties", f"these differ: {said}", "the company's facts are the same in all"
            )


def _rounded(value: object) -> object:
    return round(value, 6) if isinstance(value, float) else value
