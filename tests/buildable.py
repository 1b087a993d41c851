"""Gives the fixture course what MkDocs needs besides its pages, and builds it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NAV = """\
# Pages take their titles from their front matter.
nav:
  - 首页: index.md
  - 模块一:
      - 1-foundations/1.1-first.md
      # the second module is still to come
  - 案例:
      - 4-cases/index.md
  - 工具:
      - 5-toolkit/index.md
  - 附录:
      - appendix/benchmarks.md
      - appendix/claims.md
  - 术语:
      - glossary/4-metrics.md

"""


def make_buildable(course: Path) -> None:
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    head, _, rest = settings.partition("# Pages take their titles")
    tail = rest[rest.index("# The defaults let bad anchors") :]
    (course / "mkdocs.yml").write_text(head + NAV + tail, encoding="utf-8")
    for name in ("overrides", "scripts", "docs/assets"):
        shutil.copytree(ROOT / name, course / name, ignore=shutil.ignore_patterns("__pycache__"))


def build(course: Path) -> Path:
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict"],
        cwd=course,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1", "SITE_DIR": str(course / "site")},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, f"the strict build failed:\n{done.stdout}{done.stderr}"
    return course / "site"
