"""While serving, an edit reaches every page that it touches, though unchanged pages are not rendered again."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60  # seconds, for a slow machine; CONTRIBUTING.md tells what is usual


class Served:
    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.base = f"http://127.0.0.1:{port}/"

    def text(self, path: str) -> str:
        try:
            with urllib.request.urlopen(self.base + path, timeout=10) as answer:
                return answer.read().decode("utf-8")
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return ""

    def wait_for(self, path: str, text: str) -> None:
        end = time.monotonic() + PATIENCE
        while text not in self.text(path):
            assert time.monotonic() < end, f"{text!r} never appeared on {path}"
            time.sleep(0.1)

    def edit(self, name: str, find: str, put: str) -> None:
        path = self.folder / "docs" / name
        text = path.read_text(encoding="utf-8")
        assert find in text
        path.write_text(text.replace(find, put, 1), encoding="utf-8")


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    for name in ("mkdocs.yml", "overrides", "scripts", "docs"):
        source = ROOT / name
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, tmp_path / name)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {"SITE_URL": f"http://127.0.0.1:{port}/", "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", "mkdocs", "serve", "--quiet", "--livereload", "--dev-addr", f"127.0.0.1:{port}"]
    process = subprocess.Popen(command, cwd=tmp_path, env=environment)
    yield Served(tmp_path, port)
    process.terminate()
    process.wait(timeout=20)


def test_an_edit_is_seen_on_its_page_and_on_those_made_from_it(served: Served) -> None:
    lesson = "1-foundations/1.1-what-is-gtm/"
    served.wait_for(lesson, "</html>")
    served.edit("zh/1-foundations/1.1-what-is-gtm.md", "title: GTM 的本质定义", "title: 改过的标题")
    served.wait_for(lesson, "改过的标题")
    served.wait_for("1-foundations/", "1.1 改过的标题")
    served.wait_for("go/1.1/", "1.1 改过的标题")
    served.wait_for("glossary/4-metrics/", "1.1 改过的标题")
    entry = served.folder / "docs/zh/glossary/4-metrics.md"
    first = next(line for line in entry.read_text(encoding="utf-8").splitlines() if line.startswith("赢得一位新客户"))
    served.edit("zh/glossary/4-metrics.md", first, "改过的定义。" + first)
    served.wait_for(lesson, "改过的定义。")


def test_a_fault_does_not_end_the_serving(served: Served) -> None:
    served.wait_for("", "</html>")
    served.edit("zh/index.md", "title: ", "title: [")
    time.sleep(2)
    served.edit("zh/index.md", "title: [", "title: 又好了 ")
    served.wait_for("", "又好了")
