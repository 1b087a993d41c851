"""A build is whole or not at all, and the same input gives the same bytes."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from lxml import html

from building import ROOT, add_old_site, add_tools, course_py, environment
from coursekit.aside import made_aside


@pytest.fixture
def course(small_course: Path) -> Path:
    add_tools(small_course)
    return small_course


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def hidden(course: Path) -> list[str]:
    return [path.name for path in course.iterdir() if path.name.startswith(".site")]


def test_a_build_that_fails_leaves_the_old_site(course: Path) -> None:
    assert course_py(course, "build").returncode == 0
    before = tree(course / "site")
    assert "index.html" in before
    page = course / "docs/zh/index.md"
    page.write_text(page.read_text(encoding="utf-8").replace("#method", "#metod"), encoding="utf-8")
    done = course_py(course, "build")
    assert done.returncode == 1
    assert "does not contain an anchor '#metod'" in done.stdout + done.stderr
    assert tree(course / "site") == before
    assert hidden(course) == []


def test_a_build_that_is_killed_leaves_the_old_site_and_the_next_one_clears_up(course: Path) -> None:
    before = tree(add_old_site(course))
    running = subprocess.Popen(
        [sys.executable, "-m", "coursekit", "build"],
        cwd=course,
        env=environment(course),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    while not any((course / ".site.part").glob("*")):
        assert running.poll() is None, "the build ended before it could be killed"
        time.sleep(0.01)
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()
    assert tree(course / "site") == before
    assert hidden(course) == [".site.part"]
    assert course_py(course, "build").returncode == 0
    assert (course / "site/en/index.html").exists()
    assert (course / "site/index.html").read_text(encoding="utf-8") != "old"
    assert hidden(course) == []


def test_a_build_killed_between_its_two_moves_gives_the_old_site_back(tmp_path: Path) -> None:
    (tmp_path / ".site.old").mkdir()
    (tmp_path / ".site.old/index.html").write_text("old", encoding="utf-8")
    with pytest.raises(KeyboardInterrupt), made_aside(tmp_path / "site") as folder:
        raise KeyboardInterrupt(folder)
    assert tree(tmp_path) == {"site/index.html": b"old"}


def test_a_site_that_cannot_be_replaced_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site/index.html").write_text("old", encoding="utf-8")
    rename = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if self.name == ".site.part":
            raise PermissionError("no")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(PermissionError), made_aside(tmp_path / "site"):
        pass
    assert tree(tmp_path) == {"site/index.html": b"old"}


PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"><path d="M0 0h2"/></svg>\n'


def test_a_picture_of_the_authors_is_shown_in_both_languages(course: Path) -> None:
    for place in ("images/shelf.svg", "shelves/shelf.svg"):
        (course / "docs/assets" / place).parent.mkdir(exist_ok=True)
        (course / "docs/assets" / place).write_text(PICTURE, encoding="utf-8")
        for language, name in (("zh", "货架"), ("en", "Shelf")):
            page = course / f"docs/{language}/1-foundations/1.1-first.md"
            with page.open("a", encoding="utf-8") as text:
                text.write(f"\n![{name}](../../assets/{place})\n")
    done = course_py(course, "build")
    assert done.returncode == 0, done.stdout + done.stderr
    for name in ("1-foundations/1.1-first/index.html", "en/1-foundations/1.1-first/index.html"):
        page = course / "site" / name
        shown = re.findall(r'<img[^>]* src="([^"]+)"', page.read_text(encoding="utf-8"))
        assert [(page.parent / address).read_text(encoding="utf-8") for address in shown] == [PICTURE, PICTURE]
    assert not (course / "site/en/assets").exists()
    assert not (course / "site/assets/images/favicon.png").exists(), "the theme's own pictures are left out"


def test_what_the_front_matter_says_is_text_in_every_place(course: Path) -> None:
    title, description = (
        """Q&A: when R < b, or 'A "quoted" title'""",
        'What is "quoted" & left open, and what a reader does about it today',
    )
    page = course / "docs/en/1-foundations/1.1-first.md"
    text = page.read_text(encoding="utf-8")
    for key, said in (("title", title), ("description", description)):
        text = re.sub(rf"(?<=\n{key}: ).*", json.dumps(said), text, count=1)
    page.write_text(text, encoding="utf-8")
    done = course_py(course, "build")
    assert done.returncode == 0, done.stdout + done.stderr
    built = (course / "site/en/1-foundations/1.1-first/index.html").read_text(encoding="utf-8")
    shown = html.fromstring(built)
    assert shown.findtext("head/title") == f"Lesson 1.1 · {title} | GTM Strategy"
    assert shown.xpath("string(//h1)") == title
    assert shown.xpath("//meta[@name='description']/@content") == [description]
    assert f"1.1 {title}" in shown.xpath("//nav//a/text()")
    assert "R <" not in built
    home = html.fromstring((course / "site/en/index.html").read_text(encoding="utf-8"))
    assert home.xpath("string(//*[@class='resume-place'])") == f"1.1 {title}"
    # What is HTML, a style or a script is not touched.
    for part in ("style", "script"):
        assert not any("&" in text for text in shown.xpath(f"//head/{part}/text()"))


# Puts the clock on by some days before anything asks it.
LATER = """
import datetime, sys, time
now, shift = time.time, 86400 * 40
time.time = lambda: now() + shift
class Later(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(time.time(), tz)
datetime.datetime = Later
from mkdocs.__main__ import cli
cli()
"""


def test_the_same_input_gives_the_same_bytes_on_any_day_and_machine(course: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere 別"
    shutil.copytree(course, elsewhere)
    build = ["build", "--strict", "--site-dir", "site"]
    here = {"PYTHONHASHSEED": "1", "TZ": "Asia/Shanghai", "LC_ALL": "C.UTF-8"}
    there = {"PYTHONHASHSEED": "2", "TZ": "America/Los_Angeles", "LC_ALL": "C"}
    subprocess.run([sys.executable, "-m", "mkdocs", *build], cwd=course, env=environment(course, **here), check=True)
    subprocess.run(
        [sys.executable, "-c", LATER, *build], cwd=elsewhere, env=environment(elsewhere, **there), check=True
    )
    first, second = tree(course / "site"), tree(elsewhere / "site")
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []


WRITE = """
import pathlib, sys, time
from coursekit.aside import made_aside
with made_aside(pathlib.Path("site")) as folder:
    for number in range(20):
        (folder / f"{sys.argv[1]}{number}").touch()
        time.sleep(0.02)
"""


def test_a_second_build_waits_for_the_first(tmp_path: Path) -> None:
    environment = os.environ | {"PYTHONPATH": str(ROOT / "scripts")}
    both = [subprocess.Popen([sys.executable, "-c", WRITE, name], cwd=tmp_path, env=environment) for name in ("a", "b")]
    assert [one.wait() for one in both] == [0, 0]
    names = [path.name for path in (tmp_path / "site").iterdir()]
    assert len(names) == 20
    assert len({name[0] for name in names}) == 1
