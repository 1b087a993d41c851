"""Makes the small course of the fixtures one that can be built by itself."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def add_tools(course: Path) -> None:
    """Give a copy of the fixture course the site's configuration (with the navigation that MkDocs finds), templates and tools."""
    configuration = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    without_nav = re.sub(r"^nav:\n(?: .*\n)+", "", configuration, flags=re.M)
    assert without_nav != configuration
    (course / "mkdocs.yml").write_text(without_nav, encoding="utf-8")
    ignored = shutil.ignore_patterns("__pycache__")
    for name in ("overrides", "scripts", "docs/assets"):
        shutil.copytree(ROOT / name, course / name, ignore=ignored, dirs_exist_ok=True)


def add_old_site(course: Path) -> Path:
    """Put a site there as an earlier build would have left it, each of its files holding "old"; return its folder."""
    site = course / "site"
    site.mkdir()
    for name in ("index.html", "404.html", "sitemap.xml"):
        (site / name).write_text("old", encoding="utf-8")
    return site


def environment(course: Path, **more: str) -> dict[str, str]:
    """Return the variables to run a copy of the course with: the copy's own tools, none of the settings of a real build."""
    kept = {name: value for name, value in os.environ.items() if name not in ("SITE_DIR", "SITE_URL", "REPOSITORY_URL")}
    return kept | {"PYTHONPATH": str(course / "scripts"), "NO_MKDOCS_2_WARNING": "1"} | more


def course_py(course: Path, *verb: str) -> subprocess.CompletedProcess[str]:
    """Run a verb of `course.py` in a copy of the course, as it is run inside the environment."""
    return subprocess.run(
        [sys.executable, "-m", "coursekit", *verb],
        cwd=course,
        env=environment(course),
        capture_output=True,
        text=True,
    )
