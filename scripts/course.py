#!/usr/bin/env python3
"""The course's one command: make the environment when it is missing, then run the verb in it.

usage: python3 scripts/course.py VERB [ARGUMENT …]        (python3 scripts/course.py --help lists the verbs)

Only the standard library may be used here: this file runs before anything is installed. It creates `.venv` from the
hashed lock file on first use, and again when the lock file or the Python version changes; otherwise it costs one small file read.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
VENV = ROOT / ".venv"
STAMP = VENV / "installed.sha256"
OLDEST_PYTHON = (3, 11)


def fail(what: str, mend: str) -> int:
    """Print one line that says what is wrong and how to mend it; return the exit code."""
    print(f"course.py: {what} → {mend}", file=sys.stderr)
    return 2


def venv_python() -> Path:
    """Return the path of the environment's interpreter."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def fingerprint() -> str:
    """Return what the environment must have been made from: this lock file, this Python, this folder."""
    material = LOCK.read_bytes() + f"{sys.version_info[:3]}{ROOT}".encode()
    return hashlib.sha256(material).hexdigest()


def is_ready(wanted: str) -> bool:
    """Tell whether `.venv` was completely installed from what `wanted` stands for."""
    try:
        return STAMP.read_text(encoding="ascii") == wanted and venv_python().exists()
    except OSError:
        return False


def install(wanted: str) -> int:
    """Create `.venv` and install the locked packages; return 0, or the exit code after saying what failed."""
    if VENV.is_symlink():
        # Making it anew would empty the folder behind the link, which may be another project's.
        return fail(".venv is a link to a folder that was not made for this course", f"remove the link: rm {VENV}")
    print("course.py: first use, or a new lock file: installing the locked packages into .venv …", file=sys.stderr)
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], capture_output=True, text=True)
    if made.returncode:
        reason = (made.stdout + made.stderr).strip().splitlines()
        return fail(
            f"Python could not make a virtual environment ({reason[-1] if reason else 'no reason given'})",
            "on Debian or Ubuntu: apt-get install python3-venv",
        )
    pip = [str(venv_python()), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    if subprocess.run([*pip, "--require-hashes", "--requirement", str(LOCK)], cwd=ROOT).returncode:
        return fail(
            "the packages of requirements.lock could not be installed", "see pip's lines above; is the network there?"
        )
    # Written last: an installation that was interrupted has no stamp and is made again.
    STAMP.write_text(wanted, encoding="ascii")
    return 0


@contextlib.contextmanager
def only_one() -> Iterator[None]:
    """Let one process at a time make the environment: a second one waits, then finds it ready."""
    try:
        import fcntl
    except ImportError:  # Windows has no fcntl; there two first starts at once are left to chance.
        yield
        return
    with (ROOT / ".venv.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def main() -> int:
    """Make sure of the environment, then hand the arguments to `python -m coursekit` inside it."""
    if sys.version_info < OLDEST_PYTHON:
        found = ".".join(map(str, sys.version_info[:3]))
        return fail(f"Python {found} is too old", "run this with Python 3.11 or later")
    if not LOCK.exists():
        return fail("requirements.lock is missing", "git checkout requirements.lock")
    wanted = fingerprint()
    if not is_ready(wanted):
        with only_one():
            code = 0 if is_ready(wanted) else install(wanted)
        if code:
            return code
    python = str(venv_python())
    environment = os.environ | {
        "PYTHONPATH": str(ROOT / "scripts"),
        "PATH": f"{venv_python().parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
    }
    command = [python, "-m", "coursekit", *sys.argv[1:]]
    if os.name != "nt":
        os.execve(python, command, environment)
    return subprocess.run(command, env=environment).returncode


if __name__ == "__main__":
    raise SystemExit(main())
