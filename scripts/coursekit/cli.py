"""The verbs of `course.py`, run inside the environment."""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NoReturn

from coursekit.aside import made_aside, refusal
from coursekit.browser import find_or_install_browser
from coursekit.course import REFERENCES, load_course
from coursekit.findings import CourseError
from coursekit.kept import FOLDER, Shelf
from coursekit.mending import mend
from coursekit.pages import read_text
from coursekit.permalinks import RECORD, record_new
from coursekit.report import FORMATS, Format, report
from coursekit.rules import check
from coursekit.rules.hostile import unsafe
from coursekit.scaffold import ScaffoldError, write_all
from coursekit.scaffold_verbs import add_verbs as add_new
from coursekit.scaffold_verbs import run_verb as run_new
from coursekit.translation_verbs import VERBS as TRANSLATION_VERBS
from coursekit.translation_verbs import add_verbs, run_verb

ROOT = Path(__file__).resolve().parents[2]


class _Parser(argparse.ArgumentParser):
    """Says in one line what is wrong with the arguments."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message} → {self.prog} --help\n")


def main(arguments: Sequence[str] | None = None, today: date | None = None) -> int:
    """Run one verb; return its exit code: 0 well, 1 faults found, 2 cannot run. `today` is what is written as the day."""
    parser: argparse.ArgumentParser = _Parser(prog="course.py", description="The course's one command.")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    serve = verbs.add_parser("serve", help="build the site, watch the files, open it on 127.0.0.1:8000")
    serve.add_argument("--address", default="127.0.0.1:8000", help="host:port to listen on (default: %(default)s)")
    serve.add_argument("--no-open", action="store_true", help="do not open a browser window")
    verbs.add_parser("build", help="build the site into site/ (SITE_URL names its address)")
    test = verbs.add_parser("test", help="run the whole test suite, browser included; further arguments go to pytest")
    test.add_argument("pytest", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    checker = verbs.add_parser("check", help="check the course's text in seconds: all of it, or the files named")
    checker.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="files or folders (default: all)")
    checker.add_argument("--fix", action="store_true", help="write the mends that are safe, and say which")
    checker.add_argument(
        "--format",
        choices=FORMATS,
        default="github" if os.environ.get("GITHUB_ACTIONS") == "true" else "people",
        help="people: a line for each fault; github: annotations of a pull request (the default where GITHUB_ACTIONS is "
        "true); json: a list of objects (default: people)",
    )
    outward = verbs.add_parser("links-outward", help="ask whether the sources and other addresses outside still answer")
    outward.add_argument("--seen", action="store_true", help="renew the date of the sources that answered (urldate)")
    add_new(verbs)
    add_verbs(verbs)
    verbs.add_parser("permalinks", help="record the addresses that are new, so that none can be lost unseen")
    # Pytest's own options must pass through unread.
    given, rest = parser.parse_known_args(arguments)
    if rest and given.verb != "test":
        parser.error(f"unknown arguments: {' '.join(rest)}")
    try:
        return _run(given, rest, today or date.today())
    except CourseError as error:
        print(error, file=sys.stderr)
    except ScaffoldError as error:
        print(f"course.py: {error}", file=sys.stderr)
    except BrokenPipeError:
        raise
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        print(f"course.py: {place}{error.strerror or error} → see to the file and its folder", file=sys.stderr)
    return 2


def _run(given: argparse.Namespace, rest: Sequence[str], today: date) -> int:
    if given.verb == "check":
        return run_check(given.paths, given.format, fix=given.fix)
    if given.verb == "links-outward":
        return run_outward(today, seen=given.seen)
    if given.verb == "new":
        return run_new(given, ROOT, today)
    if given.verb in TRANSLATION_VERBS:
        return run_verb(given, ROOT, today)
    if given.verb == "permalinks":
        return run_permalinks()
    if given.verb == "test":
        return run_tests([*rest, *given.pytest])
    if given.verb == "build":
        return run_build()
    return run_serve(given.address, open_window=not given.no_open)


def run_check(paths: Sequence[Path], form: Format = "people", *, fix: bool = False) -> int:
    """Check the course's rules, mend first what can be mended if `fix`; print the faults that are left."""
    try:
        wanted = {path.resolve().relative_to(ROOT) for path in paths}
    except ValueError:
        print("course.py: a path lies outside the course → name files below docs/", file=sys.stderr)
        return 2
    missing = [path for path in sorted(wanted) if not (ROOT / path).exists()]
    if missing:
        print(f"course.py: there is no file {missing[0]} → mend the path", file=sys.stderr)
        return 2
    mended = mend(ROOT, wanted, check) if fix else []
    for finding in mended:
        print(f"mended {finding}", file=sys.stderr)
    findings = check(ROOT, wanted)
    if text := report(findings, form):
        print(text)
    if findings and (unread := unsafe(ROOT)):
        names = ", ".join(sorted({fault.path.as_posix() for fault in unread}))
        print(f"check: without {names}, what pages owe each other was not judged", file=sys.stderr)
    print(f"check: {_counted(len(findings))}" + (f", {len(mended)} mended" if fix else ""), file=sys.stderr)
    return 1 if findings else 0


def run_permalinks() -> int:
    """Record the addresses that are new; print them."""
    try:
        added = record_new(load_course(ROOT))
    except CourseError as error:
        print(error)
        return 1
    print(*added, sep="\n", end="\n" if added else "")
    print(f"permalinks: {len(added)} added to {RECORD}", file=sys.stderr)
    return 0


def _counted(faults: int) -> str:
    return "no faults" if not faults else f"{faults} fault{'s' if faults > 1 else ''}"


def run_outward(today: date, *, seen: bool) -> int:
    """Ask for every address outside of the course; print those that somebody should look at."""
    # Imported late: no other verb speaks to the network.
    from coursekit.outward import Manners, ask_all, findings, outward_addresses, seen_again

    try:
        course = load_course(ROOT)
    except CourseError as error:
        print(error)
        return 1
    places = outward_addresses(course)
    answers = ask_all(places, Manners())
    found = findings(places, answers)
    print(*found, sep="\n", end="\n" if found else "")
    if seen:
        text = read_text(ROOT, REFERENCES)
        renewed = seen_again(text, course.sources.values(), answers, today)
        write_all(ROOT, {REFERENCES: renewed})
    counted = Counter(answer.verdict for answer in answers.values())
    told = ", ".join(f"{count} {verdict}" for verdict, count in counted.most_common())
    print(f"links-outward: {len(answers)} addresses: {told}", file=sys.stderr)
    return 1 if found else 0


def run_build() -> int:
    """Build the site strictly; it replaces the one that is there only when it is complete and without fault."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    environment = _environment()
    # An empty name would stand for the course's own folder.
    target = ROOT / (environment.get("SITE_DIR") or "site")
    if why := refusal(target, ROOT):
        print(f"course.py: {why} → name another folder with SITE_DIR, or clear this one away", file=sys.stderr)
        return 2
    try:
        with made_aside(target) as folder:
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
    """Serve the site and rebuild it at every change; return its exit code, 2 where nothing can listen on the address."""
    if why := address_fault(address):
        print(f"course.py: {why}", file=sys.stderr)
        return 2
    command = [sys.executable, "-m", "mkdocs", "serve", "--livereload", "--dev-addr", address]
    if open_window and (
        sys.platform in ("darwin", "win32") or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    ):
        command.append("--open")
    try:
        return _hand_over(command, _environment())
    except KeyboardInterrupt:
        return 0


def address_fault(address: str) -> str:
    """Return why nothing can listen on `host:port`, and what to do; "" where something can."""
    host, _, port = address.rpartition(":")
    if not host or not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:
        return f"{address} is no address → write host:port, e.g. --address 127.0.0.1:8001"
    host = host.removeprefix("[").removesuffix("]")
    try:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as trial:
            # A server that has just ended must not keep the next one from its port; Windows would lend it a port in use.
            if os.name != "nt":
                trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind((host, int(port)))
    except OSError as error:
        return f"{address} cannot be listened on ({error.strerror}) → try another one, e.g. --address 127.0.0.1:8001"
    return ""


def run_tests(options: Sequence[str]) -> int:
    """Run pytest with a browser at hand; without one this fails on CI and says how to mend it."""
    browser, problem = find_or_install_browser()
    if browser is None:
        print(f"course.py: {problem}", file=sys.stderr)
        return 2
    environment = _environment() | {"COURSE_BROWSER": str(browser)}
    return _hand_over([sys.executable, "-m", "pytest", *options], environment)


def _hand_over(command: list[str], environment: dict[str, str]) -> int:
    """Become another program, so that whoever ends this process ends it; on Windows wait for it and return its exit code."""
    if os.name != "nt":
        os.chdir(ROOT)
        os.execve(command[0], command, environment)
    return subprocess.run(command, cwd=ROOT, env=environment).returncode


def _environment() -> dict[str, str]:
    # Material prints a long advertisement about MkDocs 2 at every start unless this is set.
    return os.environ | {"NO_MKDOCS_2_WARNING": "1"}
