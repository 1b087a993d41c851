"""What counts as a word when the course is searched.

`docs/assets/scripts/search/words.js` does the same in the browser; a test holds the two together over all words of the
course. Latin words are folded and stripped of a few endings. Chinese needs no cutting here: the index holds every word of
the dictionary that stands anywhere in a text, so whatever way a query is cut into words of the dictionary, they are found.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

LATIN = r"[0-9A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]+"
HAN = r"[\u3007\u3400-\u9fff]+"
PIECE = re.compile(f"{LATIN}|{HAN}")

# They say nothing about what is looked for; they count only within names ("go to market") and headings.
_STOP = """
a an and are as at be been but by can did do does for from had has have how i if in is it its me my of on or our s
should so t than that the their them then there these they this to us was we were what when where which who why will
with would you your am not no about into just
的 了 是 在 和 与 及 或 也 都 就 而 但 把 被 对 为 以 于 从 到 中 上 下 里 后 前 这 那 这个 那个 这些 那些 哪 哪些 哪个 哪里
什么 怎么 怎么样 怎样 如何 为什么 为何 吗 呢 吧 啊 呀 有 没有 没 我 我们 你 你们 他 他们 它 它们 自己 一个 一种 一些 该 要 应该
应当 可以 能 会 不 请问 请 叫 让 给 去 来 又 再 还 还是 才 只 很 太 最 更 跟 着 过 个 些 之 其 等 由 向 所 得 地 做 用 人
是否 能否 可否 要不要 能不能 是不是 怎么办 是什么 什么是 有什么 算
"""
# They ask for a kind of answer rather than for a subject: a section without them may be the right one.
_SOFT = """
difference between mean meaning means definition define example examples formula calculate calculation compute good
best need needs choose much many more most way ways use using used get make work works know tell really same
区别 差别 不同 差异 估算 估计 测算 意思 定义 含义 例子 举例 公式 计算 多少 几个 几 方法 办法 步骤 判断 选择 选 需要 多 少
好 难 知道 问题 情况 怎么做 怎么算 怎么选 有什么不同 先 大 小 够 久 多久 多大
"""
STOP = frozenset(_STOP.split())
SOFT = frozenset(_SOFT.split())


def fold(word: str) -> str:
    """Return a Latin word without case and accents."""
    lower = word.lower()
    if lower.isascii():
        return lower
    return "".join(one for one in unicodedata.normalize("NFD", lower) if not "\u0300" <= one <= "\u036f")


def stem(word: str) -> str:
    """Return what the forms of a folded English word share: price, prices, priced, and pricing all give `pric`.

    Only endings of grammar go, by rules that need no list of words. “Marketing” stays: here it is another thing than a market.
    """
    if word == "marketing" or not word.isalpha() or not word.isascii():
        return word
    if len(word) > 4 and word.endswith(("ies", "ied")):
        return word[:-3] + "y"
    if (
        len(word) > 2
        and word.endswith("s")
        and not word.endswith(("ss", "us"))
        and not (len(word) > 4 and word.endswith("is"))
    ):
        word = word[:-1]
    for ending in ("ing", "ed"):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) > 2 and re.search("[aeiouy]", rest):
            word = rest
            if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz":
                word = word[:-1]
            break
    return word[:-1] if len(word) > 3 and word.endswith("e") else word


def is_word(word: str) -> bool:
    """Tell whether a folded Latin word is looked for: single letters and figures are not, nor long figures."""
    return len(word) > 1 and not (word.isdigit() and len(word) > 4) and word not in STOP


def latin_words(text: str) -> Iterator[str]:
    """Yield the Latin words of a text as the index holds them."""
    return filter(None, map(_indexed, re.findall(LATIN, text)))


@cache
def _indexed(word: str) -> str:
    folded = fold(word)
    return stem(folded) if is_word(folded) else ""


def squeezed(name: str) -> str:
    """Return a name in the form in which all its spellings agree: “Go-to-market” and “go to market” give `gotomarket`."""
    return "".join(fold(piece) for piece in PIECE.findall(name))
