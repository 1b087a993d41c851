"""The record of translations: what a section is, what its hash counts, and a file that is read as it was written."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from coursekit.findings import CourseError
from coursekit.pages import Page, parse_page
from coursekit.translations import Entry, Translations, digest, parse_translations, sections

PAGE = """---
title: Title
description: What it is.
objectives:
  - First
  - Second
minutes: {reading: 5}
---

The opening.

## One { #one }

Text of one.

### Below { #below }

Text below.

```drawing
## no heading { #none }
```

## Two { #two }
"""


def page(text: str) -> Page:
    return parse_page(text, Path("docs/en/a.md"), "en", "a.md")


def test_a_section_is_the_text_below_one_heading_without_that_of_its_sub_headings() -> None:
    found = sections(page(PAGE))
    assert list(found) == ["_front", "_opening", "one", "below", "two"]
    assert found["_front"].text == "title: Title\ndescription: What it is.\n- First\n- Second"
    assert found["_opening"].text.strip() == "The opening."
    assert found["one"].text.strip() == "## One { #one }\n\nText of one."
    assert found["below"].text.rstrip().endswith("## no heading { #none }\n```")
    assert [found[id_].line for id_ in found] == [2, 10, 12, 16, 24]


def test_text_under_a_heading_without_an_id_of_its_own_counts_to_the_section_above() -> None:
    for heading in ("## Two", "## Two { #one }"):
        found = sections(page(PAGE.replace("## Two { #two }", f"{heading}\n\nThe end.")))
        assert list(found) == ["_front", "_opening", "one", "below"]
        assert found["below"].text.rstrip().endswith("The end.")


def test_a_page_without_front_matter_or_opening_can_be_read() -> None:
    found = sections(page("## One { #one }\n"))
    assert found["_opening"].text == ""
    assert found["one"].line == 1
    assert list(sections(page(""))) == ["_front", "_opening"]


# The hash is on record for every section: were it taken in another way, all would have to be recorded again.
def test_the_hash_is_that_of_the_normal_form() -> None:
    assert digest("") == "e3b0c44298fc"
    assert digest("一家公司\n不知道 CAC。\n") == digest("一家公司不知道CAC。") == "e491fbf346be"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("One line of text.", "One line\nof text.  \n\n"),
        ("一家公司不知道", "一家公司\n不知道"),
        ("客户 40 家", "客户\u00a040\u3000家"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "| a   | b |\n| :--- | ---: |\n| 1   | 2 |"),
        ("verdict: false\nsaid: ['95%', 'fail']\n", "verdict: false\nsaid: ['95\\s?%']\n"),
        ("- one\n- two", "-   one\n\n-   two"),
    ],
)
def test_a_change_that_needs_no_translation_leaves_the_hash(before: str, after: str) -> None:
    assert digest(before) == digest(after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("It grew by 40%.", "It grew by 45%."),
        ("It grew.", "It grew!"),
        ("A and B", "B and A"),
        ("| a | b |\n|---|---|", "| a | c |\n|---|---|"),
        ("[one](a.md)", "[one](b.md)"),
        ("verdict: false\nsaid: ['x']", "verdict: no-source\nsaid: ['x']"),
        ("They said: no.", "They said: yes."),
    ],
)
def test_a_change_of_words_figures_or_links_changes_the_hash(before: str, after: str) -> None:
    assert digest(before) != digest(after)


def entry(name: str, section: str, **more: object) -> Entry:
    return Entry(name, section, {"zh": "0123456789ab", "en": "ba9876543210"}, "zh", date(2026, 11, 22), **more)  # type: ignore[arg-type]


def test_the_record_is_read_as_it_was_written_and_lies_in_order() -> None:
    waiting = Entry("b.md", "x", {"zh": "-" * 12, "en": "ba9876543210"}, "en", date(2026, 12, 3), "en")
    entries = [waiting, entry("a.md", "one"), entry("a.md", "_front"), entry("1/a.md", "z")]
    text = str(Translations({one.key: one for one in entries}))
    read = parse_translations(text)
    assert str(read) == text == read.source
    assert [one.address for one in read.entries.values()] == ["1/a.md#z", "a.md#_front", "a.md#one", "b.md#x"]
    assert read.pending("a.md") == {}
    assert [one.behind for one in read.pending("b.md").values()] == ["en"]
    assert text.splitlines()[-1].startswith("pending-en en->zh 2026-12-03 ------------ ba9876543210")


def test_a_blank_line_stands_between_the_sections_so_that_changes_to_neighbours_merge() -> None:
    lines = str(Translations({one.key: one for one in (entry("a.md", "one"), entry("a.md", "two"))})).splitlines()
    assert [bool(line) for line in lines[3:]] == [False, True, False, True]


GOOD = str(entry("a.md", "one"))


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (GOOD.replace("in-step", "done   "), "cannot be read"),
        (GOOD.replace("2026-11-22", "2026-11-31"), "cannot be read"),
        (GOOD.replace("0123456789ab", "0123456789a"), "cannot be read"),
        (GOOD.replace("zh->en", "zh->zh"), "cannot be read"),
        (GOOD.removesuffix("#one"), "cannot be read"),
        ("=======", "a merge conflict"),
        (">>>>>>> branch", "a merge conflict"),
        (GOOD, "a.md#one stands already in line 2"),
    ],
)
def test_a_line_that_is_no_entry_is_named_with_its_place(line: str, says: str) -> None:
    with pytest.raises(CourseError) as caught:
        parse_translations(f"# head\n{GOOD}\n\n{line}\n")
    found = caught.value.finding
    assert (found.path, found.line, found.rule) == (Path("docs/translations.txt"), 4, "translation-record")
    assert says in found.what
    assert found.mend


def test_windows_line_ends_are_no_fault() -> None:
    assert parse_translations(f"# head\r\n{GOOD}\r\n").entries
