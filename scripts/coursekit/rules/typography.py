"""Typography: the marks, spaces, quotation marks and dashes of each language.

autocorrect-py was tried and left aside: it takes half-width brackets, turns the colon between two figures into a half-width one,
and misses straight quotation marks and doubled marks. zhlint and pangu do similar work and have not been tried.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from coursekit.findings import Finding, Fix
from coursekit.needles import Sought, sought
from coursekit.pages import LANGUAGES, Language, Page
from coursekit.prose import NOTHING, OBJECT, Passage

HAN = r"\u3400-\u9fff"
FULL_MARKS = "，。；：！？、）》”’】"
OPEN_MARKS = "（《“‘【"
WIDE = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？", ".": "。", "(": "（", ")": "）"}
NARROW = {wide: narrow for narrow, wide in WIDE.items()} | {"、": ",", "】": "]", "【": "["}
OPERATORS = "×÷+−=≈<>≤≥"
INVISIBLE = re.compile("[\u00a0\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\ufffc\ufffd\x00-\x08\x0b-\x1f]")
_VOWEL_SOUND = re.compile(
    r"(?:hour|honest|honou?r|heir|herb(?:s|al)?$)"
    r"|(?!eu|ewe|one(?!r)|once|saas|udem|ugan|uk|ubi|unanim|unidi|unimod|uni[cflpqstv]|unio|ur[ai]n|uru|us[aeu]|usi|ut[aio]"
    r"|uten|uter)[aeiou]"
)
_SMALL_WORDS = ("the", "an", "and", "of", "to", "in", "for", "with", "by", "on", "at", "is")
# The commonest characters that only traditional texts have.
TRADITIONAL = (
    "這個們來時會對說為國過發後還開關無與點體學業產專東車門間問題頁讓給從樣實際經濟將軟價錢買賣貨場應該"
    "麼嗎進營銷額單戶據數務報網絡連選設計資訊電話機構總線級標準調種類變認識書見"
)
_PAIRS = {"”": "“", "）": "（", ")": "("}
Replace = Callable[[re.Match[str]], str | None]


@dataclass(frozen=True, slots=True)
class Pattern:
    """What a rule looks for in the passages of a language (None: both).

    `put` gives what belongs in the place of the match: None where that is for a person to say (as where right text can look
    the same), the match itself where nothing is wrong. A pattern that begins with the sign it looks for, and leaves the rest
    to `put`, is found fastest.
    """

    rule: str
    language: Language | None
    found: Sought
    mend: str
    put: Replace | None = None
    tables: bool = True


def _pattern(
    rule: str,
    language: Language | None,
    found: str,
    mend: str,
    put: Replace | str | None = None,
    *,
    tables: bool = True,
) -> Pattern:
    replace: Replace | None = (lambda _: put) if isinstance(put, str) else put
    return Pattern(rule, language, sought(found, re.M), mend, replace, tables)


def _narrow(match: re.Match[str]) -> str:
    return "".join(NARROW.get(mark, mark) for mark in match[0])


def _wide(match: re.Match[str]) -> str:
    return "".join(WIDE.get(mark, mark) for mark in match[0])


def _one_mark(match: re.Match[str]) -> str:
    return match[0][0]


def _space_behind(match: re.Match[str]) -> str | None:
    if match[0] == "(":
        # f(x) and person(nel) are written so; whatever else may be a formula.
        before, after = (
            match.string[max(0, match.start() - 2) : match.start()],
            match.string[match.end() : match.end() + 6],
        )
        return match[0] if re.search(r"(?:^|\W)[a-z]$", before) or re.match(r"[a-z]{2,4}\)", after) else None
    # re:Invent and Booking.Com are names.
    return None if match[0] in ":." else f"{match[0]} "


def _quoted(match: re.Match[str]) -> str | None:
    around = match.string[max(0, match.start() - 1) : match.start()] + match.string[match.end() : match.end() + 1]
    # A mark behind a figure may mean inches.
    return None if re.search(r"[A-Za-z0-9]", around) or match[0][-2].isdigit() else f"“{match[1]}”"


def _one_word(match: re.Match[str]) -> str | None:
    word = match["word"]
    if word in ("that", "had") or (match[0].split()[-1] != word and word.lower() not in _SMALL_WORDS):
        # “May may” and “IT it” are two words.
        return match[0]
    # “What it is is clear” and “Bora Bora” are right.
    return word if set(match[0].split()) <= {"a", "and", "of", "the"} else None


def _no_space(match: re.Match[str]) -> str:
    before = match.string[max(0, match.start() - 1) : match.start()]
    return "" if re.match(r"[\w%)”’]", before) else match[0]


def _two_marks(match: re.Match[str]) -> str | None:
    marks = match[0]
    if set(marks) == {"."}:
        return "." if marks == ".." else marks
    if len(set(marks)) == 1:
        return marks[0]
    abbreviated = re.search(
        r"(?:\b\w{1,2}|[Ee]tc|Inc|Ltd|Corp|No)$", match.string[max(0, match.start() - 5) : match.start()]
    )
    # A question mark and an exclamation mark may stand together, and a full stop that belongs to the word before.
    return marks if set(marks) <= {"?", "!"} or (abbreviated and marks[0] == "." and len(marks) == 2) else None


def _english_dash(match: re.Match[str]) -> str | None:
    before, after = match.string[max(0, match.start() - 1) : match.start()], match.string[match.end() : match.end() + 1]
    alone = before.isspace() and after.isspace()
    joined = len(match[0]) > 1 and before.isalnum() and after.isalnum()
    return None if alone or joined or "—" in match[0] else match[0]


def _range(match: re.Match[str]) -> str:
    # A standard (ISO 9001-2015) and a telephone number are no ranges.
    numbered = re.search(
        r"(?:[A-Z]{2,}(?:/[A-Z])? \d{4,}|\b0\d+)$", match.string[max(0, match.start() - 12) : match.start()]
    )
    if numbered:
        return match[0]
    before = re.search(r"(?<![\w./-])\d{1,4}(?:\.\d+)?%?$", match.string[max(0, match.start() - 12) : match.start()])
    after = re.match(r"\d{1,4}(?:\.\d+)?%?(?![\w-])", match.string[match.end() : match.end() + 12])
    dated = before and after and len(before[0]) == 4 and len(after[0]) == 2 and not before[0].endswith("%")
    return "–" if before and after and not dated else match[0]


PATTERNS: tuple[Pattern, ...] = (
    # Han beside Latin letters and digits.
    _pattern(
        "spacing",
        "zh",
        rf"(?<=[{HAN}]){NOTHING}*(?=[A-Za-z0-9])|(?<=[A-Za-z0-9%]){NOTHING}*(?=[{HAN}])",
        "put a space between Chinese characters and Latin letters or digits",
        # Between the marks of emphasis or a link only a person sees on which side the space belongs.
        lambda match: None if match[0] else " ",
    ),
    _pattern(
        "spacing",
        "zh",
        rf"(?<=[^|{NOTHING}{OBJECT}\s]) +(?=[{FULL_MARKS}])|(?<=[{FULL_MARKS}{OPEN_MARKS}]) +(?=[{HAN}{FULL_MARKS}{OPEN_MARKS}])"
        rf"|(?<=[{HAN}]) +(?=[{OPEN_MARKS}])",
        "no space stands beside a full-width mark",
        "",
    ),
    _pattern("spacing", "zh", rf"(?<=[{HAN}]) +(?=[{HAN}])", "no space stands between Chinese characters", ""),
    _pattern("spacing", None, r"(?<=\S) {2,}(?=\S)", "put one space", " ", tables=False),
    _pattern("spacing", "en", r" +(?=[,.;:?!)](?![\w.]))", "no space stands before this mark", _no_space),
    _pattern("spacing", "en", r"(?<=\() +(?=\w)", "no space stands inside brackets", ""),
    _pattern(
        "spacing",
        "en",
        r"[,;:?!.](?:(?<=[a-z][,;:?!])(?=[A-Za-z])|(?<=[a-z]{2}\.)(?=[A-Z][a-z]))|\((?<=[a-z0-9%]\()(?=[a-z]{2})",
        "put a space here",
        _space_behind,
    ),
    # Full-width marks in Chinese, half-width ones in English.
    _pattern(
        "punctuation",
        "zh",
        rf"[,;:!?.](?:(?=[{HAN}“《（])(?<!\.)|(?<=[{HAN}”》）][,;:!?])(?![/\w])|(?<=[{HAN}”》）]\.)(?=[{HAN}\s]|$))",
        "Chinese takes full-width marks",
        _wide,
    ),
    _pattern(
        "punctuation",
        "zh",
        rf",(?<=[A-Za-z],)(?=[A-Za-z])|\.(?<=[A-Za-z0-9]\.)(?={NOTHING}*$)",
        "Chinese takes full-width marks",
        lambda match: None if _in_chinese(match) else match[0],
    ),
    _pattern(
        "punctuation",
        "zh",
        rf"\((?=[^()\n]*[{HAN}])[^()\n]*\)|(?<=[{HAN}]) ?\([^()\n]*\)",
        "Chinese takes full-width brackets; half-width ones are for calculations",
        lambda match: _wide_brackets(match),
    ),
    _pattern(
        "punctuation",
        "en",
        rf"(?<![{HAN}{FULL_MARKS}])[，。；：！？（）【】、](?![{HAN}{FULL_MARKS}])",
        "English takes half-width marks",
        _narrow,
    ),
    _pattern("quotation-marks", None, r"(?<=[A-Za-zÀ-ɏ0-9])'(?=[A-Za-zÀ-ɏ])|(?<=s)'(?=[ ,.;:)]|$)", "write ’", "’"),
    _pattern("quotation-marks", None, r"\"([^\"\n]*)\"", "write “ ” around it", _quoted),
    _pattern("quotation-marks", None, r"[\"'`´](?![^\"\n]*\")", "write “ ”, ‘ ’, or ’"),
    _pattern("quotation-marks", "zh", r"「([^「」\n]*)」", "write “ ”", lambda match: f"“{match[1]}”"),
    _pattern("quotation-marks", "zh", r"『([^『』\n]*)』", "write ‘ ’", lambda match: f"‘{match[1]}’"),
    _pattern(
        "full-width",
        None,
        r"[０-９Ａ-Ｚａ-ｚ％＋－＝＜＞／＆＃＠\u3000]+",
        "write half-width letters, digits, signs and spaces",
        lambda match: unicodedata.normalize("NFKC", match[0]),
    ),
    # Doubled marks and words; ellipses and dashes.
    _pattern("doubled", "zh", r"([，。；：、！？])\1+", "write the mark once", _one_mark),
    _pattern("doubled", "zh", r"[，、；：][，。；：、]|[。！？][，、；：]", "keep one of the two marks"),
    _pattern("doubled", "en", r"[,;:!?.]{2,}", "keep one mark", _two_marks),
    _pattern(
        "doubled",
        "en",
        r"(?<![\w’-])(?P<word>[A-Za-z]+)((?: +|\n)(?i:(?P=word)))+(?![\w’-])",
        "write the word once",
        _one_word,
    ),
    _pattern(
        "doubled",
        "zh",
        r"(?<![目标有打])的的(?!确)|也也(?!许)|都都(?!市|会)|很很|(?<!不)了了(?!解|结|然|不)|(?<!合)并并",
        "write the word once",
    ),
    _pattern("dash", "zh", r"(?<!…)…(?!…)|\.{3,}|。{3,}|…{3,}", "an ellipsis is …… in Chinese", "……"),
    _pattern("dash", "zh", r"(?<![—-])(?:—|-{2,})(?![—-])", "a dash is —— in Chinese", "——"),
    _pattern("dash", "en", r"\.\.\.+|…{2,}", "an ellipsis is … in English", "…"),
    _pattern(
        "dash",
        "en",
        r"[-–—]+",
        "use a colon, commas, or a new sentence: the course sets no dashes",
        _english_dash,
    ),
    _pattern("dash", "zh", rf"[~～](?<=[{HAN}][~～])(?=[{HAN}])", "write 到 between the ends of a range"),
    _pattern("dash", None, r"[-~～](?=\d)", "a range takes an en dash", _range),
    _pattern("dash", None, r"-(?<=[\s（(=≈]-)(?=[\d¥$])", "a minus sign is −", "−"),
    _pattern("house-word", "zh", f"[{TRADITIONAL}]", "write simplified characters", lambda match: _simplified(match)),
    _pattern(
        "article",
        "en",
        r"(?<![\w’'.-])(?P<article>an?|An) (?=(?P<word>[A-Za-z]+))",
        "write a before a consonant’s sound, an before a vowel’s",
        lambda match: _article(match),
    ),
)  # fmt: skip


def check(page: Page, passages: Sequence[Passage]) -> Iterator[Finding]:
    """Yield the faults of a page's typography."""
    yield from invisible_faults(page.path, page.lines)
    yield from passage_faults(page.path, page.lines, passages)
    yield from _emphasis_faults(page, passages)
    yield from _pair_faults(page, passages)


def invisible_faults(path: Path, lines: Sequence[str]) -> Iterator[Finding]:
    """Yield the characters that nobody can see."""
    for number, line in enumerate(lines, 1):
        for match in INVISIBLE.finditer(line):
            name = unicodedata.name(match[0], f"U+{ord(match[0]):04X}")
            start, end = (number, match.start() + 1), (number, match.end() + 1)
            fix = Fix(start, end, " " if match[0] == "\u00a0" else "") if match[0] not in "\ufffd\ufffc" else None
            what = f"the line holds an invisible character: {name}"
            yield Finding(path, *start, "invisible", what, "delete it, or type a plain space", fix)


def passage_faults(path: Path, lines: Sequence[str], passages: Iterable[Passage]) -> Iterator[Finding]:
    """Yield what the patterns find in passages of a file; `lines` are its lines as they stand."""
    for language in LANGUAGES:
        for tables in (False, True):
            chosen = [one for one in passages if one.language == language and one.table == tables]
            wanted = [one for one in PATTERNS if one.language in (None, language) and (one.tables or not tables)]
            yield from _scan(path, lines, chosen, wanted)


def _scan(path: Path, lines: Sequence[str], passages: list[Passage], patterns: list[Pattern]) -> Iterator[Finding]:
    # One search through all passages is many times faster than one through each.
    text = "\n".join(passage.text for passage in passages)
    starts = list(accumulate((len(passage.text) + 1 for passage in passages), initial=0))
    taken: set[int] = set()
    for pattern in patterns:
        for match in pattern.found.pattern.finditer(text) if pattern.found.may_be_in(text) else ():
            number = bisect_right(starts, match.start()) - 1
            passage, column = passages[number], match.start() - starts[number]
            span = range(match.start(), max(match.end(), match.start() + 1))
            if not taken.isdisjoint(span) or _in_title(passage.text, column):
                continue
            if "\n" in match[0] and (passages[number + 1].line != passage.line + 1 or passage.text.startswith(OBJECT)):
                # The title of a block, or a heading, and the text below it.
                continue
            put = pattern.put(match) if pattern.put else None
            if put == match[0]:
                continue
            taken.update(span)
            line, end = lines[passage.line - 1], column + len(match[0])
            around = line[max(0, column - 6) : end + 6].strip()
            safe = put is not None and _is_safe(passage, line, column, end, put, match[0])
            fix = Fix((passage.line, column + 1), (passage.line, end + 1), put) if safe and put is not None else None
            yield Finding(path, passage.line, column + 1, pattern.rule, f"“{around}”", pattern.mend, fix)


def _is_safe(passage: Passage, line: str, column: int, end: int, put: str, found: str) -> bool:
    """Tell whether `put` may be written in the place of what was found."""
    if not passage.mendable or line[column:end] != found:
        # Within a fence, or where something that is covered up would be lost.
        return False
    if any(sign in passage.text for sign in "=≈÷×") and any(sign in found for sign in "-~～"):
        # A hyphen in a calculation may be meant as a minus.
        return False
    after = line[:column] + put + line[end:]
    return not passage.settings or all(
        after.count(mark) == line.count(mark) for mark in (": ", " #", '"', "'", "{", "}")
    )


def _in_title(text: str, column: int) -> bool:
    """Tell whether a place stands within 《》: a work is named as it was published."""
    return text.rfind("《", 0, column + 1) > text.rfind("》", 0, column)


def _in_chinese(match: re.Match[str]) -> bool:
    """Tell whether Chinese text stands around a mark on its line, and no abbreviation right before it."""
    start = match.string.rfind("\n", 0, match.start()) + 1
    before = match.string[start : match.start()]
    end = match.string.find("\n", match.end())
    after = match.string[match.end() : end if end >= 0 else None]
    if re.search(r"\b(?:Inc|Ltd|Co|Corp|etc|al|vs|No|[A-Z])$", before) and match[0] == ".":
        return False
    # A sentence or a list that is English itself keeps its marks.
    near = re.split(r"[，。；：！？“”]", before)[-1] + re.split(r"[，。；：！？“”]", after)[0]
    return re.search(f"[{HAN}]", near) is not None


def _simplified(match: re.Match[str]) -> str | None:
    """Leave traditional characters in quotation marks alone: a text from elsewhere is quoted as it is."""
    before = match.string[match.string.rfind("\n", 0, match.start()) + 1 : match.start()]
    return match[0] if before.count("“") > before.count("”") else None


def _article(match: re.Match[str]) -> str | None:
    word = match["word"]
    if word.isupper() or len(word) < 2:
        # Letters are spelled out or not as each abbreviation has it.
        return match[0]
    right = f"{match['article'][0]}{'n' if _VOWEL_SOUND.match(word.lower()) else ''} "
    # How a name sounds is for a person to say.
    return None if right != match[0] and word[0].isupper() else right


def _wide_brackets(match: re.Match[str]) -> str | None:
    inner = match[0].strip()[1:-1]
    around = (
        match.string[max(0, match.start() - 3) : match.start()] + inner + match.string[match.end() : match.end() + 3]
    )
    if any(sign in around for sign in OPERATORS):
        return match[0]
    return f"（{inner}）"


def _emphasis_faults(page: Page, passages: Iterable[Passage]) -> Iterator[Finding]:
    for passage in passages:
        if not passage.mendable:
            continue
        line = re.sub(r"`[^`]*`", lambda code: OBJECT * len(code[0]), page.lines[passage.line - 1])
        marks = [match.start() for match in re.finditer(r"(?<![*\\])\*\*(?!\*)", line)]
        if len(marks) % 2:
            what, mend = "an emphasis that opens or closes nothing", "write ** on both sides"
            yield page.finding(passage.line, "emphasis", what, mend, marks[-1] + 1)
            continue
        for start, end in zip(marks[::2], marks[1::2], strict=True):
            # The words of CommonMark: what opens must be left-flanking, what closes right-flanking.
            opens = _flanks(line[start - 1 : start], line[start + 2 : start + 3])
            closes = _flanks(line[end + 2 : end + 3], line[end - 1 : end])
            if not (opens and closes):
                what = f"{line[start : end + 2]} is no emphasis everywhere: it has a space or a mark inside its edge"
                yield page.finding(passage.line, "emphasis", what, "move the mark outside of the **", start + 1)


def _flanks(outside: str, inside: str) -> bool:
    """Tell whether ** can open or close between these two characters, as CommonMark (and so GitHub) reads it."""
    if not inside.strip():
        return False
    return not _is_mark(inside) or not outside.strip() or _is_mark(outside)


def _is_mark(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"


# A letter or a number before a bracket that nothing has opened: the mark of an item.
_ITEM_MARK = re.compile(r"(?:^|[^\w.)）])(?:[A-Za-z]|\d{1,2}|[ivx]+|[一二三四五六七八九十])$")
_PAIRED = re.compile(f"[{''.join([*_PAIRS, *_PAIRS.values()])}]")


def _pair_faults(page: Page, passages: Iterable[Passage]) -> Iterator[Finding]:
    """Yield quotation marks and brackets that open or close nothing in their paragraph, or in their row of a table."""
    by_line = {passage.line: passage for passage in passages}
    texts = [one for one in page.blocks if one.kind in ("paragraph", "item", "heading", "table")]
    for order, block in enumerate(texts):
        lines = [line for line in range(block.line, block.end + 1) if line in by_line]
        follows = texts[order + 1].text.startswith("“") if order + 1 < len(texts) else False
        for group in [[line] for line in lines] if block.kind == "table" else [lines]:
            for mark, line, column in _single_marks([(line, by_line[line].text) for line in group]):
                if mark == "“" and follows:
                    # A quotation of several paragraphs is closed in the last.
                    continue
                rule = "quotation-marks" if mark in "“”" else "punctuation"
                what = f"{mark} {'opens' if mark in _PAIRS.values() else 'closes'} nothing"
                yield page.finding(line, rule, what, "write the mark on both sides, the opening one first", column + 1)


def _single_marks(lines: Iterable[tuple[int, str]]) -> Iterator[tuple[str, int, int]]:
    """Yield the marks of these lines that open or close nothing, each with its line and its offset there."""
    opened: list[tuple[str, int, int]] = []
    for line, text in lines:
        for match in _PAIRED.finditer(text):
            mark, column = match[0], match.start()
            if mark in _PAIRS.values():
                opened.append((mark, line, column))
                continue
            place = next((at for at, one in reversed([*enumerate(opened)]) if one[0] == _PAIRS[mark]), None)
            if place is not None:
                del opened[place]
            elif mark == "”" or not _ITEM_MARK.search(text, 0, column):
                yield mark, line, column
    yield from opened
