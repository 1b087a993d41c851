"""The page model knows what stands where."""

from pathlib import Path

import pytest

from coursekit.kept import Shelf
from coursekit.pages import Page, parse_page


def page(body: str) -> Page:
    return parse_page(
        f'---\nid: "1.1"\ntitle: T\nminutes: {{reading: 20, practice: 10}}\n---\n{body}',
        Path("docs/zh/a.md"),
        "zh",
        "a.md",
    )


def test_front_matter_gives_id_minutes_and_its_lines() -> None:
    found = page("")
    assert (found.id, found.title, found.minutes, found.is_lesson) == ("1.1", "T", 30, True)
    assert found.meta_lines == {"id": 2, "title": 3, "minutes": 4}


def test_blocks_know_their_lines_sections_and_containers() -> None:
    found = page("## 一 { #one }\n\n段落\n\n/// example | 例\n- 项\n\n    续\n///\n")
    heading, paragraph, container, item, more = found.blocks
    assert (heading.line, heading.id, heading.level) == (6, "one", 2)
    assert (paragraph.line, paragraph.section) == (8, "one")
    assert (container.kind, container.info, container.text) == ("container", "example", "例")
    assert item.within("example")
    assert (item.line, item.kind) == (11, "item")
    assert more.item == item.item != 0


@pytest.mark.parametrize("inner", ["///", "////", "/////"])
def test_containers_nest_with_any_number_of_slashes(inner: str) -> None:
    found = page(f"/// example | 外\n{inner} limit | 内\n里\n{inner}\n外\n///\n后\n")
    assert [(one.kind, one.line, one.end, one.closed) for one in found.containers] == [
        ("example", 6, 11, True),
        ("limit", 7, 9, True),
    ]
    inside, outside, after = (block for block in found.blocks if block.kind == "paragraph")
    assert [one.kind for one in inside.inside] == ["example", "limit"]
    assert [one.kind for one in outside.inside] == ["example"]
    assert after.inside == ()


def test_an_unclosed_container_is_marked() -> None:
    assert [one.closed for one in page("/// example | 外\n里\n").containers] == [False]


def test_task_items_are_choices() -> None:
    found = page("- [ ] 甲\n- [x] 乙\n- 丙\n")
    assert [(block.text, block.checked) for block in found.blocks] == [("甲", False), ("乙", True), ("丙", None)]


def test_a_table_cell_is_found_on_its_line() -> None:
    (table,) = page("| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n").blocks
    assert table.rows == (("甲", "乙"), ("1", "2"))
    assert table.line_at(table.text.index("乙")) == 6
    assert table.line_at(table.text.index("2")) == 8


def test_broken_yaml_is_named_with_its_line_and_hides_nothing_else() -> None:
    found = parse_page("---\nid: x\ntitle: a: b\n---\n文\n", Path("docs/zh/a.md"), "zh", "a.md")
    (fault,) = found.faults
    assert str(fault).startswith("docs/zh/a.md:3:9: front-matter: the YAML cannot be read")
    assert found.meta == {"id": "x"}
    assert [(block.text, block.line) for block in found.blocks] == [("文", 5)]


def test_a_page_from_the_shelf_is_the_page_as_parsed(tmp_path: Path) -> None:
    text = "## 一 { #one }\n\n/// example | 例\n- [x] 项\n///\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n"
    fresh = parse_page(text, Path("docs/zh/a.md"), "zh", "a.md")
    for _ in range(2):
        kept = parse_page(text, Path("docs/zh/a.md"), "zh", "a.md", Shelf(tmp_path))
        assert (kept.blocks, kept.containers) == (fresh.blocks, fresh.containers)


@pytest.mark.parametrize(
    ("id_", "title"), [("2.3", "2.3 甲"), ("2.0", "甲"), ("A.1", "甲"), ("G4", "甲"), ("home", "甲")]
)
def test_a_title_has_its_number_where_readers_know_the_page_by_it(id_: str, title: str) -> None:
    text = f'---\nid: "{id_}"\ntitle: 甲\n---\n'
    assert parse_page(text, Path("docs/zh/a.md"), "zh", "a.md").numbered_title == title
