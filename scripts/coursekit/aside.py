"""A folder that is made aside and takes its place only when it is complete: nobody ever finds it half written."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

# What a site must neither replace nor stand in.
SOURCES = ("docs", "overrides", "scripts", "tests", ".git", ".github", ".venv")
# Every site has these, and hardly anything else has both.
SIGNS = ("404.html", "sitemap.xml")


def refusal(target: Path, root: Path) -> str:
    """Return why a site of the course below `root` must not take the place of `target`; "" where it may.

    A folder gives way only if it is empty or an earlier build made it.
    """
    target = target.resolve()
    for source in (root / name for name in SOURCES):
        if target.is_relative_to(source) or source.is_relative_to(target):
            return f"{target} would overwrite the course’s own files"
    if target.is_dir():
        made = all((target / sign).is_file() for sign in SIGNS) and not (target / ".git").exists()
        return "" if made or not any(target.iterdir()) else f"{target} holds files that no build has made"
    return f"{target} is no folder" if target.exists() else ""


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
