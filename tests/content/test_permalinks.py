"""Addresses stay: the record is complete, what moves is redirected, and the command that keeps the record forgets nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from coursekit import cli
from coursekit.course import Course, load_course
from coursekit.download_names import download_names
from coursekit.downloads import downloads
from coursekit.findings import CourseError
from coursekit.pages import LANGUAGES
from coursekit.permalinks import RECORD, RECORD_HEAD, Permalinks, read_record, record_new, short_addresses
from coursekit.redirects import REDIRECTS
from coursekit.rules import check
from recording import record_as_in_step


def edit(course: Path, name: str, find: str, put: str) -> None:
    path = course / "docs" / name
    text = path.read_text(encoding="utf-8")
    assert find in text
    path.write_text(text.replace(find, put), encoding="utf-8")


def redirect_as_told(course: Path, mend: str) -> None:
    told = re.search(r"add to docs/redirects\.yml: (\S+ \S+)", mend)
    assert told, mend
    with (course / REDIRECTS).open("a", encoding="utf-8") as file:
        file.write(told[1] + "\n")


def test_every_public_address_of_the_course_is_recorded_and_every_recorded_one_leads_somewhere(course: Course) -> None:
    record = read_record(course.root)
    assert record is not None
    permalinks = Permalinks(course)
    assert permalinks.live <= record.lines.keys()
    assert [address for address in record.lines if permalinks.leads_to(address) is None] == []
    assert len(record.lines) > 2000


def test_the_record_holds_every_kind_of_address_and_no_single_source(course: Course) -> None:
    record = read_record(course.root)
    assert record is not None
    for address in (
        "/",
        "/2-frameworks/2.5-positioning/",
        "/2-frameworks/2.5-positioning/#exercises",
        "/glossary/4-metrics/#cac",
        "/appendix/claims/#new-products-95",
        "/4-cases/4.1-product-led/#slack",
        "/assets/downloads/5.2-icp-worksheet.en.xlsx",
        "/go/2.3/",
        "/go/cac/",
    ):
        assert address in record.lines
    assert any("/#quiz-" in address for address in record.lines)
    assert not [address for address in record.lines if "#source-" in address or address.startswith("/en/")]


def test_the_record_is_kept_in_order_so_that_a_change_shows_as_added_lines_only(course: Course) -> None:
    text = (course.root / RECORD).read_text(encoding="utf-8")
    record = read_record(course.root)
    assert record is not None
    assert text == RECORD_HEAD + "\n".join(sorted(record.lines)) + "\n"


def test_the_downloads_are_made_under_the_names_that_are_recorded(course: Course) -> None:
    assert sorted(name for _, _, make in downloads(course, "") for name, _ in make()) == sorted(download_names(course))


def test_lessons_terms_cases_and_claims_have_short_addresses_of_their_own(course: Course) -> None:
    for language in LANGUAGES:
        shorts = [short for short, _ in short_addresses(course, language)]
        assert len(shorts) == len({short.casefold() for short in shorts})
        assert {"home", "2.3", "A.2", "cac", "slack", "new-products-95"} <= set(shorts)
        assert set(course.glossaries[language].terms) <= set(shorts)


def test_a_renamed_section_is_kept_by_doing_what_the_check_says(small_course: Path) -> None:
    before = read_record(small_course)
    for language in LANGUAGES:
        edit(small_course, f"{language}/5-toolkit/index.md", "#scoring }", "#scoring-in-pairs }")
    edit(small_course, "redirects.yml", "/5-toolkit/#scoring", "/5-toolkit/#scoring-in-pairs")
    record_as_in_step(small_course)
    found = {one.rule: one for one in check(small_course)}
    assert set(found) == {"permalink-new", "permalink-lost"}
    lost = found["permalink-lost"]
    assert lost.path == Path("docs/zh/5-toolkit/index.md")
    assert "#scoring-in-pairs }" in (small_course / lost.path).read_text(encoding="utf-8").split("\n")[lost.line - 1]
    redirect_as_told(small_course, lost.mend)
    assert found["permalink-new"].mend == "python3 scripts/course.py permalinks"
    assert record_new(load_course(small_course)) == ["/5-toolkit/#scoring-in-pairs"]
    assert check(small_course) == []
    after = read_record(small_course)
    assert before is not None
    assert after is not None
    assert after.lines.keys() == before.lines.keys() | {"/5-toolkit/#scoring-in-pairs"}


def test_a_renamed_page_is_kept_with_all_its_sections_by_one_line(small_course: Path) -> None:
    for language in LANGUAGES:
        folder = small_course / "docs" / language
        (folder / "4-cases").rename(folder / "4-case-studies")
    navigation = small_course / "mkdocs.yml"
    navigation.write_text(
        navigation.read_text(encoding="utf-8").replace("4-cases/", "4-case-studies/"), encoding="utf-8"
    )
    outline = small_course / "docs/course.yml"
    outline.write_text(outline.read_text(encoding="utf-8").replace("4-cases", "4-case-studies"), encoding="utf-8")
    record_as_in_step(small_course)
    (lost,) = [one for one in check(small_course) if one.rule == "permalink-lost"]
    assert (lost.path, lost.line) == (RECORD, 27)
    assert "/4-cases/: /4-case-studies/" in lost.mend
    redirect_as_told(small_course, lost.mend)
    record_new(load_course(small_course))
    assert check(small_course) == []
    permalinks = Permalinks(load_course(small_course))
    assert permalinks.leads_to("/4-cases/#acme-moves") == "/4-case-studies/#acme-moves"


def test_a_renamed_term_keeps_its_entry_and_its_short_address(small_course: Path) -> None:
    for language in LANGUAGES:
        edit(small_course, f"{language}/glossary/4-metrics.md", "#churn-rate", "#churn")
    edit(small_course, "house-names.yml", "churn-rate", "churn")
    record_as_in_step(small_course)
    for _ in range(2):
        redirect_as_told(small_course, next(one for one in check(small_course) if one.rule == "permalink-lost").mend)
    record_new(load_course(small_course))
    assert check(small_course) == []
    permalinks = Permalinks(load_course(small_course))
    assert permalinks.leads_to("/glossary/4-metrics/#churn-rate") == "/glossary/4-metrics/#churn"
    assert permalinks.leads_to("/go/churn-rate/") == "/go/churn/"


def test_a_section_that_only_one_language_has_is_not_recorded(small_course: Path) -> None:
    edit(small_course, "zh/index.md", "## 路线", "## 新的一节 { #fresh }\n\n一句话。\n\n## 路线")
    assert record_new(load_course(small_course)) == []


@pytest.mark.parametrize("damage", ["<<<<<<< HEAD\n", None])
def test_a_damaged_record_is_not_written_over(small_course: Path, damage: str | None) -> None:
    path = small_course / RECORD
    if damage is None:
        path.unlink()
    else:
        path.write_text(damage + path.read_text(encoding="utf-8"), encoding="utf-8")
    before = path.read_bytes() if path.exists() else None
    with pytest.raises(CourseError, match=r"permalinks\.txt:1:1"):
        record_new(load_course(small_course))
    assert (path.read_bytes() if path.exists() else None) == before


def test_the_command_adds_what_is_new_and_says_so(
    small_course: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli, "ROOT", small_course)
    edit(small_course, "permalinks.txt", "/go/cac/\n", "")
    assert cli.main(["permalinks"]) == 0
    assert capsys.readouterr().out == "/go/cac/\n"
    assert cli.main(["permalinks"]) == 0
    assert capsys.readouterr() == ("", f"permalinks: 0 added to {RECORD}\n")
    (small_course / RECORD).unlink()
    assert cli.main(["permalinks"]) == 1
    assert "git checkout docs/permalinks.txt" in capsys.readouterr().out


def test_a_page_in_the_folder_of_short_addresses_is_refused(small_course: Path) -> None:
    for language in LANGUAGES:
        folder = small_course / "docs" / language
        (folder / "go").mkdir()
        (folder / "appendix/claims.md").rename(folder / "go/claims.md")
    found = {one.path for one in check(small_course) if one.rule == "short-address"}
    assert found == {Path("docs/zh/go/claims.md"), Path("docs/en/go/claims.md")}
