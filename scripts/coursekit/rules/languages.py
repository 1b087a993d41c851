"""Each text is in its language: no Chinese passage is left in English text, no English one in Chinese text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from coursekit.findings import Finding
from coursekit.glossary import OTHER_NAME
from coursekit.pages import Page
from coursekit.prose import NOTHING, Passage

_HAN = re.compile(r"[\u3400-\u9fff]")
_HAN_SENTENCE = re.compile(r"[\u3400-\u9fff，。、；：！？]{12,}")
_WORD = re.compile(r"[A-Za-z][\w.’-]*[A-Za-z]")
# Names and words of the other language may be quoted, explained, linked to, or filled in.
_QUOTED = re.compile(r"“[^“”]*”|《[^《》]*》|\([^()]*\)|（[^（）]*）|\{[^{}]*\}")
_LINK_OUT = re.compile(r"\[[^\[\]]*\]\(https?:[^\s]*\)")
# A title or a label says with two words what running text says with more.
_SHORT = re.compile(r"#{2,3} |/{3,} *[a-z]")


def check(page: Page, passages: Iterable[Passage]) -> Iterator[Finding]:
    """Yield the passages of a page that are not in its language."""
    fences = {
        line: block.info for block in page.blocks if block.kind == "fence" for line in range(block.line, block.end)
    }
    for passage in passages:
        line = page.lines[passage.line - 1]
        if page.is_glossary and OTHER_NAME.match(line):
            continue
        kind = fences.get(passage.line)
        # The lines of a drawing are its settings, which are English words in both languages.
        if kind == "drawing" and page.language == "zh" and not line.lstrip().startswith(("title:", "description:")):
            continue
        text = list(passage.text)
        for match in _LINK_OUT.finditer(line):
            text[match.start() : match.end()] = NOTHING * len(match[0])
        is_short = passage.settings or kind is not None or _SHORT.match(line) is not None
        yield from _fault(page.path, passage, "".join(text), is_short=is_short)


def text_faults(path: Path, passages: Iterable[Passage]) -> Iterator[Finding]:
    """Yield the texts of a description, in YAML, that are not in the language that they are given for."""
    for passage in passages:
        yield from _fault(path, passage, passage.text, is_short=True)


def _fault(path: Path, passage: Passage, text: str, *, is_short: bool) -> Iterator[Finding]:
    text = _QUOTED.sub(" ", text.replace(NOTHING, ""))
    words, han = _WORD.findall(text), len(_HAN.findall(text))
    if passage.language == "zh":
        # Capital words are names, and short ones (vs, of) stand between them.
        plain = sum(word[0].islower() and len(word) > 2 for word in words)
        is_wrong = not han and (plain > 2 or (is_short and plain > 0 and len(words) > 1))
    else:
        few = 0 if is_short else 12 if passage.table else 3
        is_wrong = han > max(few, len(words)) or _HAN_SENTENCE.search(text) is not None
    if is_wrong:
        other, own = ("Chinese", "English") if passage.language == "en" else ("English", "Chinese")
        what, mend = f"{other} stands in {own} text", f"translate it into {own}, or put it in quotation marks"
        column = next((at for at, sign in enumerate(passage.text, 1) if sign.isalpha()), 1)
        yield Finding(path, passage.line, column, "language", what, mend)
