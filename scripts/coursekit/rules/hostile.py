"""Files that no tool should be given: too large, too deep, not what they seem, or with a script in them.

Most of this is judged on the bare file (`unsafe`), before anything is parsed, by the check and by every build: what is
built like no page of a course can keep a parser busy for hours, and a link can lead anywhere.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import yaml

from coursekit.ahead import make_ahead
from coursekit.findings import Finding
from coursekit.kept import FOLDER, Shelf
from coursekit.pages import CONTAINER_CLOSE, CONTAINER_OPEN, LANGUAGES, SCHEMES, Page, decoded
from coursekit.yaml_text import Loader

# In bytes. The longest page has a third of this; a parser still reads such a page in seconds.
LARGEST = {".md": 300_000, ".yml": 1_000_000, ".bib": 5_000_000, ".txt": 1_000_000}
MOST_LINES, LONGEST_LINE = 10_000, 5_000
DEEPEST, DEEPEST_BRACKETS = 10, 20

# A name that every file system, address and shell takes as it is.
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_PAGE_NAME = re.compile(r"[a-z0-9][a-z0-9.-]*")
# Python-Markdown marks places in the text with some of these; others turn the direction of what stands around them.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]|\r(?!\n)")
_MARKERS = re.compile(rf"^(?:[ \t]*(?:>|[-*+](?=[ \t])|\d{{1,9}}[.)](?=[ \t]))){{{DEEPEST + 1},}}", re.M)
_INDENTED = re.compile(rf"^(?: {{0,3}}\t| {{4}}){{{DEEPEST + 1},}}[ \t]*\S", re.M)
_PARAGRAPH = re.compile(r"(?:^.*\S.*\n?)+", re.M)
_OPENING, _CLOSING = "[({（【", "])}）】"
_SLASHES = re.compile(r"^[ \t]*(/{3,}.*)$", re.M)
_YAML_PARTS = re.compile(
    r"^[ \t]*(?:`{3,}|~{3,})[ \t]*(?:drawing|case|claim)\b[^\n]*\n(?P<fence>.*?)^[ \t]*(?:```|~~~)"
    r"|\A---[ \t]*\n(?P<head>.*?)^---",
    re.M | re.S,
)
# Most files have nothing like an anchor, an alias, a tag, or a level too many, and no value that YAML could fail to make; to
# take them apart for certainty would be most of the work done here.
_ODD_MARKS = re.compile(rf"(?:^|[\s\[{{,:?-])[&*!]|^ {{{2 * DEEPEST},}}\S|(?:[\[{{].*){{{DEEPEST},}}", re.M)
_ODD_VALUES = re.compile(r"\d{4}-\d|\b0[bx]_")
_YAML_STARTS = (
    yaml.BlockMappingStartToken,
    yaml.BlockSequenceStartToken,
    yaml.FlowMappingStartToken,
    yaml.FlowSequenceStartToken,
)
_YAML_ENDS = (yaml.BlockEndToken, yaml.FlowMappingEndToken, yaml.FlowSequenceEndToken)
_KEY = re.compile(r"[ \t-]*([^\s:#-][^:#]*):")
_CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)", re.S)
TAG = re.compile(r"<(?!https?://|mailto:)[A-Za-z/!?]")
_ATTRIBUTES = re.compile(r"\{:?[^{}\n]*=[^{}\n]*\}")
_ADDRESS = re.compile(r"(?:\][(:]\s*<?|<)(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*):")
_ENTITY = re.compile(r"\]\([^)\n]*&(?:#|\w+;)")
_REFERENCE = re.compile(r"&(?:#\w+|[A-Za-z]\w*);")


def unsafe(root: Path) -> list[Finding]:
    """Return what is wrong with the files below `root`/docs that must not be parsed, or copied to the site, as they are."""
    shelf = Shelf(root / FOLDER)
    judge = partial(_file_faults, root, shelf)
    paths = list(_paths(root, root / "docs"))
    # Processes are worth starting only where nothing is kept yet.
    if not shelf.folder.exists():
        make_ahead([partial(judge, path) for path in paths])
    return [finding for path in paths for finding in judge(path)]


def check(page: Page) -> Iterator[Finding]:
    """Yield the places where a page holds HTML, attributes other than ids and classes, or addresses that run something."""
    head = "\n".join(page.lines[: page.body - 1])
    for pattern, what, mend in (
        (TAG, "raw HTML in the front matter", "write plain text: readers would see the <"),
        (_REFERENCE, "a character reference in the front matter", "write the character itself"),
    ):
        for match in pattern.finditer(head):
            yield _at(page, head, 1, match.start(), what, mend)
    for block in page.blocks:
        if block.kind == "container":
            text, first = block.text, block.line
        elif block.kind == "fence" and page.lines[block.line - 1].lstrip().startswith(("`", "~")):
            continue
        else:
            # The site's renderer may see running text where the model sees a block of code.
            text, first = "\n".join(page.lines[block.line - 1 : block.end]), block.line
        text = _CODE.sub(lambda match: re.sub(r"[^\n]", "x", match[0]), text)
        for pattern, what, mend in (
            (TAG, "raw HTML", "write it in Markdown, or a space behind the <"),
            (_ATTRIBUTES, "an attribute in braces", "only an id (#…) and classes (.…) may stand there"),
            (_ENTITY, "an address with a character reference", "write the character itself"),
        ):
            for match in pattern.finditer(text):
                yield _at(page, text, first, match.start(), what, mend)
        for match in _ADDRESS.finditer(text):
            if match["scheme"].lower() not in SCHEMES:
                what, mend = f"an address with {match['scheme']}:", "link to a page or to https"
                yield _at(page, text, first, match.start("scheme"), what, mend)


def _at(page: Page, text: str, first: int, offset: int, what: str, mend: str) -> Finding:
    line = first + text.count("\n", 0, offset)
    return page.finding(line, "raw-html", what, mend, offset - (text.rfind("\n", 0, offset) + 1) + 1)


def _paths(root: Path, folder: Path) -> Iterator[Path]:
    """Yield what stands below a folder, relative to `root`, links and special files included; a link is never followed."""
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        # Hidden files are no part of the site: MkDocs leaves them out, too.
        if entry.name.startswith("."):
            continue
        yield Path(entry.path).relative_to(root)
        if entry.is_dir(follow_symlinks=False):
            yield from _paths(root, Path(entry.path))


def _file_faults(root: Path, shelf: Shelf, path: Path) -> tuple[Finding, ...]:
    status = (root / path).lstat()
    name = _PAGE_NAME if path.parts[1] in LANGUAGES else _NAME
    if stat.S_ISLNK(status.st_mode):
        mend = "put the file itself here: a link breaks in archives, on Windows, and on the site"
        return (Finding(path, 1, 1, "file-link", f"{path.name} is a symbolic link", mend),)
    if not name.fullmatch(path.name):
        mend = "use lower-case letters a–z, digits, hyphens, and dots"
        # A name may hold bytes that are no text and cannot be printed.
        shown = Path(str(path).encode("utf-8", "backslashreplace").decode())
        return (Finding(shown, 1, 1, "file-name", f"“{shown.name}” is no name for an address", mend),)
    if stat.S_ISDIR(status.st_mode):
        if path.suffix not in LARGEST or path.parts[1] == "assets":
            return ()
        what = f"a folder that is named like a {'page' if path.suffix == '.md' else 'file'}"
        return (Finding(path, 1, 1, "file-name", what, f"give it a name without {path.suffix}"),)
    if not stat.S_ISREG(status.st_mode):
        return (Finding(path, 1, 1, "file-link", f"{path.name} is no plain file", "put a plain file here, or nothing"),)
    if path.suffix not in LARGEST or path.parts[1] == "assets":
        return ()
    if status.st_size > LARGEST[path.suffix]:
        what = f"{status.st_size:,} bytes are more than {LARGEST[path.suffix]:,}"
        return (Finding(path, 1, 1, "page-size", what, "split it"),)
    raw = (root / path).read_bytes()
    key = hashlib.sha256(raw).hexdigest()
    return shelf.keep(f"hostile/{path.relative_to('docs')}", key, lambda: tuple(_text_faults(path, raw)))


def _text_faults(path: Path, raw: bytes) -> Iterator[Finding]:
    text = raw.decode("utf-8", errors="replace")

    def fault(offset: int, rule: str, what: str, mend: str) -> Finding:
        before = text[:offset]
        return Finding(path, before.count("\n") + 1, offset - before.rfind("\n"), rule, what, mend)

    if control := _CONTROL.search(text):
        # What is no UTF-8 at all is better told by its first byte.
        if wrong := decoded(raw, path)[1]:
            yield from wrong
            return
        what = f"the character U+{ord(control[0]):04X} is no text"
        mend = "save the file as UTF-8 without a byte order mark" if control[0] == "\ufeff" else "delete it"
        yield fault(control.start(), "encoding", what, mend)
        return
    text = text.replace("\r\n", "\n")
    if path.suffix == ".md" and (lines := text.count("\n")) > MOST_LINES:
        yield fault(0, "page-size", f"{lines:,} lines are more than {MOST_LINES:,}", "split it")
    elif (longest := max(map(len, rows := text.split("\n")))) > LONGEST_LINE:
        what = f"a line of {longest:,} characters; {LONGEST_LINE:,} are enough for any paragraph"
        line = next(number for number, row in enumerate(rows, 1) if len(row) == longest)
        yield Finding(path, line, 1, "page-size", what, "break it into paragraphs")
    else:
        if path.suffix == ".md":
            for pattern in (_MARKERS, _INDENTED):
                if deep := pattern.search(text):
                    what = f"lists or quotes more than {DEEPEST} levels deep"
                    yield fault(deep.start(), "nesting", what, "write it flatter")
            if (offset := _deep_brackets(text)) is not None:
                what = f"more than {DEEPEST_BRACKETS} brackets open at once"
                yield fault(offset, "nesting", what, "close them, or write a sentence")
            if (offset := _deep_blocks(text)) is not None:
                what = f"more than {DEEPEST} blocks inside each other"
                yield fault(offset, "nesting", what, "close each block with a line of as many slashes")
            for part in _YAML_PARTS.finditer(text):
                name = "head" if part["fence"] is None else "fence"
                yield from _yaml_faults(path, part[name], text.count("\n", 0, part.start(name)))
        elif path.suffix == ".yml":
            yield from _yaml_faults(path, text, 0)


def _deep_brackets(text: str) -> int | None:
    """Return where in a paragraph more brackets are open than anybody needs."""
    for paragraph in _PARAGRAPH.finditer(text):
        if sum(paragraph[0].count(one) for one in _OPENING) <= DEEPEST_BRACKETS:
            continue
        depth = 0
        for offset, one in enumerate(paragraph[0], paragraph.start()):
            depth = depth + 1 if one in _OPENING else max(depth - 1, 0) if one in _CLOSING else depth
            if depth > DEEPEST_BRACKETS:
                return offset
    return None


def _deep_blocks(text: str) -> int | None:
    """Return where more blocks are open than anybody needs; they nest as the site's renderer has it."""
    open_blocks: list[int] = []
    for line in _SLASHES.finditer(text):
        if closing := CONTAINER_CLOSE.match(line[1]):
            if open_blocks and open_blocks[-1] == len(closing["marker"]):
                open_blocks.pop()
        elif opening := CONTAINER_OPEN.match(line[1]):
            open_blocks.append(len(opening["marker"]))
            if len(open_blocks) > DEEPEST:
                return line.start(1)
    return None


def _yaml_faults(path: Path, text: str, above: int) -> Iterator[Finding]:
    """Yield what YAML can do and nobody needs here: a line of aliases can stand for a billion values."""
    depth = 0
    try:
        for token in yaml.scan(text, Loader=Loader) if _ODD_MARKS.search(text) else ():
            place = (above + token.start_mark.line + 1, token.start_mark.column + 1)
            if isinstance(token, yaml.AliasToken | yaml.AnchorToken | yaml.TagToken):
                what = "YAML with an anchor, an alias, or a tag"
                yield Finding(path, *place, "yaml", what, "write the value out, or put it in quotation marks")
                return
            depth += isinstance(token, _YAML_STARTS) - isinstance(token, _YAML_ENDS)
            if depth > DEEPEST:
                yield Finding(path, *place, "yaml", f"YAML more than {DEEPEST} levels deep", "write it flatter")
                return
        if _ODD_VALUES.search(text):
            yaml.load(text, Loader=Loader)
    except yaml.YAMLError:
        return  # told, with the place, by the rule of the file that it stands in
    except ValueError as error:
        line = _unreadable_line(text)
        key = _KEY.match(text.split("\n")[line - 1])
        what = f"the value of “{key[1]}” cannot be read: {error}" if key else f"a value cannot be read: {error}"
        yield Finding(path, above + line, 1, "yaml", what, "mend it, or put it in quotation marks")


def _unreadable_line(text: str) -> int:
    """Return the line (from 1) of the value that PyYAML gives up at, without saying where; 1 where no line shows it alone."""
    for number, line in enumerate(text.split("\n"), 1):
        try:
            yaml.load(line.strip().removeprefix("- "), Loader=Loader)
        except yaml.YAMLError:
            continue
        except ValueError:
            return number
    return 1
