"""The two languages stay in step: a change on one side is named on the other until that follows, or its readers are told."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import urljoin

import pytest
from markdown import Markdown

from coursekit import cli
from coursekit.blocks import Context
from coursekit.course import Course, load_course
from coursekit.findings import Finding
from coursekit.pages import Language, Page, page_url, parse_page
from coursekit.phrases import day
from coursekit.render import CourseExtension, CourseFences
from coursekit.rules import check_course, parity, translations
from coursekit.status import columns
from coursekit.translations import Translations, in_step, put_off, standings, updated

TODAY = date(2026, 12, 3)
LESSON = "1-foundations/1.1-what-is-gtm.md"
SECTION = "operating-system"
Edit = Callable[[str, str, str], None]
Run = Callable[..., tuple[int, str]]


# ---- the real course


@pytest.fixture
def lesson(course: Course) -> Course:
    """The real course with one of its lessons alone: the rules on the others would say nothing new."""
    entries = {key: entry for key, entry in course.translations.entries.items() if entry.name == LESSON}
    pages = tuple(page for page in course.pages if page.name == LESSON)
    return replace(course, pages=pages, translations=Translations(entries))


def reworded(lesson: Course, *languages: Language) -> Course:
    """Return the lesson with one more sentence in the first paragraph of a section in each of these languages."""

    def reword(page: Page) -> Page:
        if page.language not in languages:
            return page
        text = next(one.text for one in page.blocks if one.kind == "paragraph" and one.section == SECTION)
        more = {"zh": "这里多了一句话。", "en": " Here is one more sentence."}[page.language]
        return parse_page(page.text.replace(text, text + more), page.path, page.language, page.name)

    return replace(lesson, pages=tuple(map(reword, lesson.pages)))


def told(course: Course) -> list[Finding]:
    pending = course.translations.pending(LESSON)
    return [
        *translations.check(course),
        *parity.check(course.by_name["zh", LESSON], course.by_name["en", LESSON], pending),
    ]


def recorded(course: Course, judge: Callable[..., object], *arguments: object, **options: object) -> Course:
    (standing,) = (
        one for one in standings(course.translations, course.by_name) if one.address == f"{LESSON}#{SECTION}"
    )
    outcome = judge(standing, *arguments, **options)
    return replace(course, translations=updated(course.translations, [outcome]))  # type: ignore[list-item]


def test_every_section_of_the_course_is_recorded_in_order(course: Course) -> None:
    assert str(course.translations) == course.translations.source
    found = list(standings(course.translations, course.by_name))
    assert {one.verdict for one in found} <= {"in step", "pending"}
    assert len(found) == len(course.translations.entries)
    for language in ("zh", "en"):
        terms = course.glossaries[language].terms
        assert {one.section for one in found if one.name.startswith("glossary/")} >= set(terms)


@pytest.mark.parametrize(("changed", "follows"), [("zh", "en"), ("en", "zh")])
def test_a_sentence_added_in_one_language_is_named_in_the_other(
    lesson: Course, changed: Language, follows: Language
) -> None:
    after = reworded(lesson, changed)
    (found,) = told(after)
    page = lesson.by_name[follows, LESSON]
    assert (found.rule, found.path) == ("translation-stale", page.path)
    assert page.lines[found.line - 1].endswith(f"{{ #{SECTION} }}")
    assert f"docs/{changed}/{LESSON}, line " in found.what


def test_a_section_revised_in_both_languages_asks_to_be_recorded_and_then_passes(lesson: Course) -> None:
    after = reworded(lesson, "zh", "en")
    (found,) = told(after)
    assert found.rule == "translation-unrecorded"
    assert told(recorded(after, in_step, TODAY, as_is=False, source=None, named=False)) == []


@pytest.mark.parametrize(("changed", "behind"), [("zh", "en"), ("en", "zh")])
def test_a_pending_section_passes_and_its_reader_is_led_to_the_current_text(
    lesson: Course, changed: Language, behind: Language
) -> None:
    after = recorded(reworded(lesson, changed), put_off, behind, TODAY, named=True)
    assert told(after) == []
    page, current = after.by_name[behind, LESSON], after.by_name[changed, LESSON]
    html = rendered(after, page)
    assert html.count("translation-pending") == 1
    notice = re.search(rf'<h3 id="{SECTION}">.*?</h3>\s*<p class="translation-pending" role="note".*?</p>', html, re.S)
    assert notice, "the notice does not stand below the section's heading"
    assert {"zh": "英文版更新于 2026 年 12 月 3 日", "en": "was updated on December 3, 2026"}[behind] in notice[0]
    href = re.search(r'href="([^"]+)" hreflang="(zh-CN|en)"', notice[0])
    assert href
    base = "https://course.example/gtm/"
    assert urljoin(base + page_url(LESSON, behind), href[1]) == base + page_url(LESSON, changed) + f"#{SECTION}"
    assert SECTION in current.anchors
    assert "translation-pending" not in rendered(after, current)
    assert after.rendering_key(page) != lesson.rendering_key(lesson.by_name[behind, LESSON])


def test_the_heads_of_pages_and_their_openings_have_notices_of_their_own(lesson: Course) -> None:
    for section in ("_front", "_opening"):
        entry = replace(lesson.translations.entries[LESSON, section], behind="zh")
        marked = replace(lesson, translations=Translations({entry.key: entry}))
        html = rendered(marked, lesson.by_name["zh", LESSON])
        assert html.lstrip().startswith('<p class="translation-pending"')
        assert f'href="../../{page_url(LESSON, "en")}"' in html


def test_a_day_is_written_as_each_language_writes_it() -> None:
    assert day(date(2026, 12, 3), "zh") == "2026 年 12 月 3 日"
    assert day(date(2026, 12, 3), "en") == "December 3, 2026"


def rendered(course: Course, page: Page) -> str:
    context = Context(page, course)
    markdown = Markdown(
        extensions=[
            "attr_list",
            "tables",
            "toc",
            "pymdownx.blocks.caption",
            "pymdownx.superfences",
            CourseExtension(context),
        ],
        extension_configs={"pymdownx.superfences": {"custom_fences": CourseFences(context).settings()}},
    )
    return markdown.convert(page.text.split("---\n", 2)[2])


# ---- the commands, on the small course


@pytest.fixture
def run(small_course: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setattr(cli, "ROOT", small_course)
    monkeypatch.chdir(small_course)

    def run(*arguments: str) -> tuple[int, str]:
        capsys.readouterr()
        code = cli.main(arguments, TODAY)
        shown = capsys.readouterr()
        return code, shown.out + shown.err

    return run


@pytest.fixture
def edit(small_course: Path) -> Edit:
    def edit(name: str, find: str, put: str) -> None:
        path = small_course / "docs" / name
        text = path.read_text(encoding="utf-8")
        assert find in text
        path.write_text(text.replace(find, put, 1), encoding="utf-8")

    return edit


ZH, EN = "zh/1-foundations/1.1-first.md", "en/1-foundations/1.1-first.md"
TAKEAWAYS = "1-foundations/1.1-first.md#takeaways"


def rules_broken(root: Path) -> list[str]:
    """The rules that a course breaks, but for those on addresses: new and removed sections have tests of their own there."""
    found = [finding.rule for finding in check_course(load_course(root))]
    return [rule for rule in found if not rule.startswith("permalink")]


def line(root: Path, address: str) -> str:
    record = (root / "docs/translations.txt").read_text(encoding="utf-8")
    return next(one for one in record.splitlines() if one.endswith(address))


def test_nobody_accepts_by_accident_a_text_that_has_not_followed(small_course: Path, run: Run, edit: Edit) -> None:
    edit(ZH, "- 先选客户\n", "- 客户在先\n")
    before = line(small_course, TAKEAWAYS)
    assert run("translated", "docs")[0] == 2
    code, said = run("translated", "docs/zh")
    assert code == 1
    assert f"{TAKEAWAYS}: the English has not followed → revise it" in said
    assert run("translated", f"docs/{EN}#takeaways")[0] == 1
    assert line(small_course, TAKEAWAYS) == before
    assert run("translated", "--as-is", f"docs/{EN}#takeaways")[0] == 0
    assert line(small_course, TAKEAWAYS) != before
    assert rules_broken(small_course) == []


def test_one_command_records_all_that_has_changed_in_both_languages(small_course: Path, run: Run, edit: Edit) -> None:
    for path, find, put in (
        (ZH, "- 先选客户\n", "- 客户在先\n"),
        (EN, "- Customer first\n", "- The customer first\n"),
        (ZH, "越来越高", "一年比一年高"),
        (EN, "keeps rising", "rises every year"),
    ):
        edit(path, find, put)
    assert rules_broken(small_course) == ["translation-unrecorded"] * 2
    others = [
        one for one in (small_course / "docs/translations.txt").read_text().splitlines() if "1.1-first" not in one
    ]
    assert run("translated", f"docs/{EN}") == (0, "2 recorded\n")
    assert f" {TODAY} " in line(small_course, TAKEAWAYS)
    assert rules_broken(small_course) == []
    after = (small_course / "docs/translations.txt").read_text().splitlines()
    assert [one for one in after if "1.1-first" not in one] == others
    assert run("translated", f"docs/{EN}") == (0, "0 recorded\n")


def test_pending_ends_when_the_section_is_recorded_again(small_course: Path, run: Run, edit: Edit) -> None:
    # One takeaway more, with a citation: nothing of it is in the English yet.
    edit(ZH, "- 再选渠道\n", "- 再选渠道\n- 约 40% 的新品没有达到目标 [@smith2020launch]\n")
    assert set(rules_broken(small_course)) == {"translation-stale", "pair-blocks", "pair-citations", "pair-figures"}
    assert run("pending", f"docs/{ZH}#takeaways")[0] == 1, "it is the English that waits"
    assert run("pending", f"docs/{EN}#takeaways")[0] == 0
    assert rules_broken(small_course) == []
    edit(ZH, "- 再选渠道\n", "- 渠道在后\n")
    assert rules_broken(small_course) == [], "the Chinese may go on while the English waits"
    for options in ([], ["--as-is"]):
        assert run("translated", *options, f"docs/{EN}")[0] == 0
        assert line(small_course, TAKEAWAYS).startswith("pending-en"), "recording a whole page leaves what is pending"
    edit(
        EN, "- Channel second\n", "- Channel second\n- About 40% of new products miss their goals [@smith2020launch]\n"
    )
    assert rules_broken(small_course) == ["translation-unrecorded"]
    assert run("pending", f"docs/{EN}#takeaways")[0] == 0, "a typo mended in the text that waits"
    assert rules_broken(small_course) == []
    assert run("translated", "--as-is", f"docs/{EN}#takeaways")[0] == 0
    assert line(small_course, TAKEAWAYS).startswith("in-step")
    assert rules_broken(small_course) == []


def test_a_change_taken_back_ends_pending_too(small_course: Path, run: Run, edit: Edit) -> None:
    edit(ZH, "- 先选客户\n", "- 客户在先\n")
    assert run("pending", f"docs/{EN}")[0] == 0
    edit(ZH, "- 客户在先\n", "- 先选客户\n")
    assert rules_broken(small_course) == ["translation-unrecorded"]
    assert run("translated", f"docs/{EN}")[0] == 0
    assert rules_broken(small_course) == []
    assert run("pending", f"docs/{EN}#takeaways") == (
        1,
        f"{TAKEAWAYS}: neither language has changed since it was recorded\n0 recorded, 1 left as before\n",
    )


def test_a_section_first_written_in_english_says_so(small_course: Path, run: Run, edit: Edit) -> None:
    edit(EN, "## Key takeaways", "## Before you begin { #before }\n\nRead on.\n\n## Key takeaways")
    edit(ZH, "## 要点", "## 开始之前 { #before }\n\n（待译）\n\n## 要点")
    assert rules_broken(small_course) == ["translation-unrecorded"]
    assert run("pending", f"docs/{ZH}#before")[0] == 0
    assert line(small_course, "#before").startswith("pending-zh en->zh ")
    assert rules_broken(small_course) == []
    edit(ZH, "（待译）", "请往下读。")
    assert run("translated", f"docs/{ZH}#before")[0] == 0
    assert line(small_course, "#before").startswith("in-step    en->zh ")


def test_the_line_of_a_section_that_is_gone_goes_with_the_next_command(
    small_course: Path, run: Run, edit: Edit
) -> None:
    edit(ZH, "\n## 延伸阅读 { #further-reading }\n", "")
    edit(EN, "\n## Further reading { #further-reading }\n", "")
    assert "translation-record" in rules_broken(small_course)
    assert run("translated", f"docs/{EN}") == (0, "1 recorded, 1 removed\n")
    assert rules_broken(small_course) == ["lesson-parts"] * 2
    shutil.rmtree(small_course / "docs/zh/glossary")
    shutil.rmtree(small_course / "docs/en/glossary")
    assert "4 removed" in run("translated", "docs/zh/glossary/4-metrics.md")[1]


@pytest.mark.parametrize(
    ("argument", "says"),
    [
        ("README.md", "lies outside the pages"),
        ("docs/zh/nothing.md", "there is no page docs/zh/nothing.md"),
        (f"docs/{EN}#takeaway", "did you mean #takeaways?"),
        (f"docs/{EN}#xyz", "`course.py status docs/en/1-foundations/1.1-first.md` lists its sections"),
    ],
)
def test_a_name_that_nothing_has_is_refused(run: Run, argument: str, says: str) -> None:
    for verb in ("status", "translated", "pending"):
        code, said = run(verb, argument)
        assert code == 2
        assert says in said


# ---- status


def test_status_counts_per_page_and_in_all(run: Run, edit: Edit) -> None:
    last = run("status")[1].splitlines()[-1]
    counted = re.fullmatch(r"(\d+) pages, (\d+) sections: (\d+) in step", last)
    assert counted
    assert counted[2] == counted[3]
    edit(ZH, "- 先选客户\n", "- 客户在先\n")
    edit(EN, "keeps rising", "rises")
    run("pending", f"docs/{ZH}#_opening")
    code, said = run("status")
    assert code == 0
    assert said.endswith(f": {int(counted[2]) - 2} in step, 1 stale en, 1 pending zh\n")
    (row,) = (one for one in said.splitlines() if "1.1-first" in one)
    assert row.split() == ["1-foundations/1.1-first.md", "9", "7", "1", "1", str(TODAY), "2026-11-22", "第一课"]


def test_status_of_a_page_lists_its_sections_in_columns(run: Run, edit: Edit) -> None:
    edit(ZH, "- 先选客户\n", "- 客户在先\n")
    head, *rows = run("status", f"docs/{EN}")[1].splitlines()[:-2]
    assert head.split() == ["state", "since", "first", "section", "heading"]
    assert len(rows) == 9
    for column in (" 2026-11-22 ", " 1-foundations/"):
        assert len({row.index(column) for row in rows}) == 1
    assert any(re.fullmatch(rf"stale en +2026-11-22 +zh +{TAKEAWAYS} +要点", row) for row in rows)


def test_a_chinese_character_takes_two_places_in_a_column() -> None:
    assert columns([["回收期", "x"], ["CAC", "y"]]) == ["回收期  x", "CAC     y"]


def test_status_as_json_says_all_of_it(run: Run, edit: Edit) -> None:
    edit(ZH, "- 先选客户\n", "- 客户在先\n")
    said = json.loads(run("status", "--json", "docs/zh/1-foundations")[1])
    assert said["totals"] == {"in step": 8, "stale en": 1}
    (page,) = said["pages"]
    assert (page["page"], page["reviewed"]) == ("1-foundations/1.1-first.md", "2026-11-22")
    assert {
        "section": "takeaways",
        "state": "stale en",
        "since": "2026-11-22",
        "first": "zh",
        "line": {"zh": 47, "en": 47},
    } in page["sections"]


def test_status_of_an_unreadable_record_fails_with_its_line(small_course: Path, run: Run) -> None:
    (small_course / "docs/translations.txt").write_text("<<<<<<< HEAD\n", encoding="utf-8")
    assert run("status") == (
        1,
        "docs/translations.txt:1:1: translation-record: a merge conflict stands here → keep one line for each section, "
        "from either side; `course.py check` then names those to record again\n",
    )


def test_status_of_a_section_shows_the_sentence_that_has_changed(small_course: Path, run: Run, edit: Edit) -> None:
    edit(ZH, "对，别的都取决于它。", "对，别的都取决于它。先想清楚！")
    address = f"docs/{EN}#quiz"
    assert re.search(rf"^docs/{ZH}: git (cannot tell|has no commit)", run("status", address)[1], re.M)
    edit(ZH, "先想清楚！", "")
    for command in (["init", "-q"], ["add", "."], ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "a"]):
        subprocess.run(["git", *command], cwd=small_course, check=True)
    edit(ZH, "对，别的都取决于它。", "对，别的都取决于它。先想清楚！")
    said = run("status", address)[1]
    assert "+先想清楚！" in said.replace(" ", "")
    assert re.search(rf"^--- docs/{ZH} at \w+\n\+\+\+ docs/{ZH} now$", said, re.M)


def test_without_git_status_says_what_it_cannot_show(run: Run, edit: Edit, monkeypatch: pytest.MonkeyPatch) -> None:
    edit(ZH, "- 先选客户\n", "- 客户在先\n")
    monkeypatch.setenv("PATH", "")
    code, said = run("status", f"docs/{EN}#takeaways")
    assert code == 0
    assert f"docs/{ZH}: git is not installed" in said
