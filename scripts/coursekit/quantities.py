"""Figures in running text: a number with its unit, read alike in Chinese and English.

"4,500 万美元", "US$45 million" and "US$45M" are one figure; "25–100M" is two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

MAGNITUDES = {
    "千": 3, "万": 4, "百万": 6, "千万": 7, "亿": 8, "十亿": 9, "万亿": 12,
    "K": 3, "k": 3, "thousand": 3, "M": 6, "million": 6, "B": 9, "bn": 9, "billion": 9, "T": 12, "trillion": 12,
}  # fmt: skip
CURRENCIES = {
    "US$": "USD", "$": "USD", "美元": "USD", "USD": "USD", "dollars": "USD",
    "¥": "CNY", "￥": "CNY", "RMB": "CNY", "元人民币": "CNY", "人民币": "CNY", "元": "CNY", "yuan": "CNY", "CNY": "CNY",
    "HK$": "HKD", "Hong Kong dollars": "HKD", "港元": "HKD", "港币": "HKD", "€": "EUR", "欧元": "EUR", "£": "GBP", "英镑": "GBP",
}  # fmt: skip
RATIOS = {
    "%": "%", "％": "%", "percent": "%", "个百分点": "pp", "percentage points": "pp", "percentage point": "pp", "pp": "pp",
    "pct": "%", "个基点": "bp", "基点": "bp", "basis points": "bp", "basis point": "bp",
    "倍": "×", "×": "×", "times": "×", "-fold": "×", "x": "×",
}  # fmt: skip


def _one_of(words: dict[str, object] | list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_BEFORE = ("US$", "HK$", "$", "¥", "￥", "€", "£", "RMB", "人民币", "港币", "USD", "CNY")
PREFIX = _one_of([sign for sign in CURRENCIES if sign in _BEFORE])
_SUFFIX = _one_of([sign for sign in CURRENCIES if sign not in ("US$", "HK$", "$", "¥", "￥", "€", "£")])
_LATIN_END = r"(?![A-Za-z\d])"
_HAN_MAGNITUDE = _one_of([word for word in MAGNITUDES if not word.isascii()])
_LATIN_WORD = _one_of([word for word in MAGNITUDES if word.isascii() and len(word) > 1])
_LATIN_LETTER = _one_of([word for word in MAGNITUDES if word.isascii() and len(word) == 1])
_FIGURE = re.compile(
    rf"""
    (?:(?P<prefix>{PREFIX})\s*)?
    (?<![A-Za-z\d])(?P<low>{_NUMBER})
    (?:\s*(?P<lowratio>%)?\s*(?:–|—|-|~|～|至|到|to)\s*(?:{PREFIX})?\s*(?P<high>{_NUMBER})(?![-\d]))?
    (?P<magnitude>\s?(?:{_HAN_MAGNITUDE})|[\s-]?(?:{_LATIN_WORD}){_LATIN_END}|(?:{_LATIN_LETTER}){_LATIN_END})?
    (?:
        \s?多?余?\s?(?P<suffix>{_SUFFIX})(?![A-Za-z]|素|件|数)
      | \s?(?P<ratio>%|％|个百分点|个?基点|倍)
      | [\s-]?(?P<latin>percentage\ points?|basis\ points?|percent|pct|pp|times|fold|x|×(?!\s*[\d(（])){_LATIN_END}
    )?
    """,
    re.X,
)
# What looks like a figure but is an address, a citation, a date's month, a number to dial or an identifier.
_NOISE = re.compile(
    r"\[@[^\]]*\]|\]\([^)]*\)|\{[^{}]*\}|`[^`]*`|https?://\S+"
    r"|(?<=\d)-(?:0\d|1[0-2])-(?=\d\d)"
    r"|\d{1,2}(?:\s*[–—-]\s*\d{1,2})?\s*月(?!度)"
    # Telephone numbers; business with companies or consumers (2B, 2C) among Chinese words, which is no billion.
    r"|(?<![\w.,-])\d{3,4}-\d{3,4}-\d{4}(?![\w-])"
    r"|(?<![\w.,$¥￥€£])2[BCG](?=\s?(?![美港欧英元人])[\u3400-\u9fff、，。])|(?<=[\u3400-\u9fff、])\s?2[BCG](?![A-Za-z\d])(?!\s?[美港欧英元人])"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its unit as it stands in a text.

    `value` is the whole number (4,500 万 → 45000000); `unit` is "%", "pp", "×", a currency's ISO code, or "" for a plain
    number; `text` is how it was written, `start` its offset.
    """

    value: Decimal
    unit: str
    text: str
    start: int

    @property
    def key(self) -> tuple[Decimal, str]:
        """What two writings of the same figure have in common."""
        return self.value.normalize(), self.unit

    @property
    def is_claim(self) -> bool:
        """Tell whether the figure says something about the world that one can ask a source for.

        Shares, multiples and money always do; a plain number from 1,000 up does unless it reads as a year.
        """
        if self.unit:
            return True
        return self.value >= 1000 and not self.is_year

    @property
    def is_year(self) -> bool:
        """Tell whether this reads as a calendar year: four plain digits from 1900 to 2099."""
        return not self.unit and re.fullmatch(r"(?:19|20)\d\d", self.text) is not None

    @property
    def is_comparable(self) -> bool:
        """Tell whether both languages must show it in digits; plain numbers below ten may be words in one of them."""
        return bool(self.unit) or self.value >= 10 or self.value != self.value.to_integral_value()


@lru_cache(maxsize=20_000)
def figures(text: str) -> tuple[Figure, ...]:
    """Return the figures of a text in order; of a range, both ends with the range's unit."""
    return tuple(_figures(text))


def _figures(text: str) -> Iterator[Figure]:
    clean = _NOISE.sub(lambda match: " " * len(match[0]), text)
    for match in _FIGURE.finditer(clean):
        unit = ""
        if match["prefix"]:
            unit = CURRENCIES[match["prefix"]]
        elif match["suffix"]:
            unit = CURRENCIES[match["suffix"]]
        elif match["ratio"]:
            unit = RATIOS[match["ratio"]]
        elif match["latin"]:
            unit = RATIOS["-fold" if match["latin"] == "fold" else match["latin"]]
        power = Decimal(10) ** MAGNITUDES[match["magnitude"].strip(" -")] if match["magnitude"] else Decimal(1)
        for end in ("low", "high"):
            if match[end]:
                number = Decimal(match[end].replace(",", ""))
                # "25–100M" means millions twice, "326,000 to 1.4 million" does not.
                whole = number if end == "low" and match["high"] and number >= 1000 else number * power
                written = match[0].strip() if unit or power != 1 else match[end]
                yield Figure(whole, unit, written, match.start(end))


# ---- Figures in words ------------------------------------------------------------------------------------------------

_HAN_DIGITS = {"零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_HAN_UNITS = {"十": 10, "百": 100, "千": 1000}
_ENGLISH = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90,
}  # fmt: skip
_PARTS = {"half": 2, "halves": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "tenth": 10}
_LARGE = {"hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12}
_HAN = f"[{''.join(_HAN_DIGITS)}十百千]"
_WORD = rf"(?:(?:{_one_of([*_ENGLISH])})(?:-(?:{_one_of([*_ENGLISH][:9])}))?)"
_SHARE = rf"{_WORD}|\d{{1,3}}"
# Two patterns: the groups of one are those of the other, or None.
_IN_HAN = re.compile(
    rf"""
    百分之(?!百)(?P<percent>{_HAN}+)
  | (?<!跌)(?<!多)(?<!提高)(?P<tenths>[一二两三四五六七八九])成(?P<more>[一二三四五六七八九半])?
        (?=$|[\s\W]|以上|以下|左右|[多的客公企新用收在都])
  | 每\s?(?P<whole>{_HAN}+|\d+)\s?[家个人款次单名]\w{{0,4}}?[，,]?[就便约只才]{{0,2}}有\s?(?P<some>{_HAN}+|\d+)\s?[家个人款次单名]
  | (?<!{_HAN})(?P<parts>[三四五六七八九十])分之(?P<count>[二两三四五六七八九])
  | (?<!{_HAN})(?P<sum>(?![百千]){_HAN}+)(?P<large>万亿|亿|万)[多余]?(?P<currency>{_SUFFIX})
    """,
    re.X,
)
_IN_ENGLISH = re.compile(
    rf"""
    (?<![\w.,$¥-])(?:
        (?P<some>{_SHARE})\ (?:out\ of|in)\ (?:every\ )?(?P<whole>{_SHARE})
            (?![\w,.-]*[\w%-]|\ (?:years?|quarters?|months?|weeks?|days?|hours?|minutes?|points?)\b)
      | (?P<percent>{_WORD})\ percent(?![a-z])
      | (?P<count>{_WORD})-(?P<parts>{_one_of([*_PARTS])})s?
      | (?P<sum>{_WORD})(?P<large>(?:\ (?:{_one_of([*_LARGE])}))+)\ (?P<currency>dollars|yuan|euros|pounds)
    )(?![\w-])
    """,
    re.X,
)
# What the patterns cannot do without, to be looked for first.
_HAN_SIGNS = re.compile("[成亿万每]|分之")
_MAYBE = re.compile(
    rf" (?:out of|percent|dollars|yuan|euros|pounds)| in (?:every )?(?:\d|{_WORD})|-(?:{_one_of([*_PARTS])})"
)


def _number(word: str) -> int:
    """Return the number that digits, a Chinese numeral, or an English number word say."""
    if word.isdecimal():
        return int(word)
    if word[0] in _HAN_DIGITS or word[0] in _HAN_UNITS:
        total = current = 0
        for sign in word:
            if sign in _HAN_UNITS:
                total, current = total + (current or 1) * _HAN_UNITS[sign], 0
            else:
                current = _HAN_DIGITS[sign]
        return total + current
    return sum(_ENGLISH[part] for part in word.split("-"))


@lru_cache(maxsize=20_000)
def worded_figures(text: str) -> tuple[Figure, ...]:
    """Return the shares and sums of money that a text gives in words: 百分之八十, 七成, 三千亿元, two-thirds, 9 out of 10.

    What stands in quotation marks is left out: a slogan that is spoken of states no figure. So is a single part (one-third).
    """
    if not _HAN_SIGNS.search(text) and not _MAYBE.search(text):
        return ()
    clean = re.sub(r"“[^“”]*”", lambda match: " " * len(match[0]), _NOISE.sub(lambda match: " " * len(match[0]), text))
    matches = [*_IN_HAN.finditer(clean)]
    if _MAYBE.search(clean):
        matches += _IN_ENGLISH.finditer(clean.lower())
    found = ((match, _worded(match.groupdict())) for match in matches)
    return tuple(Figure(*figure, text[match.start() : match.end()], match.start()) for match, figure in found if figure)


def _worded(said: dict[str, str | None]) -> tuple[Decimal, str] | None:
    """Return the value and the unit of what one of the two patterns has found, None where it is no share."""
    if (total := said["sum"]) and (large := said["large"]) and (currency := said["currency"]):
        power = MAGNITUDES.get(large) or sum(_LARGE[word] for word in large.split())
        unit = CURRENCIES.get(currency) or {"euros": "EUR", "pounds": "GBP"}[currency]
        return Decimal(_number(total)).scaleb(power), unit
    if share := said["percent"]:
        return Decimal(_number(share)), "%"
    if tenths := said.get("tenths"):
        more = said["more"] or "零"
        return Decimal(10 * _number(tenths) + (5 if more == "半" else _number(more))), "%"
    if (count := said["count"]) and (parts := said["parts"]):
        some, whole = _number(count), _PARTS.get(parts) or _number(parts)
        return (Decimal(100 * some) / whole, "%") if 1 < some < whole else None
    some, whole = _number(said["some"] or ""), _number(said["whole"] or "")
    return (Decimal(100 * some) / whole, "%") if 0 < some < whole else None


def in_digits(text: str) -> str:
    """Return a text with the shares that it gives in words written as percentages: 百分之八十 → 80%."""
    for figure in sorted(worded_figures(text), key=lambda one: -one.start):
        if figure.unit == "%":
            end = figure.start + len(figure.text)
            text = f"{text[: figure.start]}{round(figure.value)}%{text[end:]}"
    return text
