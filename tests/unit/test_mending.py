"""`check --fix` mends what is certain, keeps every other byte, and has nothing left to do the second time."""

from __future__ import annotations

from pathlib import Path

import pytest

from coursekit import cli
from coursekit.findings import Finding, Fix
from coursekit.mending import mend
from coursekit.pages import parse_page
from coursekit.prose import NOTHING, OBJECT, page_passages
from coursekit.rules import check

PAGE = "docs/zh/1-foundations/1.1-first.md"
ENGLISH = "docs/en/1-foundations/1.1-first.md"


def plant(course: Path, page: str, find: str, put: str) -> None:
    path = course / page
    text = path.read_bytes().decode()
    assert find in text
    path.write_bytes(text.replace(find, put, 1).encode())


@pytest.mark.parametrize(
    ("page", "sound", "broken"),
    [
        (PAGE, "越来越高。", "越来越高."),
        (PAGE, "不知道先卖给谁，客户", "不知道先卖给谁, 客户"),
        (PAGE, "2024 年，它有 1,200 家客户", "2024年，它有1,200家客户"),
        (PAGE, "看不出规律。", "看不出规律。。  "),
        (PAGE, "## 方法 { #method }\n\n", "## 方法 { #method }\n"),
        (PAGE, "50–300 人", "50-300 人"),
        (PAGE, "客户不到 20 家", "客户不到 ２０ 家"),
        (PAGE, "minutes: {reading: 1, practice: 5}", "minutes: {reading: 4, practice: 5}"),
        (ENGLISH, "whom to sell to first, and", "whom to sell to first , and and"),
        (ENGLISH, "Smith’s study", "Smith's study"),
        (ENGLISH, "customer acquisition cost (CAC)", "client acquisition cost (CAC)"),
    ],
)
def test_a_mended_page_is_the_sound_page(small_course: Path, page: str, sound: str, broken: str) -> None:
    before = (small_course / page).read_bytes()
    plant(small_course, page, sound, broken)
    assert mend(small_course, (), check)
    assert (small_course / page).read_bytes() == before
    assert mend(small_course, (), check) == []


def test_line_ends_stay_as_they_are(small_course: Path) -> None:
    path = small_course / PAGE
    before = path.read_bytes().replace(b"\n", b"\r\n")
    path.write_bytes(before.replace("越来越高。".encode(), "越来越高.".encode()).replace(b"}\r\n\r\n", b"}\r\n", 1))
    assert len(mend(small_course, (), check)) == 2
    assert path.read_bytes() == before


def test_only_the_files_named_are_mended(small_course: Path) -> None:
    plant(small_course, PAGE, "越来越高。", "越来越高.")
    plant(small_course, "docs/zh/index.md", "先看", "先,看")
    other = (small_course / PAGE).read_bytes()
    assert {one.path for one in mend(small_course, {Path("docs/zh/index.md")}, check)} == {Path("docs/zh/index.md")}
    assert (small_course / PAGE).read_bytes() == other


def test_code_addresses_citations_and_calculations_are_never_written(small_course: Path) -> None:
    kept = [
        '`a,b--c "d"`',
        "[规律](https://example.org/a--b,c)",
        "[@smith2020launch, pp. 3–5]",
        "45,000 ÷ (60,000 ÷ 12 × 75%) = 12 个月",
        "  A[选客户] --> B[选渠道]",
        "| 项目 | 数值 |\n|---|---|",
    ]
    path = small_course / PAGE
    plant(small_course, PAGE, "看不出规律。", f"看不出规律,见{kept[0]}和{kept[1]}.")
    mend(small_course, (), check)
    text = path.read_text(encoding="utf-8")
    assert all(one in text for one in kept)
    assert "看不出规律，见" in text


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("spelling", "A company knows the Labour Party."),
        ("doubled", "What it is is clear."),
        ("markdown", "#1 in its market is the company."),
        ("markdown", "#growth is a word for it."),
    ],
)
def test_what_may_be_right_is_told_and_not_written(small_course: Path, rule: str, text: str) -> None:
    plant(small_course, ENGLISH, "A company does not", f"{text}\n\nA company does not")
    before = (small_course / ENGLISH).read_bytes()
    assert rule in {one.rule for one in check(small_course) if one.path == Path(ENGLISH)}
    mend(small_course, (), check)
    assert (small_course / ENGLISH).read_bytes() == before


def test_a_mend_never_breaks_the_front_matter(small_course: Path) -> None:
    plant(small_course, ENGLISH, "description: ", "description: Read this：")
    mend(small_course, (), check)
    assert not [one for one in check(small_course) if "cannot be read" in one.what]


def test_two_mends_of_one_place_come_one_after_the_other(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("abc", encoding="utf-8")
    text = {"abc": [(1, 3, "X"), (2, 4, "Y")], "Xc": []}

    def rules(root: Path, wanted: object) -> list[Finding]:
        found = text[(root / "a.md").read_text(encoding="utf-8")] if (root / "a.md").read_text() in text else []
        return [Finding(Path("a.md"), 1, a, "r", "w", "m", Fix((1, a), (1, b), put)) for a, b, put in found]

    assert [one.column for one in mend(tmp_path, (), rules)] == [2]
    assert (tmp_path / "a.md").read_text() == "aY"


def test_check_fix_says_what_it_mended(
    small_course: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli, "ROOT", small_course)
    plant(small_course, PAGE, "越来越高。", "越来越高.")
    assert cli.main(["check", "--fix"]) == 0
    assert f"mended {PAGE}:14:" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("line", "covered"),
    [
        ("甲`a, b`乙", f"甲{OBJECT * 6}乙"),
        ("见[甲](b.md#c)乙", f"见{NOTHING}甲{NOTHING * 9}乙"),
        ("甲 [@a2020b, p. 3]。", f"甲 {OBJECT * 15}。"),
        ("- **甲**：乙", f"{OBJECT * 2}{NOTHING * 2}甲{NOTHING * 2}：乙"),
        ("/// example | 甲", f"{OBJECT * 14}甲"),
        ("/// quiz | first-step", OBJECT * 21),
        ("|---|:--|", OBJECT * 9),
    ],
)
def test_what_is_no_running_text_is_covered_and_keeps_its_length(line: str, covered: str) -> None:
    page = parse_page(line, Path("docs/zh/a.md"), "zh", "a.md")
    (passage,) = page_passages(page)
    assert passage.text == covered
