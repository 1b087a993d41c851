"""The scripts that measure say in one line what is wrong with what they are given, before they build anything."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import try_successors

SCRIPTS = Path(try_successors.__file__).parent


@pytest.mark.parametrize(
    ("script", "given", "says"),
    [
        ("measure_builds.py", "--sizes=x", "'x' is no whole number above 0"),
        ("measure_builds.py", "--sizes=3,0", "'0' is no whole number above 0"),
        ("measure_builds.py", "--runs=0", "'0' is no whole number above 0"),
        ("measure_pages.py", "--runs=-1", "'-1' is no whole number above 0"),
        ("measure_pages.py", "--languages=zh,de", "there is no language 'de'"),
    ],
)
def test_what_makes_no_sense_is_refused(script: str, given: str, says: str) -> None:
    done = subprocess.run([sys.executable, SCRIPTS / script, given], capture_output=True, text=True)
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].endswith(f"argument {given.partition('=')[0]}: {says}")


def test_a_successor_that_is_not_installed_is_said_to_be_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    assert try_successors.try_zensical(tmp_path, "zh") == "Zensical is not installed beside MkDocs."
