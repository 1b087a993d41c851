"""The verb `new`: begins a lesson, a term, a source or a claim, in both languages."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

from coursekit.course import Course, read_course
from coursekit.pages import Language
from coursekit.scaffold import (
    PUBLISHERS,
    ScaffoldError,
    Texts,
    faults_of,
    new_claim,
    new_lesson,
    new_source,
    new_term,
    write_all,
)
from coursekit.sources import GRADES, UNDATED

# What remains to be done, in this order, when the marks are gone. `{place}` is that of the English text.
CITE = "cite it: [@{id}], in the same section of both languages"
QUERIES = "add to tests/content/queries/zh.yml and en.yml what a reader would type to find it"
MINUTES = "python3 scripts/course.py check --fix   (it counts the minutes of reading, too)"
ADDRESSES = "python3 scripts/course.py permalinks"
RECORD = "python3 scripts/course.py translated {place}"
NEXT = {
    "lesson": (MINUTES, QUERIES, RECORD, ADDRESSES),
    "term": (RECORD, ADDRESSES),
    "claim": (RECORD, ADDRESSES),
    "source": (CITE,),
}


def add_verbs(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the verb to those of the one command."""
    new = verbs.add_parser(
        "new", help="begin a lesson, a term, a source or a claim: both languages, the parts it needs"
    )
    kinds = new.add_subparsers(dest="kind", required=True, metavar="lesson|term|source|claim")
    lesson = kinds.add_parser("lesson", help="new lesson 3.6 3-execution/3.6-name --zh … --en …")
    lesson.add_argument("id", help="module.number, e.g. 3.6")
    lesson.add_argument("path", help="its path below docs/zh and docs/en, e.g. 3-execution/3.6-name")
    term = kinds.add_parser("term", help="new term churn-rate --page 4-metrics --zh … --en …")
    term.add_argument("id", help="the id of its heading, e.g. churn-rate")
    term.add_argument("--page", required=True, help="the page of the glossary, e.g. 4-metrics")
    term.add_argument("--abbr", default="", help="its abbreviation, e.g. CAC")
    claim = kinds.add_parser("claim", help="new claim products-95 --topic market --zh … --en …")
    claim.add_argument("id", help="the id of its heading, e.g. products-95")
    claim.add_argument("--topic", required=True, help="the id of a section of appendix/claims.md, e.g. market")
    for kind, what in ((lesson, "its title"), (term, "its name"), (claim, "the claim, as it is told,")):
        kind.add_argument("--zh", required=True, help=f"{what} in Chinese")
        kind.add_argument("--en", required=True, help=f"{what} in English")
    source = kinds.add_parser(
        "source", help="new source smith2020launch --title … --year … --author … --url … --grade …"
    )
    source.add_argument("id", metavar="key", help="the key by which it is cited, e.g. smith2020launch")
    source.add_argument("--type", choices=PUBLISHERS, default="online", help="(default: %(default)s)")
    source.add_argument("--author", default="", help="as BibTeX writes it: 'Smith, Ann and Jones, Bo', '{A Company}'")
    source.add_argument("--publisher", default="", help="who published it; of an article, the journal")
    source.add_argument("--title", required=True)
    source.add_argument("--year", required=True, help=f"{UNDATED} for none")
    place = source.add_mutually_exclusive_group(required=True)
    place.add_argument("--url", default="", help="the address at which you have seen it today")
    place.add_argument("--doi", default="", help="its DOI, without https://doi.org/")
    source.add_argument(
        "--grade", required=True, choices=GRADES, help="the grade of evidence; CONTRIBUTING.md explains"
    )


def run_verb(given: argparse.Namespace, root: Path, today: date) -> int:
    """Begin what was asked for below `root`; return the exit code: 0 well, 2 refused, and nothing written."""
    try:
        for name, value in vars(given).items():
            if isinstance(value, str):
                # A line break would end a heading or a value.
                setattr(given, name, _text(f"--{name}", " ".join(value.split())))
        course = read_course(root)
        texts = _texts(course, given, today)
        if faults := faults_of(course, texts):
            more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
            raise ScaffoldError(f"the check would find {faults[0]}{more}")
        write_all(root, texts)
    except ScaffoldError as error:
        print(f"course.py: {error}", file=sys.stderr)
        return 2
    print(*(path.as_posix() for path in texts), sep="\n")
    print(_next_steps(given, texts), file=sys.stderr)
    return 0


def _text(name: str, value: str) -> str:
    """Return what was given, if it is text, and says something where it has to."""
    try:
        value.encode()
    except UnicodeEncodeError:
        raise ScaffoldError(f"{name} holds bytes that are no UTF-8 → type it anew") from None
    if name in ("--zh", "--en") and not value:
        raise ScaffoldError(f"{name} is empty → give it in both languages")
    return value


def _texts(course: Course, given: argparse.Namespace, today: date) -> Texts:
    if given.kind == "source":
        names = ("author", "title", "publisher", "year", "url", "doi", "grade")
        return new_source(course, given.id, given.type, {name: getattr(given, name) for name in names}, today)
    both: dict[Language, str] = {"zh": given.zh, "en": given.en}
    if given.kind == "lesson":
        return new_lesson(course, given.id, given.path, both, today)
    if given.kind == "term":
        return new_term(course, given.id, given.page, both, given.abbr)
    return new_claim(course, given.id, given.topic, both)


def _next_steps(given: argparse.Namespace, texts: Texts) -> str:
    english = next((path.as_posix() for path in texts if path.parts[1:2] == ("en",)), "")
    place = english if given.kind == "lesson" else f"{english}#{given.id}"
    steps = ["write what `python3 scripts/course.py check` calls unfinished", *NEXT[given.kind]]
    lines = [step.format(id=given.id, place=place) for step in steps]
    return "\n".join(["next:", *(f"  {number}. {line}" for number, line in enumerate(lines, 1))])
