"""Faults in the evidence of a page and between its languages: links, citations, figures, sums, what one side alone says."""

from __future__ import annotations

import re
from pathlib import Path

from coursekit.arithmetic import calculations
from coursekit.pages import Block, Page
from coursekit.quantities import figures
from coursekit.sources import citations
from coursekit.translations import OPENING
from planting.ground import (
    INVENTED,
    PRACTICE,
    Ground,
    NoPlace,
    Plant,
    Spot,
    add,
    at,
    changed,
    containers,
    cut,
    joined,
    kind,
    lost,
    one_of,
    ordinary_headings,
    paragraphs,
    put,
    said,
    spots,
    uncited,
)

RUNNING = ("paragraph", "item")
LINK = re.compile(r"(?<!!)\[(?P<text>[^\[\]]+)\]\((?P<path>[^()\s#]+\.md)?(?P<anchor>#[\w-]+)?\)")
CITED = re.compile(r" ?\[@(?P<keys>[^\]]*)\]")
MARKED = re.compile(r"经验值|经验法则|示例|假设|虚构|rules? of thumb|example|assumed|invented", re.I)


# ---- Links -------------------------------------------------------------------------------------------------------------


def _links(page: Page) -> list[Spot]:
    found = []
    for block in page.blocks:
        if block.kind in ("paragraph", "item", "table"):
            for line in range(block.line, block.end + 1):
                found += [Spot(page, block, line, match) for match in LINK.finditer(page.lines[line - 1])]
    return found


def _written(text: str, path: str, anchor: str) -> str:
    return f"[{text}]({path}{anchor})"


@kind("link to a page that does not exist", "link", follows="claim-stated")
def _dead_link(ground: Ground, page: Page) -> Plant:
    found = [one for one in _links(page) if one.match["path"]]
    spot = one_of(ground, found)
    path = spot.match["path"]
    wrong = ground.pick([path.replace(".md", "s.md"), f"../{path}", path.removesuffix(".md") + "/"])
    return spot.plant(_written(spot.match["text"], wrong, spot.match["anchor"] or ""), wrong)


@kind("link to a section that does not exist", "link-anchor", follows="claim-stated")
def _dead_anchor(ground: Ground, page: Page) -> Plant:
    spot = one_of(ground, _links(page))
    wrong = (spot.match["anchor"] or "#no-such-section") + "-x"
    return spot.plant(_written(spot.match["text"], spot.match["path"] or "", wrong), wrong)


@kind("absolute link", "link", follows="claim-stated")
def _absolute_link(ground: Ground, page: Page) -> Plant:
    spot = one_of(ground, [one for one in _links(page) if one.match["path"]])
    return spot.plant(_written(spot.match["text"], "/glossary/", ""), "absolute link")


@kind("link into the other language", "link", follows="claim-stated")
def _foreign_link(ground: Ground, page: Page) -> Plant:
    spot = one_of(ground, [one for one in _links(page) if one.match["path"]])
    up = "../" * (page.name.count("/") + 1)
    wrong = f"{up}{ground.other(page).language}/{page.name}"
    return spot.plant(_written(spot.match["text"], wrong, ""), "leaves the pages of this language")


@kind("link to an address without encryption", "link")
def _plain_http(ground: Ground, page: Page) -> Plant:
    link = "(http://example.org/)"
    found = said(ground, page, f"另见[一份材料]{link}。", f"See [one more document]{link}.")
    return at(page, *found, "is not encrypted")


@kind("link without text", "link-text", follows="claim-stated pair-figures")
def _empty_link(ground: Ground, page: Page) -> Plant:
    spot = one_of(ground, _links(page))
    return spot.plant(_written("", spot.match["path"] or "", spot.match["anchor"] or ""), "has no text")


@kind("image without text alternative", "image-alt")
def _image(ground: Ground, page: Page) -> Plant:
    up = "../" * (page.name.count("/") + 1)
    markup = f"![]({up}assets/favicon.svg)"
    found = said(ground, page, markup, markup)
    return at(page, *found, "favicon.svg has no text alternative")


# ---- Citations ---------------------------------------------------------------------------------------------------------


def _citations(page: Page) -> list[Spot]:
    found = []
    for block in page.blocks:
        if block.kind in ("paragraph", "item", "table"):
            for line in range(block.line, block.end + 1):
                found += [Spot(page, block, line, match) for match in CITED.finditer(page.lines[line - 1])]
    return found


@kind("citation key mistyped", "citation-unknown", follows="pair-citations", times=4)
def _mistyped_key(ground: Ground, page: Page) -> Plant:
    spot = one_of(ground, _citations(page))
    key = ground.pick(re.findall(r"@([\w:.-]*\w)", spot.match[0]))
    cut_out = ground.dice.randrange(1, len(key) - 1)
    wrong = key[:cut_out] + key[cut_out + 1 :]
    if wrong in ground.course.sources:
        raise NoPlace
    return spot.plant(spot.match[0].replace(f"@{key}", f"@{wrong}", 1), f"“{wrong}”", *uncited(page, spot.match[0]))


@kind("citation malformed", "citation-form", follows="pair-citations")
def _malformed(ground: Ground, page: Page) -> Plant:
    spot = one_of(ground, [one for one in _citations(page) if ";" not in one.match["keys"]])
    key = re.match(r"[\w:.-]*\w", spot.match["keys"])
    assert key is not None
    wrong = ground.pick([f" [@{key[0]} p. 3]", f" [@{key[0]}: 3]", f" [@{key[0]}, ]", f" [@ {key[0]}]"])
    return spot.plant(wrong, "is no citation", *uncited(page, spot.match[0]))


@kind(
    "citation in the wrong brackets",
    "citation-form",
    follows="pair-citations pair-figures figure-uncited timeline spelling spacing punctuation term-undefined doubled markdown",
)
def _wrong_brackets(ground: Ground, page: Page) -> Plant:
    spot = one_of(ground, [one for one in _citations(page) if re.fullmatch(r"[\w:.-]*\w", one.match["keys"])])
    key = spot.match["keys"]
    wrong = ground.pick([f" (@{key})", f"（@{key}）", f" [ @{key} ]", f" [@{key}", f" @{key}"])
    return spot.plant(wrong, f"@{key}", *uncited(page, spot.match[0]))


def _is_claim(line: str) -> bool:
    return re.search(r"\d(?:\.\d+)?%|US\$ ?\d|¥\d|\d ?(?:万|亿)?美元", line) is not None


@kind("figure that has lost its source", "figure-uncited", follows="pair-citations", times=4)
def _source_lost(ground: Ground, page: Page) -> Plant:
    found = []
    for block in page.blocks:
        line = page.lines[block.line - 1]
        alone = block.kind in RUNNING and block.line == block.end and not block.within(*INVENTED, "timeline", "teacher")
        if not alone or block.chapter in PRACTICE or page.name == "appendix/claims.md" or MARKED.search(line):
            continue
        if block.item and sum(one.item == block.item for one in page.blocks) > 1:
            continue
        if CITED.search(line) and _is_claim(CITED.sub("", line)):
            text = put(page, block.line, CITED.sub("", line))
            found.append(at(page, text, block.line, "has no source", *uncited(page, line)))
    return ground.pick(found)


@kind("table that has lost its source", "figure-uncited", follows="pair-citations")
def _table_uncited(ground: Ground, page: Page) -> Plant:
    found = []
    tables = {one.end + gap: one for one in page.blocks if one.kind == "table" for gap in (1, 2)}
    for caption in page.containers_of("caption"):
        table = tables.get(caption.line)
        lines = list(page.lines)
        if not table or table.within(*INVENTED) or table.chapter in PRACTICE or CITED.search(table.text):
            continue
        old = "\n".join(lines[caption.line - 1 : caption.end])
        first = next((one for one in figures(table.text) if one.is_claim), None)
        if first and CITED.search(old) and not MARKED.search(old + table.text):
            lines[caption.line - 1 : caption.end] = CITED.sub("", old).split("\n")
            found.append(at(page, joined(lines), table.line_at(first.start), "has no source", *uncited(page, old)))
    return ground.pick(found)


@kind("figure from nowhere", "figure-uncited", follows="pair-figures claim-stated", times=4)
def _figure_from_nowhere(ground: Ground, page: Page) -> Plant:
    share = ground.dice.randrange(11, 99)
    found = said(
        ground, page, f"大约 {share}% 的公司会先问价格。", f"About {share}% of companies ask about the price first."
    )
    return at(page, *found, f"“{share}%”")


# ---- Sums --------------------------------------------------------------------------------------------------------------


def _sums(page: Page) -> list[tuple[Block, int, str]]:
    """Return each calculation with its block, its line and how it stands there."""
    found = []
    for block in page.blocks:
        if block.kind in ("paragraph", "item", "table"):
            for one in calculations(block.text):
                line = block.line_at(one.start)
                if page.lines[line - 1].count(one.written) == 1:
                    found.append((block, line, one.written))
    return found


def _sum(ground: Ground, page: Page, pattern: str, *, more: int = 1) -> Plant:
    found = []
    for _, line, written in _sums(page):
        number = re.search(pattern, written)
        if number and len(re.sub(r"\D", "", number[0])) >= more:
            digit = number.start() + re.search(r"\d", number[0]).start()  # type: ignore[union-attr]
            wrong = written[:digit] + str(int(written[digit]) % 9 + 1) + written[digit + 1 :]
            text = page.lines[line - 1].replace(written, wrong)
            found.append(at(page, put(page, line, text), line, "makes"))
    return ground.pick(found)


@kind("sum that does not come out", "arithmetic", follows="pair-figures tool-said claim-stated", times=4)
def _wrong_result(ground: Ground, page: Page) -> Plant:
    return _sum(ground, page, r"[\d,.]*\d(?=\D*$)", more=2)


@kind("number of a sum mistyped", "arithmetic", follows="pair-figures arithmetic tool-said claim-stated", times=4)
def _wrong_operand(ground: Ground, page: Page) -> Plant:
    return _sum(ground, page, r"[1-9][\d,.]*", more=2)


# ---- One language alone ------------------------------------------------------------------------------------------------


@kind(
    "figure that differs between the languages", "pair-figures", follows="pair-figures tool-said claim-stated", times=4
)
def _figure_differs(ground: Ground, page: Page) -> Plant:
    found = [
        one
        for one in spots(page, r"(?<![\d.,–-])[1-9]\d%(?![–-])", ("paragraph", "item", "table"))
        if not re.search(r"[=≈]", page.lines[one.line - 1]) and not one.block.within("timeline", "path")
    ]
    spot = one_of(ground, found)
    both = page.text + ground.other(page).text
    free = [share for share in range(11, 99) if f"{share}%" not in both]
    return spot.plant(f"{free[0]}%", f"“{free[0]}%” stands here")


@kind(
    "year that differs between the languages",
    "pair-figures",
    follows="pair-figures timeline case claim-stated",
)
def _year_differs(ground: Ground, page: Page) -> Plant:
    found = spots(page, r"(?<![\d.,–-])20[12]\d(?= 年|[ .])", RUNNING)
    found = [one for one in found if not one.block.within("timeline", "path")]
    spot = one_of(ground, found)
    both = page.text + ground.other(page).text
    free = [year for year in range(1951, 2000) if str(year) not in both]
    return spot.plant(str(free[0]), f"“{free[0]}” stands here")


@kind("source cited in one language only", "pair-citations", times=4)
def _cited_here_only(ground: Ground, page: Page) -> Plant:
    spot = one_of(ground, [one for one in _citations(page) if one.block.kind in RUNNING])
    both = page.text + ground.other(page).text
    key = ground.pick([one for one in sorted(ground.course.sources) if one not in both])
    text = spot.put(spot.match[0].replace("]", f"; @{key}]"))
    return Plant({page.path: text}, _in_both(spot, ground), f"[@{key}]")


def _in_both(spot: Spot, ground: Ground) -> tuple[tuple[Path, int], ...]:
    """Return the line in both languages, which stand line by line beside each other."""
    return (spot.page.path, spot.line), (ground.other(spot.page).path, spot.line)


@kind("citation that one language has lost", "pair-citations", times=4)
def _citation_lost(ground: Ground, page: Page) -> Plant:
    theirs = _citations(ground.other(page))
    found = []
    for spot in _citations(page):
        keys = re.findall(r"@([\w:.-]*\w)", spot.match[0])
        places = [one for one in theirs if keys[0] in one.match["keys"]]
        here = len(CITED.findall(page.lines[spot.line - 1]))
        if len(keys) == 1 and len(places) == 1 and here > 1 and spot.block.kind in RUNNING:
            echoes = uncited(page, spot.match[0])
            found.append(Plant({page.path: spot.put("")}, _in_both(spot, ground), f"[@{keys[0]}]", echoes))
    return ground.pick(found)


@kind("section that one language has more", "pair-headings", follows="lesson-parts")
def _section_added(ground: Ground, page: Page) -> Plant:
    if page.is_glossary or page.name.startswith("appendix/claims"):
        raise NoPlace
    words = (
        ("再说一点", "这一节只有一种语言有。")
        if page.language == "zh"
        else ("One more thing", "Nobody has translated this.")
    )
    last = len(page.lines) - 1
    text = add(page, last, "", f"## {words[0]} {{ #one-more-thing }}", "", words[1])
    return at(page, text, last + 2, "#one-more-thing")


@kind(
    "table row that one language lacks",
    "pair-blocks",
    follows="pair-figures pair-citations tool-said figure-uncited claim-stated",
    times=4,
)
def _row_missing(ground: Ground, page: Page) -> Plant:
    other = ground.other(page)
    ours, theirs = ([one for one in side.blocks if one.kind == "table"] for side in (page, other))
    found = []
    for here, there in zip(ours, theirs, strict=True):
        line = here.end
        while not page.lines[line - 1].startswith("|"):
            line -= 1
        if len(here.rows) > 2:
            echoes = uncited(page, page.lines[line - 1])
            places = ((page.path, here.line), (other.path, there.line))
            found.append(Plant({page.path: cut(page, line, line)}, places, "a table of", echoes))
    return ground.pick(found)


@kind(
    "list item that one language lacks",
    "pair-blocks",
    follows="pair-figures pair-citations tool-said claim-stated",
    times=4,
)
def _item_missing(ground: Ground, page: Page) -> Plant:
    other = ground.other(page)
    found = []
    for block in page.blocks:
        same = [one for one in page.blocks if one.section == block.section]
        plain = block.kind == "item" and block.checked is None and block.line == block.end and not block.inside
        if (
            not plain
            or page.is_glossary
            or not page.lines[block.line - 1].startswith("- ")
            or sum(one.kind == "item" for one in same) < 3
        ):
            continue
        if block.chapter in ("takeaways", "further-reading") or any(one.kind in ("container", "table") for one in same):
            continue
        echoes = uncited(page, page.lines[block.line - 1])
        items, others = (
            [one for one in side.blocks if one.kind == "item" and one.section == block.section]
            for side in (page, other)
        )
        # Of items that cite and count nothing, nobody can tell which is missing.
        mark = _mark(block)
        if not mark or len(items) != len(others) or [_mark(one) for one in items].count(mark) > 1:
            continue
        counterpart = others[items.index(block)]
        text = cut(page, block.line, block.line)
        found.append(Plant({page.path: text}, ((other.path, counterpart.line),), "a list item is missing", echoes))
    return ground.pick(found)


def _mark(item: Block) -> tuple[set[str], set[str]] | None:
    """Return the sources and figures of a list item, None if it has neither."""
    cited = {one.key for _, group in citations(item.text) for one in group}
    counted = {str(figure.key) for figure in figures(item.text) if figure.is_comparable}
    return (cited, counted) if cited or counted else None


@kind(
    "block that one language lacks",
    "pair-blocks",
    follows="pair-figures pair-citations lesson-parts claim-stated markdown tool-said",
    times=4,
)
def _block_missing(ground: Ground, page: Page) -> Plant:
    other = ground.other(page)
    shaped = ("container", "table", "fence", "item")
    found = []
    for one in containers(page, "example", "case", "claim", "limit"):
        section = next(block.section for block in page.blocks if block.line == one.line and block.kind == "container")
        ours = [block for block in page.blocks if block.section == section and block.kind in shaped]
        if len(ours) == 1:
            there = next(block for block in other.blocks if block.section == section and block.kind == "container")
            gone = "\n".join(page.lines[one.line - 1 : one.end])
            text = cut(page, one.line, one.end + 1)
            found.append(Plant({page.path: text}, ((other.path, there.line),), f"“{one.kind}”", uncited(page, gone)))
    return ground.pick(found)


@kind("quiz answer that differs between the languages", "pair-blocks", times=4)
def _answer_differs(ground: Ground, page: Page) -> Plant:
    other = ground.other(page)
    quiz = ground.pick(list(page.containers_of("quiz")))
    lines = list(page.lines)
    boxes = range(quiz.line, quiz.end)
    right = ground.pick([line for line in boxes if lines[line - 1].startswith("- [x] ")])
    wrong = ground.pick([line for line in boxes if lines[line - 1].startswith("- [ ] ")])
    lines[right - 1] = lines[right - 1].replace("[x]", "[ ]")
    lines[wrong - 1] = lines[wrong - 1].replace("[ ]", "[x]")
    places = tuple((side.path, line) for side in (page, other) for line in (right, wrong))
    return Plant({page.path: joined(lines)}, places, "the choice is")


@kind("minutes of practice that differ", "pair-front-matter")
def _practice_differs(ground: Ground, page: Page) -> Plant:
    line = page.meta_lines.get("minutes", 0)
    if not line:
        raise NoPlace
    english = page if page.language == "en" else ground.other(page)
    text = re.sub(r"practice: (\d+)", lambda match: f"practice: {int(match[1]) + 1}", page.lines[line - 1])
    return Plant({page.path: put(page, line, text)}, ((english.path, english.meta_lines["minutes"]),), "“minutes”")


@kind("an objective that one language lacks", "pair-front-matter", follows="front-matter")
def _objective_missing(ground: Ground, page: Page) -> Plant:
    line = page.meta_lines.get("objectives", 0)
    if not line:
        raise NoPlace
    english = page if page.language == "en" else ground.other(page)
    return Plant(
        {page.path: cut(page, line + 1, line + 1)}, ((english.path, english.meta_lines["objectives"]),), "objectives"
    )


@kind("page that one language lacks", "pair")
def _page_missing(ground: Ground, page: Page) -> Plant:
    if page.name not in ("appendix/resources.md", "appendix/reading-list.md", "appendix/sources.md"):
        raise NoPlace
    other = ground.other(page)
    stem = page.name.removesuffix(".md")
    echoes = (
        ("link", page.name.rpartition("/")[2]),
        ("navigation", page.name),
        ("permalink-lost", f"/{stem}/"),
        ("permalink-lost", f"/go/{page.id}/"),
        ("redirect", f"/{stem}/"),
    )
    return Plant({page.path: None}, ((other.path, 1),), str(page.path), (*echoes, *_orphans(ground, page)))


def _orphans(ground: Ground, page: Page) -> tuple[tuple[str, str], ...]:
    cited = [key for key, pages in ground.course.cited.items() if {one.name for one in pages} == {page.name}]
    return tuple(("source-unused", f"“{key}”") for key in cited)


@kind("minutes of reading that do not fit the text", "minutes", follows="pair-front-matter")
def _wrong_minutes(ground: Ground, page: Page) -> Plant:
    line = page.meta_lines.get("minutes", 0)
    if not line:
        raise NoPlace
    stated = int(re.findall(r"reading: (\d+)", page.lines[line - 1])[0])
    wrong = ground.pick([stated * 2, max(stated // 2, 1)])
    return changed(page, line, f"reading: {stated}", f"reading: {wrong}", f"states {wrong} minutes")


# ---- Translation -------------------------------------------------------------------------------------------------------


def _begins(page: Page, section: str) -> int:
    """Return the line on which a section begins: its heading, or the first line of text."""
    if section:
        return next(one.line for one in page.headings if one.id == section)
    return next(number for number, line in enumerate(page.lines, 1) if number >= page.body and line.strip())


@kind("section revised in one language only", "translation-stale", times=6, needs="translations")
def _stale(ground: Ground, page: Page) -> Plant:
    found = list(paragraphs(page))
    block = ground.pick(found)
    more = "这一点值得写下来。" if page.language == "zh" else " It is worth writing down."
    other = ground.other(page)
    text = put(page, block.line, page.lines[block.line - 1] + more)
    return Plant(
        {page.path: text}, ((other.path, _begins(other, block.section)),), f"#{block.section or OPENING} has not"
    )


@kind("objective revised in one language only", "translation-stale", needs="translations")
def _front_stale(ground: Ground, page: Page) -> Plant:
    line = page.meta_lines.get("objectives", 0)
    if not line or page.lines[line][-1] in "\"'":
        raise NoPlace
    more = "，并写下来" if page.language == "zh" else " and write it down"
    other = ground.other(page)
    text = put(page, line + 1, page.lines[line] + more)
    return Plant({page.path: text}, ((other.path, other.meta_lines["title"]),), "#_front has not followed")


@kind("section revised in both languages and not recorded", "translation-unrecorded", needs="translations")
def _unrecorded(ground: Ground, page: Page) -> Plant:
    other = ground.other(page)
    writes: dict[Path, str | bytes | Path | None] = {}
    section = ground.pick([block.section for block in paragraphs(page)])
    for side in (page, other):
        block = next(one for one in paragraphs(side) if one.section == section)
        more = "这一点值得写下来。" if side.language == "zh" else " It is worth writing down."
        writes[side.path] = put(side, block.line, side.lines[block.line - 1] + more)
    entry = ground.course.translations.entries[page.name, section or OPENING]
    side = page if page.language != entry.source else other
    return Plant(writes, ((side.path, _begins(side, section)),), "has changed in both languages")


@kind(
    "section renamed in both languages, its address forgotten",
    "permalink-lost",
    follows="permalink-new translation-unrecorded translation-record",
)
def _renamed(ground: Ground, page: Page) -> Plant:
    found = [one for one in ordinary_headings(page) if one.level == 3]
    heading = ground.pick(found)
    old, new = heading.id or "", "renamed-section"
    writes: dict[Path, str | bytes | Path | None] = {}
    for side in (page, ground.other(page)):
        line = _begins(side, old)
        writes[side.path] = put(side, line, side.lines[line - 1].replace(f"#{old} ", f"#{new} "))
    chinese = page if page.language == "zh" else ground.other(page)
    return Plant(writes, ((chinese.path, _begins(chinese, old)),), f"#{old} is gone", lost(page, old))
