"""The search index is split by language, whole."""

import json
from pathlib import Path

from coursekit.search import INDEX, split_index


def test_each_language_gets_its_own_entries_and_the_common_index_goes(tmp_path: Path) -> None:
    docs = [
        {"location": "a/#b", "text": "客户"},
        {"location": "en/a/#b", "text": "customer"},
        {"location": "", "text": "首页"},
    ]
    index = tmp_path / INDEX
    index.parent.mkdir()
    index.write_text(json.dumps({"config": {"lang": ["zh", "en"], "separator": " "}, "docs": docs}), encoding="utf-8")
    assert split_index(tmp_path) == {"zh": 2, "en": 1}
    assert not index.exists()
    english = json.loads((tmp_path / "search/en.json").read_text(encoding="utf-8"))
    assert english == {"config": {"lang": ["en"], "separator": " "}, "docs": [docs[1]]}


def test_a_site_without_an_index_is_left_alone(tmp_path: Path) -> None:
    assert split_index(tmp_path) == {}
