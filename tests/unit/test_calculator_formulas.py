"""The calculators' scripts agree with the lessons' definitions, read what people type, and print what browsers print."""

from __future__ import annotations

import csv
import io
import json
import re
from itertools import chain, islice
from pathlib import Path
from typing import Any

import pytest

from calculating import REFERENCES, computed, defaults, edges, facts_of, found_in, load_calculators, random_inputs
from coursekit import calculators
from coursekit.benchmarks import NumericBands, numeric_bands
from coursekit.calculators import FOLDER, Calculator, read_calculator, run
from coursekit.course import load_course
from coursekit.kept import Shelf

ROOT = Path(__file__).resolve().parents[2]
CALCULATORS = load_calculators(ROOT)
each = pytest.mark.parametrize("calculator", CALCULATORS.values(), ids=CALCULATORS.keys())


def same(found: Any, wanted: Any, noise: float) -> bool:
    if isinstance(wanted, list):
        return len(found) == len(wanted) and all(map(same, found, wanted, [noise] * len(wanted)))
    if wanted is None or isinstance(wanted, str | dict):
        return bool(found == wanted)
    return isinstance(found, int | float) and abs(found - float(wanted)) <= max(1e-9 * abs(float(wanted)), noise)


def numbers_in(data: Any) -> list[float]:
    if isinstance(data, dict):
        return list(chain.from_iterable(map(numbers_in, data.values())))
    if isinstance(data, list):
        return list(chain.from_iterable(map(numbers_in, data)))
    return [abs(data)] if isinstance(data, int | float) else []


def test_every_calculator_has_a_reference() -> None:
    assert set(REFERENCES) == set(CALCULATORS)


def agrees(calculator: Calculator, kinds: dict[str, str], inputs: dict[str, Any], result: dict[str, Any]) -> bool:
    """Compare one result with the reference; return whether there was one to compare (both may refuse the inputs)."""
    assert "not finite" not in json.dumps(result), inputs
    wanted = REFERENCES[calculator.name](inputs)
    if wanted is None:
        assert result.get("faults"), inputs
        return False
    assert not result.get("faults"), (inputs, result)
    # Differences of large amounts are as exact as the amounts are.
    largest = max(numbers_in(result["values"]) + numbers_in(inputs), default=0)
    found = found_in(result)
    for name, value in wanted.items():
        noise = 1e-12 * (largest if kinds.get(re.sub(r"\..*\.", ".", name)) == "money" else 1)
        assert same(found[name], value, noise), (name, found[name], value, inputs)
    return True


@each
def test_a_calculator_agrees_with_its_lesson_on_a_thousand_inputs_and_at_all_ends(calculator: Calculator) -> None:
    facts = facts_of(calculator)
    name = calculator.name
    kinds = {field["id"]: field["kind"] for field in facts["results"]}
    for table in facts["tables"]:
        kinds |= {f"{table['id']}.{column['id']}": column["kind"] for column in table["columns"]}
    assert sum(agrees(calculator, kinds, *one) for one in computed(name, edges(facts))) > 0
    accepted = (one for one in computed(name, random_inputs(facts)) if agrees(calculator, kinds, *one))
    assert len(list(islice(accepted, 1000))) == 1000


@each
def test_whatever_is_found_can_be_printed(calculator: Calculator) -> None:
    facts = facts_of(calculator)
    for inputs, result in computed(calculator.name, islice(random_inputs(facts), 60)):
        if result.get("faults"):
            continue
        text = run("page", "html", facts, inputs, result) + run("page", "summary", facts, inputs, result)
        assert not re.search(r"NaN|Infinity|undefined|null|\[object|not finite|\{[\w-]+\}", text), inputs
        assert not re.search(r'(?:\bd|x|y|width|height|points)="[^"]*e[+-]?\d', text), inputs


@each
def test_faults_and_notes_stand_beside_a_field_and_have_their_words(calculator: Calculator) -> None:
    facts = facts_of(calculator)
    places = {field["id"] for group in facts["groups"] for field in group.get("inputs", ())}
    tables = {
        group["id"]: {column["id"] for column in group["columns"]} for group in facts["groups"] if "columns" in group
    }
    for _, result in computed(calculator.name, chain(islice(random_inputs(facts), 300), islice(edges(facts), 300))):
        for one in [*result.get("faults", ()), *result.get("notes", ())]:
            table, _, cell = one["at"].partition(".")
            assert one["at"] in places or cell.partition(".")[2] in tables[table], one
            assert one["text"] in facts["texts"], one


PERCENT = {"kind": "percent", "min": 0.01, "max": 1}
MONEY = {"kind": "money", "min": 0, "max": 1e12}
WHOLE = {"kind": "integer", "min": 1, "max": 1000, "unit": "家"}


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("60000", MONEY, 60000),
        ("60,000", MONEY, 60000),
        ("６０，０００", MONEY, 60000),
        ("60 000", MONEY, 60000),
        ("60\u202f000", MONEY, 60000),
        ("1'234'567.5", MONEY, 1234567.5),
        ("¥60,000", MONEY, 60000),
        ("￥60,000 元", MONEY, 60000),
        ("6万", MONEY, 60000),
        ("6 万元", MONEY, 60000),
        ("1.2 亿", MONEY, 120000000),
        ("45.3万", MONEY, 453000),
        ("60k", MONEY, 60000),
        ("3 百万", MONEY, 3000000),
        ("US$ 1.1m", MONEY, 1100000),
        ("1.5M", MONEY, 1500000),
        (" 75 ", PERCENT, 0.75),
        ("75%", PERCENT, 0.75),
        ("７５％", PERCENT, 0.75),
        (".5", MONEY, 0.5),
        ("20 家", WHOLE, 20),
        ("1 month", {"kind": "integer", "min": 1, "max": 60, "unit": "months"}, 1),
        ("1,000", WHOLE, 1000),
    ],
)
def test_numbers_are_read_as_people_type_them(text: str, field: dict[str, Any], value: float) -> None:
    assert run("numbers", "readField", text, field) == {"value": value}


@pytest.mark.parametrize(
    ("text", "field", "fault"),
    [
        ("", MONEY, "empty"),
        ("   ", MONEY, "empty"),
        ("abc", MONEY, "letters"),
        ("12,34", MONEY, "letters"),
        ("1.234,5", MONEY, "letters"),
        ("1e9", MONEY, "letters"),
        ("--5", MONEY, "letters"),
        ("Infinity", MONEY, "letters"),
        ("NaN", MONEY, "letters"),
        ("万", MONEY, "letters"),
        ("1,000 000", MONEY, "letters"),
        ("-5", MONEY, "range"),
        ("−5", MONEY, "range"),
        ("9" * 400, MONEY, "range"),
        ("2e", MONEY, "letters"),
        ("12%", MONEY, "letters"),
        ("0.75", PERCENT, "range"),
        ("101%", PERCENT, "range"),
        ("2.5", WHOLE, "whole"),
        ("0", WHOLE, "range"),
    ],
)
def test_what_is_no_fitting_number_is_named(text: str, field: dict[str, Any], fault: str) -> None:
    assert run("numbers", "readField", text, field) == {"fault": fault}


def test_an_optional_field_may_be_empty() -> None:
    assert run("numbers", "readField", "", {**PERCENT, "optional": True}) == {"value": None}


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("2026-11-02", {"value": "2026-11-02"}),
        ("2026-02-30", {"fault": "date"}),
        ("soon", {"fault": "date"}),
        ("1999-01-01", {"fault": "range"}),
    ],
)
def test_a_date_is_a_day_of_the_calendar(text: str, answer: dict[str, str]) -> None:
    assert run("numbers", "readField", text, {"kind": "date", "min": "2020-01-01", "max": "2050-12-31"}) == answer


@pytest.mark.parametrize(
    ("value", "field", "zh", "en"),
    [
        (45000, {"kind": "money"}, "45,000 元", "¥45,000"),
        (-30000, {"kind": "money"}, "−30,000 元", "−¥30,000"),
        (8571.4, {"kind": "money", "currency": "USD"}, "8,571 美元", "US$8,571"),
        (0.125, {"kind": "percent", "decimals": 1}, "12.5%", "12.5%"),
        (1, {"kind": "number", "unit": "months"}, "1 months", "1 month"),
        (11.4, {"kind": "number", "decimals": 1, "unit": "months"}, "11.4 months", "11.4 months"),
        (-0.04, {"kind": "number", "decimals": 1}, "0", "0"),
        (1e16, {"kind": "number"}, "10,000,000,000,000,000", "10,000,000,000,000,000"),
    ],
)
def test_values_are_written_as_the_language_does(value: float, field: dict[str, Any], zh: str, en: str) -> None:
    assert run("numbers", "shown", value, field, "zh") == zh
    assert run("numbers", "shown", value, field, "en") == en


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        (2.4e9, "24 亿", "2.4bn"),
        (450000, "45 万", "450k"),
        (999, "999", "999"),
        (99_999_999, "1 亿", "100m"),
        (999_999, "100 万", "1m"),
        (-1500000, "−150 万", "−1.5m"),
        (0, "0", "0"),
    ],
)
def test_long_amounts_are_shortened_as_the_language_does(value: float, zh: str, en: str) -> None:
    assert run("numbers", "compact", value, "zh") == zh
    assert run("numbers", "compact", value, "en") == en


@each
def test_an_address_gives_back_what_was_put_into_it(calculator: Calculator) -> None:
    facts = facts_of(calculator)
    for inputs in islice(random_inputs(facts), 40):
        query = run("address", "encode", facts, inputs)
        assert re.fullmatch(r"[\w\-.~%!,:;/()*']*", query), query
        texts = run("arrival", "decode", facts, run("page", "decodeURIComponent", query))
        assert texts["unknown"] == []
        for group in facts["groups"]:
            for field in group.get("inputs", ()):
                wanted = run("address", "plain", inputs[field["id"]], field)
                assert texts["texts"][field["id"]] == wanted


def test_an_address_that_nobody_made_is_read_without_trouble() -> None:
    facts = facts_of(CALCULATORS["unit-economics"])
    for query in ("", ",", ":::", "acv", "acv:", "nobody:5,acv:7", ";/;/", "__proto__:1", "acv:%E4", "!!!9"):
        found = run("arrival", "decode", facts, query)
        assert set(found) == {"texts", "unknown"}
    assert run("arrival", "decode", facts, "nobody:5,acv:7") == {"texts": {"acv": "7"}, "unknown": ["nobody"]}


def planned(names: list[str]) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """A milestone plan with these names, ready to be kept."""
    facts = facts_of(CALCULATORS["milestones"])
    inputs = defaults(facts)
    inputs["plan"] = [
        {"id": str(order), "name": name, "after": order or None, "also": None, "o": 1, "m": 2, "p": 3}
        for order, name in enumerate(names)
    ]
    inputs["from"] = inputs["to"] = None
    return facts, inputs, run("milestones", "compute", inputs)


def test_a_plan_kept_as_a_calendar_follows_the_format() -> None:
    names = ["短", "a, b; c\\d", "很长的名字" * 12, "👩‍💻" * 20]
    text = run("milestones-files", "calendar", *planned(names), "2026-11-22T08:09:10.123Z")
    assert text.endswith("\r\n")
    lines = text.split("\r\n")
    assert "\n" not in "".join(lines)
    assert all(len(line.encode()) <= 75 for line in lines)
    unfolded = text.replace("\r\n ", "").split("\r\n")
    assert [line[8:] for line in unfolded if line.startswith("SUMMARY:")] == [
        "1 短",
        "2 a\\, b\\; c\\\\d",
        "3 " + names[2],
        "4 " + names[3],
        "目标完成日",
    ]
    begins = [line.rpartition(":")[2] for line in unfolded if line.startswith("DTSTART")]
    assert begins == ["20270118", "20270201", "20270215", "20270301", "20270930"]
    ends = [line.rpartition(":")[2] for line in unfolded if line.startswith("DTEND")]
    assert ends[0] == "20270119"
    assert unfolded.count("DTSTAMP:20261122T080910Z") == 5
    identities = [line for line in unfolded if line.startswith("UID:")]
    assert len(set(identities)) == 5
    assert unfolded[0] == "BEGIN:VCALENDAR"
    assert unfolded[-2:] == ["END:VCALENDAR", ""]


def test_a_plan_kept_as_a_spreadsheet_reads_back_and_starts_no_formula() -> None:
    names = ["=1+1", 'a "b", c', "@cmd", "plain"]
    facts, inputs, result = planned(names)
    rows = list(csv.reader(io.StringIO(run("milestones-files", "table", facts, inputs, result))))
    assert rows[0][0] == "里程碑"
    # The number of the row stands before each name, so that no name can begin a formula.
    assert [row[0] for row in rows[1:]] == [f"{order} {name}" for order, name in enumerate(names, 1)]
    assert [row[2] for row in rows[1:]] == ["2027-01-18", "2027-02-01", "2027-02-15", "2027-03-01"]


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ("10 20 30 40", [[10, 20, 30, 40]]),
        ("10,000 20,000 30,000 40,000", [[10000, 20000, 30000, 40000]]),
        ("10,000, 20,000, 30,000, 40,000", [[10000, 20000, 30000, 40000]]),
        ("1,2,3,4\n5，6，7，8", [[1, 2, 3, 4], [5, 6, 7, 8]]),
        ("便宜\t划算\t有点贵\t太贵\n1\t2\t3\t4", [[1, 2, 3, 4]]),
        ("１万 ２万 ３万 ４万", [[10000, 20000, 30000, 40000]]),
        ("10-20-30-40_11-21-31-41", [[10, 20, 30, 40], [11, 21, 31, 41]]),
        ("1;2;3;4;\n\n5; 6; 7; 8", [[1, 2, 3, 4], [5, 6, 7, 8]]),
    ],
)
def test_pasted_answers_are_read_however_they_are_parted(text: str, answers: list[list[int]]) -> None:
    field = {"kind": "prices", "count": 4, "max": 1e9, "most": 500, "optional": True}
    assert run("numbers", "readField", text, field) == {"value": answers}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("1 2 3", {"fault": "line", "line": 1}),
        ("1 2 3 4\n1 2 3 4 5", {"fault": "line", "line": 2}),
        ("1 2 3 4\nhello", {"fault": "line", "line": 2}),
        ("1 2 3 −4", {"fault": "line", "line": 1}),
        ("1 2 3 99999999999", {"fault": "line", "line": 1}),
        ("only words", {"fault": "empty"}),
        ("1 2 3 4\n" * 501, {"fault": "many"}),
    ],
)
def test_pasted_answers_that_cannot_be_read_are_named_by_their_line(text: str, fault: dict[str, Any]) -> None:
    field = {"kind": "prices", "count": 4, "max": 1e9, "most": 500}
    assert run("numbers", "readField", text, field) == fault


def test_the_bands_of_the_benchmarks_become_numbers_with_their_ends() -> None:
    course = load_course(ROOT)
    for language in ("zh", "en"):
        found = numeric_bands(course.by_name[language, "appendix/benchmarks.md"])  # type: ignore[index]
        payback = found["cac-payback"]
        assert [(one["low"], one["lowIn"], one["high"], one["highIn"]) for one in payback] == [
            (None, False, 12, False),
            (12, True, 18, False),
            (18, True, 24, True),
            (24, False, None, False),
        ]
        assert [one["low"] for one in found["nrr"]] == [None, 1, 1.1, 1.2]
        assert (found["win-rate"][0]["low"], found["win-rate"][0]["high"]) == (0.1, 0.2)
        assert found["acv-motion"][0]["high"] == 5000
        assert "As above" not in str(found)
        assert "同上" not in str(found)


@pytest.mark.parametrize(
    ("value", "reading"), [(11.99, "强"), (12, "好"), (17.9, "好"), (18, "留意"), (24, "留意"), (24.1, "偏长")]
)
def test_a_value_on_the_edge_of_a_band_falls_where_the_table_says(value: float, reading: str) -> None:
    bands = {"cac-payback": numeric_bands(load_course(ROOT).by_name["zh", "appendix/benchmarks.md"])["cac-payback"]}
    (found,) = run("results", "reading", {"bands": bands}, {"bands": "cac-payback"}, value)
    assert found.startswith(reading)


def test_an_example_is_computed_once_until_description_or_bands_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = FOLDER / "unit-economics.yml"
    text = (ROOT / path).read_text(encoding="utf-8")
    bands = load_course(ROOT).bands["en"]

    def example(text: str, bands: NumericBands) -> str:
        calculator, faults = read_calculator(text, path, Shelf(tmp_path))
        assert calculator, faults
        return calculator.example("en", bands).html

    first = example(text, bands)

    def refuse(*_: object) -> None:
        raise AssertionError("the scripts were run")

    monkeypatch.setattr(calculators, "run", refuse)
    assert example(text, bands) == first
    assert example(text, {**bands, "nrr": []}) == first, "no result of it is read by these bands"
    with pytest.raises(AssertionError):
        example(text, {**bands, "cac-payback": []})
    with pytest.raises(AssertionError):
        example(text.replace("default: 270000", "default: 280000"), bands)
