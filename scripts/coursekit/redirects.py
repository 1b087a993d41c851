"""`docs/redirects.yml`: where published addresses went.

An address is written as it stands in the browser's address bar below the site's root, without `en/`, since both languages
are always served: a page `/2-frameworks/2.5-positioning/`, a place on it `/2-frameworks/2.5-positioning/#map`, a file
`/assets/downloads/gtm-glossary.zh.csv`, a short address `/go/cac/`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from coursekit.findings import Finding
from coursekit.pages import decoded, page_url

REDIRECTS = Path("docs/redirects.yml")
LINE = re.compile(r"(?P<old>\S+):\s+(?P<new>\S+)(?:\s+#.*)?\s*")
ADDRESS = re.compile(
    r"/(?:[A-Za-z0-9._%-]+/)*"
    r"(?:#[a-z0-9]+(?:-[a-z0-9]+)*|[A-Za-z0-9_%-][A-Za-z0-9._%-]*\.[A-Za-z0-9]+)?"
)


@dataclass(frozen=True, slots=True)
class Redirect:
    """One address that is gone, the one that took its place, and the line that says so."""

    old: str
    new: str
    line: int


@dataclass(frozen=True, slots=True)
class Redirects:
    """The file's entries by old address, and what could not be read."""

    entries: dict[str, Redirect]
    faults: tuple[Finding, ...] = ()

    def of_page(self, name: str) -> tuple[Redirect, ...]:
        """Return the redirects of sections that once stood on the page in this Markdown file."""
        base = f"{page_address(name)}#"
        return tuple(one for one in self.entries.values() if one.old.startswith(base))


def page_address(name: str) -> str:
    """Return the address of a Markdown file of either language: "/2-frameworks/2.5-positioning/"."""
    return "/" + page_url(name, "zh")


def parts(address: str) -> tuple[str, str]:
    """Return an address as its page (or file) and its anchor, "" where it has none."""
    page, _, anchor = address.partition("#")
    return page, anchor


def read_redirects(root: Path) -> Redirects:
    """Read the file below `root`; without one there are no redirects. Lines that cannot be read become faults.

    The file is YAML, but read line by line: each stands for itself, and each fault has its own line.
    """
    if not (root / REDIRECTS).exists():
        return Redirects({})
    entries: dict[str, Redirect] = {}
    text, unreadable = decoded((root / REDIRECTS).read_bytes(), REDIRECTS)
    faults = list(unreadable)
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip() or line.startswith("#"):
            continue
        match = LINE.fullmatch(line)
        if match is None:
            faults.append(_fault(number, f"“{line}” is no redirect", "write the line as /old/: /new/"))
            continue
        old, new = match["old"], match["new"]
        if wrong := [one for one in (old, new) if not ADDRESS.fullmatch(one) or one.startswith("/en/")]:
            mend = "write it as in the address bar below the site's root, without en/: /folder/page/ or /folder/page/#section"
            faults.append(_fault(number, f"“{wrong[0]}” is no address", mend))
        elif old in entries:
            what = f"{old} is already redirected in line {entries[old].line}"
            faults.append(_fault(number, what, "keep one of the two lines"))
        else:
            entries[old] = Redirect(old, new, number)
    return Redirects(entries, tuple(faults))


def _fault(line: int, what: str, mend: str) -> Finding:
    return Finding(REDIRECTS, line, 1, "redirect", what, mend)
