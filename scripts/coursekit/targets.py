"""What somebody names on the command line: a page, a section of it (`PATH#section`), or a folder of pages."""

from __future__ import annotations

import difflib
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from coursekit.pages import LANGUAGES, Language


class TargetError(Exception):
    """Nothing of the course has the name given; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Target:
    """A page or folder below one language's folder (`name`; "" for all of it), or one section of a page."""

    language: Language
    name: str
    section: str = ""

    def takes(self, name: str, section: str) -> bool:
        """Tell whether a section of the page `name` is meant."""
        here = name == self.name or not self.name or name.startswith(f"{self.name}/")
        return here and self.section in ("", section)


def find_target(argument: str, root: Path, known: Collection[tuple[str, str]]) -> Target:
    """Read `docs/<language>/<path>[#section]`, relative to the current folder.

    `known` are the course's sections by page and id. Raises TargetError when none of them is meant.
    """
    path, _, section = argument.partition("#")
    try:
        language, *parts = Path(path).resolve().relative_to(root / "docs").parts
    except ValueError:
        language, parts = "", []
    if language not in LANGUAGES:
        raise TargetError(f"{path} lies outside the pages → name a file or folder below docs/zh or docs/en")
    target = Target("en" if language == "en" else "zh", "/".join(parts), section)
    if any(target.takes(*one) for one in known):
        return target
    ids = [id_ for name, id_ in known if name == target.name]
    if not ids:
        raise TargetError(f"there is no page {path} → mend the path")
    close = difflib.get_close_matches(section, ids, 1)
    mend = f"did you mean #{close[0]}?" if close else f"`course.py status {path}` lists its sections"
    raise TargetError(f"{path} has no section #{section} → {mend}")
