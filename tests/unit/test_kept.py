"""What is kept on disk is never trusted further than it can be checked."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from coursekit import kept
from coursekit.kept import Shelf


class Counter:
    """Makes a value and counts how often it had to."""

    def __init__(self) -> None:
        self.made = 0

    def __call__(self) -> list[int]:
        self.made += 1
        return [1, 2]


def test_a_result_is_made_once_and_again_when_its_key_differs(tmp_path: Path) -> None:
    make = Counter()
    assert [Shelf(tmp_path).keep("a/b", key, make) for key in ("k", "k", "l", "l")] == [[1, 2]] * 4
    assert make.made == 2


def test_a_changed_tool_makes_everything_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make = Counter()
    Shelf(tmp_path).keep("a", "k", make)
    monkeypatch.setattr(kept, "_tools", lambda: "another")
    Shelf(tmp_path).keep("a", "k", make)
    assert make.made == 2


@pytest.mark.parametrize("damage", [b"", b"\x80", b"x" * 64, b"x" * 5000])
def test_a_damaged_file_is_made_again(tmp_path: Path, damage: bytes) -> None:
    make = Counter()
    Shelf(tmp_path).keep("a", "k", make)
    (tmp_path / "a.pickle").write_bytes(damage)
    assert Shelf(tmp_path).keep("a", "k", make) == [1, 2]
    assert make.made == 2


def test_every_single_damaged_byte_is_noticed(tmp_path: Path) -> None:
    make = Counter()
    Shelf(tmp_path).keep("a", "k", make)
    path = tmp_path / "a.pickle"
    sound = path.read_bytes()
    for place in range(0, len(sound), 7):
        path.write_bytes(sound[:place] + bytes([sound[place] ^ 1]) + sound[place + 1 :])
        assert Shelf(tmp_path).keep("a", "k", make) == [1, 2]
    assert make.made == 1 + len(range(0, len(sound), 7))


def test_a_folder_that_cannot_be_written_costs_time_only(tmp_path: Path) -> None:
    # A file where the folder should be: permissions would not stop root.
    (tmp_path / "shelf").write_text("in the way")
    assert Shelf(tmp_path / "shelf").keep("a", "k", Counter()) == [1, 2]
    assert [path.name for path in tmp_path.iterdir()] == ["shelf"]


def test_what_nobody_asks_for_is_swept_away_in_time(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    for name in ("old", "asked", "new"):
        shelf.keep(name, "k", Counter())
    (tmp_path / "old.pickle.4711").write_bytes(b"half")
    for path in tmp_path.iterdir():
        if path.stem != "new":
            os.utime(path, (1_700_000_000, 1_700_000_000))
    shelf.keep("asked", "k", Counter())
    shelf.sweep()
    assert {path.name for path in tmp_path.iterdir()} == {"asked.pickle", "new.pickle"}


def test_several_results_are_looked_up_together_and_only_the_missing_ones_made(tmp_path: Path) -> None:
    asked: list[list[str]] = []

    def make(names: list[str]) -> dict[str, int]:
        asked.append(names)
        return {name: len(name) for name in names}

    shelf = Shelf(tmp_path)
    shelf.keep_all({"a": "k", "bb": "k"}, make)
    assert shelf.keep_all({"a": "k", "bb": "changed", "ccc": "k"}, make) == {"a": 1, "bb": 2, "ccc": 3}
    assert asked == [["a", "bb"], ["bb", "ccc"]]
