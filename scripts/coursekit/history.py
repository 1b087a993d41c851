"""What a section said when it was recorded, found in git by the hash in the record."""

from __future__ import annotations

import difflib
import re
import subprocess
from pathlib import Path

from coursekit.findings import CourseError
from coursekit.pages import LANGUAGES, Language, parse_page
from coursekit.translations import Standing, digest, sections

# Chinese paragraphs are single long lines: one sentence per line shows what has changed in them.
_SENTENCE = re.compile(r"(?<=[。！？；])(?=.)|(?<=[.!?;]) ")


def changes(root: Path, standing: Standing) -> list[str]:
    """Return, for each language whose text of a section is no longer the recorded one, the difference sentence by sentence.

    Where git cannot tell (it is missing, or no commit holds the recorded text), a line says so.
    """
    lines: list[str] = []
    for language in LANGUAGES:
        recorded = standing.entry.hashes[language] if standing.entry else ""
        if not recorded.strip("-") or language not in standing.sides or standing.hashes[language] == recorded:
            continue
        path = Path("docs") / language / standing.name
        try:
            commit, before = _recorded_text(root, path, language, standing, recorded)
        except LookupError as problem:
            lines.append(f"{path}: {problem}")
            continue
        now = standing.sides[language].text
        lines += difflib.unified_diff(
            _sentences(before), _sentences(now), f"{path} at {commit}", f"{path} now", n=1, lineterm=""
        )
    return lines


def _recorded_text(root: Path, path: Path, language: Language, standing: Standing, recorded: str) -> tuple[str, str]:
    """Return the newest commit that holds the recorded text, and the text; raises LookupError when there is none."""
    for commit in _git(root, "log", "--format=%h", "--", str(path)).split():
        try:
            text = _git(root, "show", f"{commit}:./{path.as_posix()}")
            section = sections(parse_page(text, path, language, standing.name)).get(standing.section)
        except (LookupError, CourseError):
            continue
        if section and digest(section.text) == recorded:
            return commit, section.text
    raise LookupError("git has no commit that holds the recorded text (a shallow clone, or it was never committed)")


def _git(root: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, encoding="utf-8")
    except OSError as error:
        raise LookupError("git is not installed, so what has changed cannot be shown") from error
    if done.returncode:
        raise LookupError(f"git cannot tell what has changed ({done.stderr.strip().splitlines()[-1]})")
    return done.stdout


def _sentences(text: str) -> list[str]:
    return [sentence for line in text.splitlines() for sentence in _SENTENCE.split(line)]
