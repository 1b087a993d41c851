"""What a rule has found wrong, and how it is told."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Fix:
    """A safe mend: the text from one place of the file up to another (line and column from 1) becomes `text`."""

    start: tuple[int, int]
    end: tuple[int, int]
    text: str


@dataclass(frozen=True, order=True, slots=True)
class Finding:
    """One fault: where it is, which rule it breaks, what is wrong and how to mend it.

    `line` and `column` count from 1; `fix` is the mend that `check --fix` applies, where there is only one.
    """

    path: Path
    line: int
    column: int
    rule: str
    what: str
    mend: str
    fix: Fix | None = field(default=None, compare=False)

    def __str__(self) -> str:
        """Return the line that editors and people can follow: `file:line:column: rule: what is wrong → how to mend it`."""
        return f"{self.path.as_posix()}:{self.line}:{self.column}: {self.rule}: {self.what} → {self.mend}"


class CourseError(Exception):
    """A fault that the build cannot go past; carries the finding that explains it."""

    def __init__(self, finding: Finding) -> None:
        """Take the finding; its text becomes the exception's text."""
        super().__init__(str(finding))
        self.finding = finding
