"""Minutes: the reading time that a page states is the one that its text takes.

English is counted at 200 words a minute. Brysbaert's review of 190 studies has 238 for silent reading of non-fiction and most
adults between 175 and 300 (“How many words do we read per minute?”, Journal of Memory and Language 109, 2019); a learner who
follows figures and notes reads in the slower half of that range. Chinese is counted at 290 characters a minute, a Latin word or
a number as one: at that speed a page takes a tenth less time than its English twin, as the same texts did in 17 languages
(1.67 against 1.49 texts a minute: Trauzettel-Klosinski and Dietz, “Standardized Assessment of Reading Performance”, IOVS 53,
2012). Both papers were read in abstracts and excerpts only; how the ratio is applied, and half a minute for each diagram, are
the course's own. Quizzes, exercises and model answers belong to practice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from coursekit.diagrams import is_diagram
from coursekit.findings import Finding, Fix
from coursekit.pages import Block, Language, Page

SPEED: dict[Language, int] = {"zh": 290, "en": 200}
DIAGRAM = 0.5
TOLERANCE = 0.25
_UNIT: dict[Language, re.Pattern[str]] = {
    "zh": re.compile(r"[\u3400-\u9fff]|[A-Za-z0-9][A-Za-z0-9.,%+&/-]*"),
    "en": re.compile(r"[A-Za-z0-9][\w’.,%&/-]*"),
}
_NOT_READ = re.compile(r"\[@[^\]]*\]|\]\([^)]*\)|\{[^{}]*\}")
_PRACTICE = ("quiz", "exercises")


def reading_minutes(page: Page) -> float:
    """Return how many minutes reading a page takes, practice left out."""
    seconds = 0.0
    for block in page.blocks:
        if block.chapter in _PRACTICE or block.within("quiz", "answer"):
            continue
        if is_diagram(block):
            seconds += DIAGRAM * 60
        elif block.kind not in ("fence", "html"):
            seconds += 60 * _units(block, page.language) / SPEED[page.language]
    return seconds / 60


def _units(block: Block, language: Language) -> int:
    return len(_UNIT[language].findall(_NOT_READ.sub(" ", block.text)))


def check(zh: Page, en: Page) -> Iterator[Finding]:
    """Yield the reading minutes that are off by more than a quarter; both languages state the same, the mean of the two."""
    taken = (reading_minutes(zh) + reading_minutes(en)) / 2
    right = max(round(taken), 1)
    for page in (zh, en):
        minutes = page.meta.get("minutes")
        stated = minutes.get("reading") if isinstance(minutes, dict) else None
        if not isinstance(stated, int) or stated == right or abs(stated - taken) <= TOLERANCE * taken:
            continue
        line = page.meta_lines.get("minutes", 1)
        match = re.search(r"reading:\s*(\d+)", page.lines[line - 1])
        column = match.start(1) + 1 if match else 1
        fix = Fix((line, column), (line, match.end(1) + 1), str(right)) if match else None
        what = f"the page states {stated} minutes of reading, its text takes about {taken:.1f}"
        yield page.finding(line, "minutes", what, f"write reading: {right}, or change the text", column, fix)
