"""Spelling: English words are in the American dictionary, the glossary, the bibliography's names, or the vocabulary.

The dictionary is Hunspell's (chunspell, which ships it). Left aside: codespell and typos know wrong words only, so a
slip that nobody has listed passes. Checkers of grammar (harper, LanguageTool, Vale) have not been tried.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from coursekit.course import VOCABULARY, Course
from coursekit.findings import Finding, Fix
from coursekit.prose import Passage

if TYPE_CHECKING:
    from hunspell import HunspellWrap

WORD = re.compile(r"[A-Za-zÀ-ɏ]+(?:[’'][A-Za-z]+)*")
# A word that is part of an address, a name of a file, a formula or a figure is none.
_BEFORE = re.compile(r"(?:[\w&@#/.]|(?<![a-z])-)$")
_AFTER = re.compile(r"[\w&@/]|\.[a-z]{2,3}\b")
# British endings and their American ones.
_BRITISH = (
    (r"our(?=$|s$|ed$|ing$|able$|ably$|ite$|ful$|less$|er$|ers$)", "or"),
    (r"is(?=e$|es$|ed$|ing$|er$|ers$|ation$|ations$|able$)", "iz"),
    (r"ys(?=e$|es$|ed$|ing$|er$|ers$)", "yz"),
    (r"ll(?=ed$|ing$|er$|ers$)", "l"),
    (r"tre(?=$|s$|d$)", "ter"),
    (r"ence(?=$|s$)", "ense"),
    (r"ogue(?=$|s$|d$)", "og"),
    (r"mme(?=$|s$|d$)", "m"),
    (r"^e(?=nquir)", "i"),
    (r"dgem", "dgm"),
    (r"grey", "gray"),
)


@dataclass(frozen=True, slots=True)
class Unknown:
    """A word that the dictionary does not know: where it stands, and what it may have been meant to be."""

    line: int
    column: int
    word: str
    mendable: bool


def unknown_words(passages: Iterable[Passage]) -> list[Unknown]:
    """Return the words of English passages that the dictionary lacks; words in capitals are abbreviations, not words."""
    english = [passage for passage in passages if passage.language == "en"]
    words = {word for passage in english for word in WORD.findall(passage.text)}
    unknown = {word for word in words if len(word) > 1 and not word.isupper() and not _is_known(word.replace("’", "'"))}
    return [
        Unknown(passage.line, match.start() + 1, match[0], passage.mendable)
        for passage in english
        for match in (WORD.finditer(passage.text) if any(word in passage.text for word in unknown) else ())
        if match[0] in unknown and not _is_no_word(passage.text, match)
    ]


def _is_no_word(text: str, match: re.Match[str]) -> bool:
    before, after = text[max(0, match.start() - 2) : match.start()], text[match.end() : match.end() + 5]
    # A British word alone in quotation marks is spoken of.
    quoted = before.endswith("“") and re.match(r"[,.]?”", after) and _american(match[0])
    return bool(_BEFORE.search(before) or _AFTER.match(after) or quoted)


def word_faults(course: Course, path: Path, unknown: Iterable[Unknown]) -> Iterator[Finding]:
    """Yield the unknown words that the course does not know either."""
    known = course.known_words
    for one in unknown:
        plain = _singular(one.word.replace("’", "'"))
        if not known.isdisjoint({plain, plain.lower(), plain.removesuffix("s"), plain.lower().removesuffix("s")}):
            continue
        # A British name, as the Labour Party's, keeps its spelling.
        right = "" if one.word[0].isupper() else _american(one.word)
        put = right if right and one.mendable else None
        fix = Fix((one.line, one.column), (one.line, one.column + len(one.word)), put) if put else None
        meant = right or _american(one.word) or _nearest(plain)
        guess = f"did you mean “{meant}”? A" if meant else "mend it; a"
        mend = f"write “{meant}”" if right else f"{guess} word that is right goes into {VOCABULARY}"
        yield Finding(path, one.line, one.column, "spelling", f"“{one.word}” is in no dictionary", mend, fix)


def _singular(word: str) -> str:
    return re.sub(r"['’]s?$", "", word)


def _american(word: str) -> str:
    """Return the American spelling of a British word, or ""."""
    for pattern, put in _BRITISH:
        changed = re.sub(pattern, put, word)
        if changed != word and _is_known(changed.replace("’", "'")):
            return changed
    return ""


@cache
def _dictionary() -> HunspellWrap:
    # Imported late: most pages were read before.
    from hunspell import Hunspell

    return Hunspell("en_US")


def _nearest(word: str) -> str:
    """Return a word of the dictionary that one slip of the fingers may have turned into this one, or ""."""
    # Hunspell's own suggestions are better, and take a fifth of a second each.
    cuts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    letters = "etaonisrhldcumfpgwybvkxjqz"
    slips = (
        (left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1),
        (left + letter + right for left, right in cuts for letter in letters),
        (left + right[1:] for left, right in cuts if right),
        (left + letter + right[1:] for left, right in cuts if right for letter in letters),
    )
    return next((tried for kind in slips for tried in kind if len(tried) > 2 and _is_known(tried)), "")


@cache
def _is_known(word: str) -> bool:
    # The dictionary's own encoding is that of Western Europe.
    return all(ord(letter) < 256 for letter in word) and bool(
        _dictionary().spell(word) or _dictionary().spell(_singular(word))
    )
