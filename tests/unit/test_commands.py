"""The one command: it starts quickly, refuses clearly, and checks what it is asked to check."""

from __future__ import annotations

import ast
import importlib.util
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path
from types import ModuleType

import pytest

from coursekit import browser, cli
from recording import record_as_in_step

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def bootstrap() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bootstrap", ROOT / "scripts/course.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_second_start_takes_under_two_seconds() -> None:
    if not (ROOT / ".venv/installed.sha256").exists():
        # Plain `pytest` in an environment of another making: there is no second start to time.
        pytest.skip("this environment was not made by scripts/course.py")
    start = time.perf_counter()
    done = subprocess.run([sys.executable, str(ROOT / "scripts/course.py"), "--help"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "serve" in done.stdout
    assert time.perf_counter() - start < 2


def test_an_old_python_is_refused_in_one_line(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bootstrap, "OLDEST_PYTHON", (99, 0))
    assert bootstrap.main() == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_an_interrupted_installation_is_made_again(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/python").touch()
    monkeypatch.setattr(bootstrap, "VENV", tmp_path)
    monkeypatch.setattr(bootstrap, "STAMP", tmp_path / "stamp")
    wanted = bootstrap.fingerprint()
    assert not bootstrap.is_ready(wanted)
    bootstrap.STAMP.write_text(wanted)
    assert bootstrap.is_ready(wanted) == (os.name != "nt")
    assert not bootstrap.is_ready(wanted + "changed")


def test_an_environment_behind_a_link_is_not_emptied(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    (shared / "kept.txt").touch()
    (tmp_path / "link").symlink_to(shared)
    monkeypatch.setattr(bootstrap, "VENV", tmp_path / "link")
    assert bootstrap.install(bootstrap.fingerprint()) == 2
    assert "remove the link" in capsys.readouterr().err
    assert [one.name for one in shared.iterdir()] == ["kept.txt"]


def test_a_first_start_needs_no_path(bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[dict[str, str]] = []
    monkeypatch.setattr(bootstrap, "is_ready", lambda wanted: True)
    monkeypatch.setattr(bootstrap.os, "execve", lambda python, command, environment: started.append(environment))
    monkeypatch.setattr(bootstrap.subprocess, "run", lambda *_, **__: subprocess.CompletedProcess([], 0))
    monkeypatch.delenv("PATH")
    bootstrap.main()
    assert [one["PATH"] for one in started] == [f"{bootstrap.venv_python().parent}{os.pathsep}{os.defpath}"]


def test_the_lock_pins_and_hashes_every_package(bootstrap: ModuleType) -> None:
    lines = bootstrap.LOCK.read_text(encoding="utf-8").splitlines()
    packages = [line for line in lines if line and not line.startswith((" ", "#"))]
    assert len(packages) > 30
    assert all("==" in line and line.rstrip().endswith("\\") for line in packages)
    assert sum("--hash=sha256:" in line for line in lines) > len(packages)


def test_every_package_that_the_tools_call_is_declared() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    declared = [*settings["project"]["dependencies"], *settings["dependency-groups"]["test"]]
    named = {squeezed(re.split(r"[<>=]", one)[0].strip()) for one in declared}
    tools = sorted((ROOT / "scripts").rglob("*.py"))
    owners, own = packages_distributions(), {path.stem for path in tools} | {"coursekit"}
    called = {
        name.split(".")[0]
        for path in tools
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([one.name for one in node.names] if isinstance(node, ast.Import) else [node.module or ""])
    }
    for name in called - own - set(sys.stdlib_module_names):
        assert {squeezed(one) for one in owners[name]} & named, f"{name} is called and not declared"


def squeezed(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_check_says_what_is_wrong_and_returns_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], small_course: Path
) -> None:
    monkeypatch.setattr(cli, "ROOT", small_course)
    assert cli.main(["check"]) == 0
    page = small_course / "docs/zh/index.md"
    page.write_text(page.read_text(encoding="utf-8").replace("#method", "#metod"), encoding="utf-8")
    record_as_in_step(small_course)
    capsys.readouterr()
    assert cli.main(["check"]) == 1
    assert capsys.readouterr().out.startswith("docs/zh/index.md:7:")
    assert cli.main(["check", str(small_course / "docs/en/index.md")]) == 0
    assert cli.main(["check", str(page)]) == 1


def as_main(body: str) -> list[str]:
    """Return the command that runs `python -m coursekit` with an expression in the place of its `main`."""
    return [sys.executable, "-c", f"import coursekit.cli as c; c.main = lambda: {body}; import coursekit.__main__"]


ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT / "scripts")}


def test_an_interruption_is_no_traceback() -> None:
    done = subprocess.run(as_main("(_ for _ in ()).throw(KeyboardInterrupt)"), env=ENVIRONMENT, capture_output=True)
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")


@pytest.mark.skipif(os.name == "nt", reason="Windows ends processes in another way")
def test_whoever_ends_a_verb_ends_what_it_has_started() -> None:
    # A moment, because nobody can end what has not quite been started.
    body = "__import__('subprocess').run(['sh', '-c', 'sleep 1; echo $$; exec sleep 60'], check=True)"
    with subprocess.Popen(as_main(body), env=ENVIRONMENT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        started = int(process.stdout.readline())
        process.terminate()
        assert process.wait(10) == 143
    with pytest.raises(ProcessLookupError):
        os.kill(started, 0)


@pytest.mark.skipif(os.name == "nt", reason="Windows cannot become another program")
def test_serving_becomes_mkdocs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    started: list[list[str]] = []
    monkeypatch.setattr(cli, "ROOT", tmp_path)
    monkeypatch.setattr(cli, "address_fault", lambda address: "")
    monkeypatch.setattr(cli.os, "execve", lambda program, command, environment: started.append(command))
    monkeypatch.setattr(cli.subprocess, "run", lambda *_, **__: subprocess.CompletedProcess([], 0))
    monkeypatch.chdir(tmp_path)
    assert cli.main(["serve", "--no-open"]) == 0
    assert [command[1:4] for command in started] == [["-m", "mkdocs", "serve"]]


def test_what_is_said_is_utf8_whatever_the_system_expects() -> None:
    body = r"print('a → 乙 \udcff', file=__import__('sys').stderr) or print('a → 乙') or 0"
    environment = ENVIRONMENT | {"PYTHONIOENCODING": "cp1252"}
    done = subprocess.run(as_main(body), env=environment, capture_output=True)
    assert (done.returncode, done.stdout.decode().strip()) == (0, "a → 乙")
    assert done.stderr.decode().strip() == "a → 乙 \\udcff"


def test_a_reader_who_has_seen_enough_gets_no_traceback() -> None:
    with subprocess.Popen(
        as_main("print('x' * 10**6) or 0"), env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == ""
    assert process.returncode == 1


def test_an_address_in_use_is_told_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli.subprocess, "run", lambda *_, **__: pytest.fail("nothing may be started"))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert cli.main(["serve", "--address", f"127.0.0.1:{taken.getsockname()[1]}"]) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "in use" in told
    assert "--address 127.0.0.1:8001" in told


@pytest.mark.parametrize("address", ["127.0.0.1:99999", "127.0.0.1:x", "127.0.0.1:", "8000", "no.example.invalid:8000"])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    assert " → " in cli.address_fault(address)


def test_a_free_address_will_do() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    assert cli.address_fault(address) == ""


def test_check_refuses_a_path_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", str(ROOT / "docs/zh/nothing.md")]) == 2
    assert "nothing.md" in capsys.readouterr().err


@pytest.mark.parametrize("verb", [["check"], ["permalinks"], ["status"], ["links-outward"]], ids=" ".join)
def test_what_cannot_be_read_is_told_in_one_line(
    verb: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "docs/course.yml").mkdir(parents=True)
    (tmp_path / "docs/references.bib").touch()
    monkeypatch.setattr(cli, "ROOT", tmp_path if verb != ["check"] else tmp_path / "docs")
    assert cli.main(verb) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "docs" in told
    assert " → " in told


@pytest.mark.parametrize(
    "verb",
    [
        ["check", "--fix"],
        ["permalinks"],
        ["translated", "docs/zh/index.md", "--as-is"],
        ["new", "term", "burn-rate", "--page", "4-metrics", "--zh", "烧钱速度", "--en", "Burn rate"],
    ],
    ids=lambda verb: verb[0],
)
def test_what_cannot_be_written_is_told_in_one_line(
    verb: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], small_course: Path
) -> None:
    page = small_course / "docs/zh/index.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n一句话.\n", encoding="utf-8")
    before = {path: path.read_bytes() for path in (small_course / "docs").rglob("*.*")}
    write = Path.write_bytes

    def refuse(self: Path, data: bytes) -> int:
        if self.is_relative_to(small_course / "docs"):
            raise PermissionError(13, "Permission denied", str(self))
        return write(self, data)

    monkeypatch.setattr(Path, "write_bytes", refuse)
    monkeypatch.setattr(cli, "ROOT", small_course)
    monkeypatch.chdir(small_course)
    assert cli.main(verb) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "Permission denied" in told
    assert {path: path.read_bytes() for path in (small_course / "docs").rglob("*.*")} == before


def test_without_a_browser_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("COURSE_BROWSER", str(tmp_path / "none"))
    monkeypatch.setattr(browser.shutil, "which", lambda name: None)
    found, problem = browser.find_or_install_browser()
    assert found is None
    assert "apt-get install chromium" in problem
    assert "\n" not in problem


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("一句话 [@nobody2000nothing]。", "citation-unknown: no source has the key “nobody2000nothing”"),
        ("[看](glossary/index.md#nowhere)", "does not contain an anchor '#nowhere'"),
        ("[看](nowhere.md)", "is not found among documentation files"),
        ("[看](/glossary/)", "absolute link"),
        (
            "```mermaid\nflowchart TB\n  accTitle: 图\n  accDescr: 图\n  A[甲 --> B\n```",
            "diagram: Mermaid cannot read it",
        ),
    ],
)
def test_a_fault_ends_the_strict_build_in_words_and_no_traceback(tmp_path: Path, line: str, says: str) -> None:
    for name in ("mkdocs.yml", "overrides", "scripts"):
        source = ROOT / name
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, tmp_path / name)
    shutil.copytree(ROOT / "docs", tmp_path / "docs")
    page = tmp_path / "docs/zh/index.md"
    page.write_text(page.read_text(encoding="utf-8") + f"\n\n{line}\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path / "site")],
        cwd=tmp_path,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert says in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr


def test_the_tools_are_typed_and_clean() -> None:
    for command in (["ruff", "check"], ["ruff", "format", "--check"], ["mypy"]):
        done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, f"{' '.join(command)}:\n{done.stdout}{done.stderr}"
