"""Findings are told to people, to GitHub and to programs."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path, PureWindowsPath

import pytest

from coursekit import cli
from coursekit.findings import Finding, Fix
from coursekit.report import Format, report
from recording import record_as_in_step

ROOT = Path(__file__).resolve().parents[2]
FOUND = Finding(
    Path("docs/zh/甲,乙.md"), 3, 5, "spacing", "100% of a:b\nand, more", "mend it", Fix((3, 5), (3, 6), " ")
)


def test_people_get_a_line_that_editors_can_follow() -> None:
    assert report([FOUND], "people").startswith("docs/zh/甲,乙.md:3:5: spacing: 100% of a:b")


def test_github_gets_annotations_with_their_special_characters_escaped() -> None:
    place, _, message = report([FOUND], "github").partition("::")[2].partition("::")
    assert place == "error file=docs/zh/甲%2C乙.md,line=3,col=5,title=spacing"
    assert message == "docs/zh/甲,乙.md:3:5: spacing: 100%25 of a:b%0Aand, more → mend it"
    assert "\n" not in message


@pytest.mark.parametrize("form", ["people", "github", "json"])
def test_paths_have_the_slashes_of_the_repository_on_every_system(form: Format) -> None:
    found = replace(FOUND, path=PureWindowsPath("docs") / "zh" / "index.md")
    assert "docs/zh/index.md" in report([found], form)


def test_programs_get_a_list_of_objects() -> None:
    (one,) = json.loads(report([FOUND], "json"))
    assert one == {
        "file": "docs/zh/甲,乙.md",
        "line": 3,
        "column": 5,
        "rule": "spacing",
        "what": "100% of a:b\nand, more",
        "mend": "mend it",
        "fixable": True,
    }
    assert json.loads(report([], "json")) == []
    assert report([], "people") == report([], "github") == ""


@pytest.mark.parametrize(
    ("actions", "options", "start"),
    [
        ("", [], "docs/zh/index.md:7:"),
        ("true", [], "::error file=docs/zh/index.md,line=7,"),
        ("true", ["--format", "people"], "docs/zh/index.md:7:"),
        ("", ["--format", "json"], '[\n {\n  "file": "docs/zh/index.md"'),
    ],
)
def test_the_check_speaks_to_github_where_it_runs_there(
    actions: str,
    options: list[str],
    start: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    shutil.copytree(ROOT / "tests/fixtures/course", tmp_path / "c")
    page = tmp_path / "c/docs/zh/index.md"
    page.write_text(page.read_text(encoding="utf-8").replace("#method", "#metod"), encoding="utf-8")
    record_as_in_step(tmp_path / "c")
    monkeypatch.setattr(cli, "ROOT", tmp_path / "c")
    monkeypatch.setenv("GITHUB_ACTIONS", actions)
    assert cli.main(["check", *options]) == 1
    assert capsys.readouterr().out.startswith(start)


def test_a_folder_can_be_checked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "tests/fixtures/course", tmp_path / "c")
    page = tmp_path / "c/docs/zh/index.md"
    page.write_text(page.read_text(encoding="utf-8").replace("#method", "#metod"), encoding="utf-8")
    record_as_in_step(tmp_path / "c")
    monkeypatch.setattr(cli, "ROOT", tmp_path / "c")
    assert cli.main(["check", str(tmp_path / "c/docs/zh")]) == 1
    assert cli.main(["check", str(tmp_path / "c/docs/en")]) == 0
