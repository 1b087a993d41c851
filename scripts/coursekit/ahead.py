"""Work done ahead, on all processors: results that a build is about to ask for are put on the shelf by forked helpers.

A helper has in memory what the build has at this moment, MkDocs' entangled pages and files included, and hands nothing back:
what it makes goes to the shelf, where the build finds it. What it fails to make the build makes again, and tells the faults.
"""

from __future__ import annotations

import contextlib
import logging
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

# Jobs cannot be pickled: the helpers have them from the fork, and are told their numbers.
_jobs: Sequence[Callable[[], object]] = ()


def make_ahead(jobs: Sequence[Callable[[], object]]) -> None:
    """Do the jobs in as many forked processes as there are processors, and wait; each job leaves its result on the shelf.

    Nothing happens where that gains nothing, or is not safe: a fork copies no threads, but the locks that they hold.
    """
    global _jobs
    if sys.platform != "linux" or len(list(Path("/proc/self/task").iterdir())) > 1:
        return
    hands = min(len(os.sched_getaffinity(0)), len(jobs))
    if hands < 2:
        return
    # Imported late: mostly everything is on the shelf already.
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    _jobs = jobs
    failures = (OSError, ImportError, BrokenProcessPool)
    with contextlib.suppress(*failures), ProcessPoolExecutor(hands, get_context("fork"), _be_silent) as pool:
        list(pool.map(_do, range(len(jobs))))
    _jobs = ()


def _be_silent() -> None:
    # The build tells everything once more. Warnings must still be given, though: they are counted.
    for name in (None, "mkdocs"):
        logging.getLogger(name).handlers.clear()
    logging.lastResort = None


def _do(number: int) -> None:
    with contextlib.suppress(Exception, SystemExit):
        _jobs[number]()
