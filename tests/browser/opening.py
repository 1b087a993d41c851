"""What a test that opens pages needs to name: the type of the fixture `opened`, and the two sizes of window."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1440, "height": 900}
Opener = Callable[..., Page]
