"""Rounds: which faults are planted together, the copy of the course that they are planted in, and what its check makes of them.

Many faults share one copy, so that the whole course need not be read again for each. A page has one fault a round; the
faults of another file must not touch. What the check says must then be the faults, or follow from one of them.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from random import Random

from coursekit.course import Course
from coursekit.findings import CourseError, Finding
from coursekit.kept import FOLDER as SHELF
from coursekit.pages import LANGUAGES
from coursekit.permalinks import RECORD as PERMALINKS
from coursekit.rules import check
from coursekit.translations import RECORD as TRANSLATIONS
from planting import evidence, forms, prose, records  # noqa: F401  (each registers its kinds)
from planting.ground import KINDS, Content, Ground, Kind, NoPlace, Plant

# The first line that is replaced, the last one, and the new lines.
Hunk = tuple[int, int, tuple[str, ...]]
# Whoever asks for a place that few pages have is shown this many pages.
TRIES = 60
# What an author's commands write.
RECORDS = (PERMALINKS, TRANSLATIONS)


@dataclass(frozen=True)
class Fault:
    """A planted fault: its kind, the plant, and the root of the sound course."""

    kind: Kind
    plant: Plant
    root: Path

    @cached_property
    def pages(self) -> frozenset[str]:
        """The pages that it changes, without their language."""
        return frozenset(name for path in self.plant.writes if (name := page_name(path)))

    @cached_property
    def taken(self) -> frozenset[str]:
        """The pages that it changes or is to be found on: another fault would move its line."""
        return self.pages | {name for path, _ in self.plant.at if (name := page_name(path))}

    @cached_property
    def hunks(self) -> dict[Path, Hunk]:
        """What it replaces in each text file of the course: the first line, the last (below the first: none), the new ones."""
        return {
            path: _hunk((self.root / path).read_text(encoding="utf-8"), content)
            for path, content in self.plant.writes.items()
            if isinstance(content, str) and (self.root / path).exists()
        }

    def __str__(self) -> str:
        """Return the fault as a line for people."""
        places = " or ".join(f"{path}:{line}" for path, line in self.plant.at)
        files = ", ".join(map(str, self.plant.writes))
        return f"{self.kind.name} in {files} ({self.kind.rule}: {self.plant.says!r} wanted at {places})"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the check said in one round: whether each fault was found, and what nobody can explain."""

    faults: tuple[Fault, ...]
    missed: tuple[tuple[Fault, tuple[Finding, ...]], ...]
    unexplained: tuple[Finding, ...]


def page_name(path: Path) -> str:
    """Return the path of a page within its language's folder, "" for another file."""
    parts = path.parts
    return "/".join(parts[2:]) if path.suffix == ".md" and parts[0] == "docs" and parts[1] in LANGUAGES else ""


# ---- Choosing ----------------------------------------------------------------------------------------------------------


def chosen(course: Course, seed: int) -> list[Fault]:
    """Return the faults to plant: each kind as often as it asks for, pages with the fewest faults first."""
    counts: Counter[Path] = Counter()
    faults = []
    for kind in KINDS:
        for number in range(kind.times):
            language = kind.languages[number % len(kind.languages)]
            pages = [
                page
                for page in course.pages
                if page.language == language and not course.translations.pending(page.name)
            ]
            # Dice of its own: an edit of one page should not move the faults of all others.
            dice = Random(f"{seed} {kind.name} {number}")
            dice.shuffle(pages)
            pages.sort(key=lambda page: counts[page.path])
            for page in pages[:TRIES]:
                with contextlib.suppress(NoPlace):
                    plant = kind.plant(Ground(course, dice), page)
                    faults.append(Fault(kind, plant, course.root))
                    counts.update(path for path in plant.writes if page_name(path))
                    break
    return faults


def in_rounds(faults: Sequence[Fault]) -> list[list[Fault]]:
    """Return the faults in rounds in which they leave each other alone; those of the pages that have most come first."""
    wanted = Counter(name for fault in faults for name in fault.taken)
    rounds: list[list[Fault]] = []
    for fault in sorted(faults, key=lambda one: -max((wanted[name] for name in one.taken), default=0)):
        for one in rounds:
            if not any(_in_the_way(fault, other) for other in one):
                one.append(fault)
                break
        else:
            rounds.append([fault])
    return rounds


def _in_the_way(fault: Fault, other: Fault) -> bool:
    if fault.kind.first != other.kind.first:
        return True
    for one, two in ((fault, other), (other, fault)):
        if one.kind.disturbs and one.kind.disturbs == two.kind.needs:
            return True
    if fault.taken & other.taken or set(fault.plant.at) & set(other.plant.at):
        return True
    shared = fault.plant.writes.keys() & other.plant.writes.keys()
    if not shared:
        return False
    if fault.kind.disturbs or other.kind.disturbs:
        return True
    return any(
        path not in fault.hunks or path not in other.hunks or _touch(fault.hunks[path], other.hunks[path])
        for path in shared
    )


def _hunk(before: str, after: str) -> Hunk:
    old, new = before.split("\n"), after.split("\n")
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return head + 1, len(old) - tail, tuple(new[head : len(new) - tail])


def _touch(one: Hunk, two: Hunk) -> bool:
    # An entry of a record that lies between them must stay whole.
    return one[0] <= two[1] + 20 and two[0] <= one[1] + 20


def _together(faults: Sequence[Fault]) -> tuple[dict[Path, Content], list[Fault]]:
    """Return what all faults of a round write, and the faults with the lines on which they then stand."""
    writes: dict[Path, Content] = {}
    hunks: dict[Path, list[tuple[Fault, Hunk]]] = {}
    for fault in faults:
        for path, content in fault.plant.writes.items():
            if sum(path in other.plant.writes for other in faults) == 1:
                writes[path] = content
            else:
                hunks.setdefault(path, []).append((fault, fault.hunks[path]))
    for path, found in hunks.items():
        lines = (found[0][0].root / path).read_text(encoding="utf-8").split("\n")
        for _, (first, last, new) in sorted(found, key=lambda one: one[1][0], reverse=True):
            lines[first - 1 : last] = new
        writes[path] = "\n".join(lines)
    placed = [replace(fault, plant=replace(fault.plant, at=_moved(fault, hunks))) for fault in faults]
    return writes, placed


def _moved(fault: Fault, hunks: dict[Path, list[tuple[Fault, Hunk]]]) -> tuple[tuple[Path, int], ...]:
    def shift(path: Path, line: int) -> int:
        others = [hunk for other, hunk in hunks.get(path, []) if other is not fault and hunk[0] < line]
        return sum(len(new) - (last - first + 1) for first, last, new in others)

    return tuple((path, line + shift(path, line)) for path, line in fault.plant.at)


# ---- Planting ----------------------------------------------------------------------------------------------------------


class Copy:
    """A copy of the course that can be damaged and made sound again; what the check keeps comes along, so that it is quick."""

    def __init__(self, course: Course, folder: Path) -> None:
        """Copy the course below `folder`."""
        self.root = folder / "course"
        self._sound = folder / "sound"
        for name in ("docs", "overrides", SHELF):
            if (course.root / name).exists():
                shutil.copytree(course.root / name, self.root / name)
        shutil.copy(course.root / "mkdocs.yml", self.root)
        self.sound = check(self.root)
        shutil.copytree(self.root, self._sound, copy_function=os.link)

    def check_with(
        self, writes: Mapping[Path, Content], recorded: Callable[[Path], None] | None = None
    ) -> list[Finding]:
        """Return what the check says when these files are written; afterwards the copy is sound again.

        `recorded` is what an author does afterwards, in the copy's folder.
        """
        paths = [*writes, *RECORDS]
        for path in RECORDS:
            # A file of its own: what is written into it must not reach the sound one.
            self._write(path, (self.root / path).read_bytes())
        for path, content in writes.items():
            self._write(path, content)
        try:
            if recorded:
                recorded(self.root)
            return check(self.root)
        except CourseError as error:
            return [error.finding]
        finally:
            self._restore(paths)

    def _write(self, path: Path, content: Content) -> None:
        place = self.root / path
        place.unlink(missing_ok=True)
        if isinstance(content, str):
            content = content.encode("utf-8")
        if isinstance(content, bytes):
            place.write_bytes(content)
        elif content is not None:
            place.symlink_to(content)

    def _restore(self, paths: Iterable[Path]) -> None:
        for path in paths:
            (self.root / path).unlink(missing_ok=True)
            if (self._sound / path).exists():
                os.link(self._sound / path, self.root / path)
        shutil.rmtree(self.root / SHELF)
        shutil.copytree(self._sound / SHELF, self.root / SHELF, copy_function=os.link)


def planted(faults: Sequence[Fault], copy: Copy) -> Outcome:
    """Plant one round's faults and judge what the check says."""
    writes, placed = _together(faults)
    found = copy.check_with(writes)
    missed = tuple(
        (fault, tuple(_near(fault, found))) for fault in placed if not any(_finds(one, fault) for one in found)
    )
    unexplained = tuple(one for one in found if not any(_explains(fault, one) for fault in placed))
    return Outcome(tuple(placed), missed, unexplained)


def _finds(finding: Finding, fault: Fault) -> bool:
    place = (finding.path, finding.line)
    return (
        finding.rule == fault.kind.rule
        and place in fault.plant.at
        and fault.plant.says in f"{finding.what} → {finding.mend}"
    )


def _explains(fault: Fault, finding: Finding) -> bool:
    if finding.rule == fault.kind.rule and (finding.path, finding.line) in fault.plant.at:
        return True
    if page_name(finding.path) in fault.pages:
        follows = fault.kind.follows
        if "*" in follows or finding.rule in follows or finding.rule.startswith("translation-"):
            return True
        # What is put into one language alone, or taken out of it, is told there, too.
        if finding.rule == "pair-blocks" and re.search(r"a paragraph|the link to", finding.what):
            return True
    return any(finding.rule == rule and words in str(finding) for rule, words in fault.plant.echoes)


def _near(fault: Fault, found: Iterable[Finding]) -> list[Finding]:
    files = {*fault.plant.writes, *(path for path, _ in fault.plant.at)}
    return [one for one in found if one.path in files]
