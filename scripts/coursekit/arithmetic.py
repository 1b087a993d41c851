"""Worked arithmetic in the text: find every line that shows a calculation and recompute it.

An author writes `40,000 家 × 25% × 5% = 500 家`; units between the numbers are words and are passed over, with or without
brackets. "=" and "≈" (or words for them) ask for the result rounded to the last digit shown; a result that the text calls
rounded up or to a round number may lie a whole unit of that digit away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation, localcontext
from itertools import takewhile
from unicodedata import numeric

from coursekit.quantities import MAGNITUDES, PREFIX

_ASCII_MAGNITUDES = "|".join(m for m in sorted(MAGNITUDES, key=len, reverse=True) if m.isascii())
_HAN_MAGNITUDES = "|".join(m for m in sorted(MAGNITUDES, key=len, reverse=True) if not m.isascii())
_TOKEN = re.compile(
    rf"""
    (?P<citation>\[@[^\]]*\]|\]\([^)]*\))
  | (?P<number>(?:(?:{PREFIX})\s*)?
      (?P<digits>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)
      (?:[ ]?(?P<magnitude>{_HAN_MAGNITUDES}|(?:{_ASCII_MAGNITUDES})(?![A-Za-z])))?
      (?:[ ]?(?:(?P<percent>[%％]|(?:percent|pct)(?![a-z]))|(?P<tenths>成(?![\u3400-\u9fff]))))?)
  | (?P<part>[½¼¾])
  | (?P<operator>[×÷+−*/^√]|(?<=\s)[-–](?=\s)|(?<=\d[ ])x(?=[ ]\d))
  | (?P<equals>[=＝≈])
  | (?P<open>[(（]) | (?P<close>[)）])
  | (?P<stop>[，。；;：！？!?|\n、"“”]|[,.:](?=\s|$))
  | (?P<word>[^\W\d]+(?:[ ][^\W\d]+)*|[^\s])
  | (?P<space>\s+)
    """,
    re.X,
)
# What is passed over. "元/家" is a unit, not a division; so is the bracket of "10 (customers)".
_PASSED = re.compile(
    r"(?:(?<=\d)|[^\W\d]+)/[^\W\d]+|[(（][^()（）\d=＝≈×÷+−\n]*[^\W\d][^()（）\d=＝≈×÷+−\n]*[)）]|\*\*"
    r"|(?<![\w)）%])\*(?=\S)|(?<=\S)\*(?![\w(（])|\[(?=[^\[\]\n]*\]\()"
)
# A calculation may go on in the next line.
_WRAPPED = re.compile(r"\n(?=\s*[=＝≈×÷+−])|(?<=[=＝≈×÷+−])\s*\n")
_DIGITS = re.compile(r"[\d,.\s]")
HALF = Decimal("0.5")
_SIGN_WORDS = re.compile(r"(?<!不)(?:(?P<about>大?约等于)|等于)|\bequals\b")
_HEDGES = frozenset({"about", "around", "roughly", "nearly", "almost", "some", "约", "大约", "近"})
_ROUNDED = re.compile(r"取整|凑整|进一|rounded|round figures", re.I)


@dataclass(frozen=True, slots=True)
class Calculation:
    """One calculation as written: `left` and `right` as shown, the recomputed value, and whether they agree."""

    written: str
    shown: Decimal
    computed: Decimal | None
    agrees: bool
    start: int


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    start: int
    value: Decimal | None = None
    step: Decimal | None = None


def calculations(text: str) -> Iterator[Calculation]:
    """Yield every calculation of a text: an expression with an operator, then "=" or "≈", then a number; or the other way round."""
    if not any(sign in text for sign in ("=", "＝", "≈", "等于", "equals")):
        # Most lines show no calculation, and reading one costs more than a glance.
        return
    tokens = _tokens(text)
    for position, token in enumerate(tokens):
        if token.kind != "equals":
            continue
        expression, number = _expression_before(tokens, position), _number_after(tokens, position)
        first, last = (expression[0], number) if expression and number else (None, None)
        if expression is None:
            expression, number = _expression_after(tokens, position), _number_before(tokens, position)
            first, last = (number, expression[-1]) if expression and number else (None, None)
        if expression is None and (chained := _chained(tokens, position)):
            yield chained
        if expression is None or number is None or first is None or last is None:
            continue
        computed = _evaluate(expression)
        assert number.value is not None
        end = last.start + len(last.text)
        rounded = _ROUNDED.search(re.split(r"[。；;\n]", text[end:], maxsplit=1)[0][:24])
        agrees = computed is not None and _agree(computed, number, exact=token.text != "≈", step=1 if rounded else HALF)
        written = " ".join(text[first.start : end].split())
        yield Calculation(written, number.value, computed, agrees, first.start)


def _tokens(text: str) -> list[_Token]:
    """Return the tokens of a text; what is replaced beforehand keeps its length, and so the offsets."""
    found: list[_Token] = []
    text = _SIGN_WORDS.sub(lambda match: ("≈" if match["about"] else "=").ljust(len(match[0])), text)
    text = _WRAPPED.sub(lambda match: " " * len(match[0]), text)
    text = _PASSED.sub(lambda match: (" " if match[0][0] in "(（*[" else "u") * len(match[0]), text)
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or ""
        if match["number"]:
            digits = match["digits"].replace(",", "")
            scale = Decimal(1)
            if match["magnitude"]:
                scale *= Decimal(10) ** MAGNITUDES[match["magnitude"]]
            if match["percent"] or match["tenths"]:
                scale /= 100 if match["percent"] else 10
            places = len(digits.partition(".")[2])
            found.append(
                _Token("number", match[0], match.start(), Decimal(digits) * scale, scale / Decimal(10) ** places)
            )
        elif match["part"]:
            found.append(_Token("number", match[0], match.start(), Decimal(str(numeric(match[0]))), Decimal("0.01")))
        elif match["operator"]:
            found.append(_Token("operator", match[0].replace("x", "×"), match.start()))
        elif match["citation"]:
            continue
        elif kind != "space":
            found.append(_Token(kind, match[0], match.start()))
    return found


def _expression_before(tokens: list[_Token], end: int) -> list[_Token] | None:
    """Return the tokens of the expression that ends before `end`, units left out, or None when there is none."""
    taken: list[_Token] = []
    depth = 0
    for token in reversed(tokens[:end]):
        after = taken[-1] if taken else None
        if token.kind == "word":
            # A unit follows its number: the token taken before it (to its right) must not be a number or a bracket.
            if after is not None and (after.kind == "number" or after.kind == "open"):
                break
            continue
        if token.kind == "close":
            if after is not None and after.kind in ("number", "open"):
                break
            depth += 1
        elif token.kind == "open":
            if depth == 0:
                break
            depth -= 1
        elif token.kind == "number":
            if after is not None and after.kind in ("number", "open"):
                break
        elif token.kind != "operator":
            break
        taken.append(token)
    taken.reverse()
    while taken and taken[0].kind == "operator" and taken[0].text not in "-−–√":
        taken.pop(0)
    if (
        depth
        or not any(token.kind == "operator" and (place or token.text == "√") for place, token in enumerate(taken))
        or not any(token.kind == "number" for token in taken)
    ):
        return None
    return taken


def _number_after(tokens: list[_Token], position: int) -> _Token | None:
    """Return the number right after the sign, or None when what follows is another expression or a word."""
    rest = tokens[position + 1 :]
    if rest and rest[0].text.lower() in _HEDGES:
        rest = rest[1:]
    if rest and rest[0].kind == "operator" and rest[0].text in "-−–" and len(rest) > 1 and rest[1].value is not None:
        number = rest[1]
        assert number.value is not None
        return _Token("number", rest[0].text + number.text, rest[0].start, -number.value, number.step)
    if not rest or rest[0].kind != "number":
        return None
    for token in rest[1:]:
        if token.kind in ("operator", "open"):
            return None if token.kind == "operator" else rest[0]
        if token.kind != "word":
            break
    return rest[0]


def _number_before(tokens: list[_Token], position: int) -> _Token | None:
    """Return the number that stands alone before the sign, its unit passed over, or None."""
    rest = tokens[:position]
    while rest and rest[-1].kind == "word":
        rest.pop()
    if not rest or rest[-1].kind != "number" or (len(rest) > 1 and rest[-2].kind in ("operator", "close")):
        return None
    return rest[-1]


def _chained(tokens: list[_Token], position: int) -> Calculation | None:
    """Return what "= 40 家 = 41 家" says of a result already given; where the two have different units, nothing can be said."""
    before, after = tokens[:position], tokens[position + 1 :]
    unit = [token.text for token in takewhile(lambda token: token.kind == "word", reversed(before))][::-1]
    if len(before) < len(unit) + 2 or before[-len(unit) - 2].kind != "equals" or not after:
        return None
    left, right = before[-len(unit) - 1], _number_after(tokens, position)
    if left.value is None or right is not after[0] or right.value is None or not left.step or not right.step:
        return None
    units = [token.text for token in takewhile(lambda token: token.kind == "word", after[1:])]
    if (unit and units != unit) or _DIGITS.sub("", left.text) != _DIGITS.sub("", right.text):
        return None
    agrees = abs(left.value - right.value) <= max(left.step, right.step) * HALF
    return Calculation(f"{left.text} = {right.text}", right.value, left.value, agrees, left.start)


def _expression_after(tokens: list[_Token], position: int) -> list[_Token] | None:
    """Return the tokens of the expression that begins after the sign, units left out, or None when there is none."""
    taken: list[_Token] = []
    depth = 0
    for token in tokens[position + 1 :]:
        after_value = bool(taken) and taken[-1].kind in ("number", "close")
        if token.kind == "word":
            if not after_value:
                break
            continue
        if token.kind == "close":
            depth -= 1
        if depth < 0 or after_value != (token.kind in ("operator", "close")):
            break
        if token.kind not in ("number", "operator", "open", "close"):
            break
        depth += token.kind == "open"
        taken.append(token)
    while taken and taken[-1].kind == "operator":
        taken.pop()
    whole = sum(token.kind == "open" for token in taken) == sum(token.kind == "close" for token in taken)
    return taken if whole and any(token.kind == "operator" for token in taken) else None


def _agree(computed: Decimal, shown: _Token, *, exact: bool, step: Decimal | int) -> bool:
    assert shown.value is not None
    assert shown.step is not None
    if exact and step == HALF:
        try:
            return (computed / shown.step).quantize(Decimal(1), ROUND_HALF_UP) * shown.step == shown.value
        except InvalidOperation:  # more digits than anybody rounds
            return computed == shown.value
    return abs(computed - shown.value) <= shown.step * step


def _evaluate(tokens: list[_Token]) -> Decimal | None:
    """Return the expression's value by the usual precedence, or None when it is malformed, divides by zero, or is too large."""
    with localcontext() as context:
        context.prec = 40
        try:
            value, rest = _sum(tokens)
        except (IndexError, ArithmeticError, ValueError, RecursionError):
            return None
    return value if not rest else None


def _sum(tokens: list[_Token]) -> tuple[Decimal, list[_Token]]:
    value, tokens = _product(tokens)
    while tokens and tokens[0].text in ("+", "-", "−", "–"):
        sign = 1 if tokens[0].text == "+" else -1
        other, tokens = _product(tokens[1:])
        value += sign * other
    return value, tokens


def _product(tokens: list[_Token]) -> tuple[Decimal, list[_Token]]:
    value, tokens = _power(tokens)
    while tokens and tokens[0].text in ("×", "*", "÷", "/"):
        other, rest = _power(tokens[1:])
        value = value * other if tokens[0].text in "×*" else value / other
        tokens = rest
    return value, tokens


def _power(tokens: list[_Token]) -> tuple[Decimal, list[_Token]]:
    value, tokens = _atom(tokens)
    if tokens and tokens[0].text == "^":
        exponent, tokens = _power(tokens[1:])
        value = value**exponent
    return value, tokens


def _atom(tokens: list[_Token]) -> tuple[Decimal, list[_Token]]:
    sign = 1
    while tokens[0].text in ("-", "−", "–"):
        sign, tokens = -sign, tokens[1:]
    first = tokens[0]
    if first.kind == "open":
        value, rest = _sum(tokens[1:])
        if rest[0].kind != "close":
            raise ValueError("bracket")
        return sign * value, rest[1:]
    if first.text == "√":
        value, rest = _atom(tokens[1:])
        return sign * value.sqrt(), rest
    if first.value is None:
        raise ValueError(first.text)
    return sign * first.value, tokens[1:]
