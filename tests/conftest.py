"""What several layers of the tests share: the repository, the course in memory, the built site, a server and a browser."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from building import add_tools, environment
from coursekit.browser import find_browser
from coursekit.course import Course, load_course
from coursekit.rules import check
from hosting import SITE_URL, QuietHandler
from recording import record_as_in_step

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def course() -> Course:
    return load_course(ROOT)


@pytest.fixture(scope="session")
def checked_course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The fixture course, its two languages recorded as in step, with everything that a first check keeps."""
    course = tmp_path_factory.mktemp("checked") / "course"
    shutil.copytree(ROOT / "tests/fixtures/course", course)
    record_as_in_step(course)
    check(course)
    return course


@pytest.fixture
def small_course(checked_course: Path, tmp_path: Path) -> Path:
    """A copy of the fixture course that a test may damage; what stays undamaged need not be read again."""
    shutil.copytree(checked_course, tmp_path / "course")
    return tmp_path / "course"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real course, built strictly, as if it were hosted below a sub-path."""
    target = tmp_path_factory.mktemp("built") / "gtm"
    # Not --quiet: it silences the warnings that a strict build counts.
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict"],
        cwd=ROOT,
        env=environment(ROOT, SITE_DIR=str(target), SITE_URL=SITE_URL),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, f"the strict build failed:\n{done.stdout}{done.stderr}"
    return target


@pytest.fixture(scope="session")
def small_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The fixture course, with its redirects of each kind, built as the real one is: same configuration, hooks, theme."""
    folder = tmp_path_factory.mktemp("small")
    shutil.copytree(ROOT / "tests/fixtures/course/docs", folder / "docs")
    add_tools(folder)
    target = folder / "built/gtm"
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict"],
        cwd=folder,
        env=environment(folder, SITE_DIR=str(target), SITE_URL=SITE_URL),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, f"the strict build failed:\n{done.stdout}{done.stderr}"
    return target


def served(site: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=str(site.parent))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/gtm/"
        server.shutdown()


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Where the built site is served: the sub-path of a loopback server."""
    yield from served(site)


@pytest.fixture(scope="session")
def small_address(small_site: Path) -> Iterator[str]:
    """Where the built fixture course is served."""
    yield from served(small_site)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = find_browser()
    if executable is None:
        pytest.fail("no Chromium: run `python3 scripts/course.py test`, which finds or installs one")
    flags = [
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        # Chromium's sandbox refuses to run as root, as on most CI machines.
        flags.append("--no-sandbox")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=str(executable), args=flags)
        yield running
        with contextlib.suppress(Exception):
            running.close()
