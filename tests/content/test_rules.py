"""Every rule of the course finds the fault that it is for, at the right place, and lets sound edits pass."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hostile_files import HOSTILE

from coursekit.findings import CourseError, Finding
from coursekit.rules import RULE_IDS, check
from recording import record_as_in_step

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
FAULTS: list[dict[str, Any]] = yaml.safe_load((FIXTURES / "faults.yml").read_text(encoding="utf-8"))
HARMLESS: list[dict[str, Any]] = yaml.safe_load((FIXTURES / "harmless.yml").read_text(encoding="utf-8"))


def edit(course: Path, change: dict[str, Any]) -> None:
    path = course / "docs" / change["file"]
    if change.get("delete"):
        path.unlink()
        return
    if "create" in change:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(change["create"], encoding="utf-8")
        return
    if "link" in change:
        path.symlink_to(change["link"])
        return
    text = path.read_text(encoding="utf-8")
    assert change["find"] in text, f"the fixture no longer has {change['find']!r}"
    path.write_text(text.replace(change["find"], change["put"], 1), encoding="utf-8")


def findings(course: Path) -> list[Finding]:
    try:
        return check(course)
    except CourseError as error:
        return [error.finding]


def test_the_fixture_course_keeps_every_rule(small_course: Path) -> None:
    assert findings(small_course) == []


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault['rule']}: {fault['says']}")
def test_a_planted_fault_is_found_by_its_rule_with_file_and_line(small_course: Path, fault: dict[str, Any]) -> None:
    edit(small_course, fault)
    if "also" in fault:
        edit(small_course, fault["also"])
    found = findings(small_course)
    matching = [one for one in found if one.rule == fault["rule"] and fault["says"] in f"{one.what} → {one.mend}"]
    assert matching, "not found; the rules said:\n" + "\n".join(map(str, found))
    assert matching[0].path == Path(os.path.normpath(Path("docs") / fault.get("reported", fault["file"])))
    if "line" in fault:
        assert matching[0].line == fault["line"]
    assert matching[0].mend


@pytest.mark.parametrize("change", HARMLESS, ids=lambda change: change["what"])
def test_a_sound_edit_passes(small_course: Path, change: dict[str, Any]) -> None:
    edit(small_course, change)
    if "also" in change:
        edit(small_course, change["also"])
    record_as_in_step(small_course)
    assert findings(small_course) == []


def test_a_file_that_is_no_utf8_is_named_with_its_line(small_course: Path) -> None:
    path = small_course / "docs/zh/index.md"
    path.write_bytes(path.read_bytes().replace("先看".encode(), b"\xff\xfe"))
    found = findings(small_course)
    assert ("encoding", Path("docs/zh/index.md"), 7) in [(one.rule, one.path, one.line) for one in found]
    assert {one.rule for one in found} == {"encoding", "invisible", "translation-stale"}, "the rest is judged as usual"


@pytest.mark.parametrize(
    ("file", "find", "put", "rule"),
    [
        ("translations.txt", "in-step ", "instep ", "translation-record"),
        ("tools/5.1.yml", "name: score", "name: [score", "tool"),
        ("tools/5.1.yml", "kind: money, min: 0", "kind: yuan, min: 0", "tool"),
    ],
)
def test_what_stands_in_a_file_that_cannot_be_read_is_not_called_missing(
    small_course: Path, file: str, find: str, put: str, rule: str
) -> None:
    edit(small_course, {"file": file, "find": find, "put": put})
    (found,) = findings(small_course)
    assert (found.rule, found.path) == (rule, Path("docs") / file)


def test_every_rule_has_a_fault_that_breaks_it() -> None:
    assert {fault["rule"] for fault in FAULTS} | {hostile.rule for hostile in HOSTILE} == set(RULE_IDS)


def test_a_message_says_file_line_rule_fault_and_mend(small_course: Path) -> None:
    edit(small_course, {"file": "zh/index.md", "find": "#method", "put": "#metod"})
    record_as_in_step(small_course)
    (found,) = findings(small_course)
    assert str(found).startswith("docs/zh/index.md:7:9: link-anchor: ")
    assert str(found).endswith(" → did you mean #method?")


def test_the_table_of_rules_is_the_codes() -> None:
    text = (FIXTURES.parents[1] / "RULES.md").read_text(encoding="utf-8")
    table = text.split("<!-- rules:")[1].split("<!-- /rules -->")[0]
    rows = [line for line in table.splitlines() if line.startswith("| `")]
    assert rows == [f"| `{rule}` | {asks} |" for rule, asks in RULE_IDS.items()]


def test_the_guide_says_of_every_rule_what_it_asks_why_and_how_to_mend_it() -> None:
    text = (FIXTURES.parents[1] / "RULES.md").read_text(encoding="utf-8")
    sections = re.split(r"^### ", text, flags=re.M)[1:]
    told = {}
    for section in sections:
        rule, body = section.split("\n", 1)
        parts = dict(re.findall(r"^- \*\*(What|Why|Mend)\*\*: (.+)$", body, re.M))
        assert list(parts) == ["What", "Why", "Mend"], rule
        assert len(parts["Why"]) > 20, rule
        assert len(parts["Mend"]) > 15, rule
        told[rule.strip("`")] = parts["What"]
    assert list(told.items()) == list(RULE_IDS.items())
