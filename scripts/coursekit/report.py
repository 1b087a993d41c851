"""How findings are told: to people, to GitHub, to programs."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Literal

from coursekit.findings import Finding

Format = Literal["people", "github", "json"]
FORMATS: tuple[Format, ...] = ("people", "github", "json")


def report(findings: Iterable[Finding], form: Format) -> str:
    """Return the findings as text in one of the FORMATS; "" for none, but "[]" in JSON."""
    if form == "json":
        return json.dumps([_as_object(one) for one in findings], ensure_ascii=False, indent=1)
    line = str if form == "people" else _annotation
    return "\n".join(map(line, findings))


def _annotation(finding: Finding) -> str:
    """Return a workflow command, by which GitHub shows the finding beside the line in a pull request."""
    place = f"file={_property(finding.path.as_posix())},line={finding.line},col={finding.column}"
    # The log of the run drops the place: the message says it again.
    return f"::error {place},title={_property(finding.rule)}::{_data(str(finding))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _as_object(finding: Finding) -> dict[str, object]:
    return {
        "file": finding.path.as_posix(),
        "line": finding.line,
        "column": finding.column,
        "rule": finding.rule,
        "what": finding.what,
        "mend": finding.mend,
        "fixable": finding.fix is not None,
    }
