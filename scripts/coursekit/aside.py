"""Files, and a folder, that are made aside and take their place only when complete: nobody ever finds one half written."""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
from collections.abc import Iterator, Mapping
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


def write_whole(contents: Mapping[Path, bytes]) -> None:
    """Write files, each beside the old one, whose mode it keeps, before any takes its place.

    An interruption or a full disk leaves the old ones. Raises OSError where a file cannot be written.
    """
    # Hidden, so that a site being served does not take them for files of its own.
    drafts = {path: path.with_name(f".{path.name}.{os.getpid()}.draft") for path in contents}
    try:
        for path, draft in drafts.items():
            draft.write_bytes(contents[path])
            with contextlib.suppress(FileNotFoundError):
                draft.chmod(stat.S_IMODE(path.stat().st_mode))
        for path, draft in drafts.items():
            draft.replace(path)
    finally:
        for draft in drafts.values():
            # What has gone wrong before is what must be told.
            with contextlib.suppress(OSError):
                draft.unlink(missing_ok=True)


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
