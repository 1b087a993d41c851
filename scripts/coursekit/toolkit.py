"""The tools of Module 5: one description each, from which its page's tables and all its downloads are made.

`docs/tools/5.2.yml` describes a tool once, in both languages: its sections (forms and tables), drop-down lists, formulas and
the worked example. `lay_out` places every cell on one grid, which the page, the workbook and the evaluation share, so that
none of them can differ from the others. Formulas are Excel's; formualizer computes them.
"""

from __future__ import annotations

import contextlib
import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any, Literal

from coursekit.descriptions import Description, DescriptionError, Lines, line_of, read_description
from coursekit.findings import CourseError, Finding
from coursekit.kept import Shelf
from coursekit.pages import LANGUAGES, Language, read_text

FOLDER = Path("docs/tools")
SCHEMA = Path(__file__).with_name("tool.schema.json")
Kind = Literal["text", "prose", "integer", "number", "percent", "money", "date", "choice"]
Mode = Literal["blank", "example"]
Both = dict[Language, str]
Value = str | float | datetime.date | None
Computed = tuple[dict[str, Value], tuple[tuple[str, str, tuple[str, ...]], ...]]
LISTS_SHEET: Both = {"zh": "选项", "en": "Lists"}
SHEETS: dict[Mode, Both] = {
    "blank": {"zh": "空白表", "en": "Blank"},
    "example": {"zh": "示例", "en": "Example"},
}
_EPOCH = datetime.date(1899, 12, 30)
_ID = r"[a-z][a-z0-9-]*"
_REFERENCE = re.compile(
    rf"\[(?P<cell>{_ID}(?:\.{_ID}){{0,2}})(?P<range>:?)\]|\{{(?P<choice>{_ID}(?:\.{_ID})?)\}}|'(?P<text>{_ID}(?:\.{_ID})?)'"
)


@dataclass(frozen=True)
class Option:
    """One entry of a drop-down list; `value` is what formulas count for it."""

    id: str
    text: Both
    value: float


@dataclass(frozen=True)
class Field:
    """A value with a name: a row of a form, a result below a table, or a column (then without example)."""

    id: str
    title: Both
    kind: Kind
    list: str = ""
    minimum: float | None = None
    maximum: float | None = None
    decimals: int = 0
    unit: Both | None = None
    formula: str = ""
    given: Any = None
    example: Any = None
    said: bool = False


@dataclass(frozen=True)
class Row:
    """A row of a table: what the blank sheet gives, what the example adds, and formulas of its own."""

    id: str
    given: dict[str, Any] = field(default_factory=dict)
    example: dict[str, Any] = field(default_factory=dict)
    formulas: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Section:
    """A form (fields only) or a table (columns, rows, spare rows, results)."""

    id: str
    title: Both
    note: Both | None
    fields: tuple[Field, ...]
    columns: tuple[Field, ...]
    rows: tuple[Row, ...]
    spare: int

    @property
    def is_form(self) -> bool:
        """Tell whether this is a form; the fields of a table are its results."""
        return not self.columns

    @property
    def all_rows(self) -> tuple[Row, ...]:
        """The rows of a table, the spare ones included."""
        return (*self.rows, *(Row(f"spare-{number}") for number in range(1, self.spare + 1)))


@dataclass(frozen=True)
class Tool:
    """A tool's description; `lines` finds the line of a part of the file, for messages."""

    path: Path
    id: str
    name: str
    title: Both
    formats: tuple[str, ...]
    how: tuple[Both, ...]
    lists: dict[str, tuple[Option, ...]]
    texts: dict[str, Both]
    sections: tuple[Section, ...]
    lines: Lines = field(repr=False)
    digest: str = ""
    shelf: Shelf | None = field(default=None, repr=False, compare=False)

    def section(self, name: str) -> Section | None:
        """Return a section by id."""
        return next((section for section in self.sections if section.id == name), None)

    def line(self, *parts: str) -> int:
        """Return the line on which the named part of the description begins."""
        return line_of(self.lines, parts)

    @cached_property
    def grid(self) -> Grid:
        """Where everything stands."""
        return lay_out(self)

    def filled(self, mode: Mode, language: Language) -> Filled:
        """Return the blank sheet or the example with every formula computed; raises ToolError at the first fault."""
        values, faults = self.computed(mode, language)
        if faults:
            message, mend, parts = faults[0]
            raise ToolError(message, mend, *parts)
        return Filled(self, mode, language, values)

    def computed(self, mode: Mode, language: Language) -> Computed:
        """Return what stands in each cell, and the faults (message, mend, place) of those that cannot be computed."""
        key = (mode, language)
        if key not in self._computed:
            make = partial(_evaluate, self, mode, language)
            name = f"tools/{self.id}.{mode}.{language}"
            self._computed[key] = self.shelf.keep(name, self.digest, make) if self.shelf else make()
        return self._computed[key]

    @cached_property
    def _computed(self) -> dict[tuple[Mode, Language], Computed]:
        return {}


class ToolError(DescriptionError):
    """A fault in a tool's description."""


# ---- Reading -----------------------------------------------------------------------------------------------------------


def load_tool(root: Path, path: Path) -> Tool:
    """Read one description (`path` is relative to `root`); raises CourseError with the line of the fault."""
    tool, faults = read_tool(read_text(root, path), path)
    if faults or tool is None:
        raise CourseError(faults[0])
    return tool


def read_tool(text: str, path: Path, shelf: Shelf | None = None) -> tuple[Tool | None, tuple[Finding, ...]]:
    """Return the tool that a text describes, and what is wrong with the description; None where it cannot be used."""
    if shelf is None:
        return _read(text, path)
    tool, faults = shelf.keep(f"tools/{path.stem}", text, lambda: _read(text, path))
    return tool and replace(tool, shelf=shelf), faults


def _read(text: str, path: Path) -> tuple[Tool | None, tuple[Finding, ...]]:
    description, faults = read_description(text, path, SCHEMA, "tool")
    if description is None:
        return None, faults
    tool = _build(description)
    faults = tuple(
        Finding(path, tool.line(*error.parts), 1, "tool", str(error), error.mend) for error in _name_faults(tool)
    )
    return (None if faults else tool), faults


def _build(description: Description) -> Tool:
    data = description.data
    lists = {
        name: tuple(
            Option(one["id"], {"zh": one["zh"], "en": one["en"]}, float(one.get("value", number)))
            for number, one in enumerate(options, 1)
        )
        for name, options in (data.get("lists") or {}).items()
    }
    sections = tuple(_section(one) for one in data["sections"])
    return Tool(
        description.path,
        data["tool"],
        data["name"],
        data["title"],
        tuple(data["formats"]),
        tuple(data["how"]),
        lists,
        data.get("texts") or {},
        sections,
        description.lines,
        description.digest,
    )


def _section(data: dict[str, Any]) -> Section:
    form = bool(data.get("form"))
    fields = tuple(_field(one) for one in (data["rows"] if form else data.get("results") or ()))
    columns = () if form else tuple(_field(one) for one in data["columns"])
    rows = (
        ()
        if form
        else tuple(
            Row(one["id"], one.get("given") or {}, one.get("example") or {}, one.get("formulas") or {})
            for one in data["rows"]
        )
    )
    return Section(data["id"], data["title"], data.get("note"), fields, columns, rows, data.get("spare", 0))


def _field(data: dict[str, Any]) -> Field:
    return Field(
        data["id"],
        data["title"],
        data["kind"],
        data.get("list", ""),
        data.get("min"),
        data.get("max"),
        data.get("decimals", 0),
        data.get("unit"),
        data.get("formula", ""),
        data.get("given"),
        data.get("example"),
        data.get("said", False),
    )


def _name_faults(tool: Tool) -> Iterator[ToolError]:
    for section in tool.sections:
        for one in (*section.fields, *section.columns):
            group = "rows" if section.is_form else "columns" if one in section.columns else "results"
            place = ("sections", section.id, group, one.id)
            if one.kind == "choice" and one.list not in tool.lists:
                yield ToolError(f"there is no list “{one.list}”", f"use one of: {', '.join(tool.lists)}", *place)
                continue
            for key, value in (("given", one.given), ("example", one.example)):
                yield from _value_faults(tool, one, value, *place, key)
        columns = {column.id: column for column in section.columns}
        for row in section.rows:
            for key, values in (("given", row.given), ("example", row.example), ("formulas", row.formulas)):
                for name, value in values.items():
                    where = ("sections", section.id, "rows", row.id, key, name)
                    if name not in columns:
                        yield ToolError(f"there is no column “{name}”", f"use one of: {', '.join(columns)}", *where)
                    elif key != "formulas":
                        yield from _value_faults(tool, columns[name], value, *where)
        for group, rows, what in (
            ("rows", section.rows, "row"),
            ("rows" if section.is_form else "results", section.fields, "field"),
            ("columns", section.columns, "column"),
        ):
            ids = [one.id for one in rows]
            for name in sorted({name for name in ids if ids.count(name) > 1}):
                place = ("sections", section.id, group, name)
                yield ToolError(f"two {what}s are called “{name}”", "give each its own id", *place)


def _value_faults(tool: Tool, one: Field, value: Any, *place: str) -> Iterator[ToolError]:
    if value is None:
        return
    if one.kind == "choice":
        options = [option.id for option in tool.lists.get(one.list, ())]
        if options and value not in options:
            yield ToolError(f"“{value}” is not in the list {one.list}", f"use one of: {', '.join(options)}", *place)
    elif one.kind in ("integer", "number", "percent", "money"):
        low, high = one.minimum, one.maximum
        if not isinstance(value, int | float):
            yield ToolError(f"“{value}” is no number", "write a plain number", *place)
        elif (low is not None and value < low) or (high is not None and value > high):
            yield ToolError(f"{value} breaks the field's own input check", f"keep it within {low} and {high}", *place)
    elif one.kind == "date":
        try:
            datetime.date.fromisoformat(str(value))
        except ValueError:
            yield ToolError(f"“{value}” is no date", "write YYYY-MM-DD", *place)


# ---- The grid ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the sheet: what it holds (`field`), whose it is, and where it stands (row and column from 1)."""

    section: Section
    row: Row | None
    field: Field
    formula: str
    at: tuple[int, int]

    @property
    def parts(self) -> tuple[str, ...]:
        """The path of names under which the description has it."""
        if self.row is None:
            return ("sections", self.section.id, "rows" if self.section.is_form else "results", self.field.id)
        if self.field.id in self.row.formulas:
            return ("sections", self.section.id, "rows", self.row.id, "formulas", self.field.id)
        return ("sections", self.section.id, "columns", self.field.id)


@dataclass(frozen=True, slots=True)
class Grid:
    """Every cell by its name ("section.field", "section.row.column"), and the first row of each section."""

    cells: dict[str, Cell]
    starts: dict[str, int]
    height: int


# A sheet begins with the title and a line that says what it is.
FIRST_ROW = 4


def lay_out(tool: Tool) -> Grid:
    """Place the sections below each other: title, note if any, head, rows, results, and an empty row."""
    cells: dict[str, Cell] = {}
    starts: dict[str, int] = {}
    at = FIRST_ROW
    for section in tool.sections:
        starts[section.id] = at
        at += 2 if section.note else 1
        if section.columns:
            at += 1
            for row in section.all_rows:
                for number, column in enumerate(section.columns, 1):
                    formula = row.formulas.get(column.id, column.formula)
                    cells[f"{section.id}.{row.id}.{column.id}"] = Cell(section, row, column, formula, (at, number))
                at += 1
        for one in section.fields:
            cells[f"{section.id}.{one.id}"] = Cell(section, None, one, one.formula, (at, 2))
            at += 1
        at += 1
    return Grid(cells, starts, at)


def address(at: tuple[int, int]) -> str:
    """Return a cell's address in Excel's way: (5, 2) is B5."""
    row, column = at
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def list_rows(tool: Tool) -> dict[str, tuple[int, int]]:
    """Return the first and last row of each list on the sheet of lists (labels in column B, values in column C)."""
    rows: dict[str, tuple[int, int]] = {}
    at = 2
    for name, options in tool.lists.items():
        rows[name] = (at, at + len(options) - 1)
        at += len(options)
    return rows


def list_range(tool: Tool, name: str, language: Language, column: str = "B") -> str:
    """Return the range that holds a list's labels (column B) or values (column C)."""
    first, last = list_rows(tool)[name]
    return f"'{LISTS_SHEET[language]}'!${column}${first}:${column}${last}"


def excel_formula(tool: Tool, cell: Cell, language: Language) -> str:
    """Return a cell's formula with its references resolved; raises ToolError where one leads nowhere."""

    def replace(match: re.Match[str]) -> str:
        if match["text"]:
            return _literal(tool, match["text"], language, cell)
        if match["choice"]:
            target = _target(tool, cell, match["choice"])
            name = target.field.list
            if not name:
                raise ToolError(f"“{match[0]}” is no choice from a list", "write [name]", *cell.parts)
            labels, values = (list_range(tool, name, language, column) for column in "BC")
            return f"IFERROR(INDEX({values},MATCH({address(target.at)},{labels},0)),0)"
        if match["range"]:
            first, last = _column(tool, cell, match["cell"])
            return f"{address(first.at)}:{address(last.at)}"
        return address(_target(tool, cell, match["cell"]).at)

    return "=" + _REFERENCE.sub(replace, cell.formula)


def _literal(tool: Tool, name: str, language: Language, cell: Cell) -> str:
    text = tool.texts.get(name)
    if text is None and "." in name:
        group, _, option = name.partition(".")
        text = next((one.text for one in tool.lists.get(group, ()) if one.id == option), None)
    if text is None:
        raise ToolError(f"there is no text or option “{name}”", "add it to texts or to a list", *cell.parts)
    return '"' + text[language].replace('"', '""') + '"'


def _target(tool: Tool, cell: Cell, name: str) -> Cell:
    """Return the cell that a name means, seen from `cell`: its own row first, then its section, then the whole sheet."""
    cells = tool.grid.cells
    tried = [name, f"{cell.section.id}.{name}"]
    if cell.row is not None:
        tried.insert(0, f"{cell.section.id}.{cell.row.id}.{name}")
    for one in tried:
        if one in cells:
            return cells[one]
    raise ToolError(f"there is no field “{name}”", "name a column, a result or section.field", *cell.parts)


def _column(tool: Tool, cell: Cell, name: str) -> tuple[Cell, Cell]:
    group, _, column = name.rpartition(".")
    section = tool.section(group) if group else cell.section
    if section is None or column not in {one.id for one in section.columns}:
        raise ToolError(f"there is no column “{name}”", "name a column as [column:] or [section.column:]", *cell.parts)
    rows = section.all_rows
    cells = tool.grid.cells
    return cells[f"{section.id}.{rows[0].id}.{column}"], cells[f"{section.id}.{rows[-1].id}.{column}"]


# ---- Values ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Filled:
    """A sheet with its values: what each cell holds, formulas computed."""

    tool: Tool
    mode: Mode
    language: Language
    values: dict[str, Value]

    def shown(self, name: str) -> str:
        """Return a cell's value as people read it, "" when it is empty."""
        return shown(self.tool.grid.cells[name].field, self.values.get(name))


def entered(tool: Tool, cell: Cell, mode: Mode, language: Language) -> Value:
    """Return what stands in a cell before anything is computed: the given value, or in the example that one."""
    if cell.row is None:
        value = cell.field.example if mode == "example" and cell.field.example is not None else cell.field.given
    else:
        value = cell.row.given.get(cell.field.id)
        if mode == "example":
            value = cell.row.example.get(cell.field.id, value)
    if value is None:
        return None
    if cell.field.kind == "choice":
        return next(option.text[language] for option in tool.lists[cell.field.list] if option.id == value)
    if isinstance(value, dict):
        return str(value[language])
    if cell.field.kind == "date":
        return datetime.date.fromisoformat(str(value))
    return value if isinstance(value, str) else float(value)


def _evaluate(tool: Tool, mode: Mode, language: Language) -> Computed:
    import formualizer

    book = formualizer.Workbook()
    lists = book.sheet(LISTS_SHEET[language])
    for name, options in tool.lists.items():
        first, _ = list_rows(tool)[name]
        for offset, option in enumerate(options):
            lists.set_value(first + offset, 2, formualizer.LiteralValue.text(option.text[language]))
            lists.set_value(first + offset, 3, formualizer.LiteralValue.number(option.value))
    title = SHEETS[mode][language]
    sheet = book.sheet(title)
    values: dict[str, Value] = {}
    wrong: dict[tuple[int, int], tuple[Cell, ToolError]] = {}
    for name, cell in tool.grid.cells.items():
        if cell.formula:
            try:
                sheet.set_formula(*cell.at, excel_formula(tool, cell, language))
            except ToolError as error:
                wrong[cell.at] = cell, error
            continue
        value = values[name] = entered(tool, cell, mode, language)
        if isinstance(value, datetime.date):
            value = float((value - _EPOCH).days)
        if isinstance(value, str):
            sheet.set_value(*cell.at, formualizer.LiteralValue.text(value))
        elif value is not None:
            sheet.set_value(*cell.at, formualizer.LiteralValue.number(value))
    book.evaluate_all()
    for name, cell in tool.grid.cells.items():
        if cell.formula and cell.at not in wrong:
            try:
                values[name] = _computed(cell, book.get_value(title, *cell.at))
            except ToolError as error:
                wrong[cell.at] = cell, error
    # A formula that only repeats the error of a cell that it reads is not at fault itself.
    faults = tuple(
        (str(error), error.mend, error.parts)
        for cell, error in wrong.values()
        if not any(at in wrong for at in _reads(tool, cell))
    )
    return values, faults


def _reads(tool: Tool, cell: Cell) -> Iterator[tuple[int, int]]:
    """Yield where the cells stand that a formula names, as far as it names any that exist."""
    for match in _REFERENCE.finditer(cell.formula):
        with contextlib.suppress(ToolError):
            if match["range"]:
                first, last = _column(tool, cell, match["cell"])
                yield from ((row, first.at[1]) for row in range(first.at[0], last.at[0] + 1))
            elif not match["text"]:
                yield _target(tool, cell, match["cell"] or match["choice"]).at


def _computed(cell: Cell, value: Any) -> Value:
    """Return a computed value as the course keeps it; raises ToolError when the formula gives an error."""
    if isinstance(value, dict) or (isinstance(value, str) and re.fullmatch(r"#[A-Z/0!?]+", value)):
        said = value.get("message") or value.get("kind") if isinstance(value, dict) else value
        raise ToolError(f"the formula of “{cell.field.id}” gives {said}", "guard it or mend it", *cell.parts)
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return float(value)
    if isinstance(value, datetime.datetime):
        return value.date()
    if cell.field.kind == "date" and isinstance(value, int | float):
        return _EPOCH + datetime.timedelta(days=int(value))
    return value if isinstance(value, str | datetime.date) else float(value)


def shown(one: Field, value: Value) -> str:
    """Return a value as people read it in both languages: ¥60,000, 25%, 2026-11-02."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, datetime.date):
        return value.isoformat()
    if one.kind == "percent":
        return f"{_rounded(value * 100, one.decimals)}%"
    number = _rounded(value, one.decimals if one.kind == "number" else 0)
    return f"¥{number}".replace("¥-", "-¥") if one.kind == "money" else number


def _rounded(value: float, decimals: int) -> str:
    # Excel rounds halves away from zero; Python's format would round them to even.
    scale = 10**decimals
    rounded = int(abs(value) * scale + 0.5 + 1e-9) / scale * (1 if value >= 0 else -1)
    return f"{rounded if rounded else 0:,.{decimals}f}"


def tool_faults(tool: Tool) -> Iterator[Finding]:
    """Yield the formulas that lead nowhere or give an error, in the blank sheet or the example of either language."""
    found: set[tuple[str, ...]] = set()
    modes: tuple[Mode, Mode] = ("example", "blank")
    for mode in modes:
        for language in LANGUAGES:
            for message, mend, parts in tool.computed(mode, language)[1]:
                if parts not in found:
                    found.add(parts)
                    where = f"{message} ({mode} sheet, {language})"
                    yield Finding(tool.path, tool.line(*parts), 1, "tool", where, mend)


def _print_example(arguments: list[str]) -> None:
    tool = load_tool(Path.cwd(), FOLDER / f"{arguments[0]}.yml")
    language: Language = "en" if "en" in arguments else "zh"
    mode: Mode = "blank" if "blank" in arguments else "example"
    filled = tool.filled(mode, language)
    for section in tool.sections:
        print(f"\n== {section.id}: {section.title[language]}")
        for row in section.all_rows:
            cells = (filled.shown(f"{section.id}.{row.id}.{column.id}") for column in section.columns)
            print("   " + " | ".join(cells))
        for one in section.fields:
            print(f"   {one.title[language]} ({one.id}) = {filled.shown(f'{section.id}.{one.id}')}")


if __name__ == "__main__":
    import sys

    _print_example(sys.argv[1:])
