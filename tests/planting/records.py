"""Faults in the files that stand beside the pages: bibliography, tools, outline, names, addresses, translations, navigation."""

from __future__ import annotations

import re
from pathlib import Path

from coursekit.course import HOUSE_NAMES, OUTLINE, REFERENCES, VOCABULARY
from coursekit.pages import Page
from coursekit.permalinks import RECORD as PERMALINKS
from coursekit.redirects import REDIRECTS
from coursekit.translations import FRONT, OPENING
from coursekit.translations import RECORD as TRANSLATIONS
from planting.ground import Echo, Ground, NoPlace, Plant, kind, one_of, spots

SITE = Path("mkdocs.yml")
TIES = Path("docs/tools/ties.txt")


class Sheet:
    """A file by its lines (from 1), to plant a fault in."""

    def __init__(self, ground: Ground, path: Path) -> None:
        """Read the file."""
        self.path = path
        self.lines = ground.text(path).split("\n")

    def where(self, pattern: str) -> list[int]:
        """Return the lines in which a pattern is found."""
        return [number for number, line in enumerate(self.lines, 1) if re.search(pattern, line)]

    def with_lines(self, first: int, last: int, *texts: str) -> dict[Path, str]:
        """Return the file with other lines in the place of some (`last` below `first`: none are replaced)."""
        return {self.path: "\n".join([*self.lines[: first - 1], *texts, *self.lines[last:]])}

    def plant(self, line: int, old: str, new: str, says: str = "", *echoes: Echo) -> Plant:
        """Plant the first `old` of a line as `new`, to be found on that line."""
        text = self.lines[line - 1].replace(old, new, 1)
        if text == self.lines[line - 1]:
            raise NoPlace
        return Plant(self.with_lines(line, line, text), ((self.path, line),), says, echoes)


# ---- The bibliography --------------------------------------------------------------------------------------------------


def _entries(sheet: Sheet) -> dict[str, range]:
    """Return the lines of each entry, by its key."""
    starts = sheet.where(r"^@\w+\{")
    found = {}
    for start in starts:
        end = next(line for line in range(start, len(sheet.lines) + 1) if sheet.lines[line - 1] == "}")
        found[re.split(r"[{,]", sheet.lines[start - 1])[1]] = range(start, end + 1)
    return found


def _entry(ground: Ground, pattern: str) -> tuple[Sheet, str, range, int]:
    """Return an entry that has a line with the pattern: the file, its key, its lines, and that line."""
    sheet = Sheet(ground, REFERENCES)
    found = [
        (sheet, key, lines, line)
        for key, lines in _entries(sheet).items()
        for line in lines
        if re.search(pattern, sheet.lines[line - 1])
    ]
    return ground.pick(found)


def _unreadable(sheet: Sheet, key: str, lines: range) -> tuple[Echo, ...]:
    """Return what is said elsewhere when an entry cannot be read: nobody vouches for the names in it."""
    words = re.findall(r"[A-ZÀ-Þ][A-Za-zÀ-ɏ]+", " ".join(sheet.lines[line - 1] for line in lines))
    return (("citation-unknown", f"“{key}”"), *(("spelling", f"“{word}") for word in words))


@kind("source that lacks a field", "source-fields", times=4)
def _field_missing(ground: Ground, page: Page) -> Plant:
    name = ground.pick(["title", "year", "grade", "urldate"])
    sheet, key, lines, line = _entry(ground, rf"^  {name} = \{{[^}}]*\}},?$")
    if name == "urldate" and not any("url = " in sheet.lines[one - 1] for one in lines):
        raise NoPlace
    says = f"“{key}” {'has an address but no date' if name == 'urldate' else f'lacks {name}'}"
    return Plant(sheet.with_lines(line, line), ((sheet.path, lines.start),), says)


@kind("source with an unknown grade", "source-fields")
def _unknown_grade(ground: Ground, page: Page) -> Plant:
    sheet, key, lines, line = _entry(ground, r"grade = \{primary\}")
    text = sheet.lines[line - 1].replace("{primary}", "{excellent}")
    return Plant(sheet.with_lines(line, line, text), ((sheet.path, lines.start),), f"“{key}” has the grade")


@kind("source with a note in one language", "source-fields")
def _half_note(ground: Ground, page: Page) -> Plant:
    sheet, key, lines, line = _entry(ground, r"^  note = \{.*\},$")
    return Plant(sheet.with_lines(line, line), ((sheet.path, lines.start),), f"“{key}” has a note in one language only")


@kind("source defined twice", "source-twice")
def _source_twice(ground: Ground, page: Page) -> Plant:
    sheet = Sheet(ground, REFERENCES)
    entries = _entries(sheet)
    key = ground.pick(sorted(entries))
    below = entries[ground.pick(sorted(one for one in entries if entries[one].start > entries[key].start) or [key])][-1]
    copy = [sheet.lines[line - 1] for line in entries[key]]
    return Plant(sheet.with_lines(below + 1, below, "", *copy), ((sheet.path, below + 2),), f"“{key}” is defined again")


@kind("source that nobody cites", "source-unused")
def _unused(ground: Ground, page: Page) -> Plant:
    sheet = Sheet(ground, REFERENCES)
    below = ground.pick(sorted(_entries(sheet).values(), key=lambda one: one.start))[-1]
    key = f"nobody{ground.dice.randrange(1950, 2020)}cites"
    entry = f"@book{{{key}, author = {{Smith, Ann}}, title = {{A Book}}, year = {{2001}}, grade = {{primary}}}}"
    return Plant(sheet.with_lines(below + 1, below, "", entry), ((sheet.path, below + 2),), f"no page cites “{key}”")


@kind("entry with a comma lost", "bibliography")
def _comma_lost(ground: Ground, page: Page) -> Plant:
    sheet, key, lines, line = _entry(ground, r"^  (?:title|year|grade|author|urldate) = \{[^{}]*\},$")
    if line + 1 == lines.stop - 1 and sheet.lines[line] == "}":
        raise NoPlace
    # BibTeX misses the comma where the next field begins.
    places = ((sheet.path, line), (sheet.path, line + 1))
    return Plant(sheet.with_lines(line, line, sheet.lines[line - 1][:-1]), places, "", _unreadable(sheet, key, lines))


@kind("entry with a brace lost", "bibliography")
def _brace_lost(ground: Ground, page: Page) -> Plant:
    sheet, key, lines, line = _entry(ground, r"^  (?:title|note|note_zh) = \{[^{}]*\},?$")
    text = sheet.lines[line - 1].replace("{", "", 1)
    return Plant(sheet.with_lines(line, line, text), ((sheet.path, line),), "", _unreadable(sheet, key, lines))


# ---- The tools ---------------------------------------------------------------------------------------------------------


def _tool(ground: Ground) -> Sheet:
    return Sheet(ground, ground.pick([tool.path for tool in ground.course.tools.values()]))


@kind("formula that names no field", "tool", disturbs="tools")
def _unknown_field(ground: Ground, page: Page) -> Plant:
    sheet = _tool(ground)
    lines = sheet.where(r"^\s+- \{id: .*formula: .*\[[a-z][\w.-]*\]")
    line = ground.pick(lines)
    head, mark, formula = sheet.lines[line - 1].partition("formula: ")
    text = head + mark + re.sub(r"\[([a-z][\w.-]*)\]", r"[\1-x]", formula, count=1)
    return Plant(sheet.with_lines(line, line, text), ((sheet.path, line),), "there is no field", _of_tool(sheet))


def _of_tool(sheet: Sheet) -> tuple[Echo, ...]:
    return (("tool-said", str(sheet.path)), ("tool-ties", f"{sheet.path.stem}:"), ("tool", str(sheet.path)))


@kind("tool with a kind of value that does not exist", "tool", disturbs="tools")
def _unknown_kind(ground: Ground, page: Page) -> Plant:
    sheet = _tool(ground)
    line = ground.pick(sheet.where(r"- \{id: .*kind: money"))
    return sheet.plant(line, "kind: money", "kind: yuan", "'yuan' is not one of")


@kind("tool whose YAML is broken", "tool", disturbs="tools")
def _broken_tool(ground: Ground, page: Page) -> Plant:
    sheet = _tool(ground)
    line = ground.pick(sheet.where(r"title: \{zh: [^\"'{},]+, en: [^\"'{},]+\}"))
    return sheet.plant(line, "title: {zh: ", "title: {zh: 甲: ", "cannot be read")


@kind("example with a word for a number", "tool", disturbs="tools")
def _word_for_number(ground: Ground, page: Page) -> Plant:
    sheet = _tool(ground)
    lines = sheet.where(r"^\s+- \{id: .*kind: (?:integer|money|percent|number).*example: \d+\}")
    line = ground.pick(lines)
    text = re.sub(r"example: \d+\}", "example: many}", sheet.lines[line - 1])
    return Plant(sheet.with_lines(line, line, text), ((sheet.path, line),), "“many” is no number")


@kind("tool that no longer agrees with another", "tool-ties", needs="tools")
def _untied(ground: Ground, page: Page) -> Plant:
    ties = Sheet(ground, TIES)
    found = []
    for number, line in enumerate(ties.lines, 1):
        for name in line.split("#")[0].split():
            tool, _, cell = name.partition(":")
            sheet = Sheet(ground, ground.course.tools[tool].path)
            place = ground.course.tools[tool].line(*ground.course.tools[tool].grid.cells[cell].parts)
            match = re.search(r"example: (\d+)\}", sheet.lines[place - 1])
            if match and "formula" not in sheet.lines[place - 1]:
                text = sheet.lines[place - 1].replace(match[0], f"example: {int(match[1]) + 1}}}")
                echoes = (*_of_tool(sheet), ("tool-ties", f"{tool}:"))
                found.append(Plant(sheet.with_lines(place, place, text), ((TIES, number),), name, echoes))
    return ground.pick(found)


@kind("tie to a cell that does not exist", "tool-ties", needs="tools")
def _no_cell(ground: Ground, page: Page) -> Plant:
    sheet = Sheet(ground, TIES)
    line = ground.pick(sheet.where(r"^\d\.\d:"))
    return Plant(sheet.with_lines(line, line, f"{sheet.lines[line - 1]}-x"), ((TIES, line),), "there is no cell")


@kind("result that the page no longer says", "tool-said", needs="tools")
def _said_no_more(ground: Ground, page: Page) -> Plant:
    found = []
    for tool in ground.course.tools.values():
        sheet = Sheet(ground, tool.path)
        for line in sheet.where(r"- \{id: .*said: true, example: \d+\}|- \{id: .*example: \d+, said: true\}"):
            if "max:" not in sheet.lines[line - 1]:
                text = re.sub(r"example: \d+", "example: 9753", sheet.lines[line - 1])
                chosen = ground.course.by_id(page.language)[tool.id]
                place = ((chosen.path, 1),)
                found.append(Plant(sheet.with_lines(line, line, text), place, f"{tool.path}:{line} ", _of_tool(sheet)))
    return ground.pick(found)


# ---- The calculators ---------------------------------------------------------------------------------------------------


def _calculator(ground: Ground) -> Sheet:
    return Sheet(ground, ground.pick([one.path for one in ground.course.calculators.values()]))


@kind("calculator with a kind of value that does not exist", "calculator", disturbs="calculators")
def _unknown_kind_of_input(ground: Ground, page: Page) -> Plant:
    sheet = _calculator(ground)
    line = ground.pick(sheet.where(r"- \{id: .*kind: (?:money|percent)"))
    return sheet.plant(line, "kind: ", "kind: some-", "is not one of")


@kind("calculator whose YAML is broken", "calculator", disturbs="calculators")
def _broken_calculator(ground: Ground, page: Page) -> Plant:
    sheet = _calculator(ground)
    line = ground.pick(sheet.where(r"title: \{zh: [^\"'{},]+, en: [^\"'{},]+\}"))
    return sheet.plant(line, "title: {zh: ", "title: {zh: 甲: ", "cannot be read")


@kind("example outside of its field's range", "calculator", disturbs="calculators")
def _example_out_of_range(ground: Ground, page: Page) -> Plant:
    sheet = _calculator(ground)
    line = ground.pick(sheet.where(r"- \{id: .*kind: percent.*max: 1, default: 0\.\d+\}"))
    return sheet.plant(line, "default: 0", "default: 40", "the field's own range")


@kind("worked calculation with an unknown name", "calculator", disturbs="calculators")
def _unknown_in_worked(ground: Ground, page: Page) -> Plant:
    sheet = _calculator(ground)
    line = ground.pick(sheet.where(r"- \{id: .*worked: \"[^\"]*\{[a-z]"))
    head, mark, worked = sheet.lines[line - 1].partition('worked: "')
    text = head + mark + re.sub(r"\{([a-z][\w-]*)\}", r"{\1-x}", worked, count=1)
    return Plant(sheet.with_lines(line, line, text), ((sheet.path, line),), "there is no “")


@kind("example that the lesson no longer says", "calculator-said", needs="calculators")
def _said_otherwise(ground: Ground, page: Page) -> Plant:
    calculator = ground.course.calculators["unit-economics"]
    sheet = Sheet(ground, calculator.path)
    line = ground.pick(sheet.where(r"- \{id: (?:media|people|sales|tools), .*default: \d+\}"))
    text = re.sub(r"default: \d+", "default: 97531", sheet.lines[line - 1])
    lesson = ground.course.by_id(page.language)[calculator.lesson]
    echoes = (("calculator-said", f"{calculator.path}:"),)
    return Plant(sheet.with_lines(line, line, text), ((lesson.path, 1),), f"{calculator.path}:", echoes)


# ---- The outline, names, words -----------------------------------------------------------------------------------------


@kind("lesson that is written and still planned", "outline-planned")
def _still_planned(ground: Ground, page: Page) -> Plant:
    sheet = Sheet(ground, OUTLINE)
    line = sheet.where(r"^planned:")[0]
    lesson = ground.pick([one.id for one in ground.course.pages if one.is_lesson])
    entry = f'  "{lesson}": {{title: {{zh: 一课, en: A lesson}}, minutes: 10}}'
    return Plant(sheet.with_lines(line, line, "planned:", entry), ((OUTLINE, line + 1),), f"lesson {lesson} has a page")


@kind("outline that cannot be read", "outline", disturbs="outline-planned")
def _broken_outline(ground: Ground, page: Page) -> Plant:
    sheet = Sheet(ground, OUTLINE)
    line = ground.pick(sheet.where(r"^    (?:title|promise|folder):"))
    text = sheet.lines[line - 1].replace(":", "s:", 1)
    module = max(one for one in sheet.where(r"^  - number:") if one < line)
    return Plant(sheet.with_lines(line, line, text), ((OUTLINE, module),), "cannot be read")


@kind("house name of a term that does not exist", "house-names")
def _no_such_term(ground: Ground, page: Page) -> Plant:
    sheet = Sheet(ground, HOUSE_NAMES)
    line = ground.pick(sheet.where(r"^    [\w-]+: \["))
    term = sheet.lines[line - 1].split(":")[0].strip()
    return sheet.plant(line, f"{term}:", f"{term}-x:", f"there is no term “{term}-x”")


@kind("house name that is a right name", "house-names", follows="*")
def _right_name(ground: Ground, page: Page) -> Plant:
    sheet = Sheet(ground, HOUSE_NAMES)
    lines = sheet.where(r"^    [\w-]+: \[")
    middle = sheet.where(r"^  en:$")[0]
    line = ground.pick([one for one in lines if (one > middle) == (page.language == "en")])
    terms = list(ground.course.glossaries[page.language].terms.values())
    names = [one.name for one in terms if len(one.name) > 6 and f"{one.id}:" not in sheet.lines[line - 1]]
    name = ground.pick([one for one in names if not any(one in other for other in sheet.lines)])
    return sheet.plant(
        line,
        "]",
        f", {name}]",
        f"“{name}” is a name of",
        ("house-name", f"“{name[0].lower()}{name[1:]}"),
        ("house-name", f"“{name}"),
    )


@kind("word taken from the vocabulary", "term-undefined")
def _word_lost(ground: Ground, page: Page) -> Plant:
    sheet = Sheet(ground, VOCABULARY)
    for line in ground.dice.sample(sheet.where(r"^[A-Z]{3,}(?:\s|$)"), 30):
        word = sheet.lines[line - 1].split("#")[0].strip()
        if word in ground.course.glossary_words:
            continue
        for one in ground.dice.sample(ground.course.pages, len(ground.course.pages)):
            if spot := one_of(ground, spots(one, rf"(?<![\w&@#/.-]){word}(?![\w/-])")):
                echoes = (("term-undefined", f"“{word}”"), ("spelling", f"“{word}"))
                return Plant(sheet.with_lines(line, line), ((spot.page.path, spot.line),), f"“{word}”", echoes)
    raise NoPlace


# ---- Addresses ---------------------------------------------------------------------------------------------------------


def _addresses(ground: Ground) -> list[tuple[int, Page, int]]:
    """Return the recorded addresses of headings: the line in the record, the Chinese page, the heading's line on it."""
    sheet = Sheet(ground, PERMALINKS)
    pages = {
        f"/{one.name.removesuffix('.md').removesuffix('index')}": one
        for one in ground.course.pages
        if one.language == "zh"
    }
    found = []
    for number in sheet.where(r"^/.*/#"):
        address, _, anchor = sheet.lines[number - 1].partition("#")
        page = pages.get(address) or pages.get(address.rstrip("/"))
        if page and anchor in {one.id for one in page.headings}:
            found.append((number, page, next(one.line for one in page.headings if one.id == anchor)))
    return found


@kind("address that is not recorded", "permalink-new")
def _not_recorded(ground: Ground, page: Page) -> Plant:
    sheet = Sheet(ground, PERMALINKS)
    number, place, line = ground.pick(_addresses(ground))
    return Plant(sheet.with_lines(number, number), ((place.path, line),), f"{sheet.lines[number - 1]} is not recorded")


@kind("recorded page that is gone", "permalink-lost")
def _page_gone(ground: Ground, page: Page) -> Plant:
    sheet = Sheet(ground, PERMALINKS)
    below = ground.pick(_addresses(ground))[0]
    gone = f"/{ground.pick(['appendix', '2-frameworks', 'go'])}/was-here-{ground.dice.randrange(100)}/"
    return Plant(sheet.with_lines(below + 1, below, gone), ((PERMALINKS, below + 1),), f"{gone} is gone")


@kind("recorded section that is gone", "permalink-lost")
def _section_gone(ground: Ground, page: Page) -> Plant:
    sheet = Sheet(ground, PERMALINKS)
    below, place, _ = ground.pick(_addresses(ground))
    gone = sheet.lines[below - 1].partition("#")[0] + f"#was-here-{ground.dice.randrange(100)}"
    return Plant(sheet.with_lines(below + 1, below, gone), ((place.path, 1),), f"{gone} is gone")


@kind("damaged line in the record of addresses", "permalink-lost")
def _damaged_address(ground: Ground, page: Page) -> Plant:
    sheet = Sheet(ground, PERMALINKS)
    below = ground.pick(_addresses(ground))[0]
    return Plant(sheet.with_lines(below + 1, below, "======="), ((PERMALINKS, below + 1),), "is no address")


@kind("redirect that leads nowhere", "redirect")
def _redirect_nowhere(ground: Ground, page: Page) -> Plant:
    return _redirect(ground, "/appendix/claims/#once-here: /appendix/claims/#never-here", "there is no")


@kind("redirect from what still exists", "redirect")
def _redirect_needless(ground: Ground, page: Page) -> Plant:
    return _redirect(ground, "/appendix/claims/#all-claims: /appendix/claims/", "still exists")


@kind("redirect that cannot be read", "redirect")
def _redirect_unread(ground: Ground, page: Page) -> Plant:
    return _redirect(ground, "/appendix/old/ -> /appendix/", "is no redirect")


def _redirect(ground: Ground, text: str, says: str) -> Plant:
    sheet = Sheet(ground, REDIRECTS)
    last = len(sheet.lines)
    return Plant(sheet.with_lines(last, last - 1, text), ((REDIRECTS, last),), says)


@kind("term with the short address of a case", "short-address", follows="*", language="zh")
def _shared_short(ground: Ground, page: Page) -> Plant:
    if not page.is_glossary:
        raise NoPlace
    cases = [
        block.section
        for one in ground.course.pages
        for block in one.blocks
        if block.info == "case" and block.kind == "fence"
    ]
    heading = ground.pick(page.headings)
    taken, old = ground.pick(sorted(set(cases))), heading.id or ""
    lines = list(page.lines)
    lines[heading.line - 1] = lines[heading.line - 1].replace(f"#{old}", f"#{taken}")
    echoes = (
        ("link-anchor", f"#{old}"),
        ("permalink-lost", f"{old}"),
        ("translation-record", f"#{old}"),
        ("redirect", old),
    )
    names = (("house-names", f"“{old}”"), ("term-pair", f"“{old}”"))
    return Plant({page.path: "\n".join(lines)}, ((page.path, heading.line),), f"/go/{taken}/", (*echoes, *names))


# ---- The record of translations ----------------------------------------------------------------------------------------


def _recorded(ground: Ground) -> tuple[Sheet, int, str, str]:
    """Return the record, the line of an entry, and that entry's page and section."""
    sheet = Sheet(ground, TRANSLATIONS)
    line = ground.pick(sheet.where(r"^in-step"))
    name, _, section = sheet.lines[line - 1].split()[-1].partition("#")
    return sheet, line, name, section


def _place(page: Page, section: str) -> int:
    if section == FRONT:
        return page.meta_lines["title"]
    if section == OPENING:
        return next(number for number in range(page.body, len(page.lines)) if page.lines[number - 1].strip())
    return next(one.line for one in page.headings if one.id == section)


@kind("recorded text that is no longer the same", "translation-stale", times=4, needs="translations")
def _other_hash(ground: Ground, page: Page) -> Plant:
    sheet, line, name, section = _recorded(ground)
    behind = ground.other(page)
    own = sheet.lines[line - 1].split()[3 if page.language == "zh" else 4]
    text = sheet.lines[line - 1].replace(own, own[::-1] if own != own[::-1] else "0" * 12)
    place = ground.course.by_name[behind.language, name]
    return Plant(
        sheet.with_lines(line, line, text), ((place.path, _place(place, section)),), f"#{section} has not followed"
    )


@kind("section that the record lacks", "translation-unrecorded", needs="translations")
def _entry_missing(ground: Ground, page: Page) -> Plant:
    sheet, line, name, section = _recorded(ground)
    place = ground.course.by_name["en", name]
    return Plant(sheet.with_lines(line, line), ((place.path, _place(place, section)),), f"#{section} is new")


@kind("recorded section that does not exist", "translation-record", needs="translations")
def _entry_left_over(ground: Ground, page: Page) -> Plant:
    sheet, line, name, section = _recorded(ground)
    text = sheet.lines[line - 1] + "-x"
    echo = ("translation-unrecorded", f"#{section} is new")
    return Plant(sheet.with_lines(line, line, text), ((TRANSLATIONS, line),), f"no section {name}#{section}-x", (echo,))


@kind("entries of the record out of order", "translation-record", needs="translations")
def _entries_swapped(ground: Ground, page: Page) -> Plant:
    sheet, line, _, _ = _recorded(ground)
    below = ground.pick([one for one in sheet.where(r"^in-step") if one > line][:1])
    lines = sheet.lines[line - 1 : below]
    lines[0], lines[-1] = lines[-1], lines[0]
    return Plant(sheet.with_lines(line, below, *lines), ((TRANSLATIONS, below),), "stands after")


@kind(
    "damaged line in the record of translations",
    "translation-record",
    disturbs="translations",
)
def _damaged_entry(ground: Ground, page: Page) -> Plant:
    sheet, line, _, _ = _recorded(ground)
    wrong = ground.pick(
        ["<<<<<<< ours", sheet.lines[line - 1][:40], sheet.lines[line - 1].replace("2026-", "2026-13-")]
    )
    return Plant(sheet.with_lines(line, line, wrong), ((TRANSLATIONS, line),))


# ---- Navigation and files ----------------------------------------------------------------------------------------------


def _entries_of_nav(ground: Ground) -> tuple[Sheet, list[int]]:
    sheet = Sheet(ground, SITE)
    return sheet, sheet.where(r"^      - [\w./-]+\.md$")


@kind("page that the navigation lacks", "navigation")
def _not_in_navigation(ground: Ground, page: Page) -> Plant:
    sheet, lines = _entries_of_nav(ground)
    line = ground.pick(lines)
    name = sheet.lines[line - 1].split()[-1]
    place = ground.course.by_name[page.language, name].path
    return Plant(sheet.with_lines(line, line), ((place, 1),), f"{name} is not in", (("navigation", name),))


@kind("navigation to a page that does not exist", "navigation")
def _navigation_nowhere(ground: Ground, page: Page) -> Plant:
    sheet, lines = _entries_of_nav(ground)
    below = ground.pick(lines)
    text = "      - appendix/never-written.md"
    return Plant(sheet.with_lines(below + 1, below, text), ((SITE, below + 1),), "never-written.md")


@kind("page that stands twice in the navigation", "navigation")
def _navigation_twice(ground: Ground, page: Page) -> Plant:
    sheet, lines = _entries_of_nav(ground)
    line = ground.pick(lines[:-1])
    below = ground.pick([one for one in lines if one > line])
    text = sheet.lines[line - 1]
    return Plant(sheet.with_lines(below + 1, below, text), ((SITE, below + 1),), "stands already")


@kind("section of the navigation without an English title", "navigation")
def _untranslated_section(ground: Ground, page: Page) -> Plant:
    sheet = Sheet(ground, SITE)
    nav = sheet.where(r"^nav:")[0]
    line = ground.pick([one for one in sheet.where(r"^  - .*:$") if one > nav])
    title = sheet.lines[line - 1].strip(" -:")
    return sheet.plant(line, title, f"{title}篇", "has no English title")


@kind("file name that no address can have", "file-name", times=2)
def _file_name(ground: Ground, page: Page) -> Plant:
    path = Path("docs/assets") / ground.pick(["Funnel.svg", "funnel__2.svg", "Market-Map.svg"])
    return Plant({path: "<svg/>"}, ((path, 1),), "is no name", (("file-unused", path.name),))


@kind("file name that no system can take", "file-name", times=2, first=True)
def _file_name_unsafe(ground: Ground, page: Page) -> Plant:
    path = Path("docs/assets") / ground.pick(["Growth Chart.svg", "漏斗.svg", "funnel?.svg"])
    return Plant({path: "<svg/>"}, ((path, 1),), "is no name")


@kind("file that nothing uses", "file-unused")
def _file_unused(ground: Ground, page: Page) -> Plant:
    name = ground.pick(["assets/old-funnel.svg", "tools/5.9.yml", "assets/scripts/trial.js", "notes.txt"])
    path = Path("docs") / name
    if name.endswith(".yml"):
        source = ground.text(Path("docs/tools/5.7.yml")).replace('tool: "5.7"', 'tool: "5.9"')
        return Plant({path: source}, ((path, 1),), "no page prints this tool", (("permalink-new", "5.9-"),))
    return Plant({path: "x\n"}, ((path, 1),), "nothing uses")


@kind("file that is a link", "file-link", first=True)
def _file_link(ground: Ground, page: Page) -> Plant:
    path = Path("docs/assets") / ground.pick(["icon.svg", "logo.svg"])
    return Plant({path: Path("favicon.svg")}, ((path, 1),), "symbolic link", (("file-unused", path.name),))
