"""Facts that a page gives about one of its sections in a YAML fence: what a case is a case of, how a claim is judged.

Both fences stand right below a heading, print as a strip of facts there, and feed a page that compares them all
(`cases`, and the filter on the page of claims).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

import yaml

from coursekit.findings import CourseError, Finding
from coursekit.needles import Sought, sought
from coursekit.pages import Block, Language, Page
from coursekit.yaml_text import Loader, trouble

Words = dict[str, dict[Language, str]]
Facts = TypeVar("Facts")

MOTIONS: Words = {
    "plg": {"zh": "产品驱动（PLG）", "en": "Product-led (PLG)"},
    "slg": {"zh": "销售驱动（SLG）", "en": "Sales-led (SLG)"},
    "mlg": {"zh": "营销驱动（MLG）", "en": "Marketing-led (MLG)"},
    "clg": {"zh": "社区驱动（CLG）", "en": "Community-led (CLG)"},
    "partner-led": {"zh": "伙伴驱动", "en": "Partner-led"},
    "distribution-led": {"zh": "渠道铺开", "en": "Distribution-led"},
}
REGIONS: Words = {
    "china": {"zh": "中国", "en": "China"},
    "north-america": {"zh": "北美", "en": "North America"},
    "europe": {"zh": "欧洲", "en": "Europe"},
    "other": {"zh": "其他", "en": "Elsewhere"},
}
STAGES: Words = {
    "early-market": {"zh": "早期市场", "en": "Early market"},
    "crossing": {"zh": "跨越鸿沟", "en": "Crossing the chasm"},
    "growth": {"zh": "快速增长", "en": "Rapid growth"},
    "mature": {"zh": "成熟市场", "en": "Mature market"},
}
OUTCOMES: Words = {
    "independent": {"zh": "仍独立经营", "en": "Still independent"},
    "acquired": {"zh": "被收购", "en": "Acquired"},
    "pressured": {"zh": "明显承压", "en": "Under pressure"},
    "ended": {"zh": "已退出", "en": "Ended"},
    "open": {"zh": "尚无定论", "en": "Too early to say"},
}
VERDICTS: Words = {
    "false": {"zh": "不属实", "en": "False"},
    "misattributed": {"zh": "张冠李戴", "en": "Misattributed"},
    "no-source": {"zh": "查无出处", "en": "No source found"},
    "out-of-date": {"zh": "已过时", "en": "Out of date"},
    "conditional": {"zh": "有条件成立", "en": "True with conditions"},
}
CASE_FACETS: dict[str, Words] = {"motion": MOTIONS, "region": REGIONS, "stage": STAGES, "outcome": OUTCOMES}
CASE_KEYS = ("name", "motion", "region", "stage", "outcome", "years", "verdict")
# How an event of a timeline begins.
TIMELINE_ITEM = re.compile(r"(?P<date>(?:19|20)\d\d(?:-\d\d){0,2})\s*[：:]\s*")
CLAIMS_PAGE = "appendix/claims.md"
CLAIM_KEYS = ("verdict", "topic", "lessons", "said")


@dataclass(frozen=True, slots=True)
class Case:
    """One case study: where it stands, and what it is a case of; `verdict` is what it shows, in one sentence."""

    page: Page
    id: str
    line: int
    name: str
    motion: tuple[str, ...]
    region: str
    stage: str
    outcome: str
    years: str
    verdict: str

    @property
    def facets(self) -> dict[str, tuple[str, ...]]:
        """The values by which cases are filtered."""
        return {"motion": self.motion, "region": (self.region,), "stage": (self.stage,), "outcome": (self.outcome,)}


@dataclass(frozen=True, slots=True)
class Claim:
    """One popular claim: its heading, how it is judged, and the patterns by which the check knows its statement."""

    page: Page
    id: str
    line: int
    title: str
    verdict: str
    topic: str
    lessons: tuple[str, ...]
    said: tuple[Sought, ...]

    def is_stated_in(self, folded: str) -> bool:
        """Tell whether a text, given in lower case, states the claim: every pattern is found in it."""
        return all(one.may_be_in(folded) for one in self.said) and all(one.pattern.search(folded) for one in self.said)


def fences(page: Page, kind: str) -> Iterator[Block]:
    """Yield a page's fences of one kind ("case", "claim")."""
    return (block for block in page.blocks if block.kind == "fence" and block.info.split()[:1] == [kind])


def cases(page: Page) -> Iterator[Case]:
    """Yield a page's cases; raises CourseError where a fence cannot be read."""
    return (_case(page, block) for block in fences(page, "case"))


def claims(page: Page) -> Iterator[Claim]:
    """Yield a page's claims; raises CourseError where a fence cannot be read."""
    return (_claim(page, block) for block in fences(page, "claim"))


def read_cases(page: Page) -> tuple[list[Case], list[Finding]]:
    """Return a page's cases, and the faults of the fences that cannot be read."""
    return _read(page, "case", _case)


def read_claims(page: Page) -> tuple[list[Claim], list[Finding]]:
    """Return a page's claims, and the faults of the fences that cannot be read."""
    return _read(page, "claim", _claim)


def _read(page: Page, kind: str, read: Callable[[Page, Block], Facts]) -> tuple[list[Facts], list[Finding]]:
    found: list[Facts] = []
    faults: list[Finding] = []
    for block in fences(page, kind):
        try:
            found.append(read(page, block))
        except CourseError as error:
            faults.append(error.finding)
    return found, faults


def _case(page: Page, block: Block) -> Case:
    data = _mapping(page, block, "case", CASE_KEYS)
    motion = data["motion"] if isinstance(data["motion"], list) else [data["motion"]]
    chosen = {"motion": motion, **{key: [data[key]] for key in ("region", "stage", "outcome")}}
    for key, values in chosen.items():
        _check_words(page, block, "case", key, values, CASE_FACETS[key])
    texts = {key: str(data[key]) for key in ("name", "region", "stage", "outcome", "years", "verdict")}
    return Case(page, block.section, block.line, motion=tuple(motion), **texts)


def _claim(page: Page, block: Block) -> Claim:
    topics = {heading.id for heading in page.headings if heading.level == 2}
    data = _mapping(page, block, "claim", CLAIM_KEYS)
    verdict = str(data["verdict"]).lower()  # YAML reads a bare `false` as a truth value
    _check_words(page, block, "claim", "verdict", [verdict], VERDICTS)
    for key in ("lessons", "said"):
        if not isinstance(data[key], list):
            raise _fault(page, block, "claim", f"{key} is no list", f"write {key}: […]", key)
    if str(data["topic"]) not in topics:
        mend = f"use one of: {', '.join(sorted(topic for topic in topics if topic))}"
        raise _fault(page, block, "claim", f"no section has the id “{data['topic']}”", mend, "topic")
    heading = next((one.text for one in page.headings if one.id == block.section), "")
    try:
        said = tuple(sought(_lower(str(pattern))) for pattern in data["said"])
    except re.error as error:
        raise _fault(page, block, "claim", f"a pattern cannot be read: {error}", "mend it", "said") from error
    lessons = tuple(str(lesson) for lesson in data["lessons"])
    return Claim(page, block.section, block.line, heading, verdict, str(data["topic"]), lessons, said)


def _lower(pattern: str) -> str:
    """Return a pattern for text in lower case: several times faster than one that ignores case. Escapes stay as they are."""
    return re.sub(r"(\\.)|([A-Z]+)", lambda match: match[1] or match[2].lower(), pattern)


def _mapping(page: Page, block: Block, rule: str, keys: tuple[str, ...]) -> dict[str, Any]:
    try:
        data = yaml.load(block.text, Loader=Loader)
    except yaml.YAMLError as error:
        problem, _, _ = trouble(error)
        raise _fault(page, block, rule, f"the YAML cannot be read: {problem}", "quote the value") from error
    given = set(data) if isinstance(data, dict) else set()
    # A claim that no lesson touches has an empty list of lessons.
    if missing := [key for key in keys if key not in given or data[key] in (None, "")]:
        raise _fault(page, block, rule, f"lacks {', '.join(missing)}", f"give it {', '.join(keys)}")
    if unknown := sorted(given - set(keys)):
        raise _fault(page, block, rule, f"unknown key “{unknown[0]}”", f"use: {', '.join(keys)}", unknown[0])
    return data  # type: ignore[no-any-return]


def _check_words(page: Page, block: Block, rule: str, key: str, values: list[Any], words: Words) -> None:
    for value in values:
        if not isinstance(value, str) or value not in words:
            raise _fault(page, block, rule, f"{key} “{value}” is unknown", f"use one of: {', '.join(words)}", key)


def _fault(page: Page, block: Block, rule: str, what: str, mend: str, key: str = "") -> CourseError:
    offset = next((n for n, line in enumerate(block.text.split("\n"), 1) if key and line.startswith(f"{key}:")), 0)
    finding: Finding = page.finding(block.line + offset, rule, f"the {rule} fence: {what}", mend)
    return CourseError(finding)
