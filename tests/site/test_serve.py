"""While serving, an edit is seen at once on every page that it touches, though only what is asked for is made again."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

ROOT = Path(__file__).resolve().parents[2]
# A page that is served may run the script that reloads it, so it names no policy.
POLICY = re.compile(rb'<meta http-equiv="Content-Security-Policy"[^>]*>')
SCRIPT = re.compile(rb"<script>\nvar livereload.*?</script>", re.S)
PATIENCE = 240  # seconds, for a slow machine; ARCHITECTURE.md tells what is usual


class Served:
    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.base = f"http://127.0.0.1:{port}/"

    def text(self, path: str) -> str:
        return self.raw(path).decode("utf-8")

    def wait_for(self, path: str, text: str) -> None:
        end = time.monotonic() + PATIENCE
        while text not in self.text(path):
            assert time.monotonic() < end, f"{text!r} never appeared on {path}"
            time.sleep(0.1)

    def raw(self, path: str) -> bytes:
        try:
            with urllib.request.urlopen(self.base + quote(path), timeout=PATIENCE) as answer:
                body: bytes = answer.read()
        except urllib.error.HTTPError as error:
            body = error.read()
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            body = b""
        return body

    def edit(self, name: str, find: str, put: str) -> None:
        path = self.folder / "docs" / name
        text, count = re.subn(find, put, path.read_text(encoding="utf-8"), count=1)
        assert count, f"{name} no longer has {find!r}"
        path.write_text(text, encoding="utf-8")


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    course = tmp_path / "course"
    course.mkdir()
    for name in ("mkdocs.yml", "overrides", "scripts", "docs", ".cache"):
        source = ROOT / name
        if source.exists():
            copy = shutil.copytree if source.is_dir() else shutil.copy
            copy(source, course / name)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {"SITE_URL": f"http://127.0.0.1:{port}/", "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", "mkdocs", "serve", "--quiet", "--livereload", "--dev-addr", f"127.0.0.1:{port}"]
    process = subprocess.Popen(command, cwd=course, env=environment)
    yield Served(course, port)
    process.terminate()
    process.wait(timeout=20)


def test_an_edit_is_seen_on_its_page_and_on_those_made_from_it(served: Served) -> None:
    lesson = "1-foundations/1.1-what-is-gtm/"
    served.wait_for(lesson, "</html>")
    served.edit("zh/1-foundations/1.1-what-is-gtm.md", r"(?<=\ntitle: ).*", "改过的标题")
    served.wait_for(lesson, "改过的标题")
    served.wait_for("1-foundations/", "1.1 改过的标题")
    served.wait_for("go/1.1/", "1.1 改过的标题")
    served.wait_for("glossary/4-metrics/", "1.1 改过的标题")
    served.edit("zh/glossary/4-metrics.md", r"(?=赢得一位新客户)", "改过的定义。")
    served.wait_for(lesson, "改过的定义。")


def test_a_fault_is_shown_where_the_author_looks_and_does_not_end_the_serving(served: Served) -> None:
    served.wait_for("", "</html>")
    for place, fault, says in (
        (r"(?<=\ntitle: )", "[", "docs/zh/index.md:4:12: front-matter: "),
        (
            r"(?=\n## )",
            "\n一句话 [@nobody2000nothing]。\n",
            ": citation-unknown: no source has the key “nobody2000nothing”",
        ),
    ):
        served.edit("zh/index.md", place, fault)
        served.wait_for("glossary/", says)
        served.edit("zh/index.md", re.escape(fault), "")
        served.wait_for("glossary/", "</html>")


# Each of them is read by other pages than its own, or by none.
EDITS = (
    ("zh/1-foundations/1.1-what-is-gtm.md", r"(?<=\ntitle: )", "改过的", "", "改过的"),
    (
        "en/2-frameworks/2.1-crossing-the-chasm.md",
        r"(?<=\ndescription: )",
        "Changed. ",
        "en/2-frameworks/",
        "Changed. ",
    ),
    ("en/glossary/4-metrics.md", r"(?<=· Also: )", "winning price, ", "en/glossary/", "winning price"),
    ("zh/glossary/1-strategy.md", r"(?<=\n## )\S+", "改名", "glossary/1-strategy/", "改名"),
    ("zh/index.md", r"(?<=/// path \| product\n)1\.1 ", "", "appendix/progress/", 'data-lessons="1.4 2.1'),
    ("references.bib", r"(?<=title = \{)", "Changed ", "en/appendix/sources/", "Changed "),
    ("course.yml", r"(?<=promise:\n      zh: )", "改过的", "", "改过的"),
    ("zh/4-cases/4.1-product-led.md", r"(?<=\nverdict: )", "改过的", "4-cases/", "改过的"),
    ("en/appendix/claims.md", r"(?<=\nverdict: )[\w-]+", "conditional", "en/appendix/claims/", "</html>"),
    ("zh/appendix/benchmarks.md", r"(?<=\n\| 区间 \|).*\n.*\n\|", r"\g<0> 改过的", "appendix/benchmarks/", "改过的"),
    ("tools/5.2.yml", r"(?<=\ntitle: \{zh: )", "改过的", "5-toolkit/5.2-icp-worksheet/", "</html>"),
    (
        "zh/1-foundations/1.2-why-gtm.md",
        r"\Z",
        "\n![架](../../assets/images/shelf.svg)\n",
        "1-foundations/1.2-why-gtm/",
        "shelf",
    ),
    (
        "en/1-foundations/1.2-why-gtm.md",
        r"\Z",
        "\n![Shelf](../../assets/images/shelf.svg)\n",
        "en/1-foundations/1.2-why-gtm/",
        "shelf",
    ),
    ("assets/images/shelf.svg", "M0 0", "M0 1", "assets/images/shelf.svg", "M0 1"),
    ("assets/stylesheets/course.css", r"\A", "/* changed */", "assets/stylesheets/course.css", "/* changed */"),
    ("../overrides/partials/footer.html", 'class="fine"', 'class="fine changed"', "", "fine changed"),
)


def test_what_is_served_after_edits_is_what_a_new_build_makes(served: Served) -> None:
    served.wait_for("", "</html>")
    picture = served.folder / "docs/assets/images/shelf.svg"
    picture.parent.mkdir()
    picture.write_text('<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h2"/></svg>\n', encoding="utf-8")
    for name, find, put, path, text in EDITS:
        served.edit(name, find, put)
        served.wait_for(path, text)
    fresh = built_anew(served.folder, served.base)
    # The pages first: whatever else is asked for makes the server build everything.
    wrong = [
        place
        for place in sorted(fresh, key=lambda place: not place.endswith(".html"))
        if SCRIPT.sub(b"", served.raw(place)) != POLICY.sub(b"", fresh[place])
    ]
    assert wrong == []


def built_anew(course: Path, address: str) -> dict[str, bytes]:
    """Build a course without anything kept; return every file of the site."""
    copy = course.with_name("anew")
    shutil.copytree(course, copy, ignore=shutil.ignore_patterns(".cache", "__pycache__"))
    environment = os.environ | {"SITE_URL": address, "NO_MKDOCS_2_WARNING": "1"}
    subprocess.run([sys.executable, "-m", "mkdocs", "build", "--quiet"], cwd=copy, env=environment, check=True)
    site = copy / "site"
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}
