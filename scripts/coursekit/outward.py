"""Addresses outside of the course: which of them still answer.

Asking is polite: one request at a time to each host with a pause between two, the head before the page, a name that says who
asks. An answer says that something lies at the address, not that it is what was cited.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import requests

from coursekit.course import REFERENCES, Course
from coursekit.findings import Finding
from coursekit.rules.links import LINK
from coursekit.sources import Source

Verdict = Literal["alive", "moved", "gone", "refused", "failing", "unreachable", "unasked"]

# What somebody should do who reads of it.
MENDS: dict[Verdict, str] = {
    "moved": "see that it is the same text, then write the new address",
    "gone": "find where it went, or cite a copy in an archive",
    "refused": "open it in a browser: it may turn away programs only",
    "failing": "look again in a week; then find another address",
    "unreachable": "look again in a week; then find another address",
    "unasked": "look again in a week",
}
PERMANENT = (301, 308)
REFUSED = (401, 403, 406, 429, 451, 999)
TOO_MANY = 429
_SEEN = re.compile(r"(?P<before>\burldate\s*=\s*[{\"])\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one address; `detail` is the status, the new address, or the reason."""

    address: str
    verdict: Verdict
    detail: str


@dataclass(frozen=True, slots=True)
class Manners:
    """How hosts are asked: seconds to wait for an answer, and between two requests to one host; hosts asked at once."""

    patience: float = 20
    pause: float = 1
    hosts: int = 8


def outward_addresses(course: Course) -> dict[str, list[tuple[Path, int]]]:
    """Return each address that the course's sources and pages lead to, without its fragment, and the places that do."""
    found: dict[str, list[tuple[Path, int]]] = {}
    for source in course.sources.values():
        if source.url:
            found.setdefault(_bare(source.url), []).append((REFERENCES, source.line))
    for page in course.pages:
        for number, line in enumerate(page.lines, 1):
            for match in LINK.finditer(line):
                if match["target"].startswith(("http://", "https://")):
                    found.setdefault(_bare(match["target"]), []).append((page.path, number))
    return found


def _bare(address: str) -> str:
    return address.partition("#")[0]


def ask_all(addresses: Iterable[str], manners: Manners) -> dict[str, Answer]:
    """Ask for every address; return the answers by address."""
    by_host: dict[str, list[str]] = {}
    for address in addresses:
        by_host.setdefault(_host(address), []).append(address)
    with ThreadPoolExecutor(manners.hosts) as pool:
        answers = pool.map(lambda one: list(_ask_host(one, manners)), by_host.values())
        return {answer.address: answer for host in answers for answer in host}


def _host(address: str) -> str:
    try:
        return urlsplit(address).netloc
    except ValueError:  # no address at all: told as failing when it is asked for
        return address


def _ask_host(addresses: Iterable[str], manners: Manners) -> Iterator[Answer]:
    """Ask for the addresses of one host, one after the other, until it does not answer or asks to be left alone."""
    session = requests.Session()
    home = os.environ.get("REPOSITORY_URL", "")
    session.headers["User-Agent"] = f"gtm-course-links/1 {f'(+{home})' if home else ''}".strip()
    enough = ""
    for number, address in enumerate(addresses):
        if enough:
            yield Answer(address, "unasked", enough)
            continue
        if number:
            time.sleep(manners.pause)
        answer = _ask(session, address, manners)
        yield answer
        if answer.verdict == "unreachable":
            enough = "its host has just not answered"
        elif answer.detail == str(TOO_MANY):
            enough = "its host has just asked to be left alone (429)"


def _ask(session: requests.Session, address: str, manners: Manners) -> Answer:
    answer = _request(session, "HEAD", address, manners)
    if answer.verdict in ("alive", "moved") or answer.detail == str(TOO_MANY):
        return answer
    # Many servers answer a question for the head wrongly, or not at all.
    time.sleep(manners.pause)
    return _request(session, "GET", address, manners)


def _request(session: requests.Session, method: str, address: str, manners: Manners) -> Answer:
    try:
        with session.request(
            method, address, timeout=manners.patience, allow_redirects=True, stream=True, verify=True
        ) as response:
            return _judged(address, response)
    except requests.Timeout:
        return Answer(address, "unreachable", f"no answer within {manners.patience:g} seconds")
    except requests.exceptions.SSLError:
        return Answer(address, "failing", "its certificate is not valid")
    except requests.ConnectionError:
        return Answer(address, "unreachable", "no connection")
    except (requests.RequestException, ValueError) as error:
        return Answer(address, "failing", type(error).__name__)


def _judged(address: str, response: requests.Response) -> Answer:
    status = response.status_code
    if status in (404, 410):
        return Answer(address, "gone", str(status))
    if status in REFUSED:
        return Answer(address, "refused", str(status))
    if not response.ok:
        return Answer(address, "failing", str(status))
    if any(step.status_code in PERMANENT for step in response.history):
        return Answer(address, "moved", response.url)
    return Answer(address, "alive", str(status))


def findings(places: Mapping[str, list[tuple[Path, int]]], answers: Mapping[str, Answer]) -> list[Finding]:
    """Return what somebody should look at, in the order of the files."""
    return sorted(
        Finding(path, line, 1, f"outward-{answer.verdict}", f"{address} ({answer.detail})", MENDS[answer.verdict])
        for address, answer in answers.items()
        if answer.verdict != "alive"
        for path, line in places[address]
    )


def seen_again(text: str, sources: Iterable[Source], answers: Mapping[str, Answer], today: date) -> str:
    """Return the bibliography with today's date at the sources whose address has answered as it stands."""
    lines = text.split("\n")
    ordered = sorted(sources, key=lambda source: source.line)
    ends = [source.line - 1 for source in ordered[1:]] + [len(lines)]
    for source, end in zip(ordered, ends, strict=True):
        answer = answers.get(_bare(source.url))
        if answer and answer.verdict == "alive":
            for at in range(source.line - 1, end):
                lines[at] = _SEEN.sub(rf"\g<before>{today.isoformat()}", lines[at])
    return "\n".join(lines)
