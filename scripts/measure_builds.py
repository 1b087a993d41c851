#!/usr/bin/env python3
"""Measure how long a build takes, beside plain Material with the same Markdown, and until an edit is seen while serving.

usage: .venv/bin/python scripts/measure_builds.py [--sizes 1,3,10] [--runs 3] [--only build|serve]

Larger courses are made by copying every page but the home pages under new names, numbers and terms, and every tool. Prints
Markdown tables: seconds on the clock, in brackets seconds of computing on all processors together. Both depend on the
machine: compare the columns, not days.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import resource
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "scripts"))

from coursekit.given import count, counts  # noqa: E402
from coursekit.pages import LANGUAGES  # noqa: E402
from coursekit.plain import build, plain_config  # noqa: E402

PARTS = ("mkdocs.yml", "overrides", "scripts", "docs")
LONGEST_WAIT = 300.0


@dataclass(frozen=True, slots=True)
class Run:
    """One run: seconds on the clock, and seconds of computing on all processors together."""

    wall: float
    cpu: float


def measure_builds(root: Path, sizes: Sequence[int], runs: int) -> Iterator[str]:
    """Yield the lines of a table: a plain build, a cold one (nothing kept) and a warm one, of the course at several sizes."""
    yield "| Size | Pages | Plain | Cold | Warm | Cold ÷ plain | Warm ÷ plain |"
    yield "|---:|---:|---:|---:|---:|---:|---:|"
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            course, plain = Path(folder) / "course", Path(folder) / "plain"
            copy_course(root, course, size)
            plain.mkdir()
            yardstick = partial(build, plain_config(course, course / "docs", plain), plain / "site")
            found: dict[str, list[Run]] = {"plain": [], "cold": [], "warm": []}
            # In turn, so that whatever else the machine does falls on all three.
            for _ in range(runs):
                found["plain"].append(_timed(yardstick))
                shutil.rmtree(course / ".cache", ignore_errors=True)
                found["cold"].append(_timed(partial(_build, course)))
                found["warm"].append(_timed(partial(_build, course)))
            pages = sum(1 for language in LANGUAGES for _ in (course / "docs" / language).rglob("*.md"))
        middle = {kind: _median(some) for kind, some in found.items()}
        cells = [f"{one.wall:.1f} s ({one.cpu:.1f})" for one in middle.values()]
        ratios = [f"{middle[kind].wall / middle['plain'].wall:.2f}" for kind in ("cold", "warm")]
        yield f"| {size}× | {pages} | {' | '.join([*cells, *ratios])} |"


def measure_serving(root: Path, sizes: Sequence[int], runs: int) -> Iterator[str]:
    """Yield the lines of a table: the seconds until an edit is seen at its address, for several kinds of edit."""
    yield f"| Size | {' | '.join(EDITS)} |"
    yield "|---:|" + "---:|" * len(EDITS)
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            course = Path(folder) / "course"
            copy_course(root, course, size)
            with _served(course) as address:
                seconds = {name: [_seen_after(course, address, name, run) for run in range(runs)] for name in EDITS}
        yield f"| {size}× | {' | '.join(f'{statistics.median(some):.2f} s' for some in seconds.values())} |"


# ---- Courses -------------------------------------------------------------------------------------------------------------


def copy_course(root: Path, target: Path, times: int) -> None:
    """Copy the course below `root` to `target`, each page but the home pages, and each tool, so many times."""
    target.mkdir()
    for name in PARTS:
        source = root / name
        if source.is_dir():
            shutil.copytree(source, target / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target / name)
    configuration = (target / "mkdocs.yml").read_text(encoding="utf-8")
    for number in range(2, times + 1):
        for language in LANGUAGES:
            for page in sorted((root / "docs" / language).rglob("*/*.md")):
                copy = target / page.relative_to(root).with_name(f"{page.stem}-{number}.md")
                text = page.read_text(encoding="utf-8")
                copy.write_text(_renamed(text, number, is_glossary=page.parent.name == "glossary"), encoding="utf-8")
        for tool in sorted((root / "docs/tools").glob("*.yml")):
            text = tool.read_text(encoding="utf-8").replace(f'"{tool.stem}"', f'"{_id(tool.stem, number)}"', 1)
            (target / "docs/tools" / f"{_id(tool.stem, number)}.yml").write_text(text, encoding="utf-8")
    # The copies have numbers that no tool of the course may have.
    schema = target / "scripts/coursekit/tool.schema.json"
    schema.write_text(schema.read_text(encoding="utf-8").replace("[1-9]$", "[1-9]\\\\d*$"), encoding="utf-8")
    copies = range(2, times + 1)
    (target / "mkdocs.yml").write_text(
        re.sub(
            r"^( +- )(\S+/\S+)\.md\n",
            lambda match: match[0] + "".join(f"{match[1]}{match[2]}-{number}.md\n" for number in copies),
            configuration,
            flags=re.M,
        ),
        encoding="utf-8",
    )


def _renamed(text: str, number: int, *, is_glossary: bool) -> str:
    """Return a page's text with an id of its own, and terms of its own if it is one of the glossary's."""
    text = re.sub(r'^id: "?([^"\n]+)"?$', lambda match: f'id: "{_id(match[1], number)}"', text, count=1, flags=re.M)
    return re.sub(r"(\{ #|\]\(#)([\w-]+)", rf"\g<1>\g<2>-{number}", text) if is_glossary else text


def _id(id: str, number: int) -> str:
    lesson = re.fullmatch(r"([1-5]\.)([1-9]\d*)", id)
    return f"{lesson[1]}{number}{int(lesson[2]):02d}" if lesson else f"{id}-{number}"


# ---- Runs ----------------------------------------------------------------------------------------------------------------


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("SITE_DIR", "SITE_URL", "REPOSITORY_URL")}
    return kept | {"NO_MKDOCS_2_WARNING": "1"}


def _timed(build: Callable[[], None]) -> Run:
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    build()
    wall, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return Run(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def _build(course: Path) -> None:
    """Build a course; raises CalledProcessError, after the build's own words, when it fails."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    done = subprocess.run(command, cwd=course, env=_environment(), capture_output=True, text=True)
    if done.returncode:
        print(done.stdout + done.stderr, file=sys.stderr)
        done.check_returncode()


def _median(runs: Sequence[Run]) -> Run:
    return Run(statistics.median(run.wall for run in runs), statistics.median(run.cpu for run in runs))


# ---- Serving -------------------------------------------------------------------------------------------------------------

# What is edited: the file below docs/, a pattern, what is put in its place with the number of the run, and where it is seen.
EDITS: dict[str, tuple[str, str, str, str]] = {
    "A sentence": ("zh/1-foundations/1.1-*.md", r"\Z", "\n第 {} 次改动。\n", "1-foundations/{stem}/"),
    "A title": ("zh/1-foundations/1.1-*.md", r"(?<=\ntitle: ).*", "第 {} 次改动", "1-foundations/"),
    "A definition": ("zh/glossary/4-metrics.md", r"\n\n(?=- \*\*)", "第 {} 次改动。\n\n", "glossary/4-metrics/"),
    "A source": ("references.bib", r"(?<=title = \{).*(?=\},)", "Edit number {}", "appendix/sources/"),
    "A style": ("assets/stylesheets/course.css", r"\A", "/* edit {} */\n", "assets/stylesheets/course.css"),
}


@contextlib.contextmanager
def _served(course: Path) -> Iterator[str]:
    """Serve a course on a free port; yield its address once the home page is there."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}/"
    command = [sys.executable, "-m", "mkdocs", "serve", "--quiet", "--livereload", "--dev-addr", f"127.0.0.1:{port}"]
    server = subprocess.Popen(command, cwd=course, env=_environment() | {"SITE_URL": address})
    try:
        _wait_for(address, "</html>")
        yield address
    finally:
        server.terminate()
        server.wait()


def _seen_after(course: Path, address: str, name: str, run: int) -> float:
    pattern, find, put, where = EDITS[name]
    file = next((course / "docs").glob(pattern))
    said = put.format(run)
    text, count = re.subn(find, lambda _: said, file.read_text(encoding="utf-8"), count=1)
    assert count, f"{file} has nothing to edit"
    time.sleep(1)
    start = time.monotonic()
    file.write_text(text, encoding="utf-8")
    _wait_for(address + where.format(stem=file.stem), said.strip())
    return time.monotonic() - start


def _wait_for(address: str, text: str) -> None:
    end = time.monotonic() + LONGEST_WAIT
    while time.monotonic() < end:
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=LONGEST_WAIT) as answer:
            if text in answer.read().decode("utf-8"):
                return
        time.sleep(0.02)
    raise TimeoutError(f"{text!r} was not seen at {address} within {LONGEST_WAIT:.0f} s")


def main() -> int:
    """Measure what is asked for, and print the tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--sizes", type=counts, default="1,3,10", help="how many times the course (default: 1,3,10)")
    parser.add_argument("--runs", type=count, default=3, help="runs of each; the median is shown (default: 3)")
    parser.add_argument("--only", choices=("build", "serve"), help="one of the two tables (default: both)")
    given = parser.parse_args()
    for name, measure in {"build": measure_builds, "serve": measure_serving}.items():
        if given.only in (None, name):
            for line in measure(ROOT, given.sizes, given.runs):
                print(line, flush=True)
            print()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
