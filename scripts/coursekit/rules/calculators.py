"""Calculators: descriptions that compute, pages that show calculators that exist, lessons that say the example's results."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coursekit.calculator_blocks import CALCULATORS_PAGE
from coursekit.calculators import FOLDER, Calculator
from coursekit.course import Course
from coursekit.findings import Finding
from coursekit.pages import LANGUAGES, Page


def check_calculators(course: Course) -> Iterator[Finding]:
    """Yield what keeps the examples from being computed or printed, and the places that the descriptions name wrongly."""
    for calculator in course.calculators.values():
        for language in LANGUAGES:
            if fault := calculator.example(language, course.bands[language]).fault:
                yield _at(calculator, "calculator", *fault)
                break
        for language in LANGUAGES:
            if fault := _place_fault(course.by_id(language).get(calculator.lesson), calculator):
                yield _at(calculator, "calculator-page", *fault)
                break


def _at(calculator: Calculator, rule: str, what: str, mend: str, parts: tuple[str, ...]) -> Finding:
    return Finding(calculator.path, calculator.description.line(*parts), 1, rule, what, mend)


def _place_fault(lesson: Page | None, calculator: Calculator) -> tuple[str, str, tuple[str, ...]] | None:
    if lesson is None:
        return f"there is no lesson {calculator.lesson}", "name its lesson", ("lesson", "id")
    section = calculator.data["lesson"]["section"]
    if section not in {heading.id for heading in lesson.headings}:
        return f"{lesson.path} has no section #{section}", "name the section that teaches it", ("lesson", "section")
    return None


def check(course: Course, page: Page) -> Iterator[Finding]:
    """Yield the calculators that a page shows though there are none, or lacks though it must show them."""
    shown = {container.argument for container in page.containers_of("calculator")}
    for container in page.containers_of("calculator"):
        name = container.argument
        if name and name not in course.calculators and name not in course.unusable_calculators:
            known = ", ".join(sorted(course.calculators))
            mend = f"use one of: {known}" if known else f"describe one in {FOLDER}/{name}.yml"
            yield page.finding(container.line, "calculator-page", f"there is no calculator “{name}”", mend)
    gathering = page.name == CALCULATORS_PAGE
    headings = {heading.id for heading in page.headings}
    for name, calculator in course.calculators.items():
        if not gathering and page.id != calculator.lesson:
            continue
        if name not in shown:
            what, mend = f"the calculator “{name}” does not stand here", f"add a /// calculator | {name} block"
            yield page.finding(1, "calculator-page", what, mend)
        if gathering and name not in headings:
            what, mend = f"the calculator “{name}” has no section of its own", f"give it a heading with the id #{name}"
            yield page.finding(1, "calculator-page", what, mend)
        if page.id == calculator.lesson:
            yield from _said_faults(course, page, calculator)


def _said_faults(course: Course, lesson: Page, calculator: Calculator) -> Iterator[Finding]:
    """Yield the results of the example that the lesson should print and does not."""
    said = calculator.example(lesson.language, course.bands[lesson.language]).said
    text = "\n".join(block.text for block in lesson.blocks if block.kind != "fence") if said else ""
    for result, wanted in said.items():
        if not re.search(rf"(?<![\d.,]){re.escape(wanted)}(?![\d%]|[.,]\d)", text):
            where = f"{calculator.path}:{calculator.description.line('results', result)}"
            yield lesson.finding(
                1,
                "calculator-said",
                f"the text nowhere says {wanted}, which {where} computes",
                "bring the text in step with the calculator, or drop `said` there",
            )
