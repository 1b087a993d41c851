"""Markdown as every reader of it understands it: what the site's renderer, GitHub and an editor could take differently.

rumdl checks it (a linter in Rust that comes as a wheel; pymarkdownlnt and mdformat have not been tried). Only those of its
rules are used that the course's own do not cover better.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from coursekit.findings import Finding, Fix
from coursekit.kept import Shelf
from coursekit.pages import Block, Page

# What rumdl is asked for: its rule → how to mend what it finds. It knows the blocks of three slashes no better than any
# other linter does, so that its rules on blank lines count only away from them.
ASKED = {
    "MD005": "indent the items of one list alike",
    "MD009": "delete the spaces at the end of the line",
    "MD010": "write spaces",
    "MD011": "write [text](address)",
    "MD012": "keep one blank line",
    "MD018": "put a space after the #, or a word in its place: the site shows the line as a heading",
    "MD019": "put one space after the #",
    "MD022": "set the heading between blank lines",
    "MD023": "begin the heading at the start of its line",
    "MD027": "put one space after the >",
    "MD029": "number the list 1, 2, 3",
    "MD030": "put one space after the list's mark",
    "MD031": "set the fence between blank lines",
    "MD032": "set the list between blank lines: without them the site shows it as running text",
    "MD034": "write a link with words, [text](address)",
    "MD037": "write the ** close to the words",
    "MD038": "write the ` close to the code",
    "MD039": "write the brackets close to the link's text",
    "MD040": "name the fence's language",
    "MD042": "give the link a target",
    "MD047": "end the file with one line break",
    "MD049": "write *emphasis*",
    "MD050": "write **strong emphasis**",
    "MD052": "write the link's target in round brackets behind its text",
    "MD055": "begin and end every row of the table with |",
    "MD056": "give every row of the table the same cells",
    "MD058": "set the table between blank lines: without them the site shows it as running text",
    "MD062": "write the brackets close to the address",
    "MD064": "put one space",
    "MD069": "keep one mark",
    "MD075": "give the table its head and its row of dashes",
    # With a conflict in it, rumdl looks at nothing else of a page.
    "MD092": "resolve the conflict and delete the marks; the rest of the page is judged then",
    "MD095": "write the address in plain letters",
}
# What one renderer or another takes for more than text, and the site does not.
_PRINTED_AS_IT_STANDS = (
    (re.compile(r"\[\^[^\]\s]+\]"), "a footnote", "cite a source with [@key], or say it in the text"),
    (re.compile(r"~~(?=\S)[^~]+~~"), "struck text", "delete it"),
    (re.compile(r"\{:?\s*[.#][^{}]*\}"), "a class or an id behind text", "only headings take one"),
    (
        re.compile(r"(?<![\w\\$])\$[A-Za-z\\][^$\n]{0,40}\$(?![\d$])"),
        "a formula between dollar signs",
        "write it in plain text",
    ),
    (re.compile(r"(?<![\\\s])\*|\*(?!\s|$)"), "a * that opens or closes nothing", "write * on both sides, or \\*"),
)
_CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)", re.S)
_EMPHASIS = re.compile(r"\\\*|\*{2,}|\*(?=[^\s*])[^*]*(?<=[^\s*])\*")
# Safe to mend without looking: they change nothing that a reader sees, or only what is broken for certain.
MENDED = frozenset(
    {"MD009", "MD012", "MD018", "MD019", "MD022", "MD027", "MD030", "MD031", "MD032", "MD047", "MD058", "MD062"}
)
_BLANK_LINES = frozenset({"MD022", "MD031", "MD032", "MD058"})
# What the bar and the slashes of the course's own blocks are mistaken for.
_MISTAKEN = _BLANK_LINES | {"MD075"}
# An address with a letter that is not ASCII.
_CONFUSABLE = re.compile(r"(?:https?://|\]\()[^\s)>]*[^\x00-\x7f]")
_CODE = re.compile(r"(`+).*?\1")
_OWN_BLOCK = re.compile(r"\s*/{3,}")
_SETTINGS = (
    "MD009.br-spaces=0", "MD009.strict=true", "MD049.style='asterisk'", "MD050.style='asterisk'", "MD029.style='ordered'",
)  # fmt: skip


def check(pages: Sequence[Page], shelf: Shelf) -> Iterator[Finding]:
    """Yield what rumdl finds in the pages; one run reads all that have changed."""
    by_name = {f"rules/markdown/{page.language}/{page.name}": page for page in pages}
    kept = shelf.keep_all(
        {name: page.text for name, page in by_name.items()},
        lambda names: _lint({name: by_name[name] for name in names}),
    )
    for findings in kept.values():
        yield from findings


def _lint(pages: dict[str, Page]) -> dict[str, list[Finding]]:
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in pages}
    for one in _run({f"{number}.md": page.text for number, page in enumerate(pages.values())}):
        found[list(pages)[int(one["file"].rpartition("/")[2].removesuffix(".md"))]].append(one)
    return {name: list(_page_findings(page, found[name])) for name, page in pages.items()}


def _run(texts: dict[str, str]) -> list[dict[str, Any]]:
    settings = [part for one in _SETTINGS for part in ("--config", one)]
    options = ["--isolated", "--no-cache", "--stdin-batch", "--output-format", "json", "--fail-on", "never"]
    command = [_program(), "check", *options, "--enable", ",".join(ASKED), *settings]
    # A zero byte ends a text here; another rule speaks of those that stand in one.
    batch = "".join(f"{name}\0{text.replace(chr(0), ' ')}\0" for name, text in texts.items())
    done = subprocess.run(command, input=batch, capture_output=True, encoding="utf-8")
    if done.returncode:
        raise RuntimeError(f"rumdl failed: {done.stderr.strip()}")
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def _page_findings(page: Page, found: list[dict[str, Any]]) -> Iterator[Finding]:
    fences = [block for block in page.blocks if block.kind == "fence"]
    for block in fences:
        if not _is_fence(page, block):
            what, mend = "the line is indented by four spaces or a tab, and shows as code", "take the indentation away"
            yield page.finding(block.line, "markdown", what, mend)
    yield from _printed_faults(page)
    yield from _flat_faults(page)
    fenced = {line for one in fences if _is_fence(page, one) for line in range(one.line + 1, one.end)}
    for one in found:
        rule, line, column = one["rule"], one["line"], one["column"]
        if line in fenced or (rule in _MISTAKEN and _beside_own_block(page, line)):
            continue
        if rule == "MD095" and not _CONFUSABLE.search(_CODE.sub("", page.lines[line - 1])):
            # It reads on behind an address in code.
            continue
        fix = _fix(page.text, one["fix"]) if one.get("fix") else None
        if rule == "MD018" and not re.match(r"#{2,}[^\W\d]", page.lines[line - 1]):
            # “#1 in its market” and “#growth” are no headings that lack a space.
            fix = None
        if fix and rule not in _BLANK_LINES:
            # rumdl counts some columns in bytes; the mend's place is certain.
            line, column = fix.start
        what = f"{one['message'][:1].lower()}{one['message'][1:]} ({rule})"
        place = (line, min(column, len(page.lines[line - 1]) + 1))
        yield Finding(page.path, *place, "markdown", what, ASKED[rule], fix if rule in MENDED else None)


def _printed_faults(page: Page) -> Iterator[Finding]:
    """Yield the marks that the site prints as they stand."""
    for block in page.blocks:
        if block.kind not in ("paragraph", "item", "table"):
            continue
        text = _CODE.sub(lambda match: re.sub(r"[^\n]", "x", match[0]), block.text)
        text = _EMPHASIS.sub(lambda match: match[0].replace("*", " "), text)
        for pattern, what, mend in _PRINTED_AS_IT_STANDS:
            for match in pattern.finditer(text):
                line = block.line_at(match.start())
                yield page.finding(
                    line, "markdown", f"{what} is printed as it stands", mend, page.column_of(line, match[0])
                )


def _flat_faults(page: Page) -> Iterator[Finding]:
    """Yield what stands within a list's item and, with less than four spaces a level, leaves it on the site."""
    for block in page.blocks:
        line = page.lines[block.line - 1]
        wanted = 4 * (block.list_depth - (block.kind == "item"))
        if (
            block.kind != "container"
            and len(line) - len(line.lstrip(" ")) < wanted
            and not line.lstrip().startswith(">")
        ):
            what, mend = "the site shows this outside of the list's item", f"indent it by {wanted} spaces"
            yield page.finding(block.line, "markdown", what, mend)


def _is_fence(page: Page, block: Block) -> bool:
    return page.lines[block.line - 1].lstrip().startswith(("```", "~~~"))


def _fix(text: str, fix: dict[str, Any]) -> Fix:
    """Return rumdl's mend, which gives its range in bytes, with lines and columns."""
    raw = text.encode()

    def place(offset: int) -> tuple[int, int]:
        before = raw[:offset].decode(errors="ignore")
        return before.count("\n") + 1, len(before) - before.rfind("\n")

    return Fix(place(fix["range"]["start"]), place(fix["range"]["end"]), fix["replacement"])


def _beside_own_block(page: Page, line: int) -> bool:
    """Tell whether the line, or the one above or below it, opens or closes one of the course's own blocks."""
    around = (line - 1, line, line + 1)
    return any(0 < number <= len(page.lines) and _OWN_BLOCK.match(page.lines[number - 1]) for number in around)


@cache
def _program() -> str:
    """Return where rumdl is: beside this interpreter, else in the path."""
    beside = shutil.which("rumdl", path=str(Path(sys.executable).parent))
    return beside or shutil.which("rumdl") or "rumdl"
