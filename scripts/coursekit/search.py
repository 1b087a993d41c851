"""The search index, one file per language: a Chinese page searches Chinese pages, and nobody fetches both.

Material writes one index for the whole site and its script fetches it with every page. `docs/assets/scripts/search-later.js`
lets that wait until somebody searches, and asks for the page's own language.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from coursekit.pages import LANGUAGES, Language

INDEX = "search/search_index.json"


def split_index(site: Path) -> dict[Language, int]:
    """Split the built index below `site` by language; return the number of entries of each. Without an index: nothing."""
    path = site / INDEX
    if not path.exists():
        return {}
    index: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    counts: dict[Language, int] = {}
    for language in LANGUAGES:
        docs = [entry for entry in index["docs"] if entry["location"].startswith("en/") == (language == "en")]
        part = {"config": index["config"] | {"lang": [language]}, "docs": docs}
        text = json.dumps(part, ensure_ascii=False, separators=(",", ":"))
        (path.parent / f"{language}.json").write_text(text, encoding="utf-8")
        counts[language] = len(docs)
    path.unlink()
    return counts
