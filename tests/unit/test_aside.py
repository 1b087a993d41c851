"""A site takes the place of an older site, and of nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from building import add_old_site
from coursekit import cli
from coursekit.aside import refusal, write_whole


@pytest.fixture
def course(tmp_path: Path) -> Path:
    course = tmp_path / "course"
    for name in ("docs/zh", ".venv", "empty", "slides", "pages/.git"):
        (course / name).mkdir(parents=True)
    for name in ("docs/zh/index.md", "slides/404.html", "pages/404.html", "pages/sitemap.xml", "notes.txt"):
        (course / name).touch()
    add_old_site(course)
    return course


@pytest.mark.parametrize("target", ["site", "empty", "new", "new/deep", "../elsewhere"])
def test_a_site_may_stand_in_a_new_or_empty_folder_or_take_an_older_ones_place(course: Path, target: str) -> None:
    assert refusal(course / target, course) == ""


@pytest.mark.parametrize(
    "target",
    [
        "",
        ".",
        "..",
        "docs",
        "docs/",
        "docs/new",
        "site/../docs/zh",
        "tests",
        ".venv",
        ".git",
        "slides",
        "pages",
        "notes.txt",
    ],
)
def test_a_site_replaces_nothing_that_no_build_has_made(course: Path, target: str) -> None:
    assert refusal(course / target, course) != ""


def test_a_link_is_judged_by_where_it_leads(course: Path) -> None:
    (course / "public").symlink_to("docs")
    assert refusal(course / "public", course) != ""


@pytest.mark.parametrize("target", [".", "docs", "slides"])
def test_a_build_into_such_a_folder_is_refused_in_one_line(
    course: Path, target: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(course.rglob("*"))
    monkeypatch.setattr(cli, "ROOT", course)
    monkeypatch.setenv("SITE_DIR", target)
    assert cli.main(["build"]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert sorted(course.rglob("*")) == before


def test_an_empty_name_counts_as_none(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Path] = []
    monkeypatch.setattr(cli, "ROOT", course)
    monkeypatch.setattr(cli, "refusal", lambda target, root: asked.append(target) or "no")
    monkeypatch.setenv("SITE_DIR", "")
    assert cli.main(["build"]) == 2
    assert asked == [course / "site"]


def test_a_file_is_written_whole_and_keeps_its_mode(tmp_path: Path) -> None:
    old = tmp_path / "old.txt"
    old.write_text("old", encoding="utf-8")
    old.chmod(0o640)
    write_whole({old: b"new", tmp_path / "new.txt": b"new"})
    assert {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == {
        "old.txt": "new",
        "new.txt": "new",
    }
    assert old.stat().st_mode & 0o777 == 0o640


def test_a_write_that_fails_leaves_the_old_files_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_text("old", encoding="utf-8")
    with pytest.raises(OSError):
        write_whole({tmp_path / "old.txt": b"new", tmp_path / "none/new.txt": b"new"})
    assert [(path.name, path.read_text(encoding="utf-8")) for path in tmp_path.iterdir()] == [("old.txt", "old")]
