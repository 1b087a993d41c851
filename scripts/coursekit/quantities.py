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
      | \s?(?P<ratio>%|％|个百分点|倍)
      | [\s-]?(?P<latin>percentage\ points?|percent|pp|times|fold|x|×(?!\s*[\d(（])){_LATIN_END}
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
