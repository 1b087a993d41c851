"""A page's HTML is made again when another page changes that it shows something of, and kept when none does."""

from __future__ import annotations

from pathlib import Path

import pytest

from coursekit.course import load_course

# What stands on a page of its own, the page that is edited, and the edit.
SHOWN = (
    ("/// progress\n///", "index.md", "\n1.1 1.2\n", "\n1.2\n"),
    ("/// path | founder\n1.1\n///", "1-foundations/1.1-first.md", "\ntitle: ", "\ntitle: 新"),
    ("/// cases\n///", "4-cases/index.md", "\nverdict: ", "\nverdict: 新"),
    ("/// bands | ltv-cac\n///", "appendix/benchmarks.md", "\n| 区间 |", "\n| 新区间 |"),
    ("/// all-sources\n///", "1-foundations/1.1-first.md", "[@smith2020launch", "[@smith2020launch, p. 3"),
)


def keys(root: Path) -> dict[str, str]:
    course = load_course(root)
    return {page.name: course.rendering_key(page) for page in course.pages if page.language == "zh"}


@pytest.mark.parametrize(("block", "name", "find", "put"), SHOWN, ids=[block.split("\n")[0] for block, *_ in SHOWN])
def test_a_page_is_made_again_when_one_changes_that_it_shows(
    small_course: Path, block: str, name: str, find: str, put: str
) -> None:
    docs = small_course / "docs/zh"
    head = (docs / "index.md").read_text(encoding="utf-8").split("---\n")[1].replace("home", "A.9")
    (docs / "appendix/showing.md").write_text(f"---\n{head}---\n\n{block}\n", encoding="utf-8")
    (docs / "appendix/plain.md").write_text(f"---\n{head.replace('A.9', 'A.8')}---\n\n一句话。\n", encoding="utf-8")
    before = keys(small_course)
    text = (docs / name).read_text(encoding="utf-8")
    assert find in text
    (docs / name).write_text(text.replace(find, put, 1), encoding="utf-8")
    after = keys(small_course)
    assert after["appendix/showing.md"] != before["appendix/showing.md"]
    assert after["appendix/plain.md"] == before["appendix/plain.md"]
