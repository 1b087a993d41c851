"""Finds the Chromium that the browser tests use, or installs Debian's."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
PACKAGES = ("chromium", "fonts-noto-cjk")


def find_browser() -> Path | None:
    """Return the browser that COURSE_BROWSER names, else the first one installed, else None."""
    named = os.environ.get("COURSE_BROWSER")
    if named:
        return Path(named) if Path(named).exists() else None
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found:
        return Path(found)
    return MAC if MAC.exists() else None


def find_or_install_browser() -> tuple[Path | None, str]:
    """Return the browser, or None and one line that says what to install.

    As root on Debian or Ubuntu, Chromium and a Chinese font are installed with apt-get; nowhere else is anything changed.
    """
    browser = find_browser()
    if browser:
        return browser, ""
    apt = shutil.which("apt-get")
    advice = "no Chromium was found → install one (Debian: apt-get install chromium fonts-noto-cjk) or name it in COURSE_BROWSER"
    if not apt or os.geteuid() != 0:
        return None, advice
    print("course.py: installing Debian's Chromium and a Chinese font for the browser tests …", flush=True)
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    install = [apt, "install", "--yes", "--quiet", "--no-install-recommends", *PACKAGES]
    for command in ([apt, "update", "--quiet"], install):
        done = subprocess.run(command, env=quiet, capture_output=True, text=True, stdin=subprocess.DEVNULL)
        if done.returncode:
            lines = (done.stdout + done.stderr).strip().splitlines()
            reason = lines[-1] if lines else "no reason given"
            return None, f"apt-get failed ({reason}) → run it by hand: apt-get install {' '.join(PACKAGES)}"
    browser = find_browser()
    return browser, "" if browser else advice
