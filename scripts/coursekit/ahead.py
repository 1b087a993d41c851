"""Work done ahead, on all processors: results that a build is about to ask for are put on the shelf by forked helpers.

A helper has in memory what the build has at this moment, and hands nothing over: what it makes goes to the shelf, where the
build finds it; what it fails to make the build makes again, and tells the faults. concurrent.futures would carry jobs and
results between processes, for which MkDocs' pages and files are too entangled.
"""

from __future__ import annotations

import contextlib
import logging
import os
import struct
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

_NUMBER = struct.Struct("<I")
# A pipe takes this much at once on every system that can fork.
_MOST = 4096 // _NUMBER.size


def make_ahead(jobs: Sequence[Callable[[], object]]) -> None:
    """Do the jobs in as many forked processes as there are processors, and wait; each job leaves its result on the shelf.

    Nothing happens where that cannot be done safely (no Linux, other threads) or gains nothing.
    """
    if sys.platform != "linux" or len(list(Path("/proc/self/task").iterdir())) > 1:
        return
    hands = min(len(os.sched_getaffinity(0)), len(jobs))
    if hands < 2:
        return
    for start in range(0, len(jobs), _MOST):
        _share(jobs[start : start + _MOST], hands)


def _share(jobs: Sequence[Callable[[], object]], hands: int) -> None:
    """Let `hands` processes take one job after the other from a pipe that holds their numbers."""
    numbers, feed = os.pipe()
    os.write(feed, b"".join(map(_NUMBER.pack, range(len(jobs)))))
    os.close(feed)
    helpers = []
    for _ in range(hands):
        helper = os.fork()
        if not helper:
            _help(jobs, numbers)
        helpers.append(helper)
    os.close(numbers)
    for helper in helpers:
        os.waitpid(helper, 0)


def _help(jobs: Sequence[Callable[[], object]], numbers: int) -> None:
    # Silent, since the build tells everything once more; but warnings must still be given, because they are counted.
    for name in (None, "mkdocs"):
        logging.getLogger(name).handlers.clear()
    logging.lastResort = None
    try:
        while number := os.read(numbers, _NUMBER.size):
            with contextlib.suppress(Exception, SystemExit):
                jobs[_NUMBER.unpack(number)[0]]()
    finally:
        os._exit(0)
