"""The yardstick: the same Markdown as plain Material for MkDocs would publish it, without anything of ours."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import yaml
from mkdocs.utils.yaml import yaml_load

# What any such site would switch on; our own blocks then stand on the page as plain text.
EXTENSIONS = ["admonition", "attr_list", "footnotes", "tables", {"toc": {"permalink": True}}, "pymdownx.superfences"]


def plain_config(root: Path, docs: Path, target: Path) -> Path:
    """Write a plain configuration for the course below `root` into `target`, for the Markdown in `docs`; return its path."""
    with (root / "mkdocs.yml").open(encoding="utf-8") as file:
        ours = yaml_load(file)
    languages = next(plugin["i18n"] for plugin in ours["plugins"] if "i18n" in plugin)
    config = {
        "site_name": ours["site_name"],
        "site_url": "http://127.0.0.1/",
        "docs_dir": str(docs.resolve()),
        "exclude_docs": ours["exclude_docs"],
        "theme": {"name": "material", "language": "zh", "font": False},
        "plugins": [{"search": {"lang": ["zh", "en"]}}, {"i18n": languages}],
        "nav": ours["nav"],
        "markdown_extensions": EXTENSIONS,
    }
    path = target / "mkdocs.yml"
    path.write_text(yaml.safe_dump(config, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


def build(config: Path, site: Path) -> None:
    """Build a configured site; raises CalledProcessError with MkDocs' words when that fails."""
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    command = [
        sys.executable,
        "-m",
        "mkdocs",
        "build",
        "--quiet",
        "--config-file",
        str(config),
        "--site-dir",
        str(site),
    ]
    subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
