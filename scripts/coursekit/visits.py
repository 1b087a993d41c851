"""What a visit costs: bytes and requests counted at the server, times on a slowed phone in Chromium.

A browser's own page log misses what workers fetch, so the server counts: every response compressed as a real host would send
it, headers included. The slowed phone is the one on which search and paint budgets are stated: processor four times slower,
1.6 Mbit/s down and 0.75 up, 150 ms of latency.
"""

from __future__ import annotations

import gzip
import mimetypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page

COMPRESSED = (".html", ".css", ".js", ".json", ".svg", ".txt", ".xml", ".csv", ".webmanifest")
# gzip's own default level; most hosts compress at 5 or 6, and brotli would save a seventh more.
LEVEL = 6
PHONE = {"width": 390, "height": 844}
NETWORK = {"offline": False, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8, "latency": 150}
CPU_SLOWDOWN = 4


@dataclass(frozen=True)
class Sent:
    """One response: the path asked for, its status, and the bytes sent, headers included."""

    path: str
    status: int
    bytes: int


@dataclass
class Host:
    """A loopback server for a built site; `sent` lists what it has sent since it was last cleared."""

    address: str
    sent: list[Sent] = field(default_factory=list)

    @property
    def bytes(self) -> int:
        """Bytes sent, compressed, headers included."""
        return sum(one.bytes for one in self.sent)


@lru_cache(maxsize=4096)
def _body(path: Path, changed: float) -> tuple[bytes, bool]:
    content = path.read_bytes()
    if path.suffix in COMPRESSED:
        return gzip.compress(content, LEVEL, mtime=0), True
    return content, False


@contextmanager
def hosted(folder: Path, prefix: str = "/") -> Iterator[Host]:
    """Serve `folder` below `prefix` on the loopback interface, compressed, until the block ends."""
    host = Host("")

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # Two small writes per response would otherwise wait for each other's acknowledgement (Nagle), up to 40 ms.
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            name = unquote(urlsplit(self.path).path)
            file = folder / name.removeprefix(prefix)
            if name.endswith("/"):
                file = file / "index.html"
            status = 200 if name.startswith(prefix) and file.is_file() else 404
            if status == 404:
                file = folder / "404.html"
            body, packed = _body(file, file.stat().st_mtime) if file.is_file() else (b"", False)
            head = f"HTTP/1.1 {status} {'OK' if status == 200 else 'Not Found'}\r\n"
            head += f"Content-Type: {mimetypes.guess_type(file.name)[0] or 'application/octet-stream'}"
            head += "; charset=utf-8\r\n" if file.suffix in COMPRESSED else "\r\n"
            head += "Content-Encoding: gzip\r\n" if packed else ""
            head += f"Content-Length: {len(body)}\r\nCache-Control: max-age=600\r\n\r\n"
            message = head.encode("ascii") + body
            host.sent.append(Sent(self.path, status, len(message)))
            self.wfile.write(message)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        host.address = f"http://127.0.0.1:{server.server_address[1]}{prefix}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield host
        finally:
            server.shutdown()


@dataclass(frozen=True)
class Visit:
    """A cold first visit: requests and bytes at the server; times in milliseconds; `shift` is the layout shift score."""

    requests: int
    bytes: int
    missing: int
    paint: float
    blocking: float
    shift: float


# LCP and layout shift as web.dev defines them; blocking time is the part of each long task beyond 50 ms.
_WATCH = """
window.__visit = {paint: 0, blocking: 0, shift: 0};
new PerformanceObserver((list) => { for (const e of list.getEntries()) __visit.paint = e.startTime; })
  .observe({type: "largest-contentful-paint", buffered: true});
new PerformanceObserver((list) => { for (const e of list.getEntries()) __visit.blocking += Math.max(0, e.duration - 50); })
  .observe({type: "longtask", buffered: true});
new PerformanceObserver((list) => { for (const e of list.getEntries()) if (!e.hadRecentInput) __visit.shift += e.value; })
  .observe({type: "layout-shift", buffered: true});
"""


def slowed(context: BrowserContext, page: Page) -> CDPSession:
    """Slow the page's processor and network to the phone's; return the session that holds them slow."""
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", NETWORK)
    session.send("Emulation.setCPUThrottlingRate", {"rate": CPU_SLOWDOWN})
    return session


def phone(browser: Browser, **options: Any) -> BrowserContext:
    """A fresh phone: 390 px wide, nothing cached; `options` are Playwright's."""
    return browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True, **options)  # type: ignore[arg-type]


def visit(browser: Browser, host: Host, path: str, *, slow: bool = True) -> Visit:
    """Open a page of the hosted site for the first time on a phone, and wait until nothing more is asked for."""
    context = phone(browser)
    page = context.new_page()
    page.add_init_script(_WATCH)
    if slow:
        slowed(context, page)
    host.sent.clear()
    page.goto(host.address + path)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(600 if slow else 100)
    seen = page.evaluate("__visit")
    sent = list(host.sent)
    context.close()
    return Visit(
        requests=len(sent),
        bytes=sum(one.bytes for one in sent),
        missing=sum(one.status != 200 for one in sent),
        paint=seen["paint"],
        blocking=seen["blocking"],
        shift=seen["shift"],
    )
