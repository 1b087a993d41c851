"""The guides for maintainers: both languages say the same, name only what exists, and print what the commands print."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from coursekit import cli

ROOT = Path(__file__).resolve().parents[2]
ENGLISH, CHINESE = ROOT / "CONTRIBUTING.md", ROOT / "CONTRIBUTING.zh.md"
GUIDES = [ENGLISH, CHINESE, *(ROOT / name for name in ("README.md", "README.zh.md", "ARCHITECTURE.md", "RULES.md"))]
FENCE = re.compile(r"^(?P<indent> *)```(?P<kind>[\w-]*)\n(?P<text>.*?)^(?P=indent)```$", re.M | re.S)
COURSE = re.compile(r"course\.py (?P<verb>[a-z-]+)(?P<rest>[^\n`]*)")


def fences(path: Path, kind: str | None = None) -> Iterator[str]:
    for match in FENCE.finditer(path.read_text(encoding="utf-8")):
        if kind in (None, match["kind"]):
            yield re.sub(rf"^{match['indent']}", "", match["text"], flags=re.M)


def headings(path: Path) -> list[tuple[int, str]]:
    text = FENCE.sub("", path.read_text(encoding="utf-8"))
    return [(len(marks), title) for marks, title in re.findall(r"^(#+) (.+)$", text, re.M)]


def slugs(path: Path) -> set[str]:
    """Return the anchors that GitHub gives a file's headings."""
    kept = (re.sub(r"[^\w\- ]", "", title.lower()) for _, title in headings(path))
    return {title.replace(" ", "-") for title in kept}


def console(path: Path) -> list[list[tuple[str, str]]]:
    """Return the console blocks of a guide: each a list of commands with what they print."""
    blocks = []
    for text in fences(path, "console"):
        parts = re.split(r"^\$ ", text, flags=re.M)[1:]
        blocks.append([(part.partition("\n")[0], part.partition("\n")[2]) for part in parts])
    return blocks


@pytest.mark.parametrize(("english", "chinese"), [(ENGLISH, CHINESE), (GUIDES[2], GUIDES[3])], ids=["guide", "readme"])
def test_both_languages_have_the_same_sections_and_commands(english: Path, chinese: Path) -> None:
    assert [level for level, _ in headings(english)] == [level for level, _ in headings(chinese)]
    assert console(english) == console(chinese)
    verbs = [{verb for verb, _ in COURSE.findall(path.read_text(encoding="utf-8"))} for path in (english, chinese)]
    assert verbs[0] == verbs[1]


def test_both_guides_show_the_same_forms_and_name_the_same_things() -> None:
    def kinds(path: Path) -> list[tuple[str, int]]:
        return [
            (match["kind"], match["text"].count("\n")) for match in FENCE.finditer(path.read_text(encoding="utf-8"))
        ]

    def rows(path: Path) -> list[int]:
        return [line.count(" | ") for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]

    def files(path: Path) -> set[str]:
        text = FENCE.sub("", path.read_text(encoding="utf-8"))
        return {
            one for one in re.findall(r"`([^`]+)`", text) if re.fullmatch(r"[\w./-]+", one) and re.search(r"[./]", one)
        }

    assert kinds(ENGLISH) == kinds(CHINESE)
    assert rows(ENGLISH) == rows(CHINESE)
    # The example of an address is that of the reader's own language.
    assert {one for one in files(ENGLISH) ^ files(CHINESE) if not re.match(r"(docs/(en|zh)|/en)?/", one)} == set()


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.name)
def test_a_guide_names_only_commands_and_options_that_exist(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for match in COURSE.finditer(path.read_text(encoding="utf-8")):
        verb = [match["verb"]]
        if verb == ["VERB"]:
            continue
        kind = re.match(r" (lesson|term|source|claim)\b", match["rest"])
        if verb == ["new"] and kind:
            verb.append(kind[1])
        with pytest.raises(SystemExit) as stop:
            cli.main([*verb, "--help"])
        assert stop.value.code == 0, match[0]
        told = capsys.readouterr().out
        # What stands behind a dash or a bracket speaks of something else.
        options = re.findall(r"(?<= )--[a-z-]+", match["rest"].partition("#  ")[0])
        assert [option for option in options if option not in told] == [], match[0]


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.name)
def test_the_guides_links_lead_to_files_and_headings_that_exist(path: Path) -> None:
    text = FENCE.sub("", path.read_text(encoding="utf-8"))
    text = re.sub(r"`[^`]*`", "", text)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if "://" in target:
            continue
        name, _, anchor = target.partition("#")
        linked = ROOT / name if name else path
        assert linked.exists(), target
        assert not anchor or anchor in slugs(linked), target


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.name)
def test_the_files_that_a_guide_names_exist(path: Path) -> None:
    text = FENCE.sub("", path.read_text(encoding="utf-8"))
    folders = r"(?:docs|scripts|tests|overrides|\.github|\.vscode|\.ci)"
    for name in re.findall(rf"`({folders}/[\w./-]+)`", text):
        if not re.search(r"5\.8|docs/\w+/….md", name):
            assert (ROOT / name).exists(), name


BEGINNINGS = [block for block in console(ENGLISH) if " new " in block[0][0]]


def test_the_guide_shows_how_each_kind_of_thing_begins() -> None:
    kinds = [block[0][0].split()[3] for block in BEGINNINGS]
    assert kinds == ["source", "term", "claim", "lesson"]


@pytest.mark.parametrize("block", BEGINNINGS, ids=lambda block: block[0][0].split()[3])
def test_the_commands_print_what_the_guide_says(
    block: list[tuple[str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("docs", "overrides", ".cache/kept"):
        if (ROOT / name).exists():
            shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    monkeypatch.setattr(cli, "ROOT", tmp_path)
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    capsys.readouterr()
    for command, printed in block:
        cli.main(shlex.split(command)[2:])
        said = capsys.readouterr()
        assert re.fullmatch(re.escape(printed).replace("…", ".*"), said.out + said.err), said.out + said.err
