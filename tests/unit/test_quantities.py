"""Figures are read alike in Chinese and English."""

import pytest

from coursekit.quantities import figures


def keys(text: str) -> list[tuple[float, str]]:
    return [(float(figure.value), figure.unit) for figure in figures(text)]


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("4,500 万美元", "US$45 million"),
        ("6.3 亿美元", "US$630M"),
        ("60,000 元", "¥60,000"),
        ("13.79 亿元", "RMB 1.379 billion"),
        ("25–100 万美元", "US$250–1,000K"),
        ("10%–15%", "10–15%"),
        ("3 个百分点", "3 percentage points"),
        ("2.4 倍", "2.4×"),
        ("5 倍", "5-fold"),
        ("1.5 倍", "1.5 times"),
        ("1,200 家", "1,200 companies"),
        ("5,000 人的集团", "a 5,000-person group"),
        ("2024 年 12 月 13 日", "13 December 2024"),
    ],
)
def test_both_languages_write_the_same_figure(zh: str, en: str) -> None:
    assert sorted(keys(zh)) == sorted(keys(en)) != []


def test_a_range_gives_both_ends_its_unit() -> None:
    assert keys("US$5–50K") == [(5000, "USD"), (50000, "USD")]


def test_a_long_first_end_keeps_its_own_size() -> None:
    assert keys("326,000 to 1.439 million") == [(326000, ""), (1439000, "")]


@pytest.mark.parametrize(
    "text",
    [
        "2C、2B 都行",
        "做 2B 的公司",
        "面向 2B",
        "call 400-800-1234",
        "B2B",
        "FY2024",
        "`40%`",
        "[@smith2020, pp. 3–5]",
        "[看](a-40.md)",
        "https://a.example/40",
    ],
)
def test_names_addresses_and_citations_hold_no_figures(text: str) -> None:
    assert keys(text) == []


@pytest.mark.parametrize(
    ("text", "claims"), [("2024 年", False), ("40%", True), ("20 家", False), ("1,200 家", True), ("3 倍", True)]
)
def test_shares_money_multiples_and_large_counts_ask_for_a_source(text: str, claims: bool) -> None:
    (figure,) = figures(text)
    assert figure.is_claim is claims


def test_billions_stay_billions() -> None:
    assert keys("US$2B") == [(2e9, "USD")]
    assert keys("2B 美元") == [(2e9, "USD")]
    assert keys("2B users") == [(2e9, "")]


def test_multiplication_is_no_multiple() -> None:
    assert keys("40 × 60,000") == [(40, ""), (60000, "")]
