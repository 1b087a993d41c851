#!/usr/bin/env python3
"""Build the course with what may come after MkDocs, and report what each makes of it.

usage: .venv/bin/python scripts/try_successors.py FOLDER        (properdocs and zensical must be installed beside MkDocs)

ProperDocs runs MkDocs' plugins and hooks, so its site is compared with that of MkDocs, file by file. Zensical runs neither, and
no static-i18n: each language is built by itself, without the course's templates, and what is left unrendered is counted.
The report is Markdown on standard output; the exit code is 0 whatever it says, and 2 when nothing could be tried.
"""

from __future__ import annotations

import html
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("zh", "en")
# What stays in a page's text when nobody has rendered it.
LEFT = {
    "blocks": re.compile(r"^\s*/{3,}", re.M),
    "citations": re.compile(r"\[@[\w:.-]+"),
    "diagrams": re.compile(r"accTitle:"),
}


class Settings(yaml.SafeLoader):
    """Reads mkdocs.yml; the values of !ENV are the environment's business."""


Settings.add_constructor("!ENV", lambda loader, node: None)


def run(command: list[str], **environment: str) -> tuple[int, str]:
    """Run a command in the course's folder; return its exit code and the end of what it said."""
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    return done.returncode, "\n".join(done.stdout.splitlines()[-15:])


def try_properdocs(folder: Path) -> str:
    """Build with MkDocs and with ProperDocs; say whether the two sites are the same."""
    ours, theirs = folder / "mkdocs", folder / "properdocs"
    code, said = run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(ours)], NO_MKDOCS_2_WARNING="1"
    )
    if code:
        return f"MkDocs itself does not build:\n\n```\n{said}\n```"
    code, said = run(
        [sys.executable, "-m", "properdocs", "build", "--strict", "-f", "mkdocs.yml", "--site-dir", str(theirs)]
    )
    if code:
        return f"ProperDocs does not build it (exit code {code}):\n\n```\n{said}\n```"
    names = sorted({path.relative_to(site) for site in (ours, theirs) for path in site.rglob("*") if path.is_file()})
    differ = [name for name in names if not same(ours / name, theirs / name)]
    first = "".join(f"\n- `{name}`" for name in differ[:10])
    return f"ProperDocs builds it, strictly. Of {len(names)} files {len(differ)} differ from those of MkDocs.{first}"


def same(one: Path, other: Path) -> bool:
    """Tell whether two files exist and hold the same bytes."""
    return one.exists() and other.exists() and one.read_bytes() == other.read_bytes()


def try_zensical(folder: Path, language: str) -> str:
    """Build one language with Zensical; say how many pages there are, and what was left as it stands in the Markdown."""
    settings: dict[str, Any] = yaml.load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"), Loader=Settings)
    # Zensical takes no pages from outside of its own project.
    project = folder / f"zensical-{language}"
    shutil.copytree(ROOT / "docs" / language, project / "docs", dirs_exist_ok=True)
    theirs = {key: settings[key] for key in ("site_name", "nav", "markdown_extensions")} | {
        "theme": {"language": language}
    }
    (project / "mkdocs.yml").write_text(yaml.safe_dump(theirs, allow_unicode=True), encoding="utf-8")
    program = shutil.which("zensical", path=str(Path(sys.executable).parent))
    if program is None:
        return "Zensical is not installed beside MkDocs."
    code, said = run([program, "build", "-f", str(project / "mkdocs.yml")])
    if code:
        return f"Zensical does not build `{language}` (exit code {code}):\n\n```\n{said}\n```"
    pages = [
        html.unescape(re.sub(r"<[^>]+>", "", one.read_text(encoding="utf-8")))
        for one in (project / "site").rglob("index.html")
    ]
    left = ", ".join(f"{sum(len(what.findall(page)) for page in pages)} {name}" for name, what in LEFT.items())
    return f"Zensical builds `{language}`: {len(pages)} pages. Left as they stand in the Markdown: {left}."


def main() -> int:
    """Try each successor; print the report."""
    if len(sys.argv) != 2:
        print(
            "try_successors.py: name a folder for what is built → .venv/bin/python scripts/try_successors.py FOLDER",
            file=sys.stderr,
        )
        return 2
    folder = Path(sys.argv[1]).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    print("## After MkDocs\n")
    for report in (try_properdocs(folder), *(try_zensical(folder, language) for language in LANGUAGES)):
        print(report + "\n", flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
