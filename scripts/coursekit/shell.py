"""What every page's frame needs beside the page: its one inline script, the policy that allows no other, the map for the lost."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import Any

from coursekit.course import Course
from coursekit.pages import LANGUAGES, page_url
from coursekit.progress_blocks import PROGRESS_PAGE

# Runs before the first paint, or a reader who chose dark would see a white flash; that is why it stands in the page.
SCHEME_SCRIPT = Path("overrides/scheme.js")


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
    script = (root / SCHEME_SCRIPT).read_text(encoding="utf-8").strip()
    return {
        "scheme_script": script,
        "content_policy": "" if serving else content_policy([script]),
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


def is_theme_asset(path: str) -> bool:
    """Tell whether a file of the theme is one that no page of the course asks for: Material's styles, scripts and images."""
    return path.startswith(("assets/javascripts/", "assets/images/")) or (
        path.startswith("assets/stylesheets/") and ".min.css" in path
    )
