"""What the site answers while it is being served beside the files that a build has written."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from coursekit.course import Course
from coursekit.forwarding import short_pages

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class ShortAddresses:
    """Answers requests below `/go/` from memory: writing those pages at each rebuild takes longer than the page edited."""

    def __init__(self, others: WSGIApplication, base: str, course: Callable[[], Course]) -> None:
        """Take what answers all other requests, the path of the short addresses, and where the course is to be had."""
        self.others = others
        self.base = base
        self.course = course
        self._made: tuple[Course, dict[str, str]] | None = None

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        path: str = environ["PATH_INFO"]
        if path.startswith(self.base):
            course = self.course()
            if self._made is None or self._made[0] is not course:
                self._made = course, dict(short_pages(course))
            page = self._made[1].get(f"go/{path.removeprefix(self.base)}index.html")
            if page is not None:
                start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])
                return [page.encode()]
        return self.others(environ, start_response)
