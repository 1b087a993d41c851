"""Results kept on disk below `.cache/kept/`, so that the next run need not work them out again.

A result is kept under a name, together with everything that it was made from: the caller's key, these modules' own sources,
the Python version and the installed packages. Whatever differs, or cannot be read or written, is made again, never trusted.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import pickle
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

import yaml

from coursekit.aside import write_whole

FOLDER = Path(".cache/kept")
Value = TypeVar("Value")
_DIGEST = hashlib.sha256().digest_size


@dataclass(frozen=True, slots=True)
class Shelf:
    """A folder of kept results."""

    folder: Path

    def keep(self, name: str, key: str, make: Callable[[], Value]) -> Value:
        """Return what `make` returns; taken from the shelf when it was made there, under this name, from the same `key`.

        `name` may hold slashes; a newer result replaces the older one of its name. `make` must depend on `key` alone.
        """
        return self.keep_all({name: key}, lambda _: {name: make()})[name]

    def keep_all(self, wanted: dict[str, str], make: Callable[[list[str]], dict[str, Value]]) -> dict[str, Value]:
        """Return several results by name; `wanted` gives their keys, `make` makes those that are missing at once. See `keep`."""
        found: dict[str, Value] = {}
        for name, key in wanted.items():
            with contextlib.suppress(Exception):
                raw = self._path(name).read_bytes()
                head, body = raw[: 2 * _DIGEST], raw[2 * _DIGEST :]
                if head == _label(name, key) + hashlib.sha256(body).digest():
                    found[name] = pickle.loads(body)
                    with contextlib.suppress(OSError):
                        os.utime(self._path(name))
        missing = [name for name in wanted if name not in found]
        made = make(missing) if missing else {}
        for name in missing:
            self._put(name, wanted[name], made[name])
        return found | made

    def has(self, name: str, key: str) -> bool:
        """Tell whether `keep` would find a result; it may still turn out to be damaged."""
        with contextlib.suppress(OSError), self._path(name).open("rb") as file:
            return file.read(_DIGEST) == _label(name, key)
        return False

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.pickle"

    def _put(self, name: str, key: str, value: object) -> None:
        path, body = self._path(name), pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole({path: _label(name, key) + hashlib.sha256(body).digest() + body})

    def sweep(self, days: float = 30) -> None:
        """Remove the results that nobody has asked for in so many days, and what interrupted runs have left."""
        now = time.time()
        for path in self.folder.rglob("*.pickle*"):
            with contextlib.suppress(OSError):
                age = (now - path.stat().st_mtime) / 86400
                if age > (days if path.suffix == ".pickle" else 1):
                    path.unlink()


def _label(name: str, key: str) -> bytes:
    return hashlib.sha256(f"{_tools()}\n{name}\n{key}".encode()).digest()


@cache
def _tools() -> str:
    """Return a digest of what turns a key into a result: this package's files, the Python version, the installed packages."""
    digest = hashlib.sha256(sys.version.encode())
    for path in sorted(Path(__file__).parent.rglob("*")):
        if path.suffix in (".py", ".json"):
            digest.update(path.name.encode() + path.read_bytes())
    # Installing, upgrading or removing a package renames its entry in the folder that holds them all.
    packages = Path(yaml.__file__).parents[1]
    return f"{digest.hexdigest()} {packages} {packages.stat().st_mtime_ns}"
