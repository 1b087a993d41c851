"""How cases, claims and timelines look: the strip of facts below a heading, the tables that compare and filter them."""

from __future__ import annotations

import xml.etree.ElementTree as etree
from html import escape

from coursekit.blocks import Context, CourseBlock, child, short_link, table
from coursekit.facets import (
    CASE_FACETS,
    MOTIONS,
    OUTCOMES,
    REGIONS,
    STAGES,
    TIMELINE_ITEM,
    VERDICTS,
    Case,
    Claim,
    cases,
    claims,
)
from coursekit.pages import page_url, relative_url


def case_strip(context: Context, case: Case) -> str:
    """Return the facts of one case as HTML, to stand below its heading."""
    language = context.page.language
    facts = [
        (context.say("facet-motion"), " → ".join(MOTIONS[one][language] for one in case.motion)),
        (context.say("facet-region"), REGIONS[case.region][language]),
        (context.say("facet-stage"), STAGES[case.stage][language]),
        (context.say("case-years"), case.years),
        (context.say("facet-outcome"), OUTCOMES[case.outcome][language]),
    ]
    items = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in facts)
    items += f"<div><dt>{context.say('short-address')}</dt><dd>{short_link(context, case.id)}</dd></div>"
    return f'<dl class="facts">{items}</dl>'


def claim_strip(context: Context, claim: Claim) -> str:
    """Return the verdict on one claim as HTML, with the lessons that tell the right fact."""
    language = context.page.language
    pages = context.course.by_id(language)
    verdict = f'<span class="verdict verdict-{claim.verdict}">{VERDICTS[claim.verdict][language]}</span>'
    # A fence's HTML is final: MkDocs does not turn its links to files into addresses.
    here = page_url(context.page.name, language)
    links = "".join(
        f' <a href="{relative_url(page_url(pages[one].name, language), here)}">{escape(f"{one} {pages[one].title}")}</a>'
        for one in claim.lessons
        if one in pages
    )
    told = f'<span class="claim-lessons">{escape(context.say("claim-lessons"))}{links}</span>' if links else ""
    short = f'<span class="claim-lessons">{context.say("short-address")} {short_link(context, claim.id)}</span>'
    return (
        f'<p class="claim-facts" data-verdict="{claim.verdict}" data-topic="{claim.topic}">{verdict}{told}{short}</p>'
    )


class Timeline(CourseBlock):
    """Dated events: a line drawn to scale above the list that tells them."""

    NAME = "timeline"
    ARGUMENT = True

    def on_create(self, parent: etree.Element) -> etree.Element:
        """Create the figure; the line is drawn when the events are known."""
        figure = child(parent, "div", class_="timeline", role="group", aria_label=self.argument)
        child(figure, "p", self.argument, class_="timeline-title")
        return figure

    def on_end(self, block: etree.Element) -> None:
        """Set the dates apart and draw the line."""
        items = [item for one in block if one.tag in ("ul", "ol") for item in one]
        dates: list[str] = []
        for item in items:
            host = item[0] if not (item.text or "").strip() and len(item) and item[0].tag == "p" else item
            match = TIMELINE_ITEM.match(host.text or "")
            if not match:
                continue
            dates.append(match["date"])
            rest = (host.text or "")[match.end() :]
            host.text = None
            time = etree.Element("time", {"datetime": match["date"]})
            time.text = match["date"]
            time.tail = " " + rest
            host.insert(0, time)
        if len(dates) > 1:
            block.insert(1, _line(dates))


def _line(dates: list[str]) -> etree.Element:
    """Draw a line from the first to the last event's year with a mark for each event, to scale."""
    spots = [_moment(date) for date in dates]
    first, last = int(min(spots)), int(max(spots)) + 1
    width, left, right = 360, 8, 8
    scale = (width - left - right) / (last - first)
    svg = etree.Element("svg", {"viewBox": f"0 0 {width} 44", "class": "timeline-line", "aria-hidden": "true"})
    child(svg, "path", d=f"M{left} 16H{width - right}", class_="timeline-axis")
    step = next(step for step in (1, 2, 5, 10, 20, 50) if (last - first) / step <= 8)
    for year in range(first, last + 1):
        x = left + (year - first) * scale
        child(svg, "path", d=f"M{x:.1f} 13v6", class_="timeline-axis")
        if year % step == 0 and x <= width - 20:
            child(svg, "text", str(year), x=f"{max(x, 14):.1f}", y="38", class_="timeline-year")
    for spot in spots:
        child(svg, "circle", cx=f"{left + (spot - first) * scale:.1f}", cy="16", r="5", class_="timeline-event")
    return svg


def _moment(date: str) -> float:
    """Return a date as a year with a fraction: 2019-07 is 2019.5; a year alone stands at its start."""
    parts = [int(part) for part in date.split("-")]
    month, day = (*parts[1:], 1, 1)[:2]
    return parts[0] + (month - 1) / 12 + (day - 1) / 365


class Teacher(CourseBlock):
    """Pointers for whoever leads the discussion, folded."""

    NAME = "teacher"
    ARGUMENT = False

    def on_create(self, parent: etree.Element) -> etree.Element:
        """Create the folded note."""
        details = child(parent, "details", class_="answer teacher")
        child(details, "summary", self.context.say("teacher"))
        return details


class Cases(CourseBlock):
    """All cases of the course in one table, with a filter by each facet."""

    NAME = "cases"
    ARGUMENT = False

    def on_create(self, parent: etree.Element) -> etree.Element:
        """Create filter and table."""
        context = self.context
        language = context.page.language
        found = [case for page in context.course.pages if page.language == language for case in cases(page)]
        wrapper, bar = filtered(context, parent, len(found), "all-cases")
        for key, words in CASE_FACETS.items():
            used = [value for value in words if any(value in case.facets[key] for case in found)]
            filter_choice(context, bar, key, {value: words[value][language] for value in used})
        columns = ("case-name", "case-verdict", "facet-motion", "facet-region", "facet-stage", "facet-outcome")
        body = table(wrapper, map(context.say, columns))
        for case in found:
            row = child(body, "tr", class_="filtered-item", **_data(case.facets))
            name = child(row, "th", scope="row")
            child(name, "a", case.name, href=context.href(case.page.name, case.id))
            child(name, "span", case.years, class_="case-years")
            child(row, "td", case.verdict)
            child(row, "td", " → ".join(MOTIONS[one][language] for one in case.motion))
            child(row, "td", REGIONS[case.region][language])
            child(row, "td", STAGES[case.stage][language])
            child(row, "td", OUTCOMES[case.outcome][language])
        return wrapper


class ClaimIndex(CourseBlock):
    """The list of the page's claims, with a filter by topic and verdict; each leads to its own address."""

    NAME = "claim-index"
    ARGUMENT = False

    def on_create(self, parent: etree.Element) -> etree.Element:
        """Create filter and list."""
        context = self.context
        page, language = context.page, context.page.language
        found = list(claims(page))
        wrapper, bar = filtered(context, parent, len(found))
        topics = {heading.id or "": heading.text for heading in page.headings if heading.level == 2}
        used = {topic: title for topic, title in topics.items() if any(claim.topic == topic for claim in found)}
        filter_choice(context, bar, "topic", used)
        verdicts = {one: words[language] for one, words in VERDICTS.items() if any(c.verdict == one for c in found)}
        filter_choice(context, bar, "verdict", verdicts)
        entries = child(wrapper, "ul", class_="claim-list")
        for claim in found:
            entry = child(
                entries, "li", class_="filtered-item", **_data({"topic": (claim.topic,), "verdict": (claim.verdict,)})
            )
            child(
                entry, "span", VERDICTS[claim.verdict][language], class_=f"verdict verdict-{claim.verdict}"
            ).tail = " "
            child(entry, "a", claim.title, href=f"#{claim.id}")
        return wrapper


def _data(facets: dict[str, tuple[str, ...]]) -> dict[str, str]:
    return {f"data_{key}": " ".join(values) for key, values in facets.items()}


def filtered(
    context: Context, parent: etree.Element, count: int, also: str = ""
) -> tuple[etree.Element, etree.Element]:
    """Append the frame of `count` entries that can be filtered, and in it the bar for the controls; return both.

    The bar is hidden until `filter.js` shows it, since it does nothing without a script; `also` names one more class.
    """
    wrapper = child(parent, "div", class_=f"filtered {also}".strip(), data_filter="")
    bar = child(wrapper, "div", class_="filter-bar", role="search", aria_label=context.say("filter"), hidden="")
    status = child(bar, "p", class_="filter-status", role="status", data_template=context.say("filter-count"))
    status.text = context.say("filter-count").replace("{shown}", str(count)).replace("{total}", str(count))
    return wrapper, bar


def filter_search(context: Context, bar: etree.Element) -> None:
    """Insert the filter's search field before the bar's status line."""
    label = etree.Element("label")
    child(label, "span", context.say("filter-search"))
    child(label, "input", type="search", autocomplete="off", spellcheck="false")
    bar.insert(len(bar) - 1, label)


def filter_choice(
    context: Context, bar: etree.Element, key: str, options: dict[str, str], *, first: bool = True
) -> None:
    """Insert one drop-down list of the filter before the bar's status line; `first` offers “all” as its first option."""
    label = etree.Element("label")
    child(label, "span", context.say(f"facet-{key}"))
    select = child(label, "select", data_facet=key)
    if first:
        child(select, "option", context.say("filter-all"), value="")
    for value, text in options.items():
        child(select, "option", text, value=value)
    bar.insert(len(bar) - 1, label)
