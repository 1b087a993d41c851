"""Work done ahead, on all processors: results that a run is about to ask for are put on the shelf by forked helpers.

A helper has in memory what the run has at this moment, MkDocs' entangled pages and files included, and hands nothing back:
what it makes goes to the shelf, where the run finds it. What it fails to make the run makes again, and tells the faults.
"""

from __future__ import annotations

import contextlib
import gc
import logging
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from multiprocessing import parent_process
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from coursekit.kept import Shelf

if TYPE_CHECKING:
    from multiprocessing.context import ForkProcess
    from multiprocessing.sharedctypes import Synchronized

Job = Callable[[], object]
Value = TypeVar("Value")
# A result by its name on the shelf, the key that it is kept by, and what makes it.
Wanted = tuple[str, str, Callable[[], Value]]


def make_ahead(jobs: Sequence[Job]) -> None:
    """Do the jobs in as many processes as there are processors, and wait; each job leaves its result on the shelf.

    The jobs are begun in their order: where one takes longer than others it should stand first.
    """
    if len(jobs) > 1:
        begin(jobs)()


def begin(jobs: Sequence[Job]) -> Callable[[], None]:
    """Begin jobs as `make_ahead` does and return at once; call what is returned to wait for their end.

    Nothing is done where that gains nothing, or is not safe: a fork copies no threads, but the locks that they hold.
    """
    if not jobs or not _can_fork():
        return lambda: None
    # Imported late: mostly everything is on the shelf already.
    from multiprocessing import get_context

    helpers: list[ForkProcess] = []
    kept: list[object] = []
    # Where no process may be started, the run does all by itself. An executor would start a thread, and so forbid the next
    # fork.
    with contextlib.suppress(OSError, ImportError):
        context = get_context("fork")
        taken = context.Value("i", 0)
        # A process forgets its arguments once it has started, and the memory that it shares would be given to others.
        kept.append(taken)
        for _ in range(min(_processors(), len(jobs))):
            helper = context.Process(target=_help, args=(jobs, taken), daemon=True)
            helper.start()
            helpers.append(helper)

    def wait() -> None:
        for helper in helpers:
            helper.join()
        kept.clear()

    return wait


def missing(shelf: Shelf, wanted: Iterable[Wanted[Value]]) -> list[Job]:
    """Return the jobs that put on the shelf what is wanted and is not there."""
    return [partial(shelf.keep, *one) for one in wanted if not shelf.has(*one[:2])]


def keep_each(shelf: Shelf, wanted: Sequence[Wanted[Value]]) -> Iterator[Value]:
    """Yield what is wanted, in order; what is not on the shelf is made there ahead."""
    make_ahead(missing(shelf, wanted))
    for one in wanted:
        yield shelf.keep(*one)


def _can_fork() -> bool:
    # A helper leaves the processors to the others.
    if parent_process() is not None:
        return False
    return sys.platform == "linux" and _processors() > 1 and len(list(Path("/proc/self/task").iterdir())) == 1


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


def _help(jobs: Sequence[Job], taken: Synchronized[int]) -> None:
    """Do one job after the other that no helper has taken yet."""
    # Whoever is told to end ends its helpers at once, in the middle of a job.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    # What was there before the fork is not garbage; looking through it would copy all of its memory.
    gc.freeze()
    # The run tells everything once more. Warnings must still be given, though: they are counted.
    for name in (None, "mkdocs"):
        logging.getLogger(name).handlers.clear()
    logging.lastResort = None
    with contextlib.suppress(KeyboardInterrupt):
        while True:
            with taken.get_lock():
                number, taken.value = taken.value, taken.value + 1
            if number >= len(jobs):
                return
            with contextlib.suppress(Exception, SystemExit):
                jobs[number]()
