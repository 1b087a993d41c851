"""The search: its words are the same in Python and in the browser, its records are the page's sections, its files are small."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest
import quickjs

from coursekit.course import Course, load_course
from coursekit.pages import LANGUAGES, Page
from coursekit.search.index import dictionary, index_files
from coursekit.search.pages import SearchPages
from coursekit.search.records import Record, records
from coursekit.search.words import HAN, PIECE, STOP, fold, squeezed, stem


@pytest.fixture(scope="module")
def script() -> quickjs.Context:
    """The browser's words.js in a small engine of its own."""
    root = Path(__file__).resolve().parents[2]
    context = quickjs.Context()
    context.eval((root / "docs/assets/scripts/search/words.js").read_text(encoding="utf-8").replace("export ", ""))
    return context


def in_script(script: quickjs.Context, expression: str, argument: object) -> object:
    return json.loads(script.eval(f"JSON.stringify(({expression})({json.dumps(argument)}))"))


@pytest.mark.parametrize(
    "forms",
    [
        ("price", "prices", "priced", "pricing"),
        ("strategy", "strategies"),
        ("qualify", "qualifies", "qualified"),
        ("segment", "segments", "segmented"),
        ("plan", "plans", "planned", "planning"),
        ("sell", "sells", "selling"),
        ("business", "businesses"),
        ("icp", "icps"),
    ],
)
def test_the_forms_of_an_english_word_are_one_word(forms: tuple[str, ...]) -> None:
    assert len({stem(form) for form in forms}) == 1


@pytest.mark.parametrize(
    ("one", "two"), [("market", "marketing"), ("king", "kid"), ("sal", "sales"), ("status", "state")]
)
def test_different_words_stay_apart(one: str, two: str) -> None:
    assert one == "sal" or stem(one) != stem(two)
    assert squeezed(one) != squeezed(two)


@pytest.mark.parametrize("spelling", ["Go-to-market", "go to market", "GO TO MARKET", "go‑to‑market"])
def test_a_name_is_one_however_it_is_spelled(spelling: str) -> None:
    assert squeezed(spelling) == "gotomarket"
    assert squeezed("LTV : CAC") == squeezed("ltv/cac")
    assert squeezed("GTM 模式") == squeezed("gtm模式")


def test_python_and_the_browser_agree_on_every_word_of_the_course(course: Course, script: quickjs.Context) -> None:
    texts = [page.text for page in course.pages]
    pieces = [PIECE.findall(text) for text in texts]
    assert in_script(script, "texts => texts.map(text => text.match(PIECE))", texts) == pieces
    latin = sorted({piece for found in pieces for piece in found if not re.fullmatch(HAN, piece)})
    assert len(latin) > 10_000
    agreed = in_script(script, "words => words.map(word => [fold(word), stem(fold(word))])", latin)
    assert agreed == [[fold(word), stem(fold(word))] for word in latin]
    names = [term.label for glossary in course.glossaries.values() for term in glossary.terms.values()]
    assert in_script(script, "names => names.map(squeeze)", names) == [squeezed(name) for name in names]


@pytest.fixture(scope="module")
def words(course: Course) -> list[str]:
    found = [Record(page, "", 1, page.title, "", page.text) for page in course.pages if page.language == "zh"]
    return dictionary(found, course.glossaries["zh"])


def test_the_names_of_all_terms_are_in_the_dictionary(course: Course, words: list[str]) -> None:
    runs = {run for term in course.glossaries["zh"].terms.values() for run in re.findall(HAN, term.name)}
    assert {run for run in runs if 1 < len(run) <= 8} - STOP <= set(words)


@pytest.mark.parametrize(
    ("query", "cut"),
    [
        ("客户获取成本", ["客户", "获取", "成本"]),
        ("产品和平台", ["产品", "和", "平台"]),
        ("飞书和钉钉", ["飞书", "和", "钉钉"]),
        ("留存率", ["留存率"]),
        ("客户甩锅", ["客户", "甩", "锅"]),
    ],
)
def test_a_chinese_query_is_cut_into_words_of_the_course(
    script: quickjs.Context, words: list[str], query: str, cut: list[str]
) -> None:
    stop = sorted(STOP)
    assert (
        in_script(script, f"([words, stop]) => cut({json.dumps(query)}, new Set(words), new Set(stop))", [words, stop])
        == cut
    )


def test_whatever_is_cut_from_a_text_is_a_word_that_the_index_has_for_it(
    course: Course, script: quickjs.Context, words: list[str]
) -> None:
    known = set(words) | STOP
    runs = [run for page in course.pages if page.language == "zh" for run in re.findall(HAN, page.title + page.text)][
        ::20
    ]
    assert len(runs) > 2_000
    expression = "([runs, words, stop]) => (words = new Set(words), stop = new Set(stop), runs.map(run => cut(run, words, stop)))"
    cuts = in_script(script, expression, [runs, words, sorted(STOP)])
    assert isinstance(cuts, list)
    for run, pieces in zip(runs, cuts, strict=True):
        assert "".join(pieces) == run
        assert all(len(piece) == 1 or piece in known for piece in pieces), pieces


CONTENT = """<p>开头一段<sup class="cites">1A</sup>。</p>
<h2 id="method">方法<a class="headerlink" href="#method">¶</a></h2>
<p>正文一。</p><div class="term-cards"><p>卡片</p></div><ul><li>甲</li><li>乙</li></ul>
<h3 id="detail">细节 <em>一</em></h3><table><tr><td>左</td><td>右</td></tr></table><svg><text>图上的字</text></svg>
<h2 id="sources">本页来源</h2><div class="sources">Smith 2020</div>"""


def test_a_page_is_read_as_its_sections(small_course: Path) -> None:
    page = load_course(small_course).by_name["zh", "1-foundations/1.1-first.md"]
    first, method, detail = records(page, CONTENT)
    assert (first.anchor, first.level, first.title) == ("", 1, "1.1 第一课")
    assert first.text.endswith("判断何时不用它\n开头一段。")
    assert (method.anchor, method.title, method.text) == ("method", "方法", "正文一。\n甲\n乙")
    assert (detail.anchor, detail.title, detail.chapter, detail.text) == ("detail", "细节 一", "方法", "左 · 右")


def files_of(course: Course) -> dict[str, bytes]:
    pages = {(page.language, page.name): records(page, CONTENT) for page in course.pages}
    return {path: content for language in LANGUAGES for path, content in index_files(course, language, pages)}


def test_the_same_course_gives_the_same_files_and_another_course_other_names(small_course: Path) -> None:
    course = load_course(small_course)
    files = files_of(course)
    assert files_of(course) == files
    assert {path for path in files if path.count("/") == 1} == {f"search/{language}.bin" for language in LANGUAGES}
    text = (small_course / "docs/zh/index.md").read_text(encoding="utf-8")
    (small_course / "docs/zh/index.md").write_text(text.replace("title: ", "title: 新", 1), encoding="utf-8")
    changed = load_course(small_course)
    others = files_of(changed)
    assert not {path for path in others if path.startswith("search/zh-")} & set(files)
    assert {path for path in others if path.startswith("search/en-")} <= set(files)


def test_the_index_follows_a_page_that_changes(small_course: Path, tmp_path: Path) -> None:
    course = load_course(small_course)
    search = SearchPages()

    def titles(page: Page, content: str) -> list[str]:
        for one in course.pages:
            search.add(one, content if one is page else CONTENT)
        search.write(course, tmp_path)
        return json.loads(gzip.decompress((tmp_path / "search/zh.bin").read_bytes()))["titles"].split("\n")

    page = course.by_name["zh", "1-foundations/1.1-first.md"]
    assert "细节 一" in titles(page, CONTENT)
    assert titles(page, CONTENT.replace("细节", "新的细节")).count("新的细节 一") == 1
