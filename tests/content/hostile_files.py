"""Files that nobody would write by mistake, or only by a strange one: what each does to a copy of the fixture course."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

PAGE = "zh/index.md"


class Hostile(NamedTuple):
    """What is done below docs/, the rule that must name it, the file and line it must name, and words of the message."""

    what: str
    do: Callable[[Path], object]
    rule: str
    line: int
    says: str
    file: str = PAGE


def add(text: str, name: str = PAGE) -> Callable[[Path], object]:
    """Add a text below what a file says."""
    return lambda docs: (docs / name).write_bytes((docs / name).read_bytes() + text.encode())


def head(line: str) -> Callable[[Path], object]:
    """Put a line above the last one of a page's front matter."""

    def put(docs: Path) -> None:
        text = (docs / PAGE).read_text(encoding="utf-8")
        (docs / PAGE).write_text(text.replace("reviewed: 2026-11-22", line), encoding="utf-8")

    return put


def new(name: str, content: bytes = b"# x\n") -> Callable[[Path], object]:
    return lambda docs: (docs / name).write_bytes(content)


def bomb(levels: int) -> str:
    rows = ["a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    rows += [f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 9)}]" for level in range(1, levels)]
    return "\n".join(rows)


def fence(kind: str, text: str) -> Callable[[Path], object]:
    return add(f"\n```{kind}\n{text}\n```\n")


# The fixture's page has 13 lines; what is added stands from line 14 on.
HOSTILE = (
    Hostile("a page of 5 MB", add("\n字字字字字字字字\n" * 190_000), "page-size", 1, "bytes are more than 300,000"),
    Hostile("a page of 20,000 lines", add("\na\n" * 10_000), "page-size", 1, "lines are more than 10,000"),
    Hostile(
        "a line of 200,000 characters", add("\n" + "a " * 100_000), "page-size", 15, "a line of 200,000 characters"
    ),
    Hostile("quotes 4,000 deep", add("\n" + "> " * 2_000 + "a\n"), "nesting", 15, "more than 10 levels deep"),
    Hostile("list marks 1,000 deep", add("\n" + "1. " * 1_000 + "a\n"), "nesting", 15, "more than 10 levels deep"),
    Hostile(
        "lists 100 deep",
        add("\n" + "".join("    " * level + "- a\n" for level in range(100))),
        "nesting",
        26,
        "more than 10 levels deep",
    ),
    Hostile("brackets 2,000 deep", add("\n" + "[" * 2_000 + "a" + "]" * 2_000 + "\n"), "nesting", 15, "20 brackets"),
    Hostile("brackets on many lines", add("\n" + "![\n" * 2_000), "nesting", 35, "20 brackets open at once"),
    Hostile("links in links", add("\n" + "[a](" * 1_000), "nesting", 15, "20 brackets open at once"),
    Hostile(
        "blocks 3,000 deep",
        add("\n" + "/// example | a\n" * 3_000 + "///\n" * 3_000),
        "nesting",
        25,
        "more than 10 blocks inside each other",
    ),
    Hostile("a script", add("\n<script>alert(1)</script>\n"), "raw-html", 15, "raw HTML"),
    Hostile("a script in a sentence", add("\n一句话<script>alert(1)</script>。\n"), "raw-html", 15, "raw HTML"),
    Hostile(
        "an image that runs", add("\n| 一 |\n|---|\n| <img src=x onerror=alert(1)> |\n"), "raw-html", 17, "raw HTML"
    ),
    Hostile("a tag on two lines", add("\n<script\nsrc=https://x.example>\n"), "raw-html", 15, "raw HTML"),
    Hostile("a comment", add("\n一句话 <!-- 注 -->\n"), "raw-html", 15, "raw HTML"),
    Hostile(
        "a block of code that is none", add("\n- 一\n\n        <script>alert(1)</script>\n"), "raw-html", 17, "raw HTML"
    ),
    Hostile("a title that runs", add("\n/// example | <b>甲</b>\n乙\n///\n"), "raw-html", 15, "raw HTML"),
    Hostile(
        "an attribute that runs",
        add('\n[一](https://x.example){ onclick="alert(1)" }\n'),
        "raw-html",
        15,
        "an attribute in braces",
    ),
    Hostile(
        "an address that runs", add("\n[一](javascript:alert(1))\n"), "raw-html", 15, "an address with javascript:"
    ),
    Hostile(
        "an address that runs, below", add("\n[一][a]\n\n> [a]: JavaScript:alert(1)\n"), "raw-html", 17, "JavaScript:"
    ),
    Hostile("a disguised address", add("\n[一](java&#115;cript:alert(1))\n"), "raw-html", 15, "a character reference"),
    Hostile(
        "an embedded document",
        add("\n![一](data:text/html;base64,PHNjcmlwdD4=)\n"),
        "raw-html",
        15,
        "an address with data:",
    ),
    Hostile(
        "a file name with a space", new("zh/new page.md"), "file-name", 1, "no name for an address", "zh/new page.md"
    ),
    Hostile("a Chinese file name", new("zh/新课.md"), "file-name", 1, "no name for an address", "zh/新课.md"),
    Hostile(
        "a file name that is no text",
        lambda docs: (docs / "zh" / os.fsdecode(b"\xff.md")).touch(),
        "file-name",
        1,
        "no name for an address",
        "zh/\\udcff.md",
    ),
    Hostile("an asset with a space", new("assets/a b.svg"), "file-name", 1, "no name for an address", "assets/a b.svg"),
    Hostile(
        "a folder like a page",
        lambda docs: (docs / "zh/new.md").mkdir(),
        "file-name",
        1,
        "a folder that is named like a page",
        "zh/new.md",
    ),
    Hostile(
        "a folder like a record",
        lambda docs: ((docs / "translations.txt").unlink(), (docs / "translations.txt").mkdir()),
        "file-name",
        1,
        "a folder that is named like a file",
        "translations.txt",
    ),
    Hostile(
        "a folder like the bibliography",
        lambda docs: ((docs / "references.bib").unlink(), (docs / "references.bib").mkdir()),
        "file-name",
        1,
        "a folder that is named like a file",
        "references.bib",
    ),
    Hostile(
        "a link out of docs/",
        lambda docs: (docs / "zh/out.md").symlink_to("/etc/passwd"),
        "file-link",
        1,
        "is a symbolic link",
        "zh/out.md",
    ),
    Hostile(
        "a link to everything",
        lambda docs: (docs / "assets/all").symlink_to("/"),
        "file-link",
        1,
        "is a symbolic link",
        "assets/all",
    ),
    Hostile(
        "a link to itself",
        lambda docs: (docs / "zh/loop").symlink_to("."),
        "file-link",
        1,
        "is a symbolic link",
        "zh/loop",
    ),
    Hostile("a pipe", lambda docs: os.mkfifo(docs / "zh/pipe.md"), "file-link", 1, "is no plain file", "zh/pipe.md"),
    Hostile("a NUL byte", add("\n一\0二\n"), "encoding", 15, "U+0000"),
    Hostile("Python-Markdown's own marks", add("\n\x02wzxhzdk:0\x03\n"), "encoding", 15, "U+0002"),
    Hostile("text that runs backward", add("\n一\u202e二\n"), "encoding", 15, "U+202E"),
    Hostile("old Mac line ends", add("\r一\r二\r"), "encoding", 14, "U+000D"),
    Hostile(
        "a byte order mark",
        lambda docs: (docs / PAGE).write_bytes(b"\xef\xbb\xbf" + (docs / PAGE).read_bytes()),
        "encoding",
        1,
        "U+FEFF",
    ),
    Hostile(
        "Latin-1",
        lambda docs: (docs / PAGE).write_bytes((docs / PAGE).read_bytes() + b"\ncaf\xe9\n"),
        "encoding",
        15,
        "0xe9 is no UTF-8",
    ),
    Hostile(
        "UTF-16",
        lambda docs: (docs / PAGE).write_bytes((docs / PAGE).read_text(encoding="utf-8").encode("utf-16")),
        "encoding",
        1,
        "0xff is no UTF-8",
    ),
    Hostile("a billion laughs", head(bomb(10)), "yaml", 5, "an anchor, an alias, or a tag"),
    Hostile(
        "YAML that makes an object",
        head("reviewed: !!python/object/apply:os.system [id]"),
        "yaml",
        5,
        "an anchor, an alias, or a tag",
    ),
    Hostile("deep YAML", head("objectives: " + "[" * 2_000 + "]" * 2_000), "yaml", 5, "more than 10 levels deep"),
    Hostile(
        "a day that is none", head("reviewed: 2026-02-31"), "yaml", 5, "the value of “reviewed” cannot be read: day"
    ),
    Hostile("a tab in YAML", head("reviewed:\n\t- 2026-11-22"), "front-matter", 6, "the YAML cannot be read"),
    Hostile(
        "front matter that is a list",
        lambda docs: (docs / PAGE).write_text("---\n- a\n---\nb\n", encoding="utf-8"),
        "front-matter",
        2,
        "no list of keys and values",
    ),
    Hostile("a number for a title", head("reviewed: 2026-11-22\ntitle: 12"), "front-matter", 6, "“title”"),
    Hostile("a bomb in a drawing", fence("drawing", bomb(10)), "yaml", 16, "an anchor, an alias, or a tag"),
    Hostile("a bomb in a claim", fence("claim", bomb(10)), "yaml", 16, "an anchor, an alias, or a tag"),
    Hostile(
        "a bomb in a tool",
        add("\n" + bomb(10) + "\n", "tools/5.1.yml"),
        "yaml",
        0,
        "an anchor, an alias, or a tag",
        "tools/5.1.yml",
    ),
    Hostile(
        "a bomb in the outline",
        add("\n" + bomb(10) + "\n", "course.yml"),
        "yaml",
        0,
        "an anchor, an alias, or a tag",
        "course.yml",
    ),
    Hostile("a sum without end", add("\n9 ^ 99999999 = 1。\n"), "arithmetic", 15, "nothing that can be computed"),
    Hostile("numbers of 200 digits", add("\n" + "9" * 200 + " × " + "9" * 200 + " = 1。\n"), "arithmetic", 15, "makes"),
)
