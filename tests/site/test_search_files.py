"""The search index of the built site: whole, in small files, and under names that change with the course."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from coursekit.course import Course
from coursekit.pages import LANGUAGES, Language, page_url

# Compressed: the file that every search needs, a file of words, a file of texts.
LIMITS = {"": 70_000, "w": 6_000, "t": 4_000}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_index_lies_in_small_files(site: Path, language: Language) -> None:
    first = site / f"search/{language}.bin"
    (folder,) = site.glob(f"search/{language}-*")
    assert first.stat().st_size <= LIMITS[""]
    for file in folder.iterdir():
        assert file.stat().st_size <= LIMITS[file.stem[0]], file
    meta = json.loads(gzip.decompress(first.read_bytes()))
    assert meta["folder"] == folder.name
    wanted = {f"w{n}.bin" for n in range(len(meta["shards"]))} | {f"t{n}.bin" for n in range(len(meta["texts"]))}
    assert {file.name for file in folder.iterdir()} == wanted


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_the_language_is_in_its_index_and_no_other(
    site: Path, course: Course, language: Language
) -> None:
    meta = json.loads(gzip.decompress((site / f"search/{language}.bin").read_bytes()))
    assert {page[0] for page in meta["pages"]} == {
        page_url(page.name, language) for page in course.by_id(language).values()
    }
    assert sum(page[3] for page in meta["pages"]) == len(meta["levels"]) == len(meta["titles"].split("\n"))


def test_material_s_index_is_not_built_any_more(site: Path) -> None:
    assert not (site / "search/search_index.json").exists()
