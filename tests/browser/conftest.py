"""Opening pages of the built site in a real Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from opening import DESKTOP, PHONE, Opener
from playwright.sync_api import Browser, BrowserContext, Page


@pytest.fixture
def opened(browser: Browser, address: str) -> Iterator[Opener]:
    """Open a page of the site; when the test ends, any error in its console or network fails the test."""
    contexts: list[BrowserContext] = []
    troubles: list[str] = []
    host = urlsplit(address).netloc

    def open_page(
        path: str,
        *,
        phone: bool = False,
        scripts: bool = True,
        scheme: str = "light",
        reduced: bool = False,
        locale: str = "en-US",
    ) -> Page:
        context = browser.new_context(
            viewport=PHONE if phone else DESKTOP,
            has_touch=phone,
            is_mobile=phone,
            java_script_enabled=scripts,
            color_scheme=scheme,
            locale=locale,
            reduced_motion="reduce" if reduced else "no-preference",
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on(
            "request",
            lambda request: troubles.append(request.url) if urlsplit(request.url).netloc not in (host, "") else None,
        )
        page.on(
            "response",
            lambda response: troubles.append(f"{response.status} {response.url}") if response.status >= 400 else None,
        )
        page.goto(address + path)
        page.wait_for_load_state("networkidle")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert troubles == [], "errors in the console, failed requests, or requests to another host"
