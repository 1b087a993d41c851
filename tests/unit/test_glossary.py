"""Terms are found in running Chinese and English, by every name, and nowhere else."""

from pathlib import Path

import pytest

from coursekit.glossary import Glossary, build_glossary
from coursekit.pages import Language, parse_page

ZH = """---
id: "G4"
---
## 客户获取成本（CAC） { #cac }

**Customer acquisition cost** · 又名：获客成本

赢得一位新客户平均要花的钱。第二句。

- **公式**：CAC = 费用 ÷ 客户数

## CAC 回收期 { #cac-payback }

**CAC payback period**

收回它要几个月。

## 线索 { #lead .explicit }

**Lead**

可能的客户。
"""
EN = """---
id: "G4"
---
## Go-to-market (GTM) { #gtm }

**市场进入策略** · Also: market entry

How a product gets to its market, e.g. by partners. Second sentence.

## Win rate { #win-rate }

**成交率**

The share of opportunities that are won.
"""


def glossary(language: Language, text: str) -> Glossary:
    name = "glossary/4-metrics.md"
    return build_glossary(language, [parse_page(text, Path("docs") / language / name, language, name)])


def named(text: str, language: Language = "zh") -> list[tuple[str, str]]:
    found = glossary(language, ZH if language == "zh" else EN).mentions(text)
    return [(mention.term, text[mention.start : mention.end]) for mention in found]


def test_an_entry_is_read_with_all_its_parts() -> None:
    term = glossary("zh", ZH).terms["cac"]
    assert (term.name, term.abbreviation, term.other_name) == ("客户获取成本", "CAC", "Customer acquisition cost")
    assert term.also == ("获客成本",)
    assert term.summary == "赢得一位新客户平均要花的钱。"
    assert term.facts == (("公式", "CAC = 费用 ÷ 客户数"),)


def test_a_summary_does_not_end_at_an_abbreviation() -> None:
    assert glossary("en", EN).terms["gtm"].summary == "How a product gets to its market, e.g. by partners."


@pytest.mark.parametrize(
    "text",
    ["使用CAC计算", "使用 CAC 计算", "降低获客成本。", "看客户获取成本（CAC）", "the customer acquisition cost here"],
)
def test_a_term_is_found_between_chinese_characters_and_by_every_name(text: str) -> None:
    assert [term for term, _ in named(text)] == ["cac"]


def test_a_name_with_its_abbreviation_is_one_mention() -> None:
    assert named("看客户获取成本（CAC）。") == [("cac", "客户获取成本（CAC）")]


def test_the_longest_name_wins() -> None:
    assert [term for term, _ in named("CAC 回收期很长")] == ["cac-payback"]


@pytest.mark.parametrize("text", ["CACAO", "SCAC", "XCAC1", "线索很多"])
def test_parts_of_words_and_explicit_terms_are_left_alone(text: str) -> None:
    assert named(text) == []


@pytest.mark.parametrize("text", ["two win rates", "Win Rate", "win-rate", "GTM", "go to market", "Go-To-Market"])
def test_plural_case_space_and_hyphen_make_no_difference(text: str) -> None:
    assert len(named(text, "en")) == 1


def test_a_name_that_looks_like_the_plural_of_another_keeps_its_own_meaning() -> None:
    entries = (
        "## Growth systems (GMS) { #gms }\n\n**增长**\n\nA.\n",
        "## General manager (GM) { #gm }\n\n**经理**\n\nB.\n",
    )
    for order in (entries, entries[::-1]):
        found = glossary("en", f"---\nid: G4\n---\n{order[0]}\n{order[1]}")
        assert [one.term for one in found.mentions("Two GMs run one GMS.")] == ["gm", "gms"]


def test_case_matters_in_abbreviations() -> None:
    assert named("gtm", "en") == []


ABBREVIATIONS = """---
id: "G4"
---
## Gross merchandise sales (GMS) { #gms }

**销售额**

What is sold.

## General manager (GM) { #gm }

**总经理**

Who runs it.
"""


@pytest.mark.parametrize(("text", "term"), [("Watch GMS now", "gms"), ("Ask both GMs now", "gm"), ("Ask the GM", "gm")])
def test_a_name_that_looks_like_the_plural_of_another_stays_its_own(text: str, term: str) -> None:
    first, second = ABBREVIATIONS.split("## General")
    for entries in (
        ABBREVIATIONS,
        f"---\nid: a\n---\n## General{second}\n{first.partition('---' + chr(10))[2].partition('---')[2]}",
    ):
        assert [one.term for one in glossary("en", entries).mentions(text)] == [term]


def test_an_entry_without_a_name_has_empty_parts_and_is_named_by_no_text() -> None:
    entries = glossary("en", EN + "\n## { #zzz }\n")
    assert entries.terms["zzz"].name == ""
    assert list(entries.mentions("zzz and { #zzz }")) == []
