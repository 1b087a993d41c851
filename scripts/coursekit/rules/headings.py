"""Headings: every one has an explicit id in kebab case, unique on its page; levels 2 and 3 only, in order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from coursekit.findings import Finding
from coursekit.pages import Page

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# Ids that the template itself uses on a page.
TAKEN = frozenset({"sources"})
_UNDERLINE = re.compile(r"[ \t>]*(?:=+|-+)[ \t]*")


def check(page: Page) -> Iterator[Finding]:
    """Yield the faults of a page's headings."""
    yield from _underlined(page)
    level = 1
    seen: dict[str, int] = {}
    for heading in page.headings:
        if heading.level == 1:
            yield page.finding(
                heading.line,
                "heading-level",
                "the page's title is written in the text",
                "delete the line: the title comes from the front matter",
            )
            continue
        if heading.level > 3 or heading.level > level + 1:
            yield page.finding(
                heading.line,
                "heading-level",
                f"a level-{heading.level} heading stands below level {level}",
                "use ## for sections and ### inside them",
            )
        if heading.list_depth or not page.lines[heading.line - 1].lstrip().startswith("#"):
            what, mend = "a heading stands in a list or a quote", "write it in bold, or move it out"
            yield page.finding(heading.line, "heading-level", what, mend)
        level = min(heading.level, 3)
        if not heading.text.strip():
            mend = "write it between the # and the id"
            yield page.finding(heading.line, "heading-id", "the heading has an id and no text", mend)
        elif heading.id is None:
            yield page.finding(
                heading.line, "heading-id", f"“{heading.text}” has no id", "end the line with { #english-kebab-id }"
            )
        elif not ID.fullmatch(heading.id):
            yield page.finding(
                heading.line,
                "heading-id",
                f"“{heading.id}” is no English kebab-case id",
                "use lower-case letters, digits and single hyphens",
            )
        elif heading.id in seen or heading.id in TAKEN:
            first = f"in line {seen[heading.id]}" if heading.id in seen else "by the template"
            yield page.finding(
                heading.line, "heading-id", f"the id “{heading.id}” is already used {first}", "choose another id"
            )
        else:
            seen[heading.id] = heading.line


def _underlined(page: Page) -> Iterator[Finding]:
    """Yield the lines of = or - below a line of text, which the site takes for a heading and this model does not."""
    if any(line.startswith("<<<<<<<") for line in page.lines):
        return  # the mark between the two sides of a conflict looks like one
    fenced = {line for block in page.blocks if block.kind == "fence" for line in range(block.line, block.end + 1)}
    for number, (above, line) in enumerate(pairwise(page.lines[page.body - 1 :]), page.body + 1):
        if _UNDERLINE.fullmatch(line) and above.strip(" \t>") and not {number - 1, number} & fenced:
            mend = "write ## before a heading, or delete the line"
            yield page.finding(number, "heading-level", "this line makes a heading of the one above it", mend)
