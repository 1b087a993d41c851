#!/usr/bin/env python3
"""Measure first visits on a slowed phone, side by side: this site and plain Material with the same Markdown.

usage: .venv/bin/python scripts/measure_pages.py [--runs 3] [--languages zh,en]

Both sites are built into a temporary folder, served compressed on the loopback interface, and opened in Chromium in turn, so
that a busy machine slows both alike. Prints a Markdown table. Bytes and requests are counted at the server and repeat
exactly; times are medians and depend on the machine: compare the columns, not days. The first line is a page of one word, the
least that the machine can do.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "scripts"))

from coursekit.browser import find_browser  # noqa: E402
from coursekit.course import load_course  # noqa: E402
from coursekit.given import count, languages  # noqa: E402
from coursekit.pages import page_url  # noqa: E402
from coursekit.plain import build, plain_config  # noqa: E402
from coursekit.visits import Visit, hosted, visit  # noqa: E402


def kinds(site: Path) -> dict[str, str]:
    """One page of each kind, by what it is; the longest lesson is the one whose built page is."""
    lessons = [page.name for page in load_course(ROOT).by_id("zh").values() if page.is_lesson]
    longest = max(lessons, key=lambda name: (site / page_url(name, "zh") / "index.html").stat().st_size)
    return {
        "home": "index.md",
        "module": "3-execution/index.md",
        "lesson": "3-execution/3.4-metrics.md",
        "longest lesson": longest,
        "tool": "5-toolkit/5.2-icp-worksheet.md",
        "all cases": "4-cases/index.md",
        "glossary index": "glossary/index.md",
        "glossary page": "glossary/3-channel-sales.md",
        "claims": "appendix/claims.md",
        "all sources": "appendix/sources.md",
    }


def middle(visits: list[Visit]) -> str:
    """One cell row of a page: bytes and requests of the last visit, medians of the times."""
    last = visits[-1]
    paint, blocking = (median(getattr(one, name) for one in visits) for name in ("paint", "blocking"))
    return (
        f"{last.bytes / 1000:.0f} | {last.requests} | {last.missing} | {paint:.0f} | {blocking:.0f} | {last.shift:.3f}"
    )


def main() -> int:
    """Build both sites, visit every kind of page in turn, print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--runs", type=count, default=3, help="visits of each page (default: 3)")
    parser.add_argument("--languages", type=languages, default="zh,en", help="which languages (default: both)")
    given = parser.parse_args()
    executable = find_browser()
    if executable is None:
        print("measure_pages.py: no Chromium → run `python3 scripts/course.py test` once", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        ours, plain = Path(folder) / "ours", Path(folder) / "plain"
        environment = os.environ | {"SITE_DIR": str(ours), "NO_MKDOCS_2_WARNING": "1"}
        subprocess.run([sys.executable, "-m", "mkdocs", "build", "--quiet"], cwd=ROOT, env=environment, check=True)
        build(plain_config(ROOT, ROOT / "docs", Path(folder)), plain)
        bare = Path(folder) / "bare"
        bare.mkdir()
        (bare / "index.html").write_text("<!doctype html><title>GTM</title><p>GTM", encoding="utf-8")
        hosts = {"ours": stack.enter_context(hosted(ours)), "plain": stack.enter_context(hosted(plain))}
        browser = stack.enter_context(sync_playwright()).chromium.launch(
            executable_path=str(executable), args=["--no-sandbox", "--disable-gpu"]
        )
        print("| Page | Site | kB | Requests | 404 | LCP ms | Blocking ms | Shift |\n|---|---|---|---|---|---|---|---|")
        host = stack.enter_context(hosted(bare))
        print(f"| one word | bare | {middle([visit(browser, host, '') for _ in range(given.runs)])} |", flush=True)
        sums: dict[str, list[float]] = {"ours": [], "plain": []}
        for language in given.languages:
            for kind, name in kinds(ours).items():
                seen: dict[str, list[Visit]] = {"ours": [], "plain": []}
                for _ in range(given.runs):
                    for site, host in hosts.items():
                        # A page that we generate has no plain counterpart of its size; its Markdown is there all the same.
                        seen[site].append(visit(browser, host, page_url(name, language)))
                for site, visits in seen.items():
                    print(f"| {kind} ({language}) | {site} | {middle(visits)} |", flush=True)
                    sums[site].append(median(one.paint for one in visits))
        browser.close()
    print(f"\nLCP, ours ÷ plain: {sum(sums['ours']) / sum(sums['plain']):.2f} over all pages")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
