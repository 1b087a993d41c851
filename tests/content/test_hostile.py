"""No file, however it is built, keeps the check or a build busy, ends one in a traceback, or reaches the site."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from types import ModuleType

import pytest
from hostile_files import HOSTILE, PAGE, Hostile
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort

from building import ROOT, add_old_site, add_tools, course_py
from coursekit import cli
from coursekit.course import load_course
from coursekit.findings import CourseError
from coursekit.rules import check
from coursekit.rules.hostile import unsafe

SECONDS = 20  # for a slow machine; most take one
HARMLESS_TO_A_BUILD = [one for one in HOSTILE if one.rule == "arithmetic" or one.what == "a number for a title"]


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda hostile: hostile.what)
def test_a_hostile_file_gets_a_clear_message_in_seconds(small_course: Path, hostile: Hostile) -> None:
    (small_course / "docs/assets").mkdir()
    hostile.do(small_course / "docs")
    start = time.process_time()
    found = check(small_course)
    assert time.process_time() - start < SECONDS
    matching = [one for one in found if one.rule == hostile.rule and hostile.says in one.what]
    assert matching, "not found; the rules said:\n" + "\n".join(map(str, found))
    assert matching[0].path == Path("docs") / hostile.file
    assert hostile.line in (0, matching[0].line)
    assert matching[0].mend
    assert str(matching[0]).encode()
    if unsafe(small_course):
        assert {one.path for one in found} == {Path("docs") / hostile.file}, "nothing else is wrong"


@pytest.mark.parametrize(
    "hostile", [one for one in HOSTILE if one not in HARMLESS_TO_A_BUILD], ids=lambda hostile: hostile.what
)
def test_a_build_refuses_a_hostile_file_with_the_same_message(
    small_course: Path, hostile: Hostile, hooks: ModuleType
) -> None:
    (small_course / "docs/assets").mkdir()
    hostile.do(small_course / "docs")
    config = MkDocsConfig(str(small_course / "mkdocs.yml"))
    told = [str(one) for one in check(small_course) if one.rule == hostile.rule and hostile.says in one.what]
    with pytest.raises(Abort) as refused:
        hooks.on_pre_build(config)
    assert told[0] in str(refused.value).splitlines()


def test_a_hostile_page_hides_nothing_that_is_wrong_in_another(small_course: Path) -> None:
    docs = small_course / "docs"
    (docs / "zh/index.md").write_bytes(b"\x00" + (docs / "zh/index.md").read_bytes())
    (docs / "en/index.md").write_bytes((docs / "en/index.md").read_bytes() + b"\nA caf\xe9, a <b>bold</b> one.\n")
    found = {(str(one.path), one.rule) for one in check(small_course)}
    assert found >= {
        ("docs/zh/index.md", "encoding"),
        ("docs/en/index.md", "encoding"),
        ("docs/en/index.md", "raw-html"),
    }
    assert {path for path, _ in found} == {"docs/zh/index.md", "docs/en/index.md"}, "what pages owe each other waits"


LESSON, LINKING = Path("docs/en/1-foundations/1.1-first.md"), Path("docs/en/index.md")


@pytest.mark.parametrize("hidden", [LESSON, Path("docs/en/glossary/4-metrics.md"), Path("docs/en/more.md")], ids=str)
def test_faults_elsewhere_are_told_beside_a_file_that_must_not_be_read(small_course: Path, hidden: Path) -> None:
    (small_course / hidden).unlink(missing_ok=True)
    (small_course / hidden).symlink_to("nowhere")
    assert {one.path for one in check(small_course)} == {hidden}
    page = small_course / LINKING
    line = "A [way](nowhere.md), a [place](appendix/claims.md#nowhere), 2 + 2 = 5, [@nobody2000nothing]."
    page.write_text(page.read_text(encoding="utf-8") + f"\n{line}\n\n-  This is misspeled\n", encoding="utf-8")
    expected = {"link", "link-anchor", "arithmetic", "citation-unknown", "markdown", "translation-stale", "spelling"}
    if "glossary" in hidden.parts:
        # The glossary vouches for some of the words.
        expected.discard("spelling")
    assert {one.rule for one in check(small_course)} >= expected | {"file-link"}


def test_without_a_file_that_all_depend_on_pages_are_judged_alone(small_course: Path) -> None:
    (small_course / "docs/vocabulary.txt").write_bytes(b"GTM\0\n")
    page = small_course / LINKING
    page.write_text(page.read_text(encoding="utf-8") + "\n2 + 2 = 5\n\n-  a\n", encoding="utf-8")
    assert {one.rule for one in check(small_course)} == {"encoding", "arithmetic", "markdown"}


def test_the_check_says_what_it_could_not_judge(
    small_course: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli, "ROOT", small_course)
    (small_course / LESSON).write_bytes(b"\0")
    assert cli.main(["check"]) == 1
    assert f"without {LESSON}, what pages owe each other was not judged" in capsys.readouterr().err


@pytest.fixture(scope="module")
def hooks() -> ModuleType:
    sys.path.insert(0, str(ROOT / "scripts"))
    import mkdocs_hooks

    return mkdocs_hooks


@pytest.mark.parametrize(
    "hostile",
    [one for one in HOSTILE if one.what in ("a page of 5 MB", "a script", "a link to itself")],
    ids=lambda one: one.what,
)
def test_the_old_site_survives_a_hostile_file(small_course: Path, hostile: Hostile) -> None:
    add_tools(small_course)
    site = add_old_site(small_course)
    before = sorted(site.rglob("*"))
    hostile.do(small_course / "docs")
    done = course_py(small_course, "build")
    assert done.returncode == 1
    assert f": {hostile.rule}: " in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert sorted(site.rglob("*")) == before
    assert {path.read_text(encoding="utf-8") for path in before} == {"old"}


@pytest.mark.parametrize(
    "line",
    [
        "一 < 二，5 <6，a<=b",
        "`<b>` 与 ``a ` <i>``",
        "<https://x.example/>",
        "```\n<b>{ a=b }\n```",
        "[一](https://x.example/?a=b&c=d)",
    ],
)
def test_what_only_looks_like_html_passes(small_course: Path, line: str) -> None:
    page = small_course / "docs" / PAGE
    page.write_text(page.read_text(encoding="utf-8") + f"\n{line}\n", encoding="utf-8")
    assert [one for one in check(small_course) if one.rule == "raw-html"] == []


def test_windows_line_ends_change_nothing(small_course: Path) -> None:
    before = [(page.text, page.blocks) for page in load_course(small_course).pages]
    for path in (small_course / "docs").rglob("*.*"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert check(small_course) == []
    assert [(page.text, page.blocks) for page in load_course(small_course).pages] == before


def test_what_editors_leave_beside_a_page_is_no_page(small_course: Path) -> None:
    docs = small_course / "docs"
    (docs / "zh/.#index.md").symlink_to("somebody@somewhere.4711")
    (docs / "zh/.index.md.swp").write_bytes(b"\0")
    assert check(small_course) == []
    assert len(load_course(small_course).pages) == len(list(docs.rglob("[!.]*.md")))


def test_html_that_no_rule_has_seen_is_text_on_the_site(small_course: Path) -> None:
    from markdown import Markdown

    from coursekit.blocks import Context
    from coursekit.render import CourseExtension

    course = load_course(small_course)
    page = course.by_name["zh", "index.md"]
    html = Markdown(extensions=["attr_list", CourseExtension(Context(page, course))])
    assert "<script>" not in html.convert("<script>alert(1)</script>\n\n一<script>alert(1)</script>二")
    for line in ("[一](<java\tscript:alert(1)>)", "[一](https://x.example){ onclick=alert(1) }"):
        with pytest.raises(CourseError, match="raw-html"):
            html.convert(line)
