"""Running text, line by line: what people read, with everything else covered up.

A passage is as long as its line of the file, so that an offset in it is a column there. Whatever is no running text is
covered by one of two characters: `OBJECT` stands for something in the sentence that is no word of it (code, a citation, an
address, a list's marker), `NOTHING` for marks that a reader does not see (emphasis, brackets and target of a link).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from coursekit.pages import CALLOUTS, Language, Page

OBJECT = "\ufffc"
NOTHING = "\u2060"
_PREFIX = re.compile(r"\s*(?:(?:[-*+]|\d+\.|>|#{1,6})\s+)*(?:\[[ xX]\]\s+)?")
_BLOCK = re.compile(r"/{3,}\s*(?P<kind>[a-z-]*)\s*(?:\|\s*)?")
_TABLE_RULE = re.compile(r"\s*\|?(?:\s*:?-+:?\s*\|)+\s*:?-*:?\s*")
_COVERED = re.compile(
    r"(?P<object>`+[^`]*`+|\[@[^\[\]]+\]|</?[A-Za-z][^>]*>|https?://[^\s)>，。；]+)"
    r"|(?P<nothing>\]\([^()\s]*(?:\([^()\s]*\))?(?:\s+\"[^\"]*\")?\)|\{[^{}]*\}|!?\[|\]|\*+|\\(?=\W))"
)
_META = re.compile(r"(?P<key>title|description|objectives|  -)(?:: |:$| )\s*")
_FENCE_TEXT = re.compile(r"\s*(?:accTitle|accDescr|title|description|verdict|name)\s*:\s*")
_LABEL = re.compile(r"\"(?P<quoted>[^\"]*)\"|\|(?P<edge>[^|\"]+)\|")
_STRUCTURE = re.compile(r"[!-/:-@\[-`{-~]")
_YAML_TEXT = re.compile(
    r"(?:^|[{,]|\s)\s*(?P<language>zh|en): +(?:\"(?P<quoted>(?:[^\"\\]|\\.)+)\"|(?P<plain>[^\"'\s,{}\[][^,{}]*?))(?=\s*(?:[,}]|$))"
)
_TITLED = (*CALLOUTS, "timeline")


@dataclass(frozen=True, slots=True)
class Passage:
    """One line of running text: `line` (from 1) of the file; `mendable` is false within fences, which no mend touches.

    A passage of `settings` is a value in YAML or BibTeX, where some marks mean more than they say.
    """

    line: int
    text: str
    language: Language
    mendable: bool = True
    table: bool = False
    settings: bool = False


def page_passages(page: Page) -> Iterator[Passage]:
    """Yield the running text of a page: its body, the texts of its front matter, the words in its diagrams and facts."""
    yield from _meta_passages(page)
    fences: dict[int, str] = {}
    tables: set[int] = set()
    for block in page.blocks:
        lines = range(block.line, block.end + 1)
        if block.kind == "fence":
            fences.update(dict.fromkeys(lines, (block.info.split() or [""])[0]))
        elif block.kind == "table":
            tables.update(lines)
    for number, line in enumerate(page.lines[page.body - 1 :], page.body):
        if number in fences:
            text = _fence_text(line, fences[number])
            if text.strip(OBJECT):
                yield Passage(number, text, page.language, mendable=False)
        elif line.strip():
            yield Passage(number, _covered(line), page.language, table=number in tables)


def _meta_passages(page: Page) -> Iterator[Passage]:
    lists = False
    for number, line in enumerate(page.lines[1 : max(page.body - 2, 1)], 2):
        if line[:1].strip():
            lists = line.startswith("objectives:")
        match = _META.match(line)
        if match and (match["key"] != "  -" or lists) and match["key"] != "objectives":
            mendable = line[match.end() : match.end() + 1] not in ("'", '"')
            yield Passage(number, _unquoted(line, match.end()), page.language, mendable, settings=True)


def _unquoted(line: str, start: int) -> str:
    """Cover what stands before `start`, and the quotation marks of a YAML scalar that begins there."""
    text = line[start:]
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        text = OBJECT + text[1:-1] + OBJECT
    return OBJECT * start + text


def _covered(line: str) -> str:
    if _TABLE_RULE.fullmatch(line):
        return OBJECT * len(line)
    start = 0
    if block := _BLOCK.match(line):
        start = block.end() if block["kind"] in _TITLED else len(line)
    elif prefix := _PREFIX.match(line):
        start = prefix.end()

    def cover(match: re.Match[str]) -> str:
        return (OBJECT if match["object"] else NOTHING) * len(match[0])

    return OBJECT * start + _COVERED.sub(cover, line[start:])


def _fence_text(line: str, kind: str) -> str:
    """Return what people read of a fence's line: titles, descriptions and labels."""
    if kind not in ("mermaid", "drawing", "case"):
        return OBJECT * len(line)
    if match := _FENCE_TEXT.match(line):
        return _unquoted(line, match.end())
    if kind == "drawing":
        return _STRUCTURE.sub(OBJECT, line)
    text = [OBJECT] * len(line)
    for match in _LABEL.finditer(line) if kind == "mermaid" and not line.lstrip().startswith("%%") else ():
        for group in ("quoted", "edge"):
            if match[group] is not None:
                # A line break within a label is no word.
                shown = re.sub(r"<br\s*/?>", lambda tag: OBJECT * len(tag[0]), match[group])
                text[match.start(group) : match.end(group)] = shown
    return "".join(text)


def yaml_passages(text: str) -> Iterator[Passage]:
    """Yield the texts that a YAML file gives as `zh:` and `en:`, each on one line and covered but for its own language."""
    for number, line in enumerate(text.split("\n"), 1):
        for match in _YAML_TEXT.finditer(line):
            shown = match["quoted"] or match["plain"] or ""
            start = match.start("quoted" if match["quoted"] else "plain")
            covered = OBJECT * start + shown + OBJECT * (len(line) - start - len(shown))
            yield Passage(number, covered, "zh" if match["language"] == "zh" else "en", settings=True)


def bibliography_passages(text: str) -> Iterator[Passage]:
    """Yield the notes for readers in a bibliography (`note` in English, `note_zh` in Chinese), one line each."""
    for number, line in enumerate(text.split("\n"), 1):
        match = re.match(r"\s*note(?P<zh>_zh)?\s*=\s*\{", line)
        if match:
            shown = line[match.end() :].rstrip().rstrip(",").removesuffix("}")
            # BibTeX's dashes are printed as dashes.
            shown = re.sub(r"[{}]|\\(?=[&%$_])", NOTHING, shown).replace("--", OBJECT * 2)
            covered = OBJECT * match.end() + shown
            covered += OBJECT * (len(line) - len(covered))
            yield Passage(number, covered, "zh" if match["zh"] else "en", settings=True)
