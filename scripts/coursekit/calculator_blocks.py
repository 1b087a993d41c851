"""A calculator on a page: its form filled in with the worked example, the results, and what they do not tell."""

from __future__ import annotations

import json
import xml.etree.ElementTree as etree
from html import escape
from typing import Any

from coursekit.benchmarks import BENCHMARKS_PAGE
from coursekit.blocks import Context, CourseBlock, child
from coursekit.calculators import Calculator, about
from coursekit.pages import Language

CALCULATORS_PAGE = "appendix/calculators.md"
NUMBERS = ("money", "number", "integer", "percent")


class CalculatorBlock(CourseBlock):
    """A calculator: unfolded in a lesson, folded on the page that gathers them all."""

    NAME = "calculator"
    ARGUMENT = True

    def on_create(self, parent: etree.Element) -> etree.Element:
        """Print form and results; `calculators.js` brings them to life."""
        context = self.context
        course, language = context.course, context.page.language
        calculator = course.calculators.get(self.argument)
        folded = context.page.name == CALCULATORS_PAGE
        tag = "details" if folded else "div"
        box = child(parent, tag, class_="calculator", data_calculator=self.argument)
        if calculator is None:
            return box  # the check names the fault
        facts = about(calculator, language, course.bands[language])
        title = child(box, "summary" if folded else "p", class_="calculator-title")
        child(title, "span", context.say("calculator"), class_="callout-kind")
        child(title, "strong", facts["title"])
        child(box, "p", calculator.data["when"][language], class_="calc-when")
        whole = "".join(
            (_form(context, facts, calculator.data), _found(context, calculator), _limits(context, calculator.data))
        )
        etree.SubElement(box, "div", {"class": "calc-body"}).text = self.md.htmlStash.store(whole)
        self._links(box, facts)
        if not self.tracker.get("calculators"):
            self.tracker["calculators"] = True
            _data(box, facts["words"], id="calculator-words")
        _data(box, {key: value for key, value in facts.items() if key != "words"}, class_="calculator-facts")
        return box

    def _links(self, box: etree.Element, facts: dict[str, Any]) -> None:
        context = self.context
        course, language = context.course, context.page.language
        calculator = course.calculators[self.argument]
        links = child(box, "p", class_="calc-links")
        lesson = course.by_id(language).get(calculator.lesson)
        if lesson is not None and lesson is not context.page:
            text = context.say("calculator-lesson", id=lesson.id, title=lesson.title)
            child(links, "a", text, href=context.href(lesson.name, calculator.data["lesson"]["section"])).tail = " "
        if context.page.name != CALCULATORS_PAGE and (language, CALCULATORS_PAGE) in course.by_name:
            child(links, "a", context.say("calculators-all"), href=context.href(CALCULATORS_PAGE)).tail = " "
        if facts["bands"]:
            child(links, "a", context.say("calculator-bands"), href=context.href(BENCHMARKS_PAGE)).tail = " "


def _data(box: etree.Element, data: dict[str, Any], **attributes: str) -> None:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    # Nothing in it may end the element.
    text = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    child(box, "script", text, type="application/json", **attributes)


def _form(context: Context, facts: dict[str, Any], data: dict[str, Any]) -> str:
    groups = "".join(
        _table(context, facts, group, source) if "columns" in group else _fields(context, facts, group, source)
        for group, source in zip(facts["groups"], data["groups"], strict=True)
    )
    # Disabled until the script takes over: a form that does nothing must not look as if it did.
    return (
        f'<form class="calc-form" autocomplete="off"><fieldset disabled><legend>{_text(context.say("calculator-inputs"))}'
        f'</legend>{groups}</fieldset></form><noscript><p class="calc-hint">{_text(context.say("calculator-noscript"))}'
        f"</p></noscript>"
    )


def _fields(context: Context, facts: dict[str, Any], group: dict[str, Any], source: dict[str, Any]) -> str:
    language = context.page.language
    parts = []
    for field, said in zip(group["inputs"], source["inputs"], strict=True):
        name = f"c-{facts['name']}-{field['id']}"
        hint = said.get("hint")
        described = [f"{name}-hint"] * bool(hint) + [f"{name}-fault"]
        unit = _unit(field, language)
        mark = f'<span class="calc-unit">{_text(unit)}</span>' if unit else ""
        before = field["kind"] == "money" and language == "en"
        wide = " calc-wide" if field["kind"] == "prices" else ""
        parts.append(
            f'<div class="calc-field{wide}"><label for="{name}">{_text(field["title"])}</label>'
            + (f'<span class="calc-hint" id="{name}-hint">{_text(hint[language])}</span>' if hint else "")
            + '<span class="calc-entry">'
            + (mark if before else "")
            + _control(field, name, field.get("default"), f'aria-describedby="{" ".join(described)}"')
            + ("" if before else mark)
            + "</span>"
            + f'<span class="calc-fault" id="{name}-fault"></span></div>'
        )
    return _group(facts, group, source, language, f'<div class="calc-fields">{"".join(parts)}</div>')


def _table(context: Context, facts: dict[str, Any], group: dict[str, Any], source: dict[str, Any]) -> str:
    language = context.page.language
    prefix = f"c-{facts['name']}-{group['id']}"
    free = "most" in group
    head = "".join(
        f'<th scope="col" id="{prefix}-{column["id"]}">{_text(_titled(column, language))}</th>'
        for column in group["columns"]
    )
    rows = []
    for number, row in enumerate(group["rows"]):
        label = str(number + 1) if free else row["title"]
        cells = "".join(
            "<td></td>"
            if column["id"] in row.get("without", ())
            else _cell(column, f"{prefix}-{number}", prefix, row, language)
            for column in group["columns"]
        )
        mark = " data-number" if free else ""
        remove = (
            '<td class="calc-last"><button type="button" class="calc-remove" hidden>×</button></td>' if free else ""
        )
        rows.append(
            f'<tr data-row="{number if free else row["id"]}"><th scope="row" id="{prefix}-{number}"{mark}>{_text(label)}'
            f"</th>{cells}{remove}</tr>"
        )
    last = "<td></td>" if free else ""
    table = (
        f'<div class="table-box" tabindex="0" role="region" aria-label="{_text(group["title"])}"><table class="plain '
        f'calc-table"><thead><tr><td></td>{head}{last}</tr></thead><tbody>{"".join(rows)}</tbody></table></div>'
    )
    return _group(facts, group, source, language, table)


def _cell(column: dict[str, Any], row_name: str, prefix: str, row: dict[str, Any], language: Language) -> str:
    name = f"{row_name}-{column['id']}"
    labels = f'aria-labelledby="{row_name} {prefix}-{column["id"]}" aria-describedby="{name}-fault"'
    small = column["kind"] in ("number", "integer") and column["max"] <= 1000
    narrow = ' class="calc-narrow"' if small else ""
    return (
        f'<td{narrow} data-label="{_text(_titled(column, language))}">'
        + _control(column, name, row["default"].get(column["id"]), labels)
        + f'<span class="calc-fault" data-fault="{column["id"]}" id="{name}-fault"></span></td>'
    )


def _group(facts: dict[str, Any], group: dict[str, Any], source: dict[str, Any], language: Language, inner: str) -> str:
    name = f"c-{facts['name']}-{group['id']}-group"
    hint = f'<p class="calc-hint">{_text(source["hint"][language])}</p>' if "hint" in source else ""
    return (
        f'<div class="calc-group" data-group="{group["id"]}" role="group" aria-labelledby="{name}">'
        f'<p class="calc-heading" id="{name}">{_text(group["title"])}</p>{hint}{inner}</div>'
    )


def _control(field: dict[str, Any], name: str, value: Any, more: str) -> str:
    shared = f'id="{name}" data-field="{field["id"]}" {more}'
    if field["kind"] == "choice":
        options = "".join(
            f'<option value="{one["id"]}"{" selected" if one["id"] == value else ""}>{_text(one["title"])}</option>'
            for one in field["options"]
        )
        return f"<select {shared}>{options}</select>"
    if field["kind"] == "date":
        return f'<input type="date" {shared} min="{field["min"]}" max="{field["max"]}" value="{value or ""}">'
    if field["kind"] == "prices":
        return f'<textarea rows="6" spellcheck="false" {shared}>{_text(typed(value, field))}</textarea>'
    mode = ' inputmode="decimal"' if field["kind"] in NUMBERS else ""
    size = ' class="calc-words"' if field["kind"] == "text" else ""
    return f'<input type="text"{mode}{size} {shared} value="{_text(typed(value, field))}">'


def typed(value: Any, field: dict[str, Any]) -> str:
    """Return what stands in a field for a value: separators in amounts, percentages as people read them."""
    if value is None:
        return ""
    if field["kind"] == "prices":
        return "\n".join(" ".join(f"{price:.12g}" for price in answer) for answer in value)
    if field["kind"] in ("money", "integer"):
        return f"{value:,.6f}".rstrip("0").rstrip(".")
    if field["kind"] == "percent":
        return f"{value * 100:.12g}"
    return f"{value:.12g}" if isinstance(value, int | float) else str(value)


def _titled(column: dict[str, Any], language: Language) -> str:
    unit = _unit(column, language)
    if not unit:
        return str(column["title"])
    return f"{column['title']}（{unit}）" if language == "zh" else f"{column['title']} ({unit})"


def _unit(field: dict[str, Any], language: Language) -> str:
    if field["kind"] == "percent":
        return "%"
    if field["kind"] == "money":
        dollars = field.get("currency") == "USD"
        return ("美元" if dollars else "元") if language == "zh" else ("US$" if dollars else "¥")
    return str(field.get("unit", ""))


def _found(context: Context, calculator: Calculator) -> str:
    language = context.page.language
    shown = calculator.example(language, context.course.bands[language])
    return (
        f'<output class="calc-summary" aria-live="polite">{_text(shown.summary)}</output>'
        f'<div class="calc-found">{shown.html}</div>'
        '<div class="calc-buttons"></div><p class="calc-status" role="status"></p>'
    )


def _limits(context: Context, data: dict[str, Any]) -> str:
    items = "".join(f"<li>{_text(one[context.page.language])}</li>" for one in data["limits"])
    return f'<p class="calc-heading">{_text(context.say("calculator-limits"))}</p><ul class="calc-limits">{items}</ul>'


def _text(text: object) -> str:
    return escape(str(text), quote=True)
