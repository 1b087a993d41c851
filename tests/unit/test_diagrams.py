"""Diagrams are drawn with captions, text alternatives and the theme's colours, or say what is wrong."""

from pathlib import Path

import pytest

from coursekit import diagrams
from coursekit.diagrams import DiagramError, draw
from coursekit.kept import Shelf

FLOW = "flowchart TB\n  accTitle: 标题\n  accDescr: 说明\n  A[甲]:::key --> B[乙]\n"
CURVE = "kind: adoption-curve\ntitle: T\ndescription: D\nlabels: [一, 二, 三, 四, 五]\n"
LINES = (
    "kind: curves\ntitle: T\ndescription: D\nx: {label: 月, from: 0, to: 10, ticks: [0, 5, 10]}\n"
    "y: {label: 元, from: 0, to: 4}\nlines:\n  - {label: 甲, points: [[0, 0], [10, 4]]}\n"
)


@pytest.mark.parametrize(("kind", "source"), [("mermaid", FLOW), ("drawing", CURVE), ("drawing", LINES)])
def test_a_drawing_has_no_fixed_colours_and_a_text_alternative(kind: str, source: str) -> None:
    diagram = draw(kind, source)
    assert diagram.title
    assert diagram.description
    assert "#" not in diagram.svg.replace("url(#", "")
    assert "var(--diagram-" in diagram.svg
    assert "aria-labelledby=" in diagram.svg
    assert 40 < diagram.width < 900


def test_the_caption_and_alternative_come_from_the_mermaid_source() -> None:
    diagram = draw("mermaid", FLOW)
    assert (diagram.title, diagram.description) == ("标题", "说明")


@pytest.mark.parametrize(
    ("kind", "source", "says", "line"),
    [
        ("mermaid", FLOW.replace("  accTitle: 标题\n", ""), "no accTitle", 1),
        ("mermaid", FLOW.replace("A[甲]", "A[甲"), "Mermaid cannot read it", 4),
        ("mermaid", "%%{init: {}}%%\n%% 注\n\n" + FLOW.replace("A[甲]", "A[甲"), "Mermaid cannot read it", 7),
        ("drawing", CURVE.replace("adoption-curve", "pie"), "`kind` must be one of", 1),
        ("drawing", CURVE.replace("title: T\n", ""), "no title", 1),
        ("drawing", CURVE.replace(", 五", ""), "`labels` must be a list of 5", 1),
        ("drawing", "kind: [\n", "YAML cannot be read", 2),
        ("drawing", LINES.replace("[10, 4]", "[10]"), "is no [x, y] pair", 1),
        ("drawing", LINES.replace("to: 10", "to: 0"), "from below to", 1),
    ],
)
def test_a_faulty_drawing_says_what_is_wrong_and_where(kind: str, source: str, says: str, line: int) -> None:
    with pytest.raises(DiagramError) as caught:
        draw(kind, source)
    assert says in str(caught.value)
    assert caught.value.line == line


def test_results_are_kept_by_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = Shelf(tmp_path)
    first = draw("mermaid", FLOW, shelf)
    other = draw("mermaid", FLOW.replace("乙", "丁"), shelf)
    monkeypatch.setattr(diagrams, "_render", lambda source: pytest.fail("drawn a second time"))
    assert draw("mermaid", FLOW, shelf) == first
    assert draw("mermaid", FLOW.replace("乙", "丁"), shelf) == other != first


def test_the_adoption_curve_marks_the_gap_after_the_second_group() -> None:
    assert "鸿沟" in draw("drawing", CURVE + "gap: 鸿沟\n").svg
    assert "stroke-dasharray" not in draw("drawing", CURVE).svg
