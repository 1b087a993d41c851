"""Work done ahead by other processes."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from functools import partial
from pathlib import Path

import pytest

from coursekit.ahead import Wanted, begin, keep_each, make_ahead, missing
from coursekit.kept import Shelf

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or len(os.sched_getaffinity(0)) < 2, reason="one processor does everything itself"
)


def note(folder: Path, number: int) -> None:
    """Leave a file that names the process; a second one would fail."""
    with (folder / str(number)).open("x") as file:
        file.write(str(os.getpid()))


def noted(folder: Path) -> dict[int, int]:
    return {int(path.name): int(path.read_text()) for path in folder.iterdir()}


def alone(scenario: str, folder: Path) -> None:
    """Run a function of this module in a process of its own: the tests' own process may hold threads."""
    call = f"import pathlib, test_ahead; test_ahead.{scenario}(pathlib.Path({str(folder)!r}))"
    paths = [str(Path(__file__).parent), *sys.path]
    subprocess.run([sys.executable, "-c", call], check=True, env=os.environ | {"PYTHONPATH": os.pathsep.join(paths)})


def share_out_fifty(folder: Path) -> None:
    make_ahead([partial(note, folder, number) for number in range(50)])
    assert sorted(noted(folder)) == list(range(50))
    assert os.getpid() not in noted(folder).values()


def begin_two_at_once(folder: Path) -> None:
    folders = [folder / name for name in "ab"]
    waits = []
    for one in folders:
        one.mkdir()
        waits.append(begin([partial(note, one, number) for number in range(200)]))
    for wait in waits:
        wait()
    assert [len(noted(one)) for one in folders] == [200, 200]


def go_on_meanwhile(folder: Path) -> None:
    start = time.monotonic()
    wait = begin([partial(time.sleep, 1)])
    assert time.monotonic() - start < 0.9
    wait()
    assert time.monotonic() - start >= 1


def help_within_help(folder: Path) -> None:
    def job() -> None:
        make_ahead([partial(note, folder, number) for number in range(3)])

    make_ahead([job, job])
    assert noted(folder) == {}


def keep_what_was_made(folder: Path) -> None:
    shelf = Shelf(folder)
    some = [wanted(number) for number in range(20)]
    assert len(missing(shelf, some)) == 20
    make_ahead(missing(shelf, some))
    assert missing(shelf, some) == []
    assert list(keep_each(shelf, some)) == [number * number for number in range(20)]


def test_each_job_is_done_once_by_another_process(tmp_path: Path) -> None:
    alone("share_out_fifty", tmp_path)


def test_two_works_begun_at_once_both_come_to_their_end(tmp_path: Path) -> None:
    alone("begin_two_at_once", tmp_path)


def test_what_is_begun_does_not_hold_up_the_run(tmp_path: Path) -> None:
    alone("go_on_meanwhile", tmp_path)


def test_a_helper_starts_no_helpers(tmp_path: Path) -> None:
    alone("help_within_help", tmp_path)


def test_what_is_made_ahead_is_taken_from_the_shelf(tmp_path: Path) -> None:
    alone("keep_what_was_made", tmp_path)


def test_beside_a_thread_nothing_is_forked(tmp_path: Path) -> None:
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        make_ahead([partial(note, tmp_path, number) for number in range(3)])
    finally:
        stop.set()
        thread.join()
    assert noted(tmp_path) == {}


def wanted(number: int) -> Wanted[int]:
    return f"square/{number}", str(number), lambda: number * number


def test_where_no_process_may_be_started_one_does_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError("no semaphores here")

    monkeypatch.setattr("multiprocessing.get_context", refuse)
    assert list(keep_each(Shelf(tmp_path), [wanted(number) for number in range(5)])) == [0, 1, 4, 9, 16]


def test_a_fault_in_the_work_itself_is_not_hidden(tmp_path: Path) -> None:
    some: list[Wanted[int]] = [(name, "", partial(int, name)) for name in ("1", "x", "2")]
    with pytest.raises(ValueError, match="invalid literal"):
        list(keep_each(Shelf(tmp_path), some))
