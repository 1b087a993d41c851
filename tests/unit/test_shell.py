"""What stands in every page beside its text."""

from __future__ import annotations

import pytest

from coursekit.shell import FIRST_BLOCKS, first_lines

OPENING = '<p>One.</p>\n<h2 class="explicit" id="two">Two</h2>\n<p>Three <a href="#">with a link</a>.</p>'


@pytest.mark.parametrize("block", ["<div>…</div>", '<p class="moved">…</p>', "<table></table>", "<figure></figure>"])
def test_the_first_lines_end_before_the_first_block_that_needs_other_styles(block: str) -> None:
    assert first_lines(f"{OPENING}\n{block}<p>After.</p>") == (OPENING, f"\n{block}<p>After.</p>")


def test_no_more_than_the_first_screen_goes_first() -> None:
    paragraphs = "<p>One.</p>" * (FIRST_BLOCKS + 3)
    assert first_lines(paragraphs) == ("<p>One.</p>" * FIRST_BLOCKS, "<p>One.</p>" * 3)


@pytest.mark.parametrize("content", ["", "<div><p>Inner.</p></div>"])
def test_a_page_without_plain_first_lines_is_left_whole(content: str) -> None:
    assert first_lines(content) == ("", content)
