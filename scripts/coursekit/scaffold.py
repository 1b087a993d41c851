"""New lessons, terms, sources and claims: what they are begun from, and where they are put.

Each function returns the files that change, with their new text, and writes nothing. Whatever is for the author to write
stands there as a mark, `[[write: …]]` or `[[写：…]]`, which the rule `unfinished` names until it is gone. The texts themselves
lie in `skeletons/`.
"""

from __future__ import annotations

import contextlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from string import Template

import yaml

from coursekit.aside import write_whole
from coursekit.course import OUTLINE, REFERENCES, Course
from coursekit.facets import CLAIMS_PAGE, VERDICTS
from coursekit.findings import Finding
from coursekit.outline import lesson_key, parse_outline
from coursekit.pages import LANGUAGES, Language, Page, other_language, parse_page, read_text
from coursekit.rules import check_course
from coursekit.sources import parse_sources

SETTINGS = Path("mkdocs.yml")
SKELETONS = Path(__file__).parent / "skeletons"
# Where each kind of source keeps the name of who published it.
PUBLISHERS = {
    "online": "organization",
    "article": "journal",
    "book": "publisher",
    "report": "institution",
    "misc": "organization",
}
READING, PRACTICE = 20, 10
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LESSON = re.compile(r"[1-5]\.[1-9]\d?")

Texts = dict[Path, str]
Names = Mapping[Language, str]


class ScaffoldError(Exception):
    """What was asked for cannot be made; the text says why and what to do."""


def new_lesson(course: Course, id_: str, name: str, titles: Names, today: date) -> Texts:
    """Begin a lesson: `id_` "3.6", `name` its path in the language's folder ("3-execution/3.6-name", .md or not)."""
    stem = name.removesuffix(".md")
    if not _LESSON.fullmatch(id_):
        raise ScaffoldError(f"“{id_}” is no lesson's id → write module.number, e.g. 3.6")
    module = next((one for one in course.outline.modules if one.number == id_.split(".")[0]), None)
    if module is None:
        raise ScaffoldError(f"{OUTLINE} has no module {id_.split('.')[0]} → describe the module there first")
    folder, _, file = stem.rpartition("/")
    if folder != module.folder or not file.startswith(f"{id_}-") or not _ID.fullmatch(file.removeprefix(f"{id_}-")):
        raise ScaffoldError(f"“{name}” is no path for lesson {id_} → write {module.folder}/{id_}-english-name")
    if page := course.by_id("zh").get(id_) or course.by_id("en").get(id_):
        raise ScaffoldError(f"{page.path} has the id {id_} already → choose another number")
    planned = course.outline.planned.get(id_)
    minutes = planned[1] if planned else READING + PRACTICE
    practice = minutes * PRACTICE // (READING + PRACTICE)
    texts: Texts = {}
    for language in LANGUAGES:
        path = Path("docs") / language / f"{stem}.md"
        if (course.root / path).exists():
            raise ScaffoldError(f"{path} is already there → edit it, or choose another name")
        title = yaml.safe_dump({"title": titles[language]}, allow_unicode=True, width=1000).rstrip()
        texts[path] = _filled(
            f"lesson.{language}.md",
            id=id_,
            title=title,
            reading=str(minutes - practice),
            practice=str(practice),
            today=today.isoformat(),
        )
    texts[SETTINGS] = _with_nav_entry(_read(course, SETTINGS), f"{stem}.md", id_)
    if planned:
        texts[OUTLINE] = _without_planned(_read(course, OUTLINE), id_)
    return texts


def new_term(course: Course, id_: str, page: str, names: Names, abbreviation: str) -> Texts:
    """Begin a term on a page of the glossary ("4-metrics"), at its place by its English name."""
    _require_id(id_)
    if term := course.glossaries["zh"].terms.get(id_) or course.glossaries["en"].terms.get(id_):
        where = f"docs/{term.language}/{term.page}:{term.line}"
        raise ScaffoldError(f"{where} has the term “{id_}” already → edit it, or choose another id")
    for one in (*names.values(), abbreviation):
        if re.search(r"[()（）{}\[\]*|<>]", one):
            raise ScaffoldError(
                f"the name “{one}” has brackets or signs → give the name alone, its letters with --abbr"
            )
    pair = _pair(course, f"glossary/{page.removesuffix('.md')}.md", "page of the glossary")
    english = pair["en"]
    headings = [heading for heading in english.headings if heading.level == 2]
    before = next((one.id for one in headings if one.text.casefold() > names["en"].casefold()), None)
    texts: Texts = {}
    for language in LANGUAGES:
        name, other = names[language], names[other_language(language)]
        label = name
        if abbreviation:
            label = f"{name}（{abbreviation}）" if language == "zh" else f"{name} ({abbreviation})"
        block = _filled(f"term.{language}.md", id=id_, label=label, other=other)
        texts[pair[language].path] = _with_block(pair[language], block, before)
    return texts


def new_claim(course: Course, id_: str, topic: str, titles: Names) -> Texts:
    """Begin a claim at the end of its topic (the id of a level-2 section of the page of claims)."""
    _require_id(id_)
    pair = _pair(course, CLAIMS_PAGE, "page")
    topics = [heading.id for heading in pair["en"].headings if heading.level == 2]
    if line := next((heading.line for heading in pair["en"].headings if heading.id == id_), 0):
        raise ScaffoldError(
            f"{pair['en'].path}:{line} has the id “{id_}” already → edit that claim, or choose another id"
        )
    if topic not in topics:
        raise ScaffoldError(f"{CLAIMS_PAGE} has no topic “{topic}” → use one of: {', '.join(filter(None, topics))}")
    behind = topics.index(topic) + 1
    before = topics[behind] if behind < len(topics) else None
    verdicts = {"zh": "、".join(VERDICTS), "en": ", ".join(VERDICTS)}
    return {
        pair[language].path: _with_block(
            pair[language],
            _filled(
                f"claim.{language}.md",
                id=id_,
                title=titles[language].strip('“”"'),
                topic=topic,
                verdicts=verdicts[language],
            ),
            before,
        )
        for language in LANGUAGES
    }


def new_source(course: Course, key: str, kind: str, fields: Mapping[str, str], today: date) -> Texts:
    """Begin a source, at its place by its key; `fields` are BibTeX's own, in order, those without a value left out.

    `publisher` stands for whatever the kind of source calls it.
    """
    _require_id(key)
    if key in course.sources:
        line = course.sources[key].line
        raise ScaffoldError(f"{REFERENCES}:{line} has the key “{key}” already → cite it, or choose another key")
    rows = {PUBLISHERS[kind] if name == "publisher" else name: value for name, value in fields.items() if value}
    if rows.get("url") or rows.get("doi"):
        rows["urldate"] = today.isoformat()
    written = "\n".join(f"  {name} = {{{_escaped(name, value)}}}," for name, value in rows.items())
    entry = _filled("source.bib", type=kind, key=key, fields=written)
    if faults := parse_sources(entry, REFERENCES)[1]:
        raise ScaffoldError(f"{faults[0].what} → see to the braces in what you have given")
    lines = _read(course, REFERENCES).rstrip("\n").split("\n")
    following = next((one for one in course.sources.values() if one.key > key), None)
    if following is None:
        return {REFERENCES: "\n".join([*lines, "", entry])}
    at = following.line - 1
    return {REFERENCES: "\n".join([*lines[:at], entry, *lines[at:], ""])}


def faults_of(course: Course, texts: Texts) -> list[Finding]:
    """Return the faults that these texts would bring into the course, their own first.

    Left aside is what remains to be written, and the navigation, which the rule reads from the settings as they still are.
    """
    after = [one for one in check_course(with_texts(course, texts)) if one.rule not in ("unfinished", "navigation")]
    if not after:
        return []
    # A fault that stands lower than before is no new one.
    known = Counter((one.path, one.rule, one.what) for one in check_course(course))
    brought = [one for one in after if not known[one.path, one.rule, one.what]]
    return sorted(brought, key=lambda one: one.path not in texts)


def with_texts(course: Course, texts: Texts) -> Course:
    """Return the course as it would be with these texts in it."""
    pages: dict[tuple[Language, str], Page] = dict(course.by_name)
    for path, text in texts.items():
        for language in LANGUAGES:
            folder = Path("docs") / language
            if path.is_relative_to(folder):
                name = path.relative_to(folder).as_posix()
                pages[language, name] = parse_page(text, path, language, name)
    ordered = sorted(pages.values(), key=lambda page: (LANGUAGES.index(page.language), Path(page.name)))
    kept = [fault for fault in course.faults if fault.path not in texts]
    sources, outline = course.sources, course.outline
    if REFERENCES in texts:
        sources, broken = parse_sources(texts[REFERENCES], REFERENCES)
        kept += broken
    if OUTLINE in texts:
        outline = parse_outline(texts[OUTLINE], OUTLINE)
    return replace(course, pages=tuple(ordered), sources=sources, outline=outline, faults=tuple(kept))


def write_all(root: Path, texts: Texts) -> None:
    """Write all of these files below `root`, or none of them."""
    before = {path: (root / path).read_bytes() if (root / path).exists() else None for path in texts}
    try:
        for path in texts:
            (root / path).parent.mkdir(parents=True, exist_ok=True)
        write_whole({root / path: text.encode() for path, text in texts.items()})
    except OSError as error:
        # Some may have taken their place. What cannot be written cannot be restored, either, and need not be.
        with contextlib.suppress(OSError):
            _restore(root, before)
        raise ScaffoldError(f"nothing was written: {error} → see to the folder's permissions and space") from error


def _restore(root: Path, before: Mapping[Path, bytes | None]) -> None:
    for path, content in before.items():
        if content is None:
            (root / path).unlink(missing_ok=True)
        elif (root / path).read_bytes() != content:
            (root / path).write_bytes(content)


def _require_id(id_: str) -> None:
    if not _ID.fullmatch(id_):
        raise ScaffoldError(f"“{id_}” is no English kebab-case id → use lower-case letters, digits and single hyphens")


def _pair(course: Course, name: str, kind: str) -> dict[Language, Page]:
    pair = {language: page for language in LANGUAGES if (page := course.by_name.get((language, name)))}
    if len(pair) < len(LANGUAGES):
        pages = sorted(page.name for page in course.by_id("en").values() if page.is_glossary)
        use = f"use one of: {', '.join(Path(one).stem for one in pages)}" if kind != "page" else "write the page first"
        raise ScaffoldError(f"there is no {kind} {name} → {use}")
    return pair


def _filled(skeleton: str, **values: str) -> str:
    return Template((SKELETONS / skeleton).read_text(encoding="utf-8")).substitute(values)


def _read(course: Course, path: Path) -> str:
    try:
        return read_text(course.root, path)
    except OSError as error:
        raise ScaffoldError(f"{path} cannot be read → restore it from git") from error


def _with_block(page: Page, block: str, before: str | None) -> str:
    """Return a page's text with a block before the heading of the id `before`, or at its end."""
    lines = page.text.rstrip("\n").split("\n")
    if before is None:
        return "\n".join([*lines, "", block])
    at = next((heading.line - 1 for heading in page.headings if heading.id == before), None)
    if at is None:
        raise ScaffoldError(f"{page.path} has no section #{before} → give both languages the same headings first")
    return "\n".join([*lines[:at], block, *lines[at:], ""])


def _escaped(name: str, value: str) -> str:
    return value if name in ("url", "doi") else re.sub(r"(?<!\\)([&%$_])", r"\\\1", value)


def _with_nav_entry(text: str, name: str, id_: str) -> str:
    """Return the settings with a page in the navigation, behind the last one of its module that comes before it."""
    folder = f"{name.partition('/')[0]}/"
    entries = [node for node in _scalars(_value(text, "nav")) if node.value.startswith(folder)]
    earlier = [node for node in entries if _number(node.value, folder) < lesson_key(id_)]
    if not earlier:
        raise ScaffoldError(f"{SETTINGS} has no entry of {folder} under nav → add the module there first")
    at = earlier[-1].start_mark.line
    lines = text.split("\n")
    indent = lines[at][: len(lines[at]) - len(lines[at].lstrip())]
    return "\n".join([*lines[: at + 1], f"{indent}- {name}", *lines[at + 1 :]])


def _number(name: str, folder: str) -> tuple[int, int]:
    lesson = re.match(r"[1-5]\.\d+", name.removeprefix(folder))
    return lesson_key(lesson[0]) if lesson else (0, 0)


def _without_planned(text: str, id_: str) -> str:
    """Return the outline without the lesson among those that are planned."""
    planned = _value(text, "planned")
    key, value = next((key, value) for key, value in planned.value if str(key.value) == id_)
    first, last = key.start_mark.line, _last_line(value)
    if getattr(planned, "flow_style", False):
        raise ScaffoldError(f"{OUTLINE}:{first + 1} lists the planned lessons in braces → give each a line of its own")
    lines = text.split("\n")
    rest = [*lines[:first], *lines[last + 1 :]]
    if len(planned.value) == 1:
        rest = [re.sub(r"^planned:(?=\s*(?:#|$))", "planned: {}", line) for line in rest]
    return "\n".join(rest)


def _last_line(node: yaml.Node) -> int:
    """Return the line (from 0) on which a node ends; the mark of a block collection stands where the next thing begins."""
    if not isinstance(node, yaml.CollectionNode) or node.flow_style:
        return int(node.end_mark.line)
    parts = [part for pair in node.value for part in (pair if isinstance(pair, tuple) else (pair,))]
    return max(map(_last_line, parts))


def _value(text: str, key: str) -> yaml.Node:
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        raise ScaffoldError(f"the YAML around “{key}” cannot be read → see `course.py check`") from error
    pairs: Iterable[tuple[yaml.Node, yaml.Node]] = root.value if isinstance(root, yaml.MappingNode) else ()
    found = next((value for name, value in pairs if name.value == key), None)
    if found is None:
        raise ScaffoldError(f"the key “{key}” is missing from the course's settings → restore it from git")
    return found


def _scalars(node: yaml.Node) -> list[yaml.ScalarNode]:
    if isinstance(node, yaml.ScalarNode):
        return [node]
    if isinstance(node, yaml.SequenceNode):
        return [scalar for item in node.value for scalar in _scalars(item)]
    return [scalar for _, value in node.value for scalar in _scalars(value)]
