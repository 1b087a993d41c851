"""While the site is served, short addresses are answered from memory, as the course stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from coursekit.course import load_course
from coursekit.forwarding import ShortAddresses


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/gtm/go/", "200 OK"),
        ("/gtm/go/cac/", "200 OK"),
        ("/gtm/go/unit-cost/", "200 OK"),
        ("/gtm/go/cac", "302 Found"),
        ("/gtm/go/nothing/", "404 Not Found"),
        ("/gtm/glossary/", "404 Not Found"),
    ],
)
def test_short_addresses_are_answered_and_all_else_is_left_to_the_server(
    small_course: Path, path: str, status: str
) -> None:
    said: list[tuple[str, dict[str, str]]] = []

    def others(_: object, start_response: object) -> list[bytes]:
        said.append(("404 Not Found", {}))
        return []

    answer = ShortAddresses(others, "/gtm/go/", lambda: load_course(small_course))
    body = b"".join(answer({"PATH_INFO": path}, lambda line, headers: said.append((line, dict(headers)))))  # type: ignore[arg-type]
    assert said[0][0] == status
    assert (b"data-forwarding" in body) == (status == "200 OK")
    if status == "302 Found":
        assert said[0][1]["Location"] == f"{path}/"


def test_a_new_title_is_in_the_next_answer(small_course: Path) -> None:
    answer = ShortAddresses(lambda *_: [], "/go/", lambda: load_course(small_course))

    def page() -> str:
        return b"".join(answer({"PATH_INFO": "/go/1.1/"}, lambda *_: None)).decode()  # type: ignore[arg-type]

    assert "第一课" in page()
    lesson = small_course / "docs/zh/1-foundations/1.1-first.md"
    lesson.write_text(lesson.read_text(encoding="utf-8").replace("title: 第一课", "title: 开头的课"), encoding="utf-8")
    assert "开头的课" in page()
