"""The scripts of the worksheets in a small engine of their own."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import quickjs

FOLDER = Path(__file__).resolve().parents[2] / "docs/assets/scripts/worksheet"


class Scripts:
    """The functions of some modules, called with values and returning values; a Fault comes back as {"code": "#DIV/0!"}."""

    def __init__(self, *names: str) -> None:
        self.context = quickjs.Context()
        for name in names:
            text = (FOLDER / name).read_text(encoding="utf-8")
            self.context.eval(re.sub(r"^(import .*|export (?=\w))", "", text, flags=re.M))
        self.context.eval(
            "const plainly = (_, one) => one instanceof Fault ? { code: one.code } : typeof one === 'number' && "
            "!Number.isFinite(one) ? String(one) : one === undefined ? null : one;"
        )

    def call(self, expression: str, *arguments: Any) -> Any:
        given = ", ".join(json.dumps(one) for one in arguments)
        return json.loads(self.context.eval(f"JSON.stringify(({expression})({given}) ?? null, plainly)"))
