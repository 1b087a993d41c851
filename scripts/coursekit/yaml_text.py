"""YAML as the course writes it: a mapping names each key once. What cannot be read is told with its place."""

from __future__ import annotations

from typing import Any

import yaml

# Written in C, where there is such a one: the course holds hundreds of small mappings and some long ones.
_Fast = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Loader(_Fast):  # type: ignore[misc, valid-type]
    """Refuses a key that stands twice, of which YAML would silently take the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Return the mapping; raises ConstructorError at the second of two equal keys."""
        seen: set[tuple[str, str]] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode):
                if (key.tag, key.value) in seen:
                    problem = f"the key “{key.value}” stands twice"
                    raise yaml.constructor.ConstructorError(None, None, problem, key.start_mark)
                seen.add((key.tag, key.value))
        made: dict[Any, Any] = super().construct_mapping(node, deep)
        return made


def trouble(error: yaml.YAMLError) -> tuple[str, int, int]:
    """Return what keeps a text from being read, and its line and column (from 1)."""
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or str(error)
    return problem, mark.line + 1 if mark else 1, mark.column + 1 if mark else 1
