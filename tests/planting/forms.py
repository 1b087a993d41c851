"""Faults in the forms of a page: front matter, headings, blocks, quizzes, exercises, diagrams, cases, claims."""

from __future__ import annotations

import re
from itertools import pairwise

from coursekit.pages import Block, Container, Page
from planting.ground import (
    Ground,
    NoPlace,
    Plant,
    add,
    at,
    changed,
    containers,
    cut,
    joined,
    kind,
    lost,
    ordinary_headings,
    paragraphs,
    put,
    said,
    spots,
    uncited,
)

CALLOUTS = ("example", "case", "claim", "limit")
PAIR = "pair-headings pair-blocks pair-figures pair-citations"


def _meta(page: Page, key: str) -> int:
    """Return the line of a key of the front matter; it must be there, with its value beside it."""
    line = page.meta_lines.get(key, 0)
    if not line or not page.lines[line - 1].partition(":")[2].strip():
        raise NoPlace
    return line


# ---- Front matter ------------------------------------------------------------------------------------------------------


@kind("front matter: key missing", "front-matter", follows="pair-front-matter")
def _key_missing(ground: Ground, page: Page) -> Plant:
    keys = ["title", "description", "reviewed", *(["minutes", "audience"] if page.is_lesson else [])]
    key = ground.pick(keys)
    line = _meta(page, key)
    return at(page, cut(page, line, line), 1, f"the key {key} is missing")


@kind("front matter: key misspelled", "front-matter", follows="front-matter pair-front-matter minutes")
def _key_misspelled(ground: Ground, page: Page) -> Plant:
    key = ground.pick([key for key in page.meta_lines if len(key) > 4])
    wrong = key[:3] + key[4:]
    return changed(page, _meta(page, key), f"{key}:", f"{wrong}:", "unknown key")


@kind("front matter: value of a wrong type", "front-matter", follows="pair-front-matter minutes")
def _wrong_type(ground: Ground, page: Page) -> Plant:
    wrong = {"reviewed": "soon", "minutes": "thirty", "audience": "everybody", "prerequisites": "none"}
    key = ground.pick([key for key in wrong if key in page.meta_lines])
    return at(page, put(page, page.meta_lines[key], f"{key}: {wrong[key]}"), page.meta_lines[key], f"“{key}”")


@kind("front matter: a day that no calendar has", "yaml", first=True)
def _no_such_day(ground: Ground, page: Page) -> Plant:
    return changed(page, page.meta_lines["reviewed"], "-22", "-31")


@kind("front matter: id without quotation marks", "front-matter", follows="pair-front-matter")
def _bare_id(ground: Ground, page: Page) -> Plant:
    if not re.fullmatch(r"\d\.\d", page.id):
        raise NoPlace
    return changed(page, _meta(page, "id"), f'"{page.id}"', page.id, "quote it")


@kind("front matter: a colon breaks the YAML", "front-matter", follows="pair-front-matter punctuation doubled spacing")
def _broken_yaml(ground: Ground, page: Page) -> Plant:
    key = ground.pick(["title", "description"])
    line = _meta(page, key)
    plain = page.lines[line - 1].partition(":")[2].strip(" \"'").replace(": ", " ")
    return at(page, put(page, line, f"{key}: {plain}: {plain}"), line, "cannot be read")


@kind("two pages with one id", "page-id-twice", follows="pair-front-matter short-address")
def _id_twice(ground: Ground, page: Page) -> Plant:
    if not page.name.startswith(("glossary/", "appendix/")):
        raise NoPlace
    earlier = [one for one in ground.course.pages if one.language == page.language and one.name < page.name and one.id]
    taken = ground.pick([one.id for one in earlier if one.id[0] in "AG"])
    line = page.meta_lines["id"]
    text = put(page, line, f'id: "{taken}"')
    return at(page, text, line, f"“{taken}”", ("permalink-lost", f"/go/{page.id}/ is gone"))


@kind("prerequisite that does not exist", "prerequisites", follows="pair-front-matter")
def _unknown_prerequisite(ground: Ground, page: Page) -> Plant:
    line = _meta(page, "prerequisites")
    return at(page, put(page, line, 'prerequisites: ["1.19"]'), line, "1.19")


@kind("prerequisite that comes later", "prerequisites", follows="pair-front-matter")
def _later_prerequisite(ground: Ground, page: Page) -> Plant:
    line = _meta(page, "prerequisites")
    number = [int(part) for part in page.id.split(".")]
    pages = ground.course.by_id(page.language).values()
    later = [one.id for one in pages if one.is_lesson and [int(part) for part in one.id.split(".")] >= number]
    wrong = ground.pick(later)
    return at(page, put(page, line, f'prerequisites: ["{wrong}"]'), line, f"{wrong} does not come before")


@kind("front matter: a YAML anchor", "yaml", first=True)
def _anchor(ground: Ground, page: Page) -> Plant:
    return changed(page, _meta(page, "id"), "id: ", "id: &id ", "an anchor")


# ---- Headings ----------------------------------------------------------------------------------------------------------


def _heading(ground: Ground, page: Page) -> Block:
    return ground.pick(ordinary_headings(page))


@kind("heading without id", "heading-id", follows=PAIR)
def _no_id(ground: Ground, page: Page) -> Plant:
    heading = _heading(ground, page)
    return changed(page, heading.line, f" {{ #{heading.id} }}", "", "has no id", *lost(page, heading.id or ""))


@kind("heading with another's id", "heading-id", follows=PAIR)
def _id_of_another(ground: Ground, page: Page) -> Plant:
    heading = _heading(ground, page)
    taken = ground.pick([one.id for one in page.headings if one.line < heading.line])
    return changed(page, heading.line, f"#{heading.id} ", f"#{taken} ", "already used", *lost(page, heading.id or ""))


@kind("heading id that is no kebab case", "heading-id", follows=PAIR)
def _id_with_capitals(ground: Ground, page: Page) -> Plant:
    heading = _heading(ground, page)
    old = heading.id or ""
    wrong = ground.pick([f"{old}_1", old.title(), f"{old}-", "小节"])
    return changed(page, heading.line, f"#{old} ", f"#{wrong} ", "kebab-case", *lost(page, old))


@kind("heading level skipped", "heading-level", follows=PAIR)
def _level_skipped(ground: Ground, page: Page) -> Plant:
    heading = _heading(ground, page)
    return changed(page, heading.line, "#" * heading.level, "####", "level-4 heading")


@kind("title typed into the text", "heading-level", follows="pair-headings")
def _title_typed(ground: Ground, page: Page) -> Plant:
    first = next(paragraphs(page))
    return at(page, add(page, first.line - 1, f"# {page.title}", ""), first.line, "title is written")


# ---- Blocks ------------------------------------------------------------------------------------------------------------


@kind("block of an unknown kind", "block", follows="pair-blocks pair-figures figure-uncited lesson-parts claim-stated")
def _unknown_block(ground: Ground, page: Page) -> Plant:
    found = ground.pick(containers(page, *CALLOUTS, "caption"))
    wrong = found.kind[:2] + found.kind[1:]
    return changed(page, found.line, found.kind, wrong, f"“{wrong}”")


@kind("block that nobody closes", "block", follows="*")
def _unclosed(ground: Ground, page: Page) -> Plant:
    found = ground.pick(containers(page, *CALLOUTS, "caption", "quiz", "answer"))
    return at(page, cut(page, found.end, found.end), found.line, "never closed")


@kind("block without its title", "block", follows="pair-figures pair-citations quiz permalink-lost")
def _no_argument(ground: Ground, page: Page) -> Plant:
    found = ground.pick(containers(page, *CALLOUTS))
    return at(page, put(page, found.line, f"/// {found.kind}"), found.line, "has no argument")


@kind("block with a title that it does not take", "block", follows="pair-blocks")
def _needless_argument(ground: Ground, page: Page) -> Plant:
    found = ground.pick(containers(page, "answer", "caption", "teacher"))
    return at(page, put(page, found.line, f"/// {found.kind} | x"), found.line, "takes no argument")


@kind("closing line too many", "block")
def _stray_close(ground: Ground, page: Page) -> Plant:
    found = ground.pick(containers(page, *CALLOUTS, "caption", "quiz", "answer"))
    return at(page, add(page, found.end, "", "///"), found.end + 2, "opens or closes nothing")


@kind("another tool's block (!!! note)", "block", follows="doubled")
def _admonition(ground: Ground, page: Page) -> Plant:
    found = said(ground, page, "!!! note", "??? note")
    return at(page, *found, "opens or closes nothing")


@kind("raw HTML as a block", "raw-html", follows="dash")
def _html_block(ground: Ground, page: Page) -> Plant:
    markup = ground.pick(["<div>…</div>", "<!-- later -->", '<img src="a.png">', "<hr>"])
    found = said(ground, page, markup, markup)
    return at(page, *found)


@kind("raw HTML within a sentence", "raw-html", follows="spelling spacing quotation-marks dash doubled")
def _html_inline(ground: Ground, page: Page) -> Plant:
    found = spots(
        page, r"(?<=[\u4e00-\u9fff])，(?=[\u4e00-\u9fff])|(?<=[a-z]), (?=[a-z])", ("paragraph", "item", "table")
    )
    markup = ground.pick(["<br>", "<sup>2</sup>", "<b>", "<!-- ? -->", '<a href="x">'])
    return ground.pick(found).plant(markup)


@kind("attribute in braces", "raw-html", follows="pair-headings link-anchor")
def _attribute(ground: Ground, page: Page) -> Plant:
    found = said(ground, page, "动手之前先想一遍{ onclick=x }。", "Think before you act{ onclick=x }.")
    return at(page, *found, "attribute in braces")


@kind("address that runs a script", "raw-html", follows="link")
def _script(ground: Ground, page: Page) -> Plant:
    link = ground.pick(["(javascript:x)", "(data:text/html,x)", "(file:///etc/passwd)"])
    return at(
        page, *said(ground, page, f"另见[一份材料]{link}。", f"See [one more document]{link}."), "an address with"
    )


@kind("line without an end", "page-size", first=True)
def _endless_line(ground: Ground, page: Page) -> Plant:
    return at(page, *said(ground, page, "动手之前先想一遍。" * 600, "Think before you act. " * 300), "a line of")


@kind("list deeper than anybody reads", "nesting", first=True)
def _deep_list(ground: Ground, page: Page) -> Plant:
    return at(page, *said(ground, page, "- " * 12 + "深", "- " * 12 + "deep"), "levels deep")


@kind("mark that says what is still to write", "unfinished", follows="spelling house-name")
def _unfinished(ground: Ground, page: Page) -> Plant:
    return at(page, *said(ground, page, "[[写：一个例子]]", "[[write: an example]]"), "still to write")


@kind("band that no table has", "bands")
def _unknown_band(ground: Ground, page: Page) -> Plant:
    found = ground.pick([*page.containers_of("bands")])
    metric = ground.pick([one.strip() for one in found.argument.split(",")])
    return changed(page, found.line, metric, f"{metric}s", f"“{metric}s”")


@kind("section that the tool lacks", "tool-page", follows="pair-blocks", needs="tools")
def _unknown_section(ground: Ground, page: Page) -> Plant:
    found = ground.pick([*page.containers_of("sheet"), *page.containers_of("blank")])
    return changed(page, found.line, found.argument, f"{found.argument}-none", f"“{found.argument}-none”")


@kind("tool's files not offered", "tool-page", follows="pair-blocks", needs="tools")
def _no_downloads(ground: Ground, page: Page) -> Plant:
    found = ground.pick([*page.containers_of("downloads")])
    return at(page, cut(page, found.line, found.end + 1), 1, "does not offer")


@kind("calculator that does not exist", "calculator-page", follows="pair-blocks", needs="calculators")
def _unknown_calculator(ground: Ground, page: Page) -> Plant:
    found = ground.pick(list(page.containers_of("calculator")))
    echo = ("calculator-page", f"the calculator “{found.argument}” does not stand here")
    return changed(page, found.line, found.argument, f"{found.argument}-x", "there is no calculator", echo)


@kind("calculator missing from its lesson", "calculator-page", follows="pair-blocks", needs="calculators")
def _calculator_missing(ground: Ground, page: Page) -> Plant:
    found = ground.pick(list(page.containers_of("calculator")))
    # With the blank line below it.
    text = cut(page, found.line, found.end + 1)
    return at(page, text, 1, f"the calculator “{found.argument}” does not stand here")


@kind("reading path with an unknown lesson", "path")
def _unknown_lesson(ground: Ground, page: Page) -> Plant:
    found = ground.pick([*page.containers_of("path")])
    last = page.lines[found.line].split()[-1]
    return changed(page, found.line + 1, last, "5.19", "“5.19”")


@kind("reading path out of order", "path")
def _path_backwards(ground: Ground, page: Page) -> Plant:
    found = ground.pick([*page.containers_of("path")])
    lessons = page.lines[found.line].split()
    text = put(page, found.line + 1, " ".join([lessons[-1], *lessons[:-1]]))
    return at(page, text, found.line + 1, "comes after a later lesson")


# ---- Quizzes, exercises, the parts of a lesson -------------------------------------------------------------------------


def _choices(page: Page, quiz: Container) -> list[int]:
    return [line for line in range(quiz.line, quiz.end) if re.match(r"- \[[ x]\] ", page.lines[line - 1])]


def _with(page: Page, changes: dict[int, str]) -> str:
    return joined([changes.get(number, line) for number, line in enumerate(page.lines, 1)])


@kind("quiz without a right answer", "quiz", follows="pair-blocks")
def _no_right_answer(ground: Ground, page: Page) -> Plant:
    quiz = ground.pick([*page.containers_of("quiz")])
    changes = {line: page.lines[line - 1].replace("[x]", "[ ]") for line in _choices(page, quiz)}
    return at(page, _with(page, changes), quiz.line, "no choice is right")


@kind("quiz with right answers only", "quiz", follows="pair-blocks")
def _all_right(ground: Ground, page: Page) -> Plant:
    quiz = ground.pick([*page.containers_of("quiz")])
    changes = {line: page.lines[line - 1].replace("[ ]", "[x]") for line in _choices(page, quiz)}
    return at(page, _with(page, changes), quiz.line, "every choice is right")


@kind("quiz choice without explanation", "quiz", follows="pair-figures pair-citations source-unused")
def _no_explanation(ground: Ground, page: Page) -> Plant:
    quiz = ground.pick([*page.containers_of("quiz")])
    line = ground.pick(_choices(page, quiz))
    last = line + 1
    while page.lines[last].startswith("    "):
        last += 1
    text = cut(page, line + 1, last)
    return at(page, text, line, "has no explanation", *uncited(page, "\n".join(page.lines[line : last - 1])))


@kind("quiz choice without its box", "quiz", follows="quiz pair-blocks")
def _no_box(ground: Ground, page: Page) -> Plant:
    quiz = ground.pick([*page.containers_of("quiz")])
    line = ground.pick(_choices(page, quiz))
    text = put(page, line, re.sub(r"- \[[ x]\] ", "- ", page.lines[line - 1]))
    return at(page, text, line, "is no choice")


@kind("quiz without a question", "quiz", follows="pair-figures pair-citations pair-blocks")
def _no_question(ground: Ground, page: Page) -> Plant:
    quiz = ground.pick([*page.containers_of("quiz")])
    first = _choices(page, quiz)[0]
    return at(page, cut(page, quiz.line + 1, first - 1), quiz.line, "has no question")


@kind("two quizzes with one key", "block", follows="pair-blocks")
def _key_twice(ground: Ground, page: Page) -> Plant:
    found = list(page.containers_of("quiz"))
    if len(found) < 2:
        raise NoPlace
    first, second = sorted(ground.dice.sample(found, 2), key=lambda one: one.line)
    gone = f"quiz-{second.argument}"
    return changed(page, second.line, second.argument, first.argument, "stands already", *lost(page, gone))


@kind("exercise without model answer", "exercise", follows="pair-blocks pair-figures pair-citations markdown")
def _no_answer(ground: Ground, page: Page) -> Plant:
    answer = ground.pick([*page.containers_of("answer")])
    heading = max((one for one in page.headings if one.line < answer.line), key=lambda one: one.line)
    gone = "\n".join(page.lines[answer.line : answer.end])
    text = cut(page, answer.line, answer.end + 1)
    return at(page, text, heading.line, "no model answer", *uncited(page, gone))


@kind("model answer that is empty", "exercise", follows="pair-blocks pair-figures pair-citations")
def _empty_answer(ground: Ground, page: Page) -> Plant:
    answer = ground.pick([*page.containers_of("answer")])
    gone = "\n".join(page.lines[answer.line : answer.end])
    text = cut(page, answer.line + 1, answer.end - 1)
    return at(page, text, answer.line, "the model answer is empty", *uncited(page, gone))


@kind("a sixth takeaway", "lesson-parts", follows="pair-blocks pair-figures")
def _sixth_takeaway(ground: Ground, page: Page) -> Plant:
    items = [one for one in page.blocks if one.kind == "item" and one.chapter == "takeaways"]
    if not page.is_lesson or not items or any(one.line != one.end for one in items):
        raise NoPlace
    more = 6 - len(items)
    sentence = "- 动手之前先想一遍。" if page.language == "zh" else "- Think before you act."
    return at(page, add(page, items[-1].end, *[sentence] * more), items[-1].end + more, "there are 6 key takeaways")


@kind("lesson that no longer says its limits", "lesson-parts", follows="pair-blocks")
def _no_limit(ground: Ground, page: Page) -> Plant:
    limits = list(page.containers_of("limit"))
    if not page.is_lesson or len(limits) != 1:
        raise NoPlace
    return at(
        page, put(page, limits[0].line, page.lines[limits[0].line - 1].replace("limit", "example")), 1, "when not"
    )


@kind("lesson without its takeaways", "lesson-parts", follows=PAIR)
def _no_takeaways(ground: Ground, page: Page) -> Plant:
    heading = next((one for one in page.headings if one.id == "takeaways"), None)
    if not page.is_lesson or not heading:
        raise NoPlace
    text = put(page, heading.line, page.lines[heading.line - 1].replace("#takeaways", "#summary"))
    return at(page, text, len(page.lines), "#takeaways", *lost(page, "takeaways"))


@kind("discussion without pointers for the teacher", "discussion", follows=f"{PAIR} markdown")
def _no_pointers(ground: Ground, page: Page) -> Plant:
    note = ground.pick([*page.containers_of("teacher")])
    heading = max((one for one in page.headings if one.line < note.line), key=lambda one: one.line)
    gone = "\n".join(page.lines[note.line : note.end])
    return at(page, cut(page, note.line, note.end + 1), heading.line, "no pointers", *uncited(page, gone))


# ---- Diagrams ----------------------------------------------------------------------------------------------------------


def _fences(page: Page, *kinds: str) -> list[Block]:
    return [one for one in page.blocks if one.kind == "fence" and one.info.split()[:1] in [[name] for name in kinds]]


@kind("diagram with a broken arrow", "diagram")
def _broken_arrow(ground: Ground, page: Page) -> Plant:
    lines = [line for one in _fences(page, "mermaid") for line in range(one.line + 1, one.end)]
    arrows = [line for line in lines if re.search(r"\] -->|\w -->\|", page.lines[line - 1])]
    return changed(page, ground.pick(arrows), " -->", " ->", "Mermaid cannot read it")


@kind("diagram without text alternative", "diagram", follows="pair-figures")
def _no_alternative(ground: Ground, page: Page) -> Plant:
    found = [
        at(page, cut(page, line, line), one.line + 1, "has no")
        for one in _fences(page, "mermaid", "drawing")
        for line in range(one.line + 1, one.end)
        if re.match(r"\s*(?:accTitle|accDescr)\s*:|(?:title|description): \S", page.lines[line - 1])
    ]
    return ground.pick(found)


# ---- Cases and claims --------------------------------------------------------------------------------------------------


def _fact(page: Page, fence: Block, key: str) -> int:
    lines = range(fence.line + 1, fence.end)
    return next((line for line in lines if page.lines[line - 1].startswith(f"{key}:")), 0)


@kind("case with an unknown fact", "case", follows="pair-facts pair-figures")
def _unknown_fact(ground: Ground, page: Page) -> Plant:
    key = ground.pick(["region", "stage", "outcome"])
    wrong = ground.pick(["nowhere", "[china, growth, open]", "2026"])
    lines = [line for one in _fences(page, "case") if (line := _fact(page, one, key))]
    return ground.pick([at(page, put(page, line, f"{key}: {wrong}"), line, "is unknown") for line in lines])


@kind("case that lacks a fact", "case", follows="pair-facts pair-figures")
def _fact_missing(ground: Ground, page: Page) -> Plant:
    key = ground.pick(["name", "motion", "region", "stage", "outcome", "years", "verdict"])
    found = [(one, line) for one in _fences(page, "case") if (line := _fact(page, one, key))]
    return ground.pick([at(page, cut(page, line, line), one.line, f"lacks {key}") for one, line in found])


@kind("fact of a case that differs between the languages", "pair-facts")
def _fact_differs(ground: Ground, page: Page) -> Plant:
    english = page if page.language == "en" else ground.other(page)
    found = []
    for here, there in zip(_fences(page, "case"), _fences(english, "case"), strict=True):
        line = _fact(page, here, "region")
        now = page.lines[line - 1].split()[1]
        text = put(page, line, f"region: {'europe' if now != 'europe' else 'other'}")
        found.append(Plant({page.path: text}, ((english.path, _fact(english, there, "region")),), "region of"))
    return ground.pick(found)


@kind("case that lacks one of its parts", "case", follows=PAIR)
def _part_missing(ground: Ground, page: Page) -> Plant:
    found = []
    for fence in _fences(page, "case"):
        top = next(one for one in page.headings if one.id == fence.section)
        for heading in page.headings:
            if heading.chapter == fence.section and heading.level == 3:
                old = heading.id or ""
                text = put(page, heading.line, page.lines[heading.line - 1].replace(f"#{old}", f"#{old}-x"))
                found.append(at(page, text, top.line, f"no section #{old}", *lost(page, old)))
    return ground.pick(found)


def _events(page: Page, timeline: Container) -> list[int]:
    return [line for line in range(timeline.line, timeline.end) if re.match(r"- \d{4}", page.lines[line - 1])]


def _day(page: Page, line: int) -> str:
    return re.sub(r"[^\d-].*", "", page.lines[line - 1][2:])


@kind("timeline out of order", "timeline")
def _out_of_order(ground: Ground, page: Page) -> Plant:
    found = []
    for timeline in page.containers_of("timeline"):
        for first, second in pairwise(_events(page, timeline)):
            if second == first + 1 and _day(page, first)[:4] < _day(page, second)[:4]:
                text = _with(page, {first: page.lines[second - 1], second: page.lines[first - 1]})
                found.append(at(page, text, second, "stands after"))
    return ground.pick(found)


@kind("event without a date", "timeline", follows="pair-figures")
def _undated(ground: Ground, page: Page) -> Plant:
    later = "后来" if page.language == "zh" else "Later"
    found = [
        at(page, put(page, line, page.lines[line - 1].replace(_day(page, line), later, 1)), line, "has no date")
        for timeline in page.containers_of("timeline")
        for line in _events(page, timeline)
    ]
    return ground.pick(found)


@kind("event without a source", "timeline", follows="pair-citations figure-uncited")
def _unsourced(ground: Ground, page: Page) -> Plant:
    found = []
    for timeline in page.containers_of("timeline"):
        for line in _events(page, timeline):
            old = page.lines[line - 1]
            text = put(page, line, re.sub(r" ?\[@[^\]]*\]", "", old))
            found.append(at(page, text, line, "has no source", *uncited(page, old)))
    return ground.pick(found)


def _claim_line(ground: Ground, page: Page, key: str) -> int:
    if page.name != "appendix/claims.md":
        raise NoPlace
    return _fact(page, ground.pick(_fences(page, "claim")), key)


@kind("claim with an unknown verdict", "claim", follows="pair-facts", disturbs="claim-stated")
def _unknown_verdict(ground: Ground, page: Page) -> Plant:
    line = _claim_line(ground, page, "verdict")
    return at(page, put(page, line, "verdict: doubtful"), line, "“doubtful” is unknown")


@kind("claim about no topic of the page", "claim", follows="pair-facts", disturbs="claim-stated")
def _unknown_topic(ground: Ground, page: Page) -> Plant:
    line = _claim_line(ground, page, "topic")
    return at(page, put(page, line, "topic: weather"), line, "“weather”")


@kind("claim whose lessons are no list", "claim", follows="pair-facts", disturbs="claim-stated")
def _no_list(ground: Ground, page: Page) -> Plant:
    line = _claim_line(ground, page, "lessons")
    return at(page, put(page, line, "lessons: 1.2"), line, "lessons is no list")


@kind("claim with a pattern that cannot be read", "claim", follows="pair-facts", disturbs="claim-stated")
def _broken_pattern(ground: Ground, page: Page) -> Plant:
    line = _claim_line(ground, page, "said")
    return changed(page, line, "['", "['(", "a pattern cannot be read")


@kind(
    "judged claim stated as a fact",
    "claim-stated",
    follows="pair-figures pair-citations house-name house-word term-undefined figure-uncited",
    times=4,
)
def _claim_stated(ground: Ground, page: Page) -> Plant:
    if page.name == "appendix/claims.md":
        raise NoPlace
    claims = {one.id: one.title.strip("“”") for one in ground.course.judged[page.language].claims}
    known = ground.course.judged[page.language].claims
    stated = [one.id for one in known if one.is_stated_in(claims[one.id].lower())]
    chosen = ground.pick(stated)
    source = ground.pick(sorted(ground.course.sources))
    end = "。" if page.language == "zh" else "."
    found = said(ground, page, *[f"{claims[chosen].rstrip('。.')} [@{source}]{end}"] * 2)
    return at(page, *found, f"claims.md#{chosen} judges", ("permalink-new", "#sources"))
