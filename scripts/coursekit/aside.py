"""A folder that is made aside and takes its place only when it is complete: nobody ever finds it half written."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def made_aside(target: Path) -> Iterator[Path]:
    """Yield an empty folder beside `target`, which replaces `target` if the block ends without an exception.

    What an interrupted run has left, even one that was killed, is cleared away by the next one. A second run waits for the
    first one, and for the processes that it has started with `close_fds=False`. Raises OSError where a folder cannot be moved.
    """
    target = target.resolve()
    part, old = target.with_name(f".{target.name}.part"), target.with_name(f".{target.name}.old")
    target.parent.mkdir(parents=True, exist_ok=True)
    with _only_one(target.parent):
        if old.exists() and not target.exists():
            # Killed between the two moves below.
            old.rename(target)
        for left in (part, old):
            shutil.rmtree(left, ignore_errors=True)
        part.mkdir()
        try:
            yield part
            if target.exists():
                target.rename(old)
            part.rename(target)
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            if old.exists():
                old.rename(target)
            raise
        shutil.rmtree(old, ignore_errors=True)


@contextlib.contextmanager
def _only_one(folder: Path) -> Iterator[None]:
    try:
        import fcntl
    except ImportError:  # Windows has no fcntl; there two runs at once are left to chance.
        yield
        return
    lock = os.open(folder, os.O_RDONLY)
    try:
        os.set_inheritable(lock, True)
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)
