"""What the tests of the calculators share: their descriptions in memory, and inputs of every kind."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from coursekit.calculators import FOLDER, Calculator, about, read_calculator, run
from reference.channels import channels, sales_capacity
from reference.funnel import funnel
from reference.lead_score import lead_score
from reference.market_size import market_size
from reference.milestones import milestones
from reference.motion import motion
from reference.positioning import positioning
from reference.pricing import pricing
from reference.retention import retention
from reference.unit_economics import unit_economics

REFERENCES: dict[str, Callable[[dict[str, Any]], dict[str, Any] | None]] = {
    "channels": channels,
    "funnel": funnel,
    "lead-score": lead_score,
    "market-size": market_size,
    "milestones": milestones,
    "motion": motion,
    "positioning": positioning,
    "pricing": pricing,
    "retention": retention,
    "sales-capacity": sales_capacity,
    "unit-economics": unit_economics,
}
Inputs = dict[str, Any]


def load_calculators(root: Path) -> dict[str, Calculator]:
    """Read every description below `root`, by name; what they compute is not taken from the shelf."""
    found = {}
    for path in sorted((root / FOLDER).glob("*.yml")):
        calculator, faults = read_calculator(path.read_text(encoding="utf-8"), path.relative_to(root))
        assert calculator is not None, faults
        found[path.stem] = calculator
    return found


def falling(inputs: Inputs) -> None:
    """Put a funnel's counts in order: at random hardly any would be a funnel."""
    counts = sorted((row["count"] for row in inputs["stages"] if row["count"] is not None), reverse=True)
    for row in inputs["stages"]:
        if row["count"] is not None:
            row["count"] = counts.pop(0)


def following(inputs: Inputs) -> None:
    """Let milestones follow rows above them, with estimates in order."""
    for order, row in enumerate(inputs["plan"]):
        for name in ("after", "also"):
            if row[name] is not None:
                row[name] = row[name] % (order + 1) or None
        row["o"], row["m"], row["p"] = sorted((row["o"], row["m"], row["p"]))
    for name in ("from", "to"):
        if inputs[name] is not None:
            inputs[name] = 1 + inputs[name] % len(inputs["plan"])


# Random inputs that a calculator would mostly refuse, made such as people would enter.
SENSIBLE: dict[str, Callable[[Inputs], None]] = {"funnel": falling, "milestones": following}


def facts_of(calculator: Calculator) -> dict[str, Any]:
    """A calculator's description in Chinese, without bands: all that its formulas need."""
    return about(calculator, "zh", {})


def defaults(facts: dict[str, Any]) -> Inputs:
    return run("results", "defaults", facts)  # type: ignore[no-any-return]


def fields(facts: dict[str, Any]) -> list[tuple[tuple[str, ...], dict[str, Any]]]:
    """Every input with its place: ("acv",) or ("stages", "0", "count")."""
    found: list[tuple[tuple[str, ...], dict[str, Any]]] = []
    for group in facts["groups"]:
        if "inputs" in group:
            found += [((field["id"],), field) for field in group["inputs"]]
        else:
            found += [
                ((group["id"], str(number), column["id"]), column)
                for number in range(len(group["rows"]))
                for column in group["columns"]
                if column["id"] not in group["rows"][number].get("without", ())
            ]
    return found


def put(inputs: Inputs, place: tuple[str, ...], value: Any) -> None:
    if len(place) == 1:
        inputs[place[0]] = value
    else:
        inputs[place[0]][int(place[1])][place[2]] = value


def found_in(result: dict[str, Any]) -> dict[str, Any]:
    """All that a calculator has found: its values, and the cells of its tables as "table.row.column"."""
    cells = {
        f"{table}.{row['key']}.{column}": value
        for table, rows in result.get("tables", {}).items()
        for row in rows
        if "key" in row
        for column, value in row.items()
    }
    return {**result["values"], **cells}


def computed(name: str, inputs: Iterable[Inputs]) -> Iterator[tuple[Inputs, dict[str, Any]]]:
    """Inputs with what the calculator finds for them, asked for a hundred at a time."""
    rest = iter(inputs)
    while batch := list(itertools.islice(rest, 100)):
        yield from zip(batch, run("page", "all", name, batch), strict=True)


def extremes(field: dict[str, Any]) -> list[Any]:
    """The ends of a field's range; every option of a choice; nothing, where that may be."""
    nothing = [None] if field.get("optional") else []
    if field["kind"] == "choice":
        return [option["id"] for option in field["options"]]
    if field["kind"] in ("text", "prices"):
        return nothing
    return [field["min"], field["max"], *nothing]


def answer(dice: random.Random, count: int) -> list[int]:
    """A respondent's prices, mostly in order, often the same as another's."""
    step = dice.choice([1, 10, 500])
    prices = [step * dice.randint(1, 30) for _ in range(count)]
    return sorted(prices) if dice.random() < 0.9 else prices


def drawn(field: dict[str, Any], dice: random.Random, usual: Any) -> Any:
    """A value at random: an end, the example's, or one in between, small ones as often as large ones."""
    kind = field["kind"]
    if kind == "text" or dice.random() < 0.1:
        return usual
    if kind == "prices":
        return [answer(dice, field["count"]) for _ in range(dice.randint(1, 40))]
    if kind in ("choice", "date") or dice.random() < 0.1:
        return dice.choice(extremes(field) or [usual])
    low, high = field["min"], field["max"]
    if kind == "integer":
        value = round(math.exp(dice.uniform(0, math.log(high - low + 1)))) - 1 + low
        return min(max(value, low), high)
    if high - low > 100 and low >= 0:
        return min(max(math.exp(dice.uniform(math.log(max(low, 0.01)), math.log(high))), low), high)
    return dice.uniform(low, high)


def edges(facts: dict[str, Any]) -> Iterator[Inputs]:
    """The example with one field, and pairs of fields (all of them, or 300), at the ends of their ranges; and all at once."""
    places = [(place, end) for place, field in fields(facts) for end in extremes(field)]
    pairs = list(itertools.combinations(places, 2))
    if len(pairs) > 300:
        pairs = random.Random(20261122).sample(pairs, 300)
    for chosen in itertools.chain(((one,) for one in places), pairs):
        inputs = defaults(facts)
        for place, end in chosen:
            put(inputs, place, end)
        yield inputs
    for pick in (min, max):
        inputs = defaults(facts)
        for place, field in fields(facts):
            ends = [end for end in extremes(field) if isinstance(end, int | float)]
            if ends:
                put(inputs, place, pick(ends))
        yield inputs


def random_inputs(facts: dict[str, Any]) -> Iterator[Inputs]:
    """Inputs at random, without end, the same in every run."""
    dice = random.Random(20261122)
    usual = defaults(facts)
    while True:
        inputs = defaults(facts)
        for place, field in fields(facts):
            given = usual[place[0]] if len(place) == 1 else usual[place[0]][int(place[1])][place[2]]
            put(inputs, place, drawn(field, dice, given))
        if dice.random() < 0.9:
            SENSIBLE.get(facts["name"], lambda _: None)(inputs)
        yield inputs
