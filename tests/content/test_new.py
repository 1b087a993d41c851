"""`course.py new` begins lessons, terms, sources and claims in both languages: whole in form, and never published unwritten."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml

from building import add_tools, course_py
from coursekit import cli
from coursekit.course import load_course
from coursekit.findings import Finding
from coursekit.glossary import read_terms
from coursekit.pages import LANGUAGES
from coursekit.permalinks import record_new
from coursekit.rules import check
from coursekit.rules.unfinished import MARK
from recording import record_as_in_step

LESSON = [
    "lesson",
    "1.2",
    "1-foundations/1.2-second",
    "--zh",
    "第二课：再看一遍",
    "--en",
    "The second lesson: a second look",
]
TERM = ["term", "burn-rate", "--page", "4-metrics", "--zh", "烧钱速度", "--en", "Burn rate", "--abbr", "BR"]
CLAIM = [
    "claim",
    "plg-for-all",
    "--topic",
    "market",
    "--zh",
    "人人都该先做产品",
    "--en",
    "Everybody builds the product first",
]
SOURCE = [
    "source", "doe2022study", "--title", "Costs & Benefits: a 50% Sample", "--year", "2022", "--author", "Doe, Jo",
    "--url", "https://example.org/a--b_c%20d", "--grade", "primary",
]  # fmt: skip
EVERY = pytest.mark.parametrize("asked", [LESSON, TERM, CLAIM, SOURCE], ids=lambda asked: asked[0])
WRITTEN = {
    "zh": "作者在这里写下了一句足够长的话，没有数字，也没有链接，读的人看得懂它在说什么",
    "en": "Here the author has written a sentence that is long enough and holds neither figures nor links",
}
# An author does not write the same twice in a quiz.
ENDS = {"zh": ("", "，很快", "，很慢", "，很好", "，很远"), "en": ("", " by now", " at last", " so far", " here")}
New = Callable[[list[str]], tuple[int, str, str]]


@pytest.fixture
def course(small_course: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(cli, "ROOT", small_course)
    return small_course


@pytest.fixture
def new(course: Path, capsys: pytest.CaptureFixture[str]) -> New:
    def run(asked: list[str]) -> tuple[int, str, str]:
        capsys.readouterr()
        try:
            code = cli.main(["new", *asked])
        except SystemExit as stop:
            code = int(stop.code or 0)
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def files(course: Path) -> dict[Path, bytes]:
    return {
        path: path.read_bytes() for path in sorted(course.rglob("*")) if path.is_file() and ".cache" not in path.parts
    }


def marks(course: Path) -> Iterator[tuple[str, int]]:
    for path in sorted((course / "docs").rglob("*")):
        if path.suffix in (".md", ".bib"):
            for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
                for _ in MARK.finditer(line):
                    yield path.relative_to(course).as_posix(), number


def written(match: re.Match[str]) -> str:
    if re.search("machine|机器", match[0]):
        return "900 ÷ 30 = 30"
    language = "zh" if "写" in match[0] else "en"
    before = len(MARK.findall(match.string[: match.start()]))
    return WRITTEN[language] + ENDS[language][before % 5]


def write_what_is_asked(course: Path) -> None:
    """Do as an author would: put words in the place of every mark, cite the source, say that both languages tell the same."""
    for path in (course / "docs").rglob("*"):
        if path.suffix in (".md", ".bib"):
            text = path.read_text(encoding="utf-8")
            path.write_text(MARK.sub(written, text), encoding="utf-8")
    if "doe2022study" in (course / "docs/references.bib").read_text(encoding="utf-8"):
        for language in LANGUAGES:
            lesson = course / f"docs/{language}/1-foundations/1.1-first.md"
            text = lesson.read_text(encoding="utf-8")
            lesson.write_text(
                text.replace("[@smith2020launch]\n", "[@smith2020launch; @doe2022study]\n"), encoding="utf-8"
            )
    cli.main(["check", "--fix"])
    record_as_in_step(course)
    record_new(load_course(course))


def places(findings: list[Finding]) -> list[tuple[str, int]]:
    return sorted((finding.path.as_posix(), finding.line) for finding in findings)


@EVERY
def test_the_check_asks_for_each_unwritten_part_and_for_nothing_else(course: Path, new: New, asked: list[str]) -> None:
    code, _, said = new(asked)
    assert code == 0, said
    found = check(course)
    assert {finding.rule for finding in found} == {"unfinished"}
    assert places(found) == sorted(marks(course))


@EVERY
def test_once_written_it_passes(course: Path, new: New, asked: list[str]) -> None:
    assert new(asked)[0] == 0
    write_what_is_asked(course)
    assert check(course) == []


def test_a_course_with_one_of_each_passes_and_builds(course: Path, new: New) -> None:
    for asked in (LESSON, TERM, CLAIM, SOURCE):
        assert new(asked)[0] == 0
    write_what_is_asked(course)
    assert check(course) == []
    nav = (course / "mkdocs.yml").read_text(encoding="utf-8").partition("nav:\n")[2]
    add_tools(course)
    with (course / "mkdocs.yml").open("a", encoding="utf-8") as settings:
        settings.write("\nnav:\n" + nav.replace("基础:", "模块一 · 基础认知:"))
    built = course_py(course, "build")
    assert built.returncode == 0, built.stdout + built.stderr
    site = course / "site"
    for folder in ("", "en/"):
        assert (site / folder / "1-foundations/1.2-second/index.html").exists()
    assert 'id="plg-for-all"' in (site / "en/appendix/claims/index.html").read_text(encoding="utf-8")
    assert 'id="burn-rate"' in (site / "glossary/4-metrics/index.html").read_text(encoding="utf-8")


def test_what_is_written_first_is_asked_for_afterwards(course: Path, new: New) -> None:
    new(SOURCE)
    bibliography = course / "docs/references.bib"
    bibliography.write_text(MARK.sub("a note", bibliography.read_text(encoding="utf-8")), encoding="utf-8")
    assert [finding.rule for finding in check(course)] == ["source-unused"]
    new(TERM)
    for language in LANGUAGES:
        page = course / f"docs/{language}/glossary/4-metrics.md"
        page.write_text(MARK.sub(WRITTEN[language], page.read_text(encoding="utf-8")), encoding="utf-8")
    assert {finding.rule for finding in check(course)} == {"source-unused", "translation-unrecorded", "permalink-new"}


def test_a_lesson_takes_its_place_in_the_navigation_and_comments_stay(course: Path, new: New) -> None:
    settings = course / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(
        text.replace("1.1-first.md\n", "1.1-first.md  # the first\n      # still to come\n"), encoding="utf-8"
    )
    before = settings.read_text(encoding="utf-8").split("\n")
    new(LESSON)
    after = settings.read_text(encoding="utf-8").split("\n")
    assert [line for line in after if line not in before] == ["      - 1-foundations/1.2-second.md"]
    at = after.index("      - 1-foundations/1.2-second.md")
    assert after[at - 1].endswith("1.1-first.md  # the first")
    assert after[:at] + after[at + 1 :] == before


def test_a_lesson_stands_before_the_later_ones(course: Path, new: New) -> None:
    new(["lesson", "1.10", "1-foundations/1.10-tenth", "--zh", "第十课", "--en", "The tenth lesson"])
    new(LESSON)
    settings = (course / "mkdocs.yml").read_text(encoding="utf-8")
    assert re.findall(r"1-foundations/(\S+)\.md", settings) == ["1.1-first", "1.2-second", "1.10-tenth"]


def test_a_lesson_that_was_planned_keeps_its_minutes_and_is_planned_no_longer(course: Path, new: New) -> None:
    outline = course / "docs/course.yml"
    planned = """\
planned:
  # next spring
  "1.2":
    title: {zh: 第二课, en: The second lesson}
    minutes: 25
  # after that
  "1.3": {title: {zh: 第三课, en: The third lesson}, minutes: 30}
"""
    head = outline.read_text(encoding="utf-8").partition("planned:")[0]
    outline.write_text(head + planned, encoding="utf-8")
    new(LESSON)
    rest = outline.read_text(encoding="utf-8").removeprefix(head)
    assert rest == planned.replace(planned[planned.index('  "1.2"') : planned.index("  # after")], "")
    assert load_course(course).by_id("en")["1.2"].minutes == 25
    new(["lesson", "1.3", "1-foundations/1.3-third", "--zh", "第三课", "--en", "The third lesson"])
    assert yaml.safe_load(outline.read_text(encoding="utf-8"))["planned"] == {}


def test_a_term_stands_in_the_order_of_the_english_names(course: Path, new: New) -> None:
    new(TERM)
    new(["term", "payback", "--page", "4-metrics.md", "--zh", "回收期", "--en", "Payback period"])
    made = load_course(course)
    for language in LANGUAGES:
        terms = list(read_terms(made.by_name[language, "glossary/4-metrics.md"]))
        assert [term.id for term in terms] == ["burn-rate", "cac", "churn-rate", "payback"]
    assert terms[0].abbreviation == "BR"


def test_a_claim_stands_at_the_end_of_its_topic_as_not_yet_judged(course: Path, new: New) -> None:
    for page in (course / "docs").rglob("claims.md"):
        page.write_text(page.read_text(encoding="utf-8") + "\n## K { #customers }\n\nK.\n", encoding="utf-8")
    new(["claim", "x-y", "--topic", "market", "--zh", "“一句话”", "--en", "“A sentence”"])
    text = (course / "docs/zh/appendix/claims.md").read_text(encoding="utf-8")
    assert text.index("### “一句话” { #x-y }") < text.index("## K")
    (claim,) = (one for one in load_course(course).judged["zh"].claims if one.id == "x-y")
    assert not any(claim.is_stated_in(other.text.lower()) for other in load_course(course).pages)


def test_a_source_stands_at_its_key_and_is_read_back_as_given(course: Path, new: New) -> None:
    new(SOURCE)
    new(
        [
            "source",
            "zeta-2",
            "--title",
            "Z",
            "--year",
            "n.d.",
            "--publisher",
            "Z",
            "--doi",
            "10.1/z",
            "--grade",
            "disputed",
        ]
    )
    sources = load_course(course).sources
    assert list(sources) == ["doe2022study", "smith2020launch", "jones2021survey", "zeta-2"]
    assert sources["doe2022study"].title == "Costs & Benefits: a 50% Sample"
    assert sources["doe2022study"].url == "https://example.org/a--b_c%20d"
    assert sources["zeta-2"].url == "https://doi.org/10.1/z"


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (["lesson", "1.2"], "the following arguments are required: path, --zh, --en"),
        ([], "the following arguments are required: lesson|term|source|claim"),
        (["lesson", "6.1", "1-foundations/6.1-x", "--zh", "六课", "--en", "Six"], "“6.1” is no lesson's id"),
        (["lesson", "2.1", "2-frameworks/2.1-x", "--zh", "二课", "--en", "Two"], "docs/course.yml has no module 2"),
        (["lesson", "1.2", "5-toolkit/1.2-x", "--zh", "二课", "--en", "Two"], "write 1-foundations/1.2-english-name"),
        (["lesson", "1.2", "1-foundations/1.2-第二", "--zh", "二课", "--en", "Two"], "write 1-foundations/1.2-english-name"),
        (["lesson", "1.1", "1-foundations/1.1-other", "--zh", "一课", "--en", "One"], "1.1-first.md has the id 1.1 already"),
        (["lesson", "5.1", "5-toolkit/5.1-x", "--zh", "表", "--en", "A sheet"], "5-toolkit/index.md has the id 5.1 already"),
        ([*TERM[:3], "9-none", *TERM[4:]], "there is no page of the glossary glossary/9-none.md → use one of: 4-metrics"),
        (["term", "Burn_Rate", *TERM[2:]], "“Burn_Rate” is no English kebab-case id"),
        (["term", "cac", *TERM[2:]], "docs/zh/glossary/4-metrics.md:9 has the term “cac” already"),
        ([*TERM[:5], "流失率", *TERM[6:]], "the name “流失率” belongs to"),
        ([*TERM[:5], "烧钱（速度）", *TERM[6:]], "has brackets or signs"),
        ([*CLAIM[:3], "nowhere", *CLAIM[4:]], "has no topic “nowhere” → use one of: all-claims, market"),
        (["claim", "new-products-80", *CLAIM[2:]], "docs/en/appendix/claims.md:14 has the id “new-products-80” already"),
        ([*CLAIM[:5], "九成公司 90%", *CLAIM[6:]], "the figure “90%” of docs/zh/appendix/claims.md"),
        ([*TERM[:5], " ", *TERM[6:]], "--zh is empty"),
        ([*TERM[:7], "", "--abbr", ""], "--en is empty"),
        ([*CLAIM[:7], ""], "--en is empty"),
        ([*LESSON[:4], "\udcff", *LESSON[5:]], "--zh holds bytes that are no UTF-8"),
        (["source", "smith2020launch", *SOURCE[2:]], "docs/references.bib:1 has the key “smith2020launch” already"),
        ([*SOURCE[:-1], "good"], "invalid choice: 'good'"),
        ([*SOURCE[:3], "A brace } too many", *SOURCE[4:]], "BibTeX cannot be read"),
        ([*SOURCE[:6], "--publisher", "", *SOURCE[8:]], "names neither author nor publisher"),
    ],
)  # fmt: skip
def test_what_cannot_be_made_is_refused_in_one_line_and_nothing_is_written(
    course: Path, new: New, asked: list[str], says: str
) -> None:
    before = files(course)
    code, out, said = new(asked)
    assert (code, out) == (2, "")
    assert says in said
    assert said.startswith("course.py")
    assert " → " in said
    assert said.count("\n") == 1
    assert files(course) == before


def test_a_lesson_is_refused_while_the_settings_cannot_be_read(course: Path, new: New) -> None:
    settings = course / "mkdocs.yml"
    settings.write_text(settings.read_text(encoding="utf-8") + "extra: [\n", encoding="utf-8")
    before = files(course)
    code, _, said = new(LESSON)
    assert (code, said.count("\n")) == (2, 1)
    assert "cannot be read" in said
    assert files(course) == before


def test_a_file_that_lies_there_is_never_overwritten(course: Path, new: New) -> None:
    there = course / "docs/en/1-foundations/1.2-second.md"
    there.write_text("a draft of somebody's", encoding="utf-8")
    code, _, said = new(LESSON)
    assert code == 2
    assert "docs/en/1-foundations/1.2-second.md is already there" in said
    assert there.read_text(encoding="utf-8") == "a draft of somebody's"


@pytest.mark.parametrize("writes", range(4))
def test_a_write_that_fails_leaves_every_file_as_it_was(
    course: Path, new: New, monkeypatch: pytest.MonkeyPatch, writes: int
) -> None:
    before = files(course)
    done = 0
    replace = Path.replace

    def failing(self: Path, target: Path) -> Path:
        nonlocal done
        if not self.name.endswith(".draft") or target.suffix == ".pickle":
            return replace(self, target)
        done += 1
        if done > writes:
            raise OSError("no space left on device")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    code, _, said = new(LESSON)
    assert code == 2
    assert "nothing was written: no space left on device" in said
    assert files(course) == before


def test_it_says_which_files_it_wrote_and_what_comes_next(course: Path, new: New) -> None:
    before = files(course)
    _, out, said = new(LESSON)
    changed = {path for path, content in files(course).items() if before.get(path) != content}
    assert {course / line for line in out.splitlines()} == changed
    assert said.startswith("next:\n  1. ")
    verbs = set(re.findall(r"course\.py ([a-z-]+)", said))
    assert verbs == {"check", "translated", "permalinks"}
