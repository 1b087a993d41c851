"""Figures are read alike in Chinese and English."""

import pytest

from coursekit.quantities import figures, in_digits, worded_figures


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


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("百分之八十的新品失败", 80, "%"),
        ("七成以上", 70, "%"),
        ("九成五。", 95, "%"),
        ("三千亿元", 3e11, "CNY"),
        ("二十万美元", 2e5, "USD"),
        ("每 10 家就有 9 家", 90, "%"),
        ("每十家公司里有九家失败", 90, "%"),
        ("三分之二以上", 200 / 3, "%"),
        ("Sixty percent of products", 60, "%"),
        ("9 out of 10 fail", 90, "%"),
        ("nine out of ten fail", 90, "%"),
        ("about 1 in 5 fails", 20, "%"),
        ("two-thirds of them", 200 / 3, "%"),
        ("three hundred billion dollars", 3e11, "USD"),
    ],
)
def test_shares_and_money_in_words_are_figures(text: str, value: float, unit: str) -> None:
    (figure,) = worded_figures(text)
    assert (float(figure.value), figure.unit) == (pytest.approx(value), unit)
    assert figure.text in text
    assert figure.is_claim


@pytest.mark.parametrize(
    "text",
    [
        "一成不变",
        "三成本",
        "两成分成",
        "百分之百确定",
        "百万美元的单",
        "一分为二",
        "口号“八成客户如此”",
        "one in 2024",
        "one in five months",
        "a one-third share",
        "Two in one.",
        "the first in 3 days",
    ],
)
def test_words_that_only_look_like_figures_are_none(text: str) -> None:
    assert worded_figures(text) == ()


def test_small_units_of_a_share_are_read() -> None:
    assert keys("20 pct") == [(20, "%")]
    assert keys("50 basis points") == keys("50 个基点") == [(50, "bp")]


def test_shares_in_words_can_be_written_in_digits() -> None:
    assert in_digits("其实百分之八十或九成五") == "其实80%或95%"
    assert in_digits("nine out of ten, or two-thirds") == "90%, or 67%"
