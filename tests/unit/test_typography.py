"""Typography: what is wrong is told; what `check --fix` writes is certain; right text stays silent."""

from __future__ import annotations

from pathlib import Path

import pytest

from coursekit.findings import Finding
from coursekit.pages import Language, parse_page
from coursekit.prose import page_passages
from coursekit.rules.typography import check

LATIN = "abcdefghijklmnopqrstuvwxyz"


def found(text: str, language: Language | None = None) -> list[Finding]:
    spoken = language or ("en" if text.isascii() or text[0].lower() in LATIN else "zh")
    page = parse_page(text, Path(f"docs/{spoken}/a.md"), spoken, "a.md")
    return list(check(page, list(page_passages(page))))


@pytest.mark.parametrize(
    "text",
    [
        "公司合并并重组。",
        "看了了不起的产品。",
        "全都都市化了。",
        "打的的费用不多。",
        "他也也许会来。",
        "A Ukrainian, a Ugandan, and a Uruguayan firm met.",
        "It is a utopia, a ukulele, a unidirectional road, a unanimous vote, a Utah firm.",
        "It was an herb, an ugly one, an unidentified one, an unanswered call.",
        "A herbivore is a Udemy course.",
        "The function f(xy) and the person(nel) are right.",
        "ISO 9001-2015 and 010-1234 are no ranges.",
        "He said that that was so.",
        "In May may be the best time. Is IT it?",
        "The end of the\n\nThe beginning.",
        "> Meet us\n> us all",
        "选一项：a) 甲，b）乙，1) 丙，一）丁。",
        "A list: a) one, b) two (or three).",
        "“第一段。\n\n“第二段。”",
        "“First.\n\n“Second.”",
        "用 CRM、ERP 等。",
        "见 Gainsight, Inc.",
        "他引了“這個軟體”，也说《這個》。",
        "三到五天，这是——那个。",
        "他说“（好）”，又说‘好’。",
    ],
)
def test_right_text_stays_silent(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "他们都很很高兴。",
        "What it is is clear.",
        "They live on Bora Bora now.",
        "Those who do do well.",
        "He went to re:Invent.",
        "It runs on Salesforce.Com now.",
        "The model(price and volume) is new.",
        'A 6" pipe and an 8" pipe.',
        "这样的'结果'很好。",
        "Once an Slack user was here.",
        "It is the The Times.",
        "It is the\nthe time.",
        "他说”好“。",
        "他说“好。",
        "选项 a”不行。",
        "他说：好）。",
        "他说（好。",
        "“It is fine.",
        "It is fine).",
        "用好 CRM.",
        "比较 CAC,LTV 两项。",
        "要三～五天。",
        "这里說的。",
    ],
)
def test_what_may_be_meant_is_told_and_left_alone(text: str) -> None:
    assert found(text)
    assert not any(one.fix for one in found(text))


@pytest.mark.parametrize(
    "text",
    [
        "The the firm.".lower(),
        "an company",
        "the firm's plan",
        'He said "yes" to it.',
        '他说"好"了。',
        "it is so,but",
        "5-10 firms",
    ],
)
def test_what_is_certain_is_mended(text: str) -> None:
    assert [one for one in found(text) if one.fix]
