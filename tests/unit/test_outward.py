"""Addresses outside are asked politely, judged by what they answer, and the date of those that are there is renewed.

Every server here listens on this machine alone.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from coursekit import cli, outward
from coursekit.course import load_course
from coursekit.outward import Manners, ask_all, findings, outward_addresses

QUICK = Manners(patience=0.5, pause=0)


class Handler(BaseHTTPRequestHandler):
    asked: ClassVar[list[tuple[str, str, str]]] = []
    under_way: ClassVar[int] = 0
    most_at_once: ClassVar[int] = 0

    def do_HEAD(self) -> None:
        self.answer("HEAD")

    def do_GET(self) -> None:
        self.answer("GET")

    def answer(self, method: str) -> None:
        cls = type(self)
        cls.asked.append((method, self.path, self.headers["User-Agent"]))
        cls.under_way += 1
        cls.most_at_once = max(cls.most_at_once, cls.under_way)
        time.sleep(0.02)
        # Before the answer leaves: the next request may come as soon as it has.
        cls.under_way -= 1
        self.give(method)

    def give(self, method: str) -> None:
        if self.path == "/slow":
            time.sleep(1)
        known = {
            "/gone": 404,
            "/removed": 410,
            "/closed": 403,
            "/busy": 429,
            "/broken": 500,
            "/no-head": 405 if method == "HEAD" else 200,
        }
        moves = {"/moved": (301, "/here"), "/lent": (302, "/here"), "/ring": (302, "/ring"), "/lost": (301, "/gone")}
        status, target = moves.get(self.path, (known.get(self.path, 200), ""))
        self.send_response(status)
        if target:
            self.send_header("Location", target)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def host() -> Iterator[str]:
    Handler.asked.clear()
    Handler.most_at_once = 0
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def judged(host: str, *paths: str) -> list[tuple[str, str]]:
    answers = ask_all([host + path for path in paths], QUICK)
    return [(answers[host + path].verdict, answers[host + path].detail.removeprefix(host)) for path in paths]


def test_each_answer_is_judged_by_what_it_says(host: str) -> None:
    assert judged(host, "/here", "/no-head", "/lent") == [("alive", "200")] * 3
    assert judged(host, "/moved") == [("moved", "/here")]
    assert judged(host, "/gone", "/removed", "/lost") == [("gone", "404"), ("gone", "410"), ("gone", "404")]
    assert judged(host, "/closed", "/broken") == [("refused", "403"), ("failing", "500")]
    assert judged(host, "/ring") == [("failing", "TooManyRedirects")]


def test_the_page_is_asked_for_only_where_the_head_was_not_given(host: str) -> None:
    judged(host, "/here", "/no-head")
    assert [(method, path) for method, path, _ in Handler.asked] == [
        ("HEAD", "/here"),
        ("HEAD", "/no-head"),
        ("GET", "/no-head"),
    ]


def test_a_host_gets_one_request_at_a_time_with_a_pause_and_is_told_who_asks(
    host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REPOSITORY_URL", "https://example.org/course")
    start = time.monotonic()
    ask_all([f"{host}/{number}" for number in range(4)], Manners(patience=2, pause=0.1, hosts=4))
    assert time.monotonic() - start >= 0.3
    assert Handler.most_at_once == 1
    assert {agent for _, _, agent in Handler.asked} == {"gtm-course-links/1 (+https://example.org/course)"}


def test_different_hosts_are_asked_at_once(host: str) -> None:
    other = host.replace("127.0.0.1", "localhost")
    ask_all([f"{one}/{number}" for one in (host, other) for number in range(9)], Manners(patience=2, pause=0))
    assert Handler.most_at_once == 2


def test_a_host_that_asks_to_be_left_alone_is_left_alone(host: str) -> None:
    assert judged(host, "/busy", "/here") == [
        ("refused", "429"),
        ("unasked", "its host has just asked to be left alone (429)"),
    ]
    assert len(Handler.asked) == 1


def test_a_host_that_does_not_answer_is_asked_about_one_address_only(host: str) -> None:
    assert judged(host, "/slow", "/here") == [
        ("unreachable", "no answer within 0.5 seconds"),
        ("unasked", "its host has just not answered"),
    ]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{free.getsockname()[1]}"
    assert judged(nobody, "/here") == [("unreachable", "no connection")]


def test_an_address_that_is_none_is_told_and_keeps_no_other_from_being_asked(host: str) -> None:
    broken = ["https://[bad/a", "https://example.org:99999/b", "https://"]
    answers = ask_all([*broken, f"{host}/here"], QUICK)
    assert [answers[one].verdict for one in broken] == ["failing"] * 3
    assert answers[f"{host}/here"].verdict == "alive"


def test_addresses_come_from_the_sources_and_the_pages_without_their_fragments(small_course: Path) -> None:
    page = small_course / "docs/en/index.md"
    page.write_text(
        page.read_text(encoding="utf-8") + "\n[A](https://example.org/a#b) [C](https://example.org/a)\n",
        encoding="utf-8",
    )
    places = outward_addresses(load_course(small_course))
    assert set(places) == {"https://example.org/survey", "https://example.org/a"}
    assert places["https://example.org/survey"] == [(Path("docs/references.bib"), 9)]
    assert [path for path, _ in places["https://example.org/a"]] == [Path("docs/en/index.md")] * 2


def test_a_finding_names_the_source_the_answer_and_what_to_do(host: str) -> None:
    address = f"{host}/moved"
    (found,) = findings({address: [(Path("docs/references.bib"), 9)]}, ask_all([address], QUICK))
    assert str(found) == (
        f"docs/references.bib:9:1: outward-moved: {address} ({host}/here)"
        " → see that it is the same text, then write the new address"
    )


def test_the_verb_renews_the_date_of_what_is_alive_and_of_nothing_else(
    host: str, small_course: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bibliography = small_course / "docs/references.bib"
    text = bibliography.read_text(encoding="utf-8")
    text = text.replace("https://example.org/survey", f"{host}/here#part").replace("2026-11-22", "2026-01-02")
    for key, path in (("moved", "moved"), ("gone", "gone")):
        text += (
            f"\n@online{{{key}, title = {{T}}, url = {{{host}/{path}}}, urldate = {{2026-01-02}}, year = {{2020}}}}\n"
        )
    bibliography.write_text(text, encoding="utf-8")
    monkeypatch.setattr(cli, "ROOT", small_course)
    monkeypatch.setattr(outward, "Manners", lambda: QUICK)
    assert cli.main(["links-outward"]) == 1
    assert bibliography.read_text(encoding="utf-8") == text
    assert cli.main(["links-outward", "--seen"], date(2026, 12, 31)) == 1
    told = capsys.readouterr()
    assert "outward-moved: " in told.out
    assert "outward-gone: " in told.out
    assert "links-outward: 3 addresses: 1 alive, 1 moved, 1 gone\n" in told.err
    assert bibliography.read_text(encoding="utf-8") == text.replace("2026-01-02", "2026-12-31", 1)
    assert load_course(small_course).sources["gone"].fields["urldate"] == "2026-01-02"
