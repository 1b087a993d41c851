"""Faults in the prose of a page: marks, spaces, spelling, names, terms, and Markdown that is not read alike everywhere."""

from __future__ import annotations

import re

from coursekit.pages import Block, Page
from planting.ground import (
    Ground,
    NoPlace,
    Plant,
    Spot,
    add,
    at,
    changed,
    cut,
    is_name_line,
    joined,
    kind,
    one_of,
    paragraphs,
    put,
    said,
    spots,
    uncited,
)

HAN = r"[\u4e00-\u9fff]"
RUNNING = ("paragraph", "item")
AMERICAN = {
    "organization": "organisation", "organizations": "organisations", "labor": "labour", "program": "programme",
    "center": "centre", "behavior": "behaviour", "favor": "favour", "color": "colour", "realize": "realise",
    "recognize": "recognise", "analyze": "analyse", "judgment": "judgement", "defense": "defence", "catalog": "catalogue",
    "optimize": "optimise", "prioritize": "prioritise", "summarize": "summarise", "neighbor": "neighbour",
    "emphasize": "emphasise", "specialized": "specialised", "organized": "organised", "labeled": "labelled",
    "canceled": "cancelled", "traveling": "travelling", "modeling": "modelling", "theater": "theatre", "rumors": "rumours",
    "honest": "honnest",
}  # fmt: skip


def _swap(
    ground: Ground,
    page: Page,
    pattern: str,
    new: str,
    kinds: tuple[str, ...] = ("paragraph", "item", "table", "heading"),
) -> Plant:
    """Plant `new` in the place of one match; it may name the match's groups."""
    spot = one_of(ground, spots(page, pattern, kinds, lambda block: not _is_entry(page, block)))
    return spot.plant(spot.match.expand(new))


def _is_entry(page: Page, block: Block) -> bool:
    """Tell whether a block names a term: what changes there changes the glossary."""
    return page.is_glossary and (block.kind == "heading" or block.text.startswith("**"))


# ---- The page's language -----------------------------------------------------------------------------------------------


@kind("paragraph in the other language", "language", follows="pair-blocks")
def _other_language(ground: Ground, page: Page) -> Plant:
    text, line = said(ground, page, "Somebody has to translate this.", "这里忘了翻译")
    return at(page, text, line)


# ---- Chinese marks and spaces ------------------------------------------------------------------------------------------


@kind("half-width comma in Chinese", "punctuation", follows="spacing", language="zh")
def _narrow_comma(ground: Ground, page: Page) -> Plant:
    return _swap(ground, page, f"(?<={HAN})，(?={HAN})", ",")


@kind("half-width stop in Chinese", "punctuation", follows="spacing", language="zh")
def _narrow_stop(ground: Ground, page: Page) -> Plant:
    return _swap(ground, page, f"(?<={HAN})。(?={HAN}|$)", ".", RUNNING)


@kind(
    "half-width colon, semicolon or question mark in Chinese",
    "punctuation",
    follows="spacing timeline term-form",
    language="zh",
)
def _narrow_mark(ground: Ground, page: Page) -> Plant:
    wide, narrow = ground.pick([("：", ":"), ("；", ";"), ("？", "?")])
    return _swap(ground, page, f"(?<={HAN}){wide}(?={HAN})", narrow)


@kind("half-width brackets in Chinese", "punctuation", follows="spacing figure-uncited", language="zh")
def _narrow_brackets(ground: Ground, page: Page) -> Plant:
    return _swap(ground, page, rf"(?<={HAN})（({HAN}{{2,}})）", r"(\1)", RUNNING)


@kind("no space between Chinese and Latin", "spacing", language="zh", times=4)
def _no_space(ground: Ground, page: Page) -> Plant:
    return _swap(ground, page, f"(?<={HAN}) (?=[A-Za-z0-9])|(?<=[A-Za-z0-9%]) (?={HAN})", "")


@kind("space between Chinese characters", "spacing", follows="term-pair pair-figures", language="zh")
def _space_in_chinese(ground: Ground, page: Page) -> Plant:
    return _swap(ground, page, f"(?<={HAN})(?={HAN})", " ")


@kind("space beside a full-width mark", "spacing", language="zh")
def _space_at_mark(ground: Ground, page: Page) -> Plant:
    return _swap(ground, page, f"(?<={HAN})(?=[，。；])|(?<=[，；])(?={HAN})", " ", RUNNING)


@kind("straight quotation marks", "quotation-marks", follows="house-name house-word figure-uncited claim-stated")
def _straight_quotes(ground: Ground, page: Page) -> Plant:
    return _swap(ground, page, r"“([^“”\0]+)”", r'"\1"')


@kind("corner brackets for quotation marks", "quotation-marks", language="zh", follows="claim-stated")
def _corners(ground: Ground, page: Page) -> Plant:
    return _swap(ground, page, r"“([^“”\0]+)”", r"「\1」", RUNNING)


@kind("mark typed twice", "doubled", follows="punctuation")
def _mark_twice(ground: Ground, page: Page) -> Plant:
    if page.language == "zh":
        return _swap(ground, page, f"(?<={HAN})([，。；])(?={HAN}|$)", r"\1\1", RUNNING)
    return _swap(ground, page, r"(?<=[a-z])([,;])(?= )", r"\1\1", RUNNING)


@kind("two marks side by side", "doubled", language="zh")
def _two_marks(ground: Ground, page: Page) -> Plant:
    return _swap(ground, page, f"(?<={HAN})。(?={HAN})", "，。", RUNNING)


@kind("single dash or ellipsis in Chinese", "dash", language="zh")
def _half_dash(ground: Ground, page: Page) -> Plant:
    return _swap(ground, page, f"(?<={HAN})，(?={HAN})", ground.pick(["—", "…", "...", "--"]), RUNNING)


@kind("range with a hyphen", "dash", follows="pair-figures figure-uncited claim-stated bands")
def _hyphen_range(ground: Ground, page: Page) -> Plant:
    return _swap(ground, page, r"(?<![\d.,¥$%])(\d{1,3}%?)–(\d{1,3}%?)(?![\d,–.])", r"\1-\2")


@kind(
    "full-width digit or sign",
    "full-width",
    follows="pair-figures arithmetic spacing figure-uncited claim-stated timeline",
)
def _wide_digit(ground: Ground, page: Page) -> Plant:
    spot = one_of(ground, spots(page, r"(?<=\d)%|(?<![\d.,])[2-9](?![\d.,%])", RUNNING))
    return spot.plant(chr(ord(spot.match[0]) + 0xFEE0))


@kind("invisible character", "invisible", follows="spacing spelling punctuation term-pair", times=4)
def _invisible(ground: Ground, page: Page) -> Plant:
    hidden = ground.pick("\u200b\u00a0\u00ad")
    return _swap(ground, page, f"(?<={HAN})(?={HAN})|(?<=[a-z]) (?=[a-z])", hidden, RUNNING)


@kind("emphasis that swallows a mark", "emphasis", language="zh", follows="term-form")
def _swallowed_mark(ground: Ground, page: Page) -> Plant:
    return _swap(ground, page, rf"\*\*([^*\0]+)\*\*([：，。])(?={HAN})", r"**\1\2**", RUNNING)


@kind("emphasis that nobody closes", "emphasis", follows="term-form markdown figure-uncited")
def _open_emphasis(ground: Ground, page: Page) -> Plant:
    return _swap(ground, page, r"\*\*([^*\0]+)\*\*", r"**\1", RUNNING)


# ---- English marks and spaces ------------------------------------------------------------------------------------------


@kind("straight apostrophe", "quotation-marks", language="en")
def _straight_apostrophe(ground: Ground, page: Page) -> Plant:
    return _swap(ground, page, r"(?<=[a-z])’(?=[a-z])", "'")


@kind("two spaces", "spacing", language="en", follows="markdown")
def _two_spaces(ground: Ground, page: Page) -> Plant:
    return _swap(ground, page, r"(?<=[a-z]) (?=[a-z])", "  ", RUNNING)


@kind("space before a mark in English", "spacing", language="en")
def _space_before(ground: Ground, page: Page) -> Plant:
    return _swap(ground, page, r"(?<=[a-z])([,;:.])(?= |$)", r" \1", RUNNING)


@kind("no space behind a mark in English", "spacing", language="en", follows="spelling")
def _no_space_behind(ground: Ground, page: Page) -> Plant:
    return _swap(ground, page, r"(?<=[a-z])([,;:]) (?=[a-z])|(?<=[a-z]{2})(\.) (?=[A-Z][a-z])", r"\1\2", RUNNING)


@kind("full-width mark in English", "punctuation", language="en", follows="spacing")
def _wide_mark(ground: Ground, page: Page) -> Plant:
    narrow, wide = ground.pick([(",", "，"), (";", "；"), (":", "：")])
    return _swap(ground, page, f"(?<=[a-z]){narrow} (?=[a-z])", wide, RUNNING)


@kind("word typed twice", "doubled", language="en", times=4)
def _word_twice(ground: Ground, page: Page) -> Plant:
    return _swap(ground, page, r"(?<= )(the|of|to|a|in|and|customers|for|it) (?=[a-z])", r"\1 \1 ")


@kind("dash in English", "dash", language="en")
def _dash(ground: Ground, page: Page) -> Plant:
    return _swap(ground, page, r"(?<=[a-z]), (?=[a-z])", ground.pick([" - ", " -- ", " – ", "--"]), RUNNING)


@kind("a for an, an for a", "article", language="en")
def _article(ground: Ground, page: Page) -> Plant:
    spot = one_of(ground, spots(page, r"(?<= )a (?=(?:customer|company|product|good|market|rule|firm|small)\b)"))
    if spot and ground.dice.random() < 0.7:
        return spot.plant("an ")
    spot = one_of(ground, spots(page, r"(?<= )an (?=(?:example|answer|offer|early|email|old|idea|end)\b)"))
    return spot.plant("a ")


# ---- Words -------------------------------------------------------------------------------------------------------------


@kind("English word misspelled", "spelling", language="en", times=6)
def _misspelled(ground: Ground, page: Page) -> Plant:
    spot = one_of(ground, spots(page, r"(?<= )[a-z]{8,}(?=[ ,.;])", wanted=lambda block: not _is_entry(page, block)))
    word = spot.match[0]
    slips = [n for n in range(1, len(word) - 2) if word[n] != word[n + 1]]
    slip = ground.pick(slips)
    wrong = word[:slip] + word[slip + 1] + word[slip] + word[slip + 2 :]
    return spot.plant(wrong, f"“{wrong}”")


@kind("word of the front matter misspelled", "spelling", language="en")
def _misspelled_front(ground: Ground, page: Page) -> Plant:
    lines = [
        page.meta_lines["description"],
        *([page.meta_lines["objectives"] + 1] if "objectives" in page.meta else []),
    ]
    line = ground.pick(lines)
    words = re.findall(r"(?<= )[a-z]{7,}(?= )", page.lines[line - 1])
    if not words:
        raise NoPlace
    word = ground.pick(words)
    wrong = word[:3] + word[3] + word[3:]
    return changed(page, line, f" {word} ", f" {wrong} ", f"“{wrong}”")


@kind("British spelling", "spelling", language="en", times=4)
def _british(ground: Ground, page: Page) -> Plant:
    spot = one_of(ground, spots(page, rf"(?<= )(?:{'|'.join(AMERICAN)})(?=[ ,.;])"))
    return spot.plant(AMERICAN[spot.match[0]], f"“{AMERICAN[spot.match[0]]}”")


@kind("abbreviation that nobody explains", "term-undefined", times=4)
def _undefined(ground: Ground, page: Page) -> Plant:
    letters = "".join(ground.dice.sample("BDFGHJKQVWXZ", 3))
    # A term's own names define what they abbreviate.
    found = spots(
        page, rf"(?<={HAN})，(?={HAN})|(?<=[a-z]), (?=[a-z])", wanted=lambda block: not is_name_line(page, block)
    )
    spot = one_of(ground, found)
    return spot.plant(f"（{letters}），" if page.language == "zh" else f" ({letters}), ", f"“{letters}”")


@kind("wrong name of a term", "house-name", follows="spelling article", times=6)
def _house_name(ground: Ground, page: Page) -> Plant:
    if page.name == "appendix/claims.md":
        raise NoPlace
    wrong = ground.pick(sorted(ground.course.house_names.terms[page.language]))
    found = said(ground, page, _spaced(f"这里说的是{wrong}。"), f"The next step is {wrong}.")
    return at(page, *found, f"“{wrong}”")


@kind("wrong word", "house-word", follows="spelling spacing article", times=4)
def _house_word(ground: Ground, page: Page) -> Plant:
    if page.name == "appendix/claims.md":
        raise NoPlace
    wrong = ground.pick(sorted(ground.course.house_names.words[page.language]))
    found = said(ground, page, f"这里说的是{wrong}。", f"The next word is {wrong}.")
    return at(page, *found, f"“{wrong}”")


def _spaced(text: str) -> str:
    return re.sub(rf"(?<={HAN})(?=[A-Za-z])|(?<=[A-Za-z])(?={HAN})", " ", text)


# ---- The glossary ------------------------------------------------------------------------------------------------------


def _names(page: Page) -> list[tuple[Block, int]]:
    """Return each entry of a glossary page with the line of its other name."""
    if not page.is_glossary:
        return []
    return [(one, one.line + 2) for one in page.headings if page.lines[one.line + 1].startswith("**")]


@kind("name that belongs to another term", "term-twice", follows="term-pair")
def _name_twice(ground: Ground, page: Page) -> Plant:
    terms = [one for one in ground.course.glossaries[page.language].terms.values() if one.page <= page.name]
    found = []
    for heading, line in _names(page):
        old = page.lines[line - 1]
        earlier = [one for one in terms if one.page < page.name or one.line < heading.line]
        if earlier and "·" not in old:
            taken = ground.pick(earlier)
            more = f"{old} · 又名：{taken.name}" if page.language == "zh" else f"{old} · Also: {taken.name}"
            found.append(at(page, put(page, line, more), heading.line, f"“{taken.name}” belongs to"))
    return ground.pick(found)


@kind("term with another name in the other language", "term-pair", times=4)
def _other_name(ground: Ground, page: Page) -> Plant:
    english = page if page.language == "en" else ground.other(page)
    found = []
    for heading, line in _names(page):
        more = "法**" if page.language == "en" else " rule**"
        text = put(page, line, page.lines[line - 1].replace("**", "\0", 1).replace("**", more, 1).replace("\0", "**"))
        there = next(one.line for one in english.headings if one.id == heading.id)
        found.append(Plant({page.path: text}, ((english.path, there),), f"name of “{heading.id}”"))
    return ground.pick(found)


@kind("term with another abbreviation in the other language", "term-pair", follows="term-undefined")
def _other_abbreviation(ground: Ground, page: Page) -> Plant:
    english = page if page.language == "en" else ground.other(page)
    found = []
    for heading, _ in _names(page):
        if match := re.search(r"[（(]([A-Z]{3,})[）)]", heading.text):
            text = put(page, heading.line, page.lines[heading.line - 1].replace(match[1], match[1][::-1]))
            there = next(one.line for one in english.headings if one.id == heading.id)
            found.append(Plant({page.path: text}, ((english.path, there),), f"abbreviation of “{heading.id}”"))
    return ground.pick(found)


@kind(
    "term without its name in the other language",
    "term-form",
    follows="term-form term-pair spelling term-undefined",
)
def _name_missing(ground: Ground, page: Page) -> Plant:
    found = [at(page, cut(page, line, line + 1), one.line, "name in the other language") for one, line in _names(page)]
    return ground.pick(found)


@kind("line of a term misnamed", "term-form", follows="figure-uncited")
def _label_unknown(ground: Ground, page: Page) -> Plant:
    found = []
    for old, new in (("公式", "算式"), ("参见", "另见"), ("Formula", "Formulas"), ("See also", "Compare")):
        for block in page.blocks:
            if page.is_glossary and block.kind == "item" and block.text.startswith(f"**{old}**"):
                heading = max(one.line for one in page.headings if one.line < block.line)
                text = put(page, block.line, page.lines[block.line - 1].replace(f"**{old}**", f"**{new}**"))
                found.append(at(page, text, heading, f"“{new}”"))
    return ground.pick(found)


@kind("lines of a term out of order", "term-form")
def _lines_swapped(ground: Ground, page: Page) -> Plant:
    found = []
    for heading, _ in _names(page):
        items = [one.line for one in page.blocks if one.kind == "item" and one.section == heading.id]
        if len(items) > 1 and items[-1] == items[0] + len(items) - 1:
            lines = list(page.lines)
            lines[items[0] - 1], lines[items[-1] - 1] = lines[items[-1] - 1], lines[items[0] - 1]
            found.append(at(page, joined(lines), heading.line, "out of order"))
    return ground.pick(found)


@kind("definition that begins with a link", "term-form")
def _linked_definition(ground: Ground, page: Page) -> Plant:
    found = []
    for heading, line in _names(page):
        old = page.lines[line + 1]
        if re.match(rf"{HAN}{{4}}|[A-Z]?[a-z]+ ", old):
            first = old[:2] if page.language == "zh" else old.split()[0]
            text = put(page, line + 2, f"[{first}](#{heading.id}){old[len(first) :]}")
            found.append(at(page, text, heading.line, "holds a link or citation"))
    return ground.pick(found)


# ---- Markdown ----------------------------------------------------------------------------------------------------------


def _line_of_prose(ground: Ground, page: Page) -> Spot:
    return one_of(ground, spots(page, r".$", RUNNING))


@kind("space at the end of a line", "markdown", follows="spacing")
def _trailing_space(ground: Ground, page: Page) -> Plant:
    spot = _line_of_prose(ground, page)
    return at(page, put(page, spot.line, page.lines[spot.line - 1] + "  "), spot.line, "MD009")


@kind("tab for a space", "markdown", follows="spacing spelling")
def _tab(ground: Ground, page: Page) -> Plant:
    spot = one_of(ground, spots(page, r"(?<=[\w，]) (?=\w)", RUNNING))
    return spot.plant("\t", "MD010")


@kind("bare address", "markdown", follows="spelling")
def _bare_address(ground: Ground, page: Page) -> Plant:
    found = said(ground, page, "https://example.org/report", "https://example.org/report")
    return at(page, *found, "MD034")


@kind("two blank lines", "markdown")
def _two_blank_lines(ground: Ground, page: Page) -> Plant:
    # At the end of a file another message is given.
    end = ground.pick([one.end for one in paragraphs(page) if any(page.lines[one.end :])])
    return at(page, add(page, end, ""), end + 2, "MD012")


@kind("list glued to its sentence", "markdown")
def _glued_list(ground: Ground, page: Page) -> Plant:
    return _glued(ground, page, r"(?:[-*]|1\.) ", "MD032")


@kind("table glued to its sentence", "markdown", follows="pair-blocks pair-figures figure-uncited claim-stated")
def _glued_table(ground: Ground, page: Page) -> Plant:
    return _glued(ground, page, r"\|", "MD058")


def _glued(ground: Ground, page: Page, pattern: str, says: str) -> Plant:
    ends = [one.end for one in page.blocks if one.kind == "paragraph" and not one.item]
    found = [
        end
        for end in ends
        if end + 1 < len(page.lines) and not page.lines[end] and re.match(pattern, page.lines[end + 1])
    ]
    end = ground.pick(found)
    return at(page, cut(page, end + 1, end + 1), end + 1, says)


@kind("heading glued to its text", "markdown")
def _glued_heading(ground: Ground, page: Page) -> Plant:
    found = [one.line for one in page.headings if re.match(r"[^\W\d]|“", page.lines[one.line + 1])]
    line = ground.pick(found)
    return at(page, cut(page, line + 1, line + 1), line, "MD022")


@kind("link with its brackets exchanged", "markdown", follows="punctuation spacing doubled")
def _reversed_link(ground: Ground, page: Page) -> Plant:
    up = "../" * page.name.count("/")
    found = said(ground, page, f"另见(术语表)[{up}glossary/index.md]。", f"See the (glossary)[{up}glossary/index.md].")
    return at(page, *found, "MD011")


@kind(
    "table row with a cell too few",
    "markdown",
    follows="pair-figures pair-citations tool-said figure-uncited claim-stated",
)
def _short_row(ground: Ground, page: Page) -> Plant:
    found = []
    for block in page.blocks:
        if block.kind == "table" and len(block.rows[0]) > 2:
            for line in range(block.line + 2, block.end + 1):
                old = page.lines[line - 1]
                if old.startswith("|") and old.endswith("|") and len(old.split("|")) > 4:
                    head, _, gone = old[:-1].rpartition("|")
                    found.append(at(page, put(page, line, f"{head}|"), line, "MD056", *uncited(page, gone)))
    return ground.pick(found)


@kind(
    "merge conflict left in the text",
    "markdown",
    follows="pair-figures pair-citations pair-blocks",
)
def _conflict(ground: Ground, page: Page) -> Plant:
    block = ground.pick(list(paragraphs(page)))
    text = page.lines[block.line - 1]
    lines = ["<<<<<<< ours", text, "=======", text, ">>>>>>> theirs"]
    return at(page, joined([*page.lines[: block.line - 1], *lines, *page.lines[block.line :]]), block.line, "MD092")


@kind("fence without a language", "markdown", follows="pair-blocks")
def _bare_fence(ground: Ground, page: Page) -> Plant:
    block = ground.pick(list(paragraphs(page)))
    return at(page, add(page, block.end, "", "```", "x", "```"), block.end + 2, "MD040")


@kind("emphasis with underscores", "markdown", follows="spelling")
def _underscores(ground: Ground, page: Page) -> Plant:
    found = said(ground, page, "这一步 __不能省__。", "This step is __not__ optional.")
    return at(page, *found, "MD050")


@kind("list numbered wrong", "markdown")
def _misnumbered(ground: Ground, page: Page) -> Plant:
    lines = [one.line for one in page.blocks if one.kind == "item" and page.lines[one.line - 1].startswith("2. ")]
    return changed(page, ground.pick(lines), "2. ", "4. ", "MD029")


@kind("file without an end", "markdown")
def _no_end(ground: Ground, page: Page) -> Plant:
    return at(page, page.text.rstrip("\n"), len(page.lines) - 1, "MD047")


@kind("bytes that are no UTF-8", "encoding", follows="*", first=True)
def _no_utf8(ground: Ground, page: Page) -> Plant:
    pattern, code = (f"{HAN}{{3}}", "gbk") if page.language == "zh" else ("[’“”]", "cp1252")
    spot = one_of(ground, spots(page, pattern, RUNNING))
    lines = [line.encode() for line in page.lines]
    lines[spot.line - 1] = page.lines[spot.line - 1].encode(code, errors="ignore")
    return Plant({page.path: b"\n".join(lines)}, ((page.path, spot.line),), "is no UTF-8")


@kind("byte order mark or control character", "encoding", first=True)
def _control(ground: Ground, page: Page) -> Plant:
    hidden = ground.pick(["\ufeff", "\u202e", "\x08"])
    return _swap(ground, page, f"(?<={HAN})(?={HAN})|(?<=[a-z]) (?=[a-z])", hidden, RUNNING)
