"""Worked arithmetic is found in running text and recomputed."""

from decimal import Decimal

import pytest

from coursekit.arithmetic import calculations


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("40,000 家 × 25% × 5% = 500 家", "500"),
        ("45,000 ÷ (60,000 ÷ 12 × 75%) = 12 个月", "12"),
        ("先算 60,000 ÷ 12 × 75% = 3,750 元，再除", "3750"),
        ("500 家 × 6 万元 = 3,000 万元", "30000000"),
        ("500 customers × ¥60,000 = ¥30 million", "30000000"),
        ("450,000 ÷ 10 = 45,000 元/家", "45000"),
        ("(19.41 ÷ 4.06)^(1 ÷ 10) − 1 ≈ 17%", None),
        ("50 × (1 − 0.99^36) ÷ 0.01 ≈ 1,518", None),
        ("13/20 = 0.65", "0.65"),
        ("20 − 2 + 22 = 40", "40"),
        ("CAC = 450,000 ÷ 10 = 45,000", "45000"),
        ("2 − 5 = −3", "-3"),
        ("2 − −5 = 7", "7"),
        ("收入（70,833 = 21,250 ÷ 30%）不够", None),
        ("about 6,375 yuan (6,375 = 21,250 × 30%), which", "6375"),
        ("¥300/month × 12 = ¥3,600", "3600"),
        ("¥300 a head, 300 元/月 × 12 = 3,600 元", "3600"),
        ("400 × 20 percent = 80", "80"),
        ("3 成 × 100 = 30", "30"),
        ("10 (customers) × 5 (months) = 50", "50"),
        ("7 万元 × 2 = 人民币 14 万元", "140000"),
        ("20 x 30 = 600", "600"),
        ("½ × 100 = 50", "50"),
        ("√100 = 10", "10"),
        ("10 × 5 等于 50", "50"),
        ("10 ÷ 3 约等于 3.3", None),
        ("10 ÷ 4 ≈ 2", "2.5"),
        ("10 ÷ 3 ≈ 4 人（向上取整）", None),
        ("10 ÷ 3 ≈ 4 people, rounded up", None),
        ("10 × 5 = [50](a.md)", "50"),
        ("10 × 5\n= 50", "50"),
        ("10 ×\n5 = 50", "50"),
    ],
)
def test_a_right_calculation_agrees(text: str, result: str | None) -> None:
    (found,) = calculations(text)
    assert found.agrees, found
    if result is not None:
        assert found.computed == Decimal(result)


@pytest.mark.parametrize(
    "text",
    [
        "2 + 2 = 5",
        "45,000 ÷ 3,750 = 13 个月",
        "100 × 3% = 4",
        "1 ÷ 3 = 0.34",
        "200 ÷ 3 ≈ 65",
        "5 ÷ (3 − 3) = 0",
        "(6,375 = 21,250 × 40%)",
        "10 ÷ 3 ≈ 4",
        "100 ÷ 7 ≈ 15",
        "149,000 + 1 ≈ US$1 million",
        "450,000 ÷ 100 = £4,600",
        "450,000 ÷ 100 = HK$4,600",
        "3 万元 × 2 = 港币 7 万",
        "3 万元 × 2 = 人民币 7 万元",
        "450,000 ÷ 100 = about 4,600",
        "10 ÷ 3 = 约 4",
        "10 × 5 等于 60",
        "10 ÷ 3 约等于 4",
        "10 × 5 equals 60",
        "450,000 ÷ 100 = *4,600*",
        "450,000 ÷ 100 = [4,600](a.md)",
        "20 x 30 = 700",
        "½ × 100 = 60",
        "√100 = 12",
        "10 (customers) × 5 (months) = 60",
        "450,000 ÷ 100\n= 4,600",
        "450,000 ×\n2 = 4,600",
    ],
)
def test_a_wrong_calculation_is_caught(text: str) -> None:
    (found,) = calculations(text)
    assert not found.agrees


@pytest.mark.parametrize(
    ("text", "right"),
    [("2 + −−−3 = −1", True), (f"2 + {'−' * 5000}3 = 5", True), (f"2 − {'(' * 3000}1{')' * 3000} = 1", False)],
)
def test_signs_fold_however_many_there_are(text: str, right: bool) -> None:
    (found,) = calculations(text)
    assert found.agrees is right


def test_a_result_that_is_given_twice_is_compared() -> None:
    assert [one.agrees for one in calculations("400 × 20% × 50% = 40 = 41")] == [True, False]
    assert [one.agrees for one in calculations("400 × 20% × 50% = 40 家 = 41 家")] == [True, False]
    assert [one.agrees for one in calculations("4 × 3 = 12 个月 = 1 年")] == [True]
    assert [one.agrees for one in calculations("1 ÷ 4 = 0.25 = 25%")] == [True]


@pytest.mark.parametrize(
    "text",
    [
        "WHO = 目标市场",
        "流失率不等于 1 − 3",
        "LTV 等于 3 倍 CAC",
        "A = B + C",
        "GTM = 5 个组件",
        "x ≈ 3",
        "见 2.3 = 上一课",
    ],
)
def test_an_equals_sign_alone_is_no_calculation(text: str) -> None:
    assert list(calculations(text)) == []


def test_rounding_is_judged_at_the_precision_shown() -> None:
    (exact,) = calculations("630 ÷ 12 = 52.5")
    (rounded,) = calculations("630.4 ÷ 12 ≈ 52.5")
    assert exact.agrees
    assert rounded.agrees
    assert not next(calculations("630 ÷ 12 = 52")).agrees


@pytest.mark.parametrize("sign", ["-", "−", "–"])
def test_thousands_of_signs_are_no_traceback(sign: str) -> None:
    for count in (2_000, 2_001):
        list(calculations(f"一 {sign * count}1 + 1 = 2，1 + {f'{sign} ' * count}1 = 2"))
