"""Descriptions in YAML (tools, calculators): read whole, judged by a schema, with the line of every part for messages."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from coursekit.findings import Finding
from coursekit.yaml_text import Loader, trouble

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator

Lines = dict[tuple[str, ...], int]


@dataclass(frozen=True)
class Description:
    """What a file says: its data (dates as YYYY-MM-DD), where each part stands, and a digest of the text."""

    path: Path
    data: dict[str, Any]
    lines: Lines = field(repr=False)
    digest: str

    def line(self, *parts: str) -> int:
        """Return the line on which the named part begins; list entries are called by their ids, or their numbers."""
        return line_of(self.lines, parts)


class DescriptionError(ValueError):
    """A fault in a description; `parts` names the place."""

    def __init__(self, message: str, mend: str, *parts: str) -> None:
        """Take what is wrong, how to mend it, and where."""
        super().__init__(message)
        self.mend = mend
        self.parts = parts


def line_of(lines: Lines, parts: tuple[str, ...]) -> int:
    """Return the line of the named part, or of the nearest part around it."""
    return next((lines[parts[:length]] for length in range(len(parts), 0, -1) if parts[:length] in lines), 1)


def read_description(text: str, path: Path, schema: Path, rule: str) -> tuple[Description | None, tuple[Finding, ...]]:
    """Return what a text describes, and what `rule` says is wrong with it; None where it cannot be used."""
    data, lines, unreadable = read_lines(text, path, rule)
    if unreadable:
        return None, unreadable
    data = _dates_as_text(data)
    faults = tuple(_schema_faults(data, lines, path, schema, rule))
    if faults:
        return None, faults
    return Description(path, data, lines, hashlib.sha256(text.encode()).hexdigest()), ()


def read_lines(text: str, path: Path, rule: str) -> tuple[Any, Lines, tuple[Finding, ...]]:
    """Return the data of a text in YAML, the line of each part, and what keeps it from being read."""
    try:
        # Parsed once: the nodes give the lines, and the data are made from them.
        loader = Loader(text)
        root = loader.get_single_node()
        lines = _lines(root)
        return (loader.construct_document(root) if root else None), lines, ()
    except yaml.YAMLError as error:
        problem, line, column = trouble(error)
        mend = "quote the value, mend its indentation, or name each key once"
        return None, {}, (Finding(path, line, column, rule, f"the YAML cannot be read: {problem}", mend),)


def _schema_faults(data: Any, lines: Lines, path: Path, schema: Path, rule: str) -> Iterator[Finding]:
    told: list[list[Any]] = []
    # The deepest fault says most: a wrong word in a row also makes its section wrong.
    for fault in sorted(_validator(schema).iter_errors(data), key=lambda fault: -len(fault.absolute_path)):
        place = list(fault.absolute_path)
        if any(deeper[: len(place)] == place for deeper in told):
            continue
        told.append(place)
        parts = _named(data, place)
        what = f"{'.'.join(parts) or 'the file'}: {fault.message}"
        yield Finding(path, line_of(lines, parts), 1, rule, what, f"see scripts/coursekit/{schema.name}")


@cache
def _validator(schema: Path) -> Draft202012Validator:
    # Imported late, like the engines that compute: most runs find the descriptions as they left them.
    from jsonschema import Draft202012Validator

    return Draft202012Validator(json.loads(schema.read_text(encoding="utf-8")))


def _dates_as_text(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _dates_as_text(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_dates_as_text(value) for value in data]
    return data.isoformat() if isinstance(data, datetime.date) else data


def _lines(root: yaml.Node | None) -> Lines:
    """Return the line of every mapping key and identified list entry, by its path of names."""
    found: Lines = {}

    def walk(node: yaml.Node, parts: tuple[str, ...]) -> None:
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                # A key may be no word at all.
                found.setdefault((*parts, str(key.value)), key.start_mark.line + 1)
                walk(value, (*parts, str(key.value)))
        elif isinstance(node, yaml.SequenceNode):
            for number, item in enumerate(node.value):
                name = str(number)
                if isinstance(item, yaml.MappingNode):
                    name = next((str(value.value) for key, value in item.value if key.value == "id"), name)
                found.setdefault((*parts, name), item.start_mark.line + 1)
                walk(item, (*parts, name))

    if root is not None:
        walk(root, ())
    return found


def _named(data: Any, path: list[Any]) -> tuple[str, ...]:
    """Return a JSON path with list entries called by their ids, as `_lines` calls them."""
    parts: list[str] = []
    for step in path:
        data = data[step]
        name = data.get("id") if isinstance(step, int) and isinstance(data, dict) else None
        parts.append(str(name if name is not None else step))
    return tuple(parts)
