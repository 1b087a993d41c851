"""The verbs of `course.py`, run inside the environment."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from coursekit.aside import made_aside
from coursekit.browser import find_or_install_browser
from coursekit.findings import CourseError
from coursekit.kept import FOLDER, Shelf
from coursekit.rules import check

ROOT = Path(__file__).resolve().parents[2]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb; return its exit code: 0 well, 1 faults found, 2 cannot run."""
    parser = argparse.ArgumentParser(prog="course.py", description="The course's one command.")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    serve = verbs.add_parser("serve", help="build the site, watch the files, open it on 127.0.0.1:8000")
    serve.add_argument("--address", default="127.0.0.1:8000", help="host:port to listen on (default: %(default)s)")
    serve.add_argument("--no-open", action="store_true", help="do not open a browser window")
    verbs.add_parser("build", help="build the site into site/ (SITE_URL names its address)")
    test = verbs.add_parser("test", help="run the whole test suite, browser included; further arguments go to pytest")
    test.add_argument("pytest", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    checker = verbs.add_parser("check", help="check the course's text in seconds: all of it, or the files named")
    checker.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="Markdown files (default: all)")
    # Pytest's own options must pass through unread.
    given, rest = parser.parse_known_args(arguments)
    if rest and given.verb != "test":
        parser.error(f"unknown arguments: {' '.join(rest)}")
    if given.verb == "check":
        return run_check(given.paths)
    if given.verb == "test":
        return run_tests([*rest, *given.pytest])
    if given.verb == "build":
        return run_build()
    return run_serve(given.address, open_window=not given.no_open)


def run_check(paths: Sequence[Path]) -> int:
    """Check the course's rules; print one line per fault."""
    try:
        wanted = {path.resolve().relative_to(ROOT) for path in paths}
        missing = [path for path in wanted if not (ROOT / path).exists()]
        if missing:
            print(f"course.py: there is no file {missing[0]} → mend the path", file=sys.stderr)
            return 2
        findings = check(ROOT, wanted)
    except ValueError:
        print("course.py: a path lies outside the course → name files below docs/", file=sys.stderr)
        return 2
    except CourseError as error:
        print(error)
        return 1
    for finding in findings:
        print(finding)
    faults = len(findings)
    print("check: no faults" if not faults else f"check: {faults} fault{'s' if faults > 1 else ''}", file=sys.stderr)
    return 1 if findings else 0


def run_build() -> int:
    """Build the site strictly; it replaces the one that is there only when it is complete and without fault."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    environment = _environment()
    try:
        with made_aside(ROOT / environment.get("SITE_DIR", "site")) as folder:
            environment["SITE_DIR"] = str(folder)
            subprocess.run(command, cwd=ROOT, env=environment, close_fds=False, check=True)
    except subprocess.CalledProcessError as failed:
        return failed.returncode
    except OSError as error:
        print(f"course.py: the site cannot be put in its place ({error}) → check the folder it names", file=sys.stderr)
        return 2
    Shelf(ROOT / FOLDER).sweep()
    return 0


def run_serve(address: str, *, open_window: bool) -> int:
    """Serve the site and rebuild it at every change."""
    command = [sys.executable, "-m", "mkdocs", "serve", "--livereload", "--dev-addr", address]
    if open_window and (
        sys.platform in ("darwin", "win32") or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    ):
        command.append("--open")
    try:
        return subprocess.run(command, cwd=ROOT, env=_environment()).returncode
    except KeyboardInterrupt:
        return 0


def run_tests(options: Sequence[str]) -> int:
    """Run pytest with a browser at hand; without one this fails on CI and says how to mend it."""
    browser, problem = find_or_install_browser()
    if browser is None:
        print(f"course.py: {problem}", file=sys.stderr)
        return 2
    environment = _environment() | {"COURSE_BROWSER": str(browser)}
    return subprocess.run([sys.executable, "-m", "pytest", *options], cwd=ROOT, env=environment).returncode


def _environment() -> dict[str, str]:
    # Material prints a long advertisement about MkDocs 2 at every start unless this is set.
    return os.environ | {"NO_MKDOCS_2_WARNING": "1"}
