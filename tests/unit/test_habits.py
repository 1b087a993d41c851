"""What runs by itself (workflows, hooks, editor tasks) is well formed, asks for little, and calls only what exists."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from coursekit import cli

ROOT = Path(__file__).resolve().parents[2]
GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
FORMS = sorted(path for path in (GITHUB / "ISSUE_TEMPLATE").glob("*.yml") if path.name != "config.yml")
COURSE = re.compile(r"python3? scripts/course\.py (?P<verb>[a-z-]+)(?P<rest>[^\n`\"]*)")


def judged(schema: str, *paths: Path) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", *schema.split(), *map(str, paths)],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout + done.stderr


def conforms(schema: str, *paths: Path) -> None:
    code, said = judged(schema, *paths)
    assert code == 0, said


def jobs(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    yield from yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"].items()


def commented_json(path: Path) -> Any:
    return json.loads(re.sub(r"^\s*//.*$", "", path.read_text(encoding="utf-8"), flags=re.M))


def help_of(capsys: pytest.CaptureFixture[str], *verb: str) -> str:
    with pytest.raises(SystemExit) as stop:
        cli.main([*verb, "--help"])
    assert stop.value.code == 0, f"course.py has no verb {' '.join(verb)}"
    return capsys.readouterr().out


def test_workflows_forms_and_their_settings_are_what_github_understands() -> None:
    conforms("--builtin-schema vendor.github-workflows", *WORKFLOWS)
    conforms("--builtin-schema custom.github-workflows-require-timeout", *WORKFLOWS)
    conforms("--builtin-schema vendor.github-issue-forms", *FORMS)
    conforms("--builtin-schema vendor.github-issue-config", GITHUB / "ISSUE_TEMPLATE/config.yml")
    conforms("--builtin-schema vendor.dependabot", GITHUB / "dependabot.yml")


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_names_foreign_code_by_commit_and_version(path: Path) -> None:
    for name in re.findall(r"uses: (\S.*)", path.read_text(encoding="utf-8")):
        assert name.startswith("./.github/") or re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", name), (
            name
        )


def test_every_workflow_takes_the_same_version_of_an_action() -> None:
    named = {
        name for path in WORKFLOWS for name in re.findall(r"uses: (actions/\S.*)", path.read_text(encoding="utf-8"))
    }
    assert len(named) == len({name.partition("@")[0] for name in named})


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_may_only_read_and_keeps_no_password(path: Path) -> None:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert data["permissions"] == {"contents": "read"}
    assert data["concurrency"]["group"]
    for name, job in jobs(path):
        writes = {key for key, value in job.get("permissions", {}).items() if value == "write"}
        assert writes == ({"pages", "id-token"} if (path.stem, name) == ("deploy", "deploy") else set())
        for step in job.get("steps", ()):
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] is False
            # What somebody else may have written (a title, a branch) must not become part of a command.
            assert "${{" not in step.get("run", "")


def test_nothing_is_published_before_every_test_has_passed() -> None:
    deploy = dict(jobs(GITHUB / "workflows/deploy.yml"))
    assert deploy["test"]["uses"] == "./.github/workflows/test.yml"
    assert "test" in deploy["deploy"]["needs"]
    steps = dict(jobs(GITHUB / "workflows/test.yml"))["test"]["steps"]
    assert ".ci/run" in [step.get("run") for step in steps]
    assert "exec python3 scripts/course.py test" in (ROOT / ".ci/run").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["links", "successors"])
def test_what_looks_outside_reports_once_a_week_and_blocks_nothing(name: str) -> None:
    data = yaml.safe_load((GITHUB / f"workflows/{name}.yml").read_text(encoding="utf-8"))
    # YAML 1.1 reads the key `on` as a truth value.
    assert set(data[True]) == {"schedule", "workflow_dispatch"}
    for _, job in jobs(GITHUB / f"workflows/{name}.yml"):
        judging = [step for step in job["steps"] if re.search(r"course\.py|try_successors", step.get("run", ""))]
        assert judging
        assert all(step["continue-on-error"] for step in judging)


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("links-outward: 9 addresses: 8 alive, 1 gone", "## Addresses to look at: 1"),
        ("ValueError: Invalid IPv6 URL", "## The addresses could not be asked"),
    ],
)
def test_the_report_on_links_tells_a_crash_from_a_result(tmp_path: Path, said: str, title: str) -> None:
    steps = dict(jobs(GITHUB / "workflows/links.yml"))["links"]["steps"]
    (report,) = (step["run"] for step in steps if step.get("name") == "Write the report")
    (tmp_path / "links.txt").write_text("docs/references.bib:9:1: outward-gone\n", encoding="utf-8")
    (tmp_path / "links.err").write_text(f"{said}\n", encoding="utf-8")
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)
    written = tmp_path / "summary.md"
    environment = os.environ | {"GITHUB_STEP_SUMMARY": str(written)}
    subprocess.run(["bash", "-e", "-c", report], cwd=tmp_path, env=environment, check=True)
    told = written.read_text(encoding="utf-8")
    assert told.startswith(f"{title}\n")
    assert said in told


@pytest.mark.parametrize(
    "path",
    [*WORKFLOWS, GITHUB / "PULL_REQUEST_TEMPLATE.md", ROOT / ".pre-commit-config.yaml", ROOT / ".vscode/tasks.json"],
    ids=lambda path: path.name,
)
def test_only_commands_that_exist_are_called(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = path.read_text(encoding="utf-8")
    for match in COURSE.finditer(text):
        options = re.findall(r"--[a-z-]+", match["rest"])
        told = help_of(capsys, match["verb"])
        assert all(option in told for option in options), match[0]
    for script in re.findall(r"(?<![\w/])(?:scripts/\w+\.py|\.ci/\w+)", text):
        assert (ROOT / script).exists(), script


def test_the_hooks_are_the_courses_own_and_run_where_text_or_code_has_changed() -> None:
    data = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    assert [one["repo"] for one in data["repos"]] == ["local"]
    hooks = {hook["id"]: hook for hook in data["repos"][0]["hooks"]}
    assert hooks["check"]["pass_filenames"] is False
    looked_at = re.compile(hooks["check"]["files"])
    for path in ("docs/zh/index.md", "docs/references.bib", "docs/tools/5.2.yml", "docs/translations.txt"):
        assert looked_at.search(path)
    assert not looked_at.search("docs/assets/scripts/quiz.js")
    assert hooks["ruff"]["types"] == hooks["ruff-format"]["types"] == ["python"]


def test_the_editor_validates_what_its_schemas_describe() -> None:
    schemas = commented_json(ROOT / ".vscode/settings.json")["yaml.schemas"]
    for schema, pattern in schemas.items():
        paths = sorted(ROOT.glob(pattern))
        assert paths, pattern
        conforms(f"--schemafile {schema}", *paths)
    conforms("--schemafile scripts/coursekit/outline.schema.json", ROOT / "tests/fixtures/course/docs/course.yml")
    recommended = commented_json(ROOT / ".vscode/extensions.json")["recommendations"]
    assert "redhat.vscode-yaml" in recommended


@pytest.mark.parametrize(
    "damage", [("folder:", "ordner:"), ('number: "1"', "number: 1"), ("planned: {}", 'planned: {"9": {}}')]
)
def test_the_outlines_schema_finds_what_is_wrong(tmp_path: Path, damage: tuple[str, str]) -> None:
    text = (ROOT / "docs/course.yml").read_text(encoding="utf-8")
    assert damage[0] in text
    (tmp_path / "course.yml").write_text(text.replace(*damage, 1), encoding="utf-8")
    code, said = judged("--schemafile scripts/coursekit/outline.schema.json", tmp_path / "course.yml")
    assert code == 1
    assert "Schema validation errors were encountered" in said


def test_the_editors_task_reads_a_fault_as_the_check_writes_it(
    small_course: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = small_course / "docs/zh/index.md"
    page.write_text(page.read_text(encoding="utf-8").replace("id: home", "id: away"), encoding="utf-8")
    monkeypatch.setattr(cli, "ROOT", small_course)
    assert cli.main(["check", str(page)]) == 1
    line = capsys.readouterr().out.splitlines()[0]
    (task,) = (one for one in commented_json(ROOT / ".vscode/tasks.json")["tasks"] if one["label"] == "check")
    pattern = task["problemMatcher"]["pattern"]
    match = re.match(pattern["regexp"], line)
    assert match, line
    place = (match[pattern["file"]], match[pattern["line"]], match[pattern["code"]])
    assert place == ("docs/zh/index.md", "2", "front-matter")
