"""Edits that an author makes in both languages and that no rule may speak about.

They are made one after the other, several on a page; then both languages are recorded as telling the same, and new addresses
as published, as an author would do it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import TypeVar

from coursekit.course import REFERENCES, Course
from coursekit.pages import Page, parse_page
from coursekit.permalinks import RECORD
from coursekit.redirects import REDIRECTS, page_address
from coursekit.rules.minutes import reading_minutes
from planting.ground import NoPlace, add, joined, ordinary_headings, paragraphs, put

HAN = r"[\u4e00-\u9fff]"
SENTENCES = (
    ("这一点值得写下来。", "It is worth writing down."),
    ("动手之前先问一遍。", "Ask before you begin."),
    ("拿不准的地方，回头再看。", "Where you are not sure, come back later."),
    ("换一种说法，道理不变。", "Put another way, it comes to the same."),
    ("写完以后，请同事读一遍。", "Let a colleague read it when it is done."),
)
CHINESE_SYNONYMS = (
    ("例如", "比如"),
    ("因此", "所以"),
    ("如果", "要是"),
    ("往往", "常常"),
    ("通常", "一般"),
    ("立刻", "马上"),
)
ENGLISH_SYNONYMS = (
    ("often", "frequently"),
    ("usually", "mostly"),
    ("nearly", "almost"),
    ("because", "since"),
    ("but", "yet"),
)
TERMS = (
    ("报价有效期", "Quote validity", "一份报价单在多长时间里有效。过了期，价格和条件都可以重谈。",
     "How long a quote remains valid. After that, price and conditions may be discussed again."),
    ("交接清单", "Handoff checklist", "把一位客户交给下一个同事之前，要一起核对的事项。少了它，同样的问题会问两遍。",
     "What two colleagues go through together before one hands a customer to the other. Without it, questions are asked twice."),
    ("需求备忘", "Needs memo", "谈话之后写给客户的短信，说清听到了什么。客户改过的地方，最值得看。",
     "A short note to the customer after a talk, saying what was heard. Look closely at what the customer corrects."),
    ("拜访日志", "Visit log", "谁在哪天见了哪位客户、谈了什么。它记事实，不记评价。",
     "Who met which customer on which day, and what was said. It holds facts and no verdicts."),
    ("会前简报", "Meeting brief", "开会之前发给参会者的一页纸。它写明要决定什么，谁来决定。",
     "One page sent to everybody before a meeting. It says what is to be decided, and by whom."),
    ("价格问询", "Price inquiry", "客户第一次主动问价格。问得早不等于想买，要看问的是什么。",
     "The first time a customer asks about the price. Asking early need not mean buying; look at what is asked."),
)  # fmt: skip


@dataclass
class Garden:
    """The course while it is being edited: its pages by name, Chinese and English, and the files beside them."""

    course: Course
    dice: Random
    pages: dict[str, tuple[Page, Page]]
    sources: str
    redirects: str
    done: list[Done] = field(default_factory=list)
    terms: list[tuple[str, str, str, str]] = field(default_factory=lambda: list(TERMS))

    def pick(self, found: Sequence[Choice]) -> Choice:
        """Return one of several by lot; raises NoPlace where there is none."""
        if not found:
            raise NoPlace
        return self.dice.choice(found)

    def sentence(self) -> tuple[str, str]:
        """Return a plain sentence in Chinese and in English."""
        return self.dice.choice(SENTENCES)

    def source(self) -> str:
        """Return the key of a source by lot."""
        return self.dice.choice(sorted(self.course.sources))

    def writes(self) -> dict[Path, str]:
        """Return the files that are no longer what they were."""
        texts = {REFERENCES: self.sources, REDIRECTS: self.redirects}
        texts |= {page.path: page.text for sides in self.pages.values() for page in sides}
        return {path: text for path, text in texts.items() if text != _text(self.course, path)}


@dataclass(frozen=True, slots=True)
class Done:
    """An edit that was made: what it is, and on which page."""

    what: str
    name: str


Choice = TypeVar("Choice")
# What both languages' pages become.
Sides = tuple[str, str]
Edit = Callable[[Garden, Page, Page], Sides]
EDITS: list[tuple[str, int, Edit]] = []


def edit(what: str, times: int) -> Callable[[Edit], Edit]:
    """Register a kind of edit, and how often it is made."""

    def register(make: Edit) -> Edit:
        EDITS.append((what, times, make))
        return make

    return register


def _text(course: Course, path: Path) -> str:
    return (course.root / path).read_text(encoding="utf-8")


def edited(course: Course, seed: int) -> Garden:
    """Make every kind of edit as often as it asks for, on pages by lot, and return what has become of the course."""
    names = [page.name for page in course.pages if page.language == "zh" and not course.translations.pending(page.name)]
    pages = {name: (course.by_name["zh", name], course.by_name["en", name]) for name in names}
    garden = Garden(course, Random(seed), pages, _text(course, REFERENCES), _text(course, REDIRECTS))
    for what, times, make in EDITS:
        for number in range(times):
            garden.dice = Random(f"{seed} {what} {number}")
            for name in garden.dice.sample(names, len(names)):
                zh, en = garden.pages[name]
                try:
                    texts = make(garden, zh, en)
                except NoPlace:
                    continue
                sides = [
                    parse_page(text, side.path, side.language, side.name)
                    for text, side in zip(texts, (zh, en), strict=True)
                ]
                if not _minutes_hold(*sides):
                    continue
                garden.pages[name] = sides[0], sides[1]
                garden.done.append(Done(what, name))
                break
    return garden


def _minutes_hold(zh: Page, en: Page) -> bool:
    """Tell whether the minutes of reading still fit; else the author would have to mend them, too."""
    stated = zh.meta.get("minutes")
    taken = (reading_minutes(zh) + reading_minutes(en)) / 2
    return not stated or abs(stated["reading"] - taken) <= 0.23 * taken


# ---- Places in both languages ------------------------------------------------------------------------------------------


def _plain(zh: Page, en: Page) -> list[int]:
    """Return the lines that are a paragraph of running text in both languages."""
    return sorted({one.line for one in paragraphs(zh)} & {one.line for one in paragraphs(en)})


def _words(zh: Page, en: Page) -> list[int]:
    """Return those of them without quotations, brackets, emphasis, sums and citations, so that words may change places."""
    marked = re.compile(r"[“”（）()\[\]*=≈×÷`{}《》]")
    return [line for line in _plain(zh, en) if not marked.search(zh.lines[line - 1] + en.lines[line - 1])]


def _both(zh: Page, en: Page, line: int, texts: tuple[str, str]) -> Sides:
    return put(zh, line, texts[0]), put(en, line, texts[1])


def _longer(zh: Page, en: Page, line: int, more: tuple[str, str]) -> Sides:
    return _both(zh, en, line, (zh.lines[line - 1] + more[0], f"{en.lines[line - 1]} {more[1]}"))


def _said(zh: Page, en: Page, below: int, *texts: tuple[str, str]) -> Sides:
    """Add lines below a line of both pages, after a blank one."""
    return add(zh, below, "", *(one[0] for one in texts)), add(en, below, "", *(one[1] for one in texts))


def _up(page: Page) -> str:
    return "../" * page.name.count("/")


# ---- Wording -----------------------------------------------------------------------------------------------------------


@edit("two sentences exchange their places", 12)
def _exchange(garden: Garden, zh: Page, en: Page) -> Sides:
    found = []
    for line in () if zh.is_glossary else _words(zh, en):
        chinese, english = re.findall(r"[^。！？]+[。！？]", zh.lines[line - 1]), _sentences(en.lines[line - 1])
        if min(len(chinese), len(english)) > 1 and "".join(chinese) == zh.lines[line - 1]:
            found.append((line, ("".join([*chinese[1:], chinese[0]]), " ".join([*english[1:], english[0]]))))
    return _both(zh, en, *garden.pick(found))


def _sentences(text: str) -> list[str]:
    return re.split(r"(?<=[a-z][.!?]) (?=[A-Z])", text)


@edit("a sentence more", 12)
def _sentence_more(garden: Garden, zh: Page, en: Page) -> Sides:
    return _longer(zh, en, garden.pick(_plain(zh, en)), garden.sentence())


@edit("a paragraph more", 6)
def _paragraph_more(garden: Garden, zh: Page, en: Page) -> Sides:
    return _said(zh, en, garden.pick(_plain(zh, en)), garden.sentence())


@edit("a word for another of the same meaning", 10)
def _synonym(garden: Garden, zh: Page, en: Page) -> Sides:
    found = []
    for line in _words(zh, en):
        for old, new in CHINESE_SYNONYMS:
            for word, other in ENGLISH_SYNONYMS:
                chinese = zh.lines[line - 1].replace(old, new, 1)
                english = re.sub(rf"(?<=[a-z] )(?<!\ba )(?<!\ban ){word}(?= [a-z])", other, en.lines[line - 1], count=1)
                if chinese != zh.lines[line - 1] and english != en.lines[line - 1]:
                    found.append((line, (chinese, english)))
    return _both(zh, en, *garden.pick(found))


@edit("lines wrapped in another way", 6)
def _wrapped(garden: Garden, zh: Page, en: Page) -> Sides:
    found = []
    for line in _words(zh, en):
        chinese = re.search(rf"(?<={HAN})，(?={HAN})", zh.lines[line - 1])
        english = re.search(r"(?<=[a-z]{3}) (?=[a-z]{3})", en.lines[line - 1][20:])
        if chinese and english:
            found.append((line, chinese.end(), english.start() + 20))
    line, cut_zh, cut_en = garden.pick(found)
    here, there = zh.lines[line - 1], en.lines[line - 1]
    return _both(zh, en, line, (f"{here[:cut_zh]}\n{here[cut_zh:]}", f"{there[:cut_en]}\n{there[cut_en + 1 :]}"))


@edit("one language mended, the other left as it is", 4)
def _one_side(garden: Garden, zh: Page, en: Page) -> Sides:
    line = garden.pick(_plain(zh, en))
    longer = _longer(zh, en, line, garden.sentence())
    return (longer[0], en.text) if garden.dice.random() < 0.5 else (zh.text, longer[1])


@edit("a heading reworded, its id kept", 6)
def _heading(garden: Garden, zh: Page, en: Page) -> Sides:
    lines = {one.line for one in ordinary_headings(zh)} & {one.line for one in ordinary_headings(en)}
    fit = [
        line
        for line in sorted(lines)
        if re.search(rf"{HAN} \{{", zh.lines[line - 1]) and re.search(r"[a-z] \{", en.lines[line - 1])
    ]
    line = garden.pick(fit)
    words = zh.lines[line - 1].replace(" {", "，简单说 {"), en.lines[line - 1].replace(" {", ", in short {")
    return _both(zh, en, line, words)


@edit("the day of the review renewed", 4)
def _reviewed(garden: Garden, zh: Page, en: Page) -> Sides:
    line = zh.meta_lines["reviewed"]
    if line != en.meta_lines["reviewed"]:
        raise NoPlace
    return _both(zh, en, line, ("reviewed: 2026-11-21", "reviewed: 2026-11-21"))


# ---- Order -------------------------------------------------------------------------------------------------------------


@edit("two items of a list exchange their places", 8)
def _items(garden: Garden, zh: Page, en: Page) -> Sides:
    sides = []
    for side in (zh, en):
        free = {one.line for one in side.blocks if one.kind == "item" and not one.inside and one.line == one.end}
        sides.append({line for line in free if side.lines[line - 1].startswith("- ") and line + 1 in free})
    if zh.is_glossary:
        raise NoPlace
    line = garden.pick(sorted(sides[0] & sides[1]))
    swapped = [
        joined([*side.lines[: line - 1], side.lines[line], side.lines[line - 1], *side.lines[line + 1 :]])
        for side in (zh, en)
    ]
    return swapped[0], swapped[1]


@edit("the choices of a quiz in another order", 8)
def _choices(garden: Garden, zh: Page, en: Page) -> Sides:
    fit = []
    for line in range(1, len(zh.lines) - 8):
        both = [[side.lines[line - 1 + n] for n in range(7)] for side in (zh, en)]
        if all(re.match(r"- \[[ x]\] ", one[0]) and re.match(r"- \[[ x]\] ", one[4]) for one in both) and all(
            one[2].startswith("    ") and one[6].startswith("    ") and not (one[1] + one[3] + one[5]) for one in both
        ):
            fit.append(line)
    line = garden.pick(fit)
    swapped = []
    for side in (zh, en):
        lines = list(side.lines)
        lines[line - 1 : line + 6] = [*lines[line + 3 : line + 6], "", *lines[line - 1 : line + 2]]
        swapped.append(joined(lines))
    return swapped[0], swapped[1]


# ---- Evidence ----------------------------------------------------------------------------------------------------------


@edit("a new source, cited in both", 8)
def _new_source(garden: Garden, zh: Page, en: Page) -> Sides:
    key = f"planted{len(garden.done)}study"
    garden.sources += f"""
@report{{{key},
  author = {{Smith, Ann}},
  title = {{A Study of Markets}},
  institution = {{Institute of Markets}},
  year = {{2024}},
  url = {{https://example.org/{key}}},
  urldate = {{2026-11-22}},
  grade = {{secondary}},
  note = {{A survey of 120 firms}},
  note_zh = {{120 家公司的调查}}
}}
"""
    more = f"有一项研究也这样说 [@{key}]。", f"One study says the same [@{key}]."
    return _longer(zh, en, garden.pick(_plain(zh, en)), more)


@edit("a source of the bibliography cited once more", 6)
def _cited_again(garden: Garden, zh: Page, en: Page) -> Sides:
    key = garden.source()
    more = f"另有材料说到这一点 [@{key}]。", f"Another document speaks of it [@{key}]."
    return _longer(zh, en, garden.pick(_plain(zh, en)), more)


@edit("a figure corrected in both", 6)
def _corrected(garden: Garden, zh: Page, en: Page) -> Sides:
    found = []
    for line in _plain(zh, en) if zh.name[0] in "1234" else ():
        here, there = zh.lines[line - 1], en.lines[line - 1]
        for share in set(re.findall(r"(?<![\d.,–-])[1-8]\d%", here)):
            once = here.count(share) == there.count(share) == 1 and "[@" in here and "[@" in there
            if once and not re.search(r"[=≈–]", here + there):
                new = f"{int(share[:-1]) + 1}%"
                if new not in here + there:
                    found.append((line, (here.replace(share, new), there.replace(share, new))))
    return _both(zh, en, *garden.pick(sorted(found)))


@edit("a sum in a new example", 6)
def _example(garden: Garden, zh: Page, en: Page) -> Sides:
    price, firms = garden.dice.randrange(1_000, 9_000, 100), garden.dice.randrange(11, 99)
    below = garden.pick(_plain(zh, en))
    return _said(
        zh,
        en,
        below,
        ("/// example | 再算一笔", "/// example | One more sum"),
        (f"{firms} 家客户，每家 {price:,} 元：{firms} × {price:,} = {firms * price:,} 元。",
         f"With {firms} customers at ¥{price:,} each: {firms} × {price:,} = ¥{firms * price:,}."),
        ("///", "///"),
    )  # fmt: skip


@edit("a figure called a rule of thumb", 4)
def _rule_of_thumb(garden: Garden, zh: Page, en: Page) -> Sides:
    share = garden.dice.randrange(11, 49)
    more = f"经验值：大约 {share}% 的会可以不开。", f"Rule of thumb: about {share}% of meetings need not be held."
    return _said(zh, en, garden.pick(_plain(zh, en)), more)


@edit("a judged claim, linked to its judgement", 5)
def _judged(garden: Garden, zh: Page, en: Page) -> Sides:
    if zh.name == "appendix/claims.md":
        raise NoPlace
    titles = {one.id: one.title for one in garden.course.judged["en"].claims}
    claim = garden.pick([one for one in garden.course.judged["zh"].claims if re.fullmatch(r"“[^“”]+”", one.title)])
    if not re.fullmatch(r"“[^“”]+”", titles[claim.id]):
        raise NoPlace
    link, key = f"({_up(zh)}appendix/claims.md#{claim.id})", garden.source()
    more = f"{claim.title}[已经查过]{link} [@{key}]。", f"{titles[claim.id]} [has been checked]{link} [@{key}]."
    return _said(zh, en, garden.pick(_plain(zh, en)), more)


# ---- Parts -------------------------------------------------------------------------------------------------------------


@edit("a link to another page", 8)
def _link(garden: Garden, zh: Page, en: Page) -> Sides:
    other = garden.pick(sorted(garden.pages))
    link = f"({_up(zh)}{other})"
    more = f"另见[这一页]{link}。", f"See also [this page]{link}."
    return _longer(zh, en, garden.pick(_plain(zh, en)), more)


@edit("a term, properly added", len(TERMS))
def _term(garden: Garden, zh: Page, en: Page) -> Sides:
    if not zh.is_glossary:
        raise NoPlace
    heading = garden.pick(zh.headings)
    below = heading.line - 2
    if en.headings[zh.headings.index(heading)].line != heading.line:
        raise NoPlace
    chinese, english, meaning, definition = garden.terms.pop()
    id_ = english.lower().replace(" ", "-")
    return _said(
        zh,
        en,
        below,
        (f"## {chinese} {{ #{id_} }}", f"## {english} {{ #{id_} }}"),
        ("", ""),
        (f"**{english}**", f"**{chinese}**"),
        ("", ""),
        (meaning, definition),
    )


@edit("a row more in a table", 6)
def _row(garden: Garden, zh: Page, en: Page) -> Sides:
    if zh.name in ("appendix/benchmarks.md", "appendix/index.md"):
        raise NoPlace
    tables = [{one.end: len(one.rows[0]) for one in side.blocks if one.kind == "table"} for side in (zh, en)]
    found = sorted(end for end, width in tables[0].items() if tables[1].get(end) == width)
    end = garden.pick([one for one in found if zh.lines[one - 1].startswith("|") and en.lines[one - 1].startswith("|")])
    width = tables[0][end]
    return (
        add(zh, end, "| " + " | ".join(["其他", *["另议"] * (width - 1)]) + " |"),
        add(en, end, "| " + " | ".join(["Other", *["To be settled"] * (width - 1)]) + " |"),
    )


@edit("a section more", 5)
def _section(garden: Garden, zh: Page, en: Page) -> Sides:
    headings = ordinary_headings(zh)
    found = [two.line for one, two in pairwise(headings) if two.level == 2 and one.level < 4]
    line = garden.pick([one for one in found if one in {two.line for two in ordinary_headings(en)}])
    id_ = f"more-{len(garden.done)}"
    heading = f"### 再说一点 {{ #{id_} }}", f"### One more thing {{ #{id_} }}"
    return _said(zh, en, line - 2, heading, ("", ""), garden.sentence())


@edit("a section renamed, with its redirect", 4)
def _renamed(garden: Garden, zh: Page, en: Page) -> Sides:
    everything = "".join(page.text for sides in garden.pages.values() for page in sides) + garden.redirects
    recorded = _text(garden.course, RECORD)
    address = page_address(zh.name)
    found = [
        one
        for one in ordinary_headings(zh)
        if one.level == 3 and f"#{one.id})" not in everything and f"{address}#{one.id}\n" in recorded
    ]
    heading = garden.pick(found)
    line = next(one.line for one in en.headings if one.id == heading.id)
    new = f"{heading.id}-again"
    garden.redirects += f"{address}#{heading.id}: {address}#{new}\n"
    return (
        put(zh, heading.line, zh.lines[heading.line - 1].replace(f"#{heading.id} ", f"#{new} ")),
        put(en, line, en.lines[line - 1].replace(f"#{heading.id} ", f"#{new} ")),
    )
