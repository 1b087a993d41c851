"""The files that a browser searches with, per language: small ones, of which a query asks for few.

- `search/zh.bin`, the only name that never changes: the titles of all sections, the dictionary by which Chinese queries are
  cut, every name of every term in both languages, and where the rest lies.
- `search/zh-<digest>/w<n>.bin`: for a range of words the sections that hold them, and how much each says about the section.
- `search/zh-<digest>/t<n>.bin`: the texts of a few sections, for the passages that results show.

The digest is of everything, so that a browser may keep the files for ever and never mixes two versions of the course. All are
compressed here, because many a host leaves unknown files as they are.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, pairwise

import ahocorasick

from coursekit.course import Course
from coursekit.glossary import Glossary, Term
from coursekit.pages import LANGUAGES, Language, Page, page_url
from coursekit.phrases import page_number
from coursekit.search.records import Record
from coursekit.search.words import HAN, SOFT, STOP, latin_words, squeezed

FOLDER = "search"
# Bytes before compression; about half of that afterwards.
SHARD_BYTES = 7_000
TEXT_BYTES = 4_000
# How much a word says about a section: sixteen steps, each half as much again as the last but one.
STEPS = tuple(0.12 * 1.32**step for step in range(16))
LONGEST_WORD = 8
# How often jieba has seen a word that is common.
COMMON = 100

ENTRY = 6.0
NAME = 2.0
TITLE = 2.2
HEADING = 1.4
CONTEXT = 0.35
# Sections that say again what others teach, by the beginning of their anchor.
ECHOES = {"quiz": 0.5, "exercise": 0.5, "further-reading": 0.4, "takeaways": 0.8}


def index_files(
    course: Course, language: Language, pages: dict[tuple[Language, str], list[Record]]
) -> Iterator[tuple[str, bytes]]:
    """Yield the path (from the site's root) and the bytes of every file of one language's index.

    `pages` holds the records of each page by language and name; pages that the course has no more are passed over.
    """
    found = [record for page in course.pages if page.language == language for record in pages[language, page.name]]
    return _Index(course, language, found).files()


@dataclass(frozen=True, slots=True)
class _Index:
    course: Course
    language: Language
    records: list[Record]

    def files(self) -> Iterator[tuple[str, bytes]]:
        words = dictionary(self.records, self.course.glossaries[self.language])
        starts, shards = _shards(self._postings(words))
        firsts, texts = _texts(self.records)
        meta = {
            **self._contents(),
            "words": _grouped(words),
            "names": [" ".join(names) for names in self._names()],
            "stop": sorted(STOP),
            "soft": sorted(SOFT),
            "steps": [round(step, 3) for step in STEPS],
            "shards": starts,
            "texts": firsts,
        }
        parts = [
            *((f"w{n}", shard) for n, shard in enumerate(shards)),
            *((f"t{n}", text) for n, text in enumerate(texts)),
        ]
        digest = hashlib.sha256(_json(meta))
        for _, part in parts:
            digest.update(part)
        folder = f"{self.language}-{digest.hexdigest()[:12]}"
        yield f"{FOLDER}/{self.language}.bin", _packed(_json(meta | {"folder": folder}))
        for name, part in parts:
            yield f"{FOLDER}/{folder}/{name}.bin", _packed(part)

    def _contents(self) -> dict[str, object]:
        pages = [
            [page_url(page.name, self.language), page_number(page), page.title, sum(1 for _ in group), _whole(page)]
            for page, group in groupby(self.records, key=lambda record: record.page)
        ]
        return {
            "pages": pages,
            "anchors": "\n".join(record.anchor for record in self.records),
            "titles": "\n".join(record.title for record in self.records),
            "levels": "".join(str(record.level) for record in self.records),
        }

    def _names(self) -> Iterator[list[str]]:
        """Yield all names of each term, in both languages, squeezed."""
        for id in self.course.glossaries[self.language].terms:
            both = [self.course.glossaries[language].terms.get(id) for language in LANGUAGES]
            names = [squeezed(name) for term in both if term for name in _names_of(term)]
            yield list(dict.fromkeys(name for name in names if name))

    def _postings(self, words: Sequence[str]) -> dict[str, list[tuple[int, int]]]:
        automaton = ahocorasick.Automaton()
        for word in words:
            automaton.add_word(word, word)
        automaton.make_automaton()
        glossary = self.course.glossaries[self.language]
        numbers = {id: f"#{number}" for number, id in enumerate(glossary.terms)}
        count = _Counter(automaton, _cutter_for(glossary), glossary, numbers, {})
        bodies = [count.terms(record.text) for record in self.records]
        average = sum(map(Counter.total, bodies)) / max(len(bodies), 1)
        found: dict[str, list[tuple[int, int]]] = {}
        for number, (record, body) in enumerate(zip(self.records, bodies, strict=True)):
            for word, weight in count.weights(record, body, average).items():
                step = round(math.log(max(weight, STEPS[0]) / STEPS[0], 1.32))
                found.setdefault(word, []).append((number, min(step, len(STEPS) - 1)))
        return found


@dataclass(frozen=True, slots=True)
class _Counter:
    """Counts the words of texts, and weighs what each says about a section."""

    automaton: ahocorasick.Automaton
    cutter: _Cutter
    glossary: Glossary
    numbers: dict[str, str]
    # Titles come again with every section of their page.
    known: dict[str, Counter[str]]

    def terms(self, text: str) -> Counter[str]:
        """Count Latin words, Chinese words of the dictionary, Chinese words of one character, and terms (`#` and number)."""
        if text not in self.known:
            found = [*latin_words(text), *(self.numbers[mention.term] for mention in self.glossary.mentions(text))]
            for run in re.findall(HAN, text):
                found += [word for _, word in self.automaton.iter(run)]
            found += [word for word in self.cutter.words(text) if len(word) == 1 and word not in STOP]
            self.known[text] = Counter(found)
        return self.known[text]

    def weights(self, record: Record, body: Counter[str], average: float) -> dict[str, float]:
        echo = next((factor for start, factor in ECHOES.items() if record.anchor.startswith(start)), 1.0)
        length = 0.5 + 0.5 * min(body.total() / average, 4)
        found = {word: echo * count / (count + 1.2 * length) for word, count in body.items()}

        def add(text: str, weight: float) -> None:
            total = max(len(text), 1)
            for word in self.terms(text):
                share = 1.0 if word.startswith("#") else min(len(word) / total, 1)
                found[word] = found.get(word, 0) + weight * (0.5 + 0.5 * share)

        if record.level == 1:
            add(record.title, TITLE)
        else:
            add(record.title, HEADING * echo)
            add(record.page.numbered_title, CONTEXT)
            add(record.chapter, CONTEXT)
        term = self.glossary.terms.get(record.anchor) if record.page.is_glossary else None
        if term:
            for name in _names_of(term):
                add(name, NAME)
            found[self.numbers[term.id]] = ENTRY
        return found


def dictionary(records: Iterable[Record], glossary: Glossary) -> list[str]:
    """Return the Chinese words of the course, sorted: those into which jieba cuts the text, and all names of terms.

    What jieba only guesses (it is in no dictionary) counts when it is found twice. A word that it finds only within longer
    ones counts when it is a common word, and characters that it leaves over when they stand side by side again and again:
    names such as 钉钉.
    """
    cutter = _cutter_for(glossary)
    counts: Counter[str] = Counter()
    for record in records:
        counts.update(cutter.words(f"{record.title}\n{record.text}"))
    found = {word for word, count in counts.items() if count > 1 or cutter.knows(word)}
    inner = {word[at : at + 2] for word in counts if len(word) > 2 for at in range(len(word) - 1)}
    found |= {word for word in inner if cutter.is_common(word)}
    for term in glossary.terms.values():
        for name in _names_of(term):
            found.update(re.findall(HAN, name))
    return sorted(word for word in found - STOP if 1 < len(word) <= LONGEST_WORD)


class _Cutter:
    """Cuts Chinese into words, by jieba's dictionary and a set of names: the same names give the same cuts, in whatever order."""

    def __init__(self, names: frozenset[str]) -> None:
        # Imported late: the import reads a dictionary of 350,000 words.
        import rjieba

        self._segmenter = rjieba.Jieba()
        for name in sorted(names):
            self._segmenter.add_word(name, None, None)
        self._cuts: dict[str, list[str]] = {}

    def knows(self, word: str) -> bool:
        """Tell whether a word is in the dictionary."""
        found: bool = self._segmenter.has_word(word)
        return found

    def is_common(self, word: str) -> bool:
        """Tell whether a word of the dictionary is one that jieba has often seen, and would not cut in two."""
        # Of a word that stays whole, what would keep it whole is one more than it has been seen.
        whole: list[str] = self._segmenter.cut(word, False)
        return self.knows(word) and whole == [word] and self._segmenter.suggest_freq(word) > COMMON

    def words(self, text: str) -> Iterator[str]:
        """Yield the Chinese words of a text."""
        return (word for run in re.findall(HAN, text) for word in self._run(run))

    def _run(self, run: str) -> list[str]:
        """Return the words of a run of Chinese characters; kept, because most runs come again.

        Characters left over side by side are one word of two or more as well as words of one.
        """
        if run not in self._cuts:
            pieces = self._segmenter.cut(run)
            found = list(pieces)
            for alone, group in groupby(pieces, lambda piece: len(piece) == 1 and piece not in STOP):
                if alone and len(word := "".join(group)) > 1:
                    found.append(word)
            self._cuts[run] = found
        return self._cuts[run]


# One for each language: while serving, most texts come again.
_cutter = lru_cache(maxsize=2)(_Cutter)


def _cutter_for(glossary: Glossary) -> _Cutter:
    names = (run for term in glossary.terms.values() for name in _names_of(term) for run in re.findall(HAN, name))
    return _cutter(frozenset(run for run in names if len(run) > 1))


def _names_of(term: Term) -> Iterator[str]:
    for name in (term.name, term.abbreviation, term.other_name, *term.also):
        if name:
            yield name


def _whole(page: Page) -> int:
    """Return down to which level a section of the page is a result of its own: 0 if only the page as a whole is one."""
    if page.is_glossary or page.name == "appendix/benchmarks.md":
        return 2
    if page.name == "appendix/claims.md":
        return 3
    return 2 if re.match(r"4-cases/4", page.name) else 0


def _grouped(words: Iterable[str]) -> str:
    """Return sorted words with their common first character written once: `客户,群` for 客户 and 客群."""
    return "\n".join(
        first + ",".join(word[1:] for word in group) for first, group in groupby(words, lambda word: word[0])
    )


def _shards(postings: dict[str, list[tuple[int, int]]]) -> tuple[list[str], list[bytes]]:
    """Deal the words out, in order, to shards of like size; return each shard's first word, and the shards.

    A shard is the length of the list of words, that list (each word as the number of characters that it shares with the one
    before and the rest), then for each word its count of sections, for all words the distances between sections, and the steps.
    """
    groups: list[list[str]] = []
    size = SHARD_BYTES
    for word in sorted(postings):
        if size >= SHARD_BYTES:
            groups.append([])
            size = 0
        groups[-1].append(word)
        size += 4 + len(word.encode()) + 2 * len(postings[word])
    return [group[0] for group in groups], [_shard(group, postings) for group in groups]


def _shard(words: list[str], postings: dict[str, list[tuple[int, int]]]) -> bytes:
    lines = [words[0]]
    for before, word in pairwise(words):
        shared = next(
            (n for n, (a, b) in enumerate(zip(before, word, strict=False)) if a != b), min(len(before), len(word))
        )
        lines.append(chr(48 + min(shared, 60)) + word[min(shared, 60) :])
    text = "\n".join(lines).encode()
    counts = bytearray()
    distances = bytearray()
    steps = bytearray()
    for word in words:
        counts += _number(len(postings[word]))
        last = -1
        for section, step in postings[word]:
            distances += _number(section - last - 1)
            steps.append(step)
            last = section
    return len(text).to_bytes(4, "little") + text + counts + distances + steps


def _number(value: int) -> bytes:
    """Return a number in as many bytes as it needs: seven bits each, the lowest first, the eighth set but in the last."""
    found = bytearray()
    while value > 127:
        found.append(value & 127 | 128)
        value >>= 7
    found.append(value)
    return bytes(found)


def _texts(records: Sequence[Record]) -> tuple[list[int], list[bytes]]:
    """Return the number of the first section in each file of texts, and those files."""
    firsts: list[int] = []
    groups: list[list[str]] = []
    size = TEXT_BYTES
    for number, record in enumerate(records):
        length = len(record.text.encode())
        if size and size + length > TEXT_BYTES:
            firsts.append(number)
            groups.append([])
            size = 0
        groups[-1].append(record.text)
        size += length
    return firsts, [_json(group) for group in groups]


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _packed(content: bytes) -> bytes:
    return gzip.compress(content, 9, mtime=0)
