"""Links between pages: relative, to files of the same language, to anchors that exist."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from coursekit.course import Course
from coursekit.download_names import download_names
from coursekit.findings import Finding
from coursekit.pages import Page

LINK = re.compile(r"(?<!!)\[(?P<text>[^\[\]]*)\]\((?P<target>[^()\s]*(?:\([^()\s]*\))?)(?:\s+\"[^\"]*\")?\)")
IMAGE = re.compile(r"!\[(?P<alt>[^\]]*)\]\((?P<target>[^)\s]+)")
EXTERNAL = re.compile(r"[a-z][a-z0-9+.-]*:", re.I)
# Forms of links that the site takes, too, and that are not looked at any further: where they lead must stand behind their words.
_OTHER_FORMS = (
    (
        re.compile(r"^[ \t>*+-]*\[[^\[\]]+\]:"),
        "a definition below the text",
        "write [text](address) where the link stands",
    ),
    (
        re.compile(r"\[[^\[\]]+\]\s+\((?=[^()\s]+\.md\b|#|https?:)"),
        "a space before the address",
        "write [text](address)",
    ),
    (re.compile(r"<http://[^\s>]*>"), "an address that is not encrypted", "use https, and write [text](address)"),
)
_CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")


def check(course: Course, page: Page) -> Iterator[Finding]:
    """Yield the faults of a page's links and images."""
    for line, match in _matches(page, LINK):
        yield from _link_faults(course, page, line, match)
    for line, match in _matches(page, IMAGE):
        yield from _image_faults(course, page, line, match)
        if not match["alt"].strip():
            yield page.finding(
                line,
                "image-alt",
                f"the image {match['target']} has no text alternative",
                "write it between the brackets",
                match.start() + 1,
            )


def check_forms(page: Page) -> Iterator[Finding]:
    """Yield the links and images that are written in another form than the one that is read here."""
    read = {(line, match.start("target") - 2) for pattern in (LINK, IMAGE) for line, match in _matches(page, pattern)}
    for number, line in _text_lines(page):
        for match in re.finditer(r"\]\(", line):
            if (number, match.start()) not in read:
                what, mend = (
                    "a link that cannot be read",
                    "write [text](address) on one line, its text without brackets",
                )
                yield page.finding(number, "link", what, mend, match.start() + 1)
        for pattern, what, mend in _OTHER_FORMS if number >= page.body else ():
            for match in pattern.finditer(line):
                yield page.finding(number, "link", f"a link with {what}", mend, match.start() + 1)


def _image_faults(course: Course, page: Page, line: int, match: re.Match[str]) -> Iterator[Finding]:
    target, column = match["target"], match.start("target") + 1
    if EXTERNAL.match(target):
        mend = "put the picture below docs/assets/: the site loads nothing from elsewhere"
        yield page.finding(line, "link", f"the image {target} lies on another site", mend, column)
        return
    path = posixpath.normpath(posixpath.join("docs", page.language, posixpath.dirname(page.name), target))
    if not (course.root / path).is_file():
        yield page.finding(line, "link", f"there is no image {target}", "mend the path", column)


def _matches(page: Page, pattern: re.Pattern[str]) -> Iterator[tuple[int, re.Match[str]]]:
    for number, line in _text_lines(page):
        for match in pattern.finditer(line):
            yield number, match


def _text_lines(page: Page) -> Iterator[tuple[int, str]]:
    """Yield the lines outside of fences with their numbers, code in them covered up."""
    fenced = {line for block in page.blocks if block.kind == "fence" for line in range(block.line, block.end + 1)}
    for number, line in enumerate(page.lines, 1):
        if number not in fenced:
            yield number, _CODE.sub(lambda match: "x" * len(match[0]), line) if "`" in line else line


def _link_faults(course: Course, page: Page, line: int, match: re.Match[str]) -> Iterator[Finding]:
    target = match["target"]
    column = match.start("target") + 1
    if not match["text"].strip():
        yield page.finding(
            line,
            "link-text",
            f"the link to {target} has no text",
            "write what it leads to between the brackets",
            column,
        )
    if EXTERNAL.match(target):
        if target.startswith("http:"):
            yield page.finding(line, "link", f"{target} is not encrypted", "use https", column)
        elif not is_address(target):
            yield page.finding(line, "link", f"{target} is no address", "copy it from the browser once more", column)
        return
    if target.startswith("/"):
        yield page.finding(
            line, "link", f"{target} is an absolute link", "write a relative link to the Markdown file", column
        )
        return
    path, _, anchor = target.partition("#")
    name = posixpath.normpath(posixpath.join(posixpath.dirname(page.name), path)) if path else page.name
    if name.startswith(".."):
        if not name.startswith("../assets/"):
            yield page.finding(
                line,
                "link",
                f"{target} leaves the pages of this language",
                "link to the page in the same language",
                column,
            )
        elif not _is_offered(course, name.removeprefix("../")):
            yield page.finding(line, "link", f"there is no file {target}", "mend the path", column)
        return
    linked = course.by_name.get((page.language, name))
    if linked is None and course.is_unread(Path("docs", page.language, name)):
        return
    if linked is None:
        yield page.finding(
            line,
            "link",
            f"there is no page {target}",
            "link to a Markdown file that exists, relative to this one",
            column,
        )
    elif anchor and anchor not in linked.anchors:
        yield page.finding(
            line, "link-anchor", f"{linked.path} has no heading #{anchor}", _nearest(anchor, linked), column
        )


def is_address(target: str) -> bool:
    """Tell whether a link to another site can be taken apart into host, port and path."""
    try:
        port = urlsplit(target).port
    except ValueError:
        return False
    return port is None or port > 0


def leads_nowhere(course: Course, page: Page, target: str) -> bool:
    """Tell whether a link to another page of the course names none, or a heading that it lacks."""
    path, _, anchor = target.partition("#")
    name = posixpath.normpath(posixpath.join(posixpath.dirname(page.name), path)) if path else page.name
    linked = course.by_name.get((page.language, name))
    if linked is None:
        return not name.startswith("../assets/")
    return bool(anchor) and anchor not in linked.anchors


def _is_offered(course: Course, name: str) -> bool:
    """Tell whether the site will have the file `name` (below `docs/`): one that lies there, or one that is made for download."""
    return (course.root / "docs" / name).is_file() or name in download_names(course)


def _nearest(anchor: str, page: Page) -> str:
    import difflib

    close = difflib.get_close_matches(anchor, page.anchors, 1)
    return f"did you mean #{close[0]}?" if close else "name one of its headings' ids"
