"""The calculators' worked examples are the lessons' and the tools': the same numbers wherever the same thing is counted."""

from __future__ import annotations

import datetime
import json
import re

import pytest

from calculating import REFERENCES, defaults, facts_of, found_in
from coursekit.calculators import about, run
from coursekit.course import Course
from coursekit.pages import LANGUAGES, Language

# What a calculator's example and a tool's example both hold: an input or a result, and the tool's cell.
TIES = {
    "funnel": {
        "stages.visitors.count": "5.4:counts.visitors.now",
        "stages.leads.count": "5.4:counts.leads.now",
        "stages.mql.count": "5.4:counts.mql.now",
        "stages.opps.count": "5.4:counts.opps.now",
        "stages.won.count": "5.4:counts.won.now",
        "stages.leads.reference": "5.4:rates.visit-lead.target",
        "stages.mql.reference": "5.4:rates.lead-mql.target",
        "stages.opps.reference": "5.4:rates.to-opp.target",
        "stages.won.reference": "5.4:rates.opp-won.target",
        "records": "5.4:header.records",
        "acv": "5.4:header.acv",
        "margin": "5.4:header.margin",
        "steps.leads.rate": "5.4:rates.visit-lead.rate",
        "steps.leads.low": "5.4:rates.visit-lead.low",
        "steps.leads.high": "5.4:rates.visit-lead.high",
        "steps.leads.short": "5.4:rates.visit-lead.short",
        "steps.opps.low": "5.4:rates.to-opp.low",
        "steps.opps.high": "5.4:rates.to-opp.high",
        "steps.opps.short": "5.4:rates.to-opp.short",
        "steps.won.low": "5.4:rates.opp-won.low",
        "steps.won.high": "5.4:rates.opp-won.high",
        "levers.opps.target": "5.4:levers.speed.target",
        "levers.opps.extra": "5.4:levers.speed.extra",
        "levers.opps.profit": "5.4:levers.speed.profit",
        "levers.opps.ratio": "5.4:levers.speed.ratio",
        "levers.mql.extra": "5.4:levers.hands.extra",
        "levers.mql.ratio": "5.4:levers.hands.ratio",
        "levers.won.ratio": "5.4:levers.visit.ratio",
        "levers.leads.extra": "5.4:levers.page.extra",
        "levers.leads.ratio": "5.4:levers.page.ratio",
    },
    "lead-score": {
        "gate-fit": "5.2:gates.fit",
        "gate-behaviour": "5.2:gates.behaviour",
        "line": "5.2:gates.line",
        "cap": "5.2:gates.cap",
        "top": "5.2:fit.top",
        "fit": "5.2:route.lead-1.fit",
        "behaviour": "5.2:route.lead-1.behaviour",
        "total": "5.2:route.lead-1.total",
        "sum": "5.2:seven.sum-b",
    },
    "milestones": {
        "start": "5.5:header.start",
        "target": "5.5:header.deadline",
        "cycle": "5.5:header.cycle",
        "finish": "5.5:plan.finish",
        "buffer": "5.5:plan.buffer",
        "sigma": "5.5:plan.sigma",
        "traction": "5.5:plan.traction",
        **{f"plan.{row}.due": f"5.5:plan.m{row + 1}.due" for row in range(9)},
        **{f"plan.{row}.sd": f"5.5:plan.m{row + 1}.sd" for row in range(9)},
        **{f"plan.{row}.weeks": f"5.5:plan.m{row + 1}.e" for row in range(9)},
    },
    "market-size": {
        "firms": "5.1:market.firms",
        "reach": "5.1:market.reach",
        "win": "5.1:market.win",
        "acv": "5.1:plan.acv",
        "tam": "5.1:market.tam",
        "sam": "5.1:market.sam",
        "som-firms": "5.1:market.som",
        "som": "5.1:market.som-money",
    },
    "unit-economics": {
        "media": "5.4:costs.media",
        "people": "5.4:costs.people",
        "sales": "5.4:costs.sales",
        "tools": "5.4:costs.tools",
        "spend": "5.4:costs.total",
        "prior": "5.4:costs.before",
        "customers": "5.4:costs.customers",
        "expansion": "5.4:costs.expansion",
        "downgrade": "5.4:costs.downgrade",
        "churned": "5.4:costs.churned",
        "net": "5.4:costs.net",
        "acv": "5.4:header.acv",
        "margin": "5.4:header.margin",
        "churn": "5.4:costs.churn",
        "cac": "5.4:economics.now.cac",
        "payback": "5.4:economics.now.payback",
        "ltv": "5.4:economics.now.ltv",
        "ratio": "5.4:economics.now.ratio",
        "magic": "5.4:economics.now.magic",
    },
    "positioning": {
        "r": "5.3:map.r",
        "points.0.x": "5.3:map.us.x",
        "points.0.y": "5.3:map.us.y",
        "points.1.x": "5.3:map.status.x",
        "points.1.y": "5.3:map.status.y",
        "points.2.x": "5.3:map.a.x",
        "points.2.y": "5.3:map.a.y",
        "points.3.x": "5.3:map.b.x",
        "points.3.y": "5.3:map.b.y",
        "points.4.x": "5.3:map.c.x",
        "points.4.y": "5.3:map.c.y",
    },
    "retention": {
        "opening": "5.4:retention.opening",
        "churned": "5.4:retention.churned",
        "downgrade": "5.4:retention.downgrade",
        "expansion": "5.4:retention.expansion",
        "customers": "5.4:retention.customers",
        "lost": "5.4:retention.lost",
        "added": "5.4:retention.new",
        "monthly": "5.4:retention.monthly",
        "grr": "5.4:retention.grr",
        "nrr": "5.4:retention.nrr",
        "logo": "5.4:retention.logo",
        "logo-low": "5.4:retention.logo-low",
        "logo-high": "5.4:retention.logo-high",
        "same": "5.4:retention.closing",
        "closing": "5.4:retention.ending",
        "hole": "5.4:retention.hole",
        "refill": "5.4:retention.refill",
        "yearly": "5.4:retention.yearly",
        "as-month": "5.4:retention.as-month",
    },
}


@pytest.mark.parametrize("name", sorted(TIES))
def test_the_example_of_a_calculator_is_that_of_the_tools(course: Course, name: str) -> None:
    inputs = defaults(facts_of(course.calculators[name]))
    rows = {
        f"{group}.{row['id']}.{column}": value
        for group, given in inputs.items()
        if isinstance(given, list)
        for row in given
        for column, value in row.items()
    }
    values = {**inputs, **rows, **found_in(run(name, "compute", inputs))}
    for part, cell in TIES[name].items():
        tool, _, place = cell.partition(":")
        filled = course.tools[tool].filled("example", "zh").values[place]
        wanted = filled.isoformat() if isinstance(filled, datetime.date) else pytest.approx(filled, rel=1e-9)
        assert values[part] == wanted, f"{name}.{part} is not {cell}"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_lesson_prints_what_an_independent_calculation_gives(course: Course, language: Language) -> None:
    for calculator in course.calculators.values():
        facts = about(calculator, language, {})
        values = REFERENCES[calculator.name](defaults(facts))
        assert values is not None
        text = course.by_id(language)[calculator.lesson].text
        said = [field for field in calculator.data["results"] if field.get("said")]
        assert said, f"{calculator.path} ties no result to its lesson"
        for field in said:
            value = values[field["id"]]
            if isinstance(value, str):
                continue
            scaled = float(value) * (100 if field["kind"] == "percent" else 1)
            wanted = f"{scaled:,.{field.get('decimals', 0)}f}".replace("-", "−")
            wanted = re.sub(r"(\.\d*?)0+$", r"\1", wanted).rstrip(".") if "." in wanted else wanted
            assert re.search(rf"(?<![\d.,]){re.escape(wanted)}(?!\d|[.,]\d)", text), f"{calculator.name}: {field['id']}"


# Columns of a calculator's tables that the lesson prints row by row.
PRINTED = {
    "channels": ["routes.yearly", "routes.cac", "routes.payback", "routes.first", "routes.third"],
    "funnel": ["steps.rate", "levers.extra", "levers.profit", "levers.ratio"],
    # Of the prices people named, the lesson tabulates those around the crossings.
    "pricing": ["curves.too-cheap", "curves.bargain", "curves.expensive", "curves.too-expensive"],
}


@pytest.mark.parametrize("name", sorted(PRINTED))
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_lesson_prints_the_tables_of_the_example(course: Course, language: Language, name: str) -> None:
    calculator = course.calculators[name]
    facts = about(calculator, language, {})
    tables = run(name, "compute", defaults(facts))["tables"]
    text = course.by_id(language)[calculator.lesson].text
    for cell in PRINTED[name]:
        table, _, column = cell.partition(".")
        spec = next(one for one in facts["tables"] if one["id"] == table)
        field = next(one for one in spec["columns"] if one["id"] == column)
        for row in tables[table]:
            if name == "pricing" and not 40000 <= row["price"] <= 70000:
                continue
            wanted = run("numbers", "bare", row[column], field, language)
            assert re.search(rf"(?<![\d.,]){re.escape(wanted)}(?!\d|[.,]\d)", text), (cell, row["key"], wanted)


def test_each_calculator_says_what_it_does_not_tell(course: Course) -> None:
    for calculator in course.calculators.values():
        assert len(calculator.data["limits"]) >= 2, calculator.path


def test_the_example_of_each_language_holds_the_same_numbers(course: Course) -> None:
    for calculator in course.calculators.values():
        here, there = (defaults(about(calculator, language, {})) for language in LANGUAGES)
        numbers = [re.findall(r"-?\d[\d.]*", json.dumps(one, ensure_ascii=False)) for one in (here, there)]
        assert numbers[0] == numbers[1], calculator.path
