"""The calculators: one description each, computed by the very scripts that run in the reader's browser.

`docs/calculators/retention.yml` describes a calculator once, in both languages: inputs with ranges and the worked example,
results with formulas, charts, and what the result does not tell. `docs/assets/scripts/calculators/retention.js` holds its
formulas. The build runs that script, so that a page without scripts shows the example's results, and no formula exists twice.
"""

from __future__ import annotations

import hashlib
import json
import re
import threading
from dataclasses import dataclass, field
from functools import cache, partial
from html import unescape
from pathlib import Path
from typing import Any

from coursekit.arithmetic import calculations
from coursekit.benchmarks import NumericBands
from coursekit.descriptions import Description, DescriptionError, read_description
from coursekit.findings import Finding
from coursekit.kept import Shelf
from coursekit.pages import Language
from coursekit.phrases import CALCULATOR_WORDS

FOLDER = Path("docs/calculators")
SCHEMA = Path(__file__).with_name("calculator.schema.json")
SCRIPTS = Path("docs/assets/scripts/calculators")
# Beside the package and not in the course that is being judged: descriptions are the course's, formulas the site's.
_SCRIPTS = Path(__file__).resolve().parents[2] / SCRIPTS
# A fault: what is wrong, how to mend it, and the place in the description.
Fault = tuple[str, str, tuple[str, ...]]


@dataclass(frozen=True)
class Example:
    """The worked example as the scripts find and print it in one language, or the fault that keeps them from it.

    `summary` is a sentence, `html` the results; `said` gives, by its id, each result that the lesson should print, as it prints it.
    """

    fault: Fault | None = None
    summary: str = ""
    html: str = ""
    said: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Calculator:
    """A calculator's description, and the shelf on which its worked example is kept."""

    description: Description
    shelf: Shelf | None = field(default=None, repr=False, compare=False)

    @property
    def name(self) -> str:
        """The name: "unit-economics"; its script and its part of an address are called so, too."""
        return str(self.description.data["calculator"])

    @property
    def path(self) -> Path:
        """The file of the description."""
        return self.description.path

    @property
    def data(self) -> dict[str, Any]:
        """What the file says, in both languages."""
        return self.description.data

    @property
    def digest(self) -> str:
        """A digest of everything but the bands that the calculator's HTML is made from."""
        return self.description.digest + _script_digest()

    @property
    def lesson(self) -> str:
        """The id of the lesson whose definitions it follows."""
        return str(self.data["lesson"]["id"])

    @property
    def metrics(self) -> list[str]:
        """The metrics of the page of benchmarks whose bands read its results."""
        return list(dict.fromkeys(one["bands"] for one in self.data["results"] if "bands" in one))

    def example(self, language: Language, bands: NumericBands) -> Example:
        """Return the worked example; the scripts run only where that has not been done before from the same input."""
        make = partial(_example, self, language, bands)
        if self.shelf is None:
            return make()
        key = f"{self.digest} {[bands.get(metric) for metric in self.metrics]}"
        return self.shelf.keep(f"calculators/{self.path.stem}.{language}", key, make)


class CalculatorError(DescriptionError):
    """A fault in a calculator's description or script."""


def read_calculator(text: str, path: Path, shelf: Shelf | None = None) -> tuple[Calculator | None, tuple[Finding, ...]]:
    """Return the calculator that a text describes, and what is wrong with the description; None where it cannot be used."""

    def read() -> tuple[Description | None, tuple[Finding, ...]]:
        return read_description(text, path, SCHEMA, "calculator")

    description, faults = shelf.keep(f"calculators/{path.stem}", text, read) if shelf else read()
    return Calculator(description, shelf) if description else None, faults


def about(calculator: Calculator, language: Language, bands: NumericBands) -> dict[str, Any]:
    """Return what the scripts need to know of a calculator, in one language, with the bands that read its results."""
    data = _localized(calculator.data, language)
    lists = data.get("lists", {})
    groups = [
        {
            key: [_input(one, lists) for one in value] if key in ("inputs", "columns") else value
            for key, value in group.items()
            if key != "hint"
        }
        for group in data["groups"]
    ]
    return {
        "name": calculator.name,
        "language": language,
        "title": data["title"],
        "groups": groups,
        "results": [{key: value for key, value in one.items() if key != "said"} for one in data["results"]],
        "lists": data.get("reasons", []),
        "tables": data.get("tables", []),
        "charts": data.get("charts", []),
        "saves": data.get("saves", []),
        "texts": data.get("texts", {}),
        "words": {key: text[language] for key, text in CALCULATOR_WORDS.items()},
        "bands": {metric: bands.get(metric, []) for metric in calculator.metrics},
    }


def _input(field: dict[str, Any], lists: dict[str, list[dict[str, str]]]) -> dict[str, Any]:
    kept = {key: value for key, value in field.items() if key not in ("hint", "list")}
    if field["kind"] == "choice":
        kept["options"] = lists.get(field["list"], [])
    return kept


def _localized(data: Any, language: Language) -> Any:
    """Return a description with every text in one language; an option's text becomes its title."""
    if isinstance(data, dict):
        if set(data) == {"zh", "en"}:
            return data[language]
        if set(data) == {"id", "zh", "en"}:
            return {"id": data["id"], "title": data[language]}
        return {key: _localized(value, language) for key, value in data.items()}
    if isinstance(data, list):
        return [_localized(value, language) for value in data]
    return data


# ---- Running the scripts ---------------------------------------------------------------------------------------------

_IMPORT = re.compile(r'^import (\{[^}]*\}) from "\.{1,2}/([\w-]+)\.js";$', re.M)
_EXPORT = re.compile(r"^export (?:async )?(?:const|function) (\w+)", re.M)

# QuickJS has no Intl: this much of it prints what browsers print for the two languages of the course.
_INTL = """
globalThis.Intl = { NumberFormat: class {
  constructor(_, options) { this.least = options.minimumFractionDigits; this.most = options.maximumFractionDigits; }
  format(value) {
    let [whole, part = ""] = value.toFixed(this.most).split(".");
    while (part.length > this.least && part.endsWith("0")) part = part.slice(0, -1);
    return whole.replace(/\\B(?=(\\d{3})+$)/g, ",") + (part ? "." + part : "");
  }
} };
"""
_CALL = """
const drawings = {};
for (const name in modules) if (modules[name].draw) drawings[name.replace("chart-", "")] = modules[name].draw;
modules.page = {
  all: (name, inputs) => inputs.map((input) => modules[name].compute(input)),
  summary: (about, input, result) => modules.results.summary(modules.results.prepare(about), input, result),
  decodeURIComponent,
  html: (about, input, result) => modules.results.render(modules.results.prepare(about), input, result, drawings),
};
function call(module, name, given) {
  const value = modules[module][name](...JSON.parse(given));
  const finite = (_, one) => typeof one === "number" && !Number.isFinite(one) ? "not finite" : one;
  return JSON.stringify(value === undefined ? null : value, finite);
}
"""


def _script_files() -> tuple[Path, ...]:
    """Return the calculators' scripts and the one that they share with the worksheets."""
    return (*sorted(_SCRIPTS.glob("*.js")), _SCRIPTS.parent / "amounts.js")


def _bundle() -> str:
    """Return the scripts as one classic script: QuickJS's Python binding cannot load one module from another."""
    sources = {path.stem: path.read_text(encoding="utf-8") for path in _script_files()}
    # These need a document.
    for name in ("form", "rows", "share"):
        sources.pop(name, None)
    parts = [_INTL, "const modules = {};"]
    done: set[str] = set()

    def add(name: str) -> None:
        if name in done:
            return
        done.add(name)
        source = sources[name]
        for match in _IMPORT.finditer(source):
            add(match[2])
        body = _IMPORT.sub(lambda match: f'const {match[1]} = modules["{match[2]}"];', source)
        body = re.sub(r"^export ", "", body, flags=re.M)
        parts.append(
            f'modules["{name}"] = (() => {{\n{body}\nreturn {{ {", ".join(_EXPORT.findall(source))} }};\n}})();'
        )

    for name in sources:
        add(name)
    return "\n".join([*parts, _CALL])


def _script_digest() -> str:
    """Return a digest of the scripts; they may change while the site is served."""
    return _digest_of(tuple((path, path.stat().st_mtime_ns) for path in _script_files()))


@cache
def _digest_of(files: tuple[tuple[Path, int], ...]) -> str:
    return hashlib.sha256(b"\0".join(path.name.encode() + path.read_bytes() for path, _ in files)).hexdigest()


# QuickJS must not be used from another thread than the one that made it: each has its own, with what it was made from.
_engines = threading.local()


def _engine() -> None:
    """Make this thread's engine, unless it has one made from the scripts as they are."""
    digest = _script_digest()
    if getattr(_engines, "digest", "") != digest:
        # Imported late: the import starts a thread, and a build that has one cannot share its work among processors.
        import quickjs

        _engines.context = quickjs.Context()
        _engines.context.eval(_bundle())
        _engines.digest = digest


def run(module: str, name: str, *arguments: Any) -> Any:
    """Call a function of one of the calculators' scripts; arguments and result are plain data.

    A number that is not finite comes back as the text "not finite". Raises CalculatorError when the script fails.
    """
    _engine()
    return _call(module, name, *arguments)


def _call(module: str, name: str, *arguments: Any) -> Any:
    """Call a function as `run` does, without looking again whether the scripts have changed since."""
    from quickjs import JSException

    call = _engines.context.get("call")
    try:
        # As text, because the binding cuts whole numbers to 32 bits.
        return json.loads(call(module, name, json.dumps(arguments)))
    except JSException as error:
        raise CalculatorError(f"the script {module}.js fails: {error}", "mend the script or the description") from error


def computed_example(facts: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the inputs of the worked example and what the calculator finds; `facts` come from `about`.

    Raises CalculatorError when the example is refused or anything in the result is no number.
    """
    inputs = run("results", "defaults", facts)
    result = _call(facts["name"], "compute", inputs)
    faults = result.get("faults") or []
    if faults:
        raise CalculatorError(f"the example is refused: {faults[0]}", "give the inputs other defaults", "groups")
    if "not finite" in json.dumps(result):
        raise CalculatorError("a result of the example is no finite number", "guard the formula", "results")
    return inputs, result


def _example(calculator: Calculator, language: Language, bands: NumericBands) -> Example:
    facts = about(calculator, language, bands)
    _engine()
    try:
        _check_names(calculator, facts)
        for result in facts["results"]:
            if "bands" in result and not facts["bands"][result["bands"]]:
                what = f"the page of benchmarks has no bands for “{result['bands']}”"
                raise CalculatorError(what, "name one of its sections", "results", result["id"])
        inputs, found = computed_example(facts)
        said = {
            result["id"]: _call("numbers", "bare", value, result, language)
            for result in calculator.data["results"]
            if result.get("said") and (value := found["values"][result["id"]]) is not None
        }
        html = _call("page", "html", facts, inputs, found)
        _check_worked(html)
        return Example(None, _call("page", "summary", facts, inputs, found), html, said)
    except CalculatorError as error:
        return Example((f"{error} ({language})", error.mend, error.parts))


def _check_names(calculator: Calculator, facts: dict[str, Any]) -> None:
    if calculator.path.stem != calculator.name:
        raise CalculatorError(f"the file is not called {calculator.name}.yml", "name both alike", "calculator")
    if not (_SCRIPTS / f"{calculator.name}.js").exists():
        raise CalculatorError("there is no script of that name", f"write {calculator.name}.js", "calculator")
    for group in facts["groups"]:
        for one in group.get("inputs", ()):
            _check_value(one, one.get("default"), "groups", group["id"], "inputs", one["id"])
        for number, row in enumerate(group.get("rows", ())):
            for column in group["columns"]:
                place = ("groups", group["id"], "rows", row.get("id", str(number)))
                _check_value(column, row["default"].get(column["id"]), *place)
    inputs = {one["id"] for group in facts["groups"] for one in group.get("inputs", ())}
    _, result = computed_example(facts)
    for one in facts["results"]:
        if one["id"] in inputs:
            what = f"“{one['id']}” is an input and a result"
            raise CalculatorError(what, "give each its own id", "results", one["id"])
        if one["id"] not in result["values"]:
            raise CalculatorError(f"the script finds no “{one['id']}”", "use one of its values", "results", one["id"])
        known = inputs | {other["id"] for other in facts["results"]} | set(result.get("parts", ()))
        unknown = [name for name in re.findall(r"\{([\w-]+)\}", one.get("worked", "")) if name not in known]
        if unknown:
            raise CalculatorError(
                f"there is no “{unknown[0]}”", "name an input or a result", "results", one["id"], "worked"
            )


_WORKED = re.compile(
    r'data-result="(?P<id>[\w-]+)"[^>]*>(?:(?!</div>).)*?<dd class="calc-worked">(?P<line>[^<]*)</dd>', re.S
)


def _check_worked(html: str) -> None:
    """Recompute the formulas with numbers as the results print them."""
    for match in _WORKED.finditer(html):
        line = unescape(match["line"])
        found = list(calculations(line))
        if not found or not all(one.agrees for one in found):
            makes = found[0].computed if found else None
            what = f"“{line}” makes {'nothing that can be computed' if makes is None else f'{makes:,.6g}'}"
            raise CalculatorError(what, "write the formula that the script computes", "results", match["id"], "worked")


def _check_value(given: dict[str, Any], value: Any, *place: str) -> None:
    if given["kind"] == "choice" and not given["options"]:
        raise CalculatorError(f"“{given['id']}” chooses from no list", "name one of the lists", *place)
    text = _call("address", "plain", value, given)
    if "fault" in (read := _call("numbers", "readField", text, given)):
        raise CalculatorError(
            f"the default of “{given['id']}” breaks the field's own range: {read['fault']}",
            "change one of them",
            *place,
        )
