"""YAML is read as it is meant, or refused with its place."""

from __future__ import annotations

import pytest
import yaml

from coursekit.yaml_text import Loader, trouble


@pytest.mark.parametrize(
    ("text", "line"), [("a: 1\nb: 2\na: 3", 3), ("a:\n  b: 1\n  b: 1", 3), ("- {a: 1, a: 2}", 1), ('"a": 1\na: 2', 2)]
)
def test_a_key_that_stands_twice_is_refused_with_its_line(text: str, line: int) -> None:
    with pytest.raises(yaml.YAMLError) as refused:
        yaml.load(text, Loader=Loader)
    problem, where, _ = trouble(refused.value)
    assert "stands twice" in problem
    assert where == line


@pytest.mark.parametrize("text", ["a: {b: 1}\nc: {b: 1}", "- {a: 1}\n- {a: 1}", '1: a\n"1": b'])
def test_equal_keys_of_different_mappings_are_none_of_that(text: str) -> None:
    assert yaml.load(text, Loader=Loader) == yaml.safe_load(text)
