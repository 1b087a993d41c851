"""The calculators in the built site: whole without scripts, light with them."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest
from lxml import html

from coursekit.course import Course
from coursekit.pages import Language, page_url

# Beside what every page loads.
LIMIT = 16_000
SCRIPTS = "assets/scripts"
NOT_A_NUMBER = re.compile(r"NaN|Infinity|undefined|not finite|\[object|\{[\w-]+\}")


def closure(site: Path, names: set[str]) -> set[str]:
    """These scripts and all that they import before anything is pressed (not what `import()` fetches later)."""
    found: set[str] = set()
    while names:
        name = names.pop()
        found.add(name)
        text = (site / SCRIPTS / name).read_text(encoding="utf-8")
        for target in re.findall(r'^import\s*\{[^}]*\}\s*from\s*"\./([\w/-]+\.js)"', text, re.M):
            names |= {(Path(name).parent / target).as_posix()} - found
    return found


def boxes(site: Path, course: Course, language: Language) -> list[tuple[str, html.HtmlElement]]:
    """Every calculator on every page, with the page's path."""
    found = []
    for page in course.by_id(language).values():
        if any(page.containers_of("calculator")):
            document = html.fromstring((site / page_url(page.name, language) / "index.html").read_text("utf-8"))
            found += [(str(page.path), box) for box in document.cssselect("[data-calculator]")]
    return found


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_calculator_stands_in_its_lesson_and_on_the_page_of_all(
    site: Path, course: Course, language: Language
) -> None:
    shown = sorted(box.get("data-calculator") for _, box in boxes(site, course, language))
    assert shown == sorted([*course.calculators, *course.calculators])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_calculator_is_printed_whole_with_its_example(site: Path, course: Course, language: Language) -> None:
    for path, box in boxes(site, course, language):
        name = box.get("data-calculator")
        assert box.cssselect("output")[0].text_content().strip(), (path, name)
        assert box.cssselect(".calc-main dd.calc-value"), (path, name)
        assert len(box.cssselect(".calc-limits li")) == len(course.calculators[name].data["limits"])
        seen = "".join(one.text_content() for one in box.cssselect(".calc-body"))
        assert not NOT_A_NUMBER.search(seen), (path, name)
        for svg in box.cssselect("figure svg"):
            assert svg.get("aria-label"), (path, name)
            assert svg.xpath("ancestor::div[1]/details//table"), "each chart has its numbers as a table"
        for control in box.cssselect("form :is(input, select, textarea)"):
            assert control.xpath("ancestor::fieldset[@disabled]"), "a form that does nothing must not look as if it did"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_arrow_leads_from_each_predecessor_to_the_bar_that_waits_for_it(
    site: Path, course: Course, language: Language
) -> None:
    plan = course.calculators["milestones"].data
    [rows] = [group["rows"] for group in plan["groups"] if "rows" in group]
    wanted = sorted(
        (order, row["default"][cell] - 1)
        for order, row in enumerate(rows)
        for cell in ("after", "also")
        if cell in row["default"]
    )
    drawn = [svg for _, box in boxes(site, course, language) for svg in box.cssselect("[data-chart=gantt] svg")]
    assert len(drawn) == 2, "in its lesson, and on the page of all calculators"
    for svg in drawn:
        bars = [tuple(float(bar.get(side)) for side in ("x", "y", "width", "height")) for bar in svg.cssselect("rect")]
        found = []
        for line, head in zip(svg.cssselect("path[fill=none]"), svg.cssselect("path[d$=z]"), strict=True):
            leaves = tuple(map(float, line.get("d")[1:].split(" ")[0].split(",")))
            arrives = tuple(map(float, head.get("d")[1:].split(" ")[0].split(",")))
            [begun] = [
                order for order, (x, y, w, h) in enumerate(bars) if leaves == pytest.approx((x + w, y + h), abs=0.2)
            ]
            [ended] = [order for order, (x, y, _, h) in enumerate(bars) if arrives in ((x, y), (x, y + h / 2))]
            found.append((ended, begun))
        assert sorted(found) == wanted
        told = [row.cssselect("td")[-1].text_content() for row in svg.xpath("ancestor::div[1]//tbody/tr")]
        assert told == [
            ", ".join(str(one + 1) for order, one in wanted if order == number) for number in range(len(rows))
        ]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_a_calculator_needs_at_once_when_it_wakes_weighs_at_most_16_kb(
    site: Path, course: Course, language: Language
) -> None:
    for path, box in boxes(site, course, language):
        facts = json.loads(box.xpath("./script[@class='calculator-facts']/text()")[0])
        names = {"calculators/form.js", f"calculators/{facts['name']}.js"}
        names |= {f"calculators/chart-{one['kind']}.js" for one in facts["charts"]}
        if any("most" in group for group in facts["groups"]):
            names.add("calculators/rows.js")
        weight = sum(len(gzip.compress((site / SCRIPTS / one).read_bytes(), 9)) for one in closure(site, names))
        assert weight <= LIMIT, f"{path}: {facts['name']} loads {weight} bytes"
