"""What every page's frame needs beside the page: the styles and the script within it, the policy that allows no other script,
the map for the lost."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path
from typing import Any

from coursekit.course import Course
from coursekit.pages import LANGUAGES, page_url
from coursekit.progress_blocks import PROGRESS_PAGE

# These stand in the page: a first visit would wait for each of them before it shows anything.
FRAME_STYLES = Path("overrides/frame.css")
DARK_STYLES = Path("overrides/dark.css")
SCHEME_SCRIPT = Path("overrides/scheme.js")
# An empty script runs when the styles before it are there.
WAITING_SCRIPT = "0"
_COMMENT = re.compile(r"/\*.*?\*/\s*", re.S)
# A page's first screen is full by then.
FIRST_BLOCKS = 4
_PLAIN_BLOCKS = re.compile(rf"(?:\s*<(p|h2)(?: id=\"[^\"]*\"| class=\"explicit\")*>.*?</\1>){{0,{FIRST_BLOCKS}}}", re.S)


def content_policy(scripts: list[str]) -> str:
    """Return a Content-Security-Policy that lets a page load from its own site only and run just these inline scripts."""
    hashes = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts]
    allowed = " ".join(f"'sha256-{one}'" for one in hashes)
    # Drawings carry style attributes; downloads made in the browser are blob: addresses.
    return (
        f"default-src 'self'; script-src 'self' {allowed}; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'"
    )


def frame(root: Path, course: Course, *, serving: bool) -> dict[str, Any]:
    """Return the templates' global names. While serving there is no policy: MkDocs reloads pages by an inline script."""
    inline = {
        name: _COMMENT.sub("", (root / path).read_text(encoding="utf-8")).strip()
        for name, path in (
            ("frame_styles", FRAME_STYLES),
            ("dark_styles", DARK_STYLES),
            ("scheme_script", SCHEME_SCRIPT),
        )
    }
    return inline | {
        "waiting_script": WAITING_SCRIPT,
        "first_lines": first_lines,
        "content_policy": "" if serving else content_policy([inline["scheme_script"], WAITING_SCRIPT]),
        "course_modules": [
            [
                (module.number, module.title[language], page_url(f"{module.folder}/index.md", language))
                for language in LANGUAGES
            ]
            for module in course.outline.modules
        ],
        # By the path of the source: the navigation knows no ids. A course may do without the page that shows them all.
        "lesson_ids": {f"{page.language}/{page.name}": page.id for page in course.pages if page.is_lesson},
        "progress_addresses": {
            language: page_url(PROGRESS_PAGE, language)
            for language in LANGUAGES
            if (language, PROGRESS_PAGE) in course.by_name
        },
    }


def first_lines(content: str) -> tuple[str, str]:
    """Part a page's HTML after the plain paragraphs and headings that it begins with: those need only the frame's styles."""
    found = _PLAIN_BLOCKS.match(content)
    at = found.end() if found else 0
    return content[:at], content[at:]


def is_theme_asset(path: str) -> bool:
    """Tell whether a file of the theme is one that no page asks for: Material's styles, scripts and images, and our frame's."""
    if Path("overrides", path) in (FRAME_STYLES, DARK_STYLES, SCHEME_SCRIPT):
        return True
    return path.startswith(("assets/javascripts/", "assets/images/")) or (
        path.startswith("assets/stylesheets/") and ".min.css" in path
    )
