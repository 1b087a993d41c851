"""Reads the cells of a spreadsheet as people do."""

from __future__ import annotations

import datetime
from typing import Any

from coursekit.toolkit import Field, shown

EPOCH = datetime.date(1899, 12, 30)


def number_text(one: Field, value: Any) -> str:
    """Return a value as a spreadsheet gives it (dates may be numbers, "" is empty) as people read it; see `shown`."""
    if value is None or value == "":
        return ""
    if isinstance(value, datetime.datetime):
        value = value.date()
    elif one.kind == "date" and isinstance(value, int | float):
        value = EPOCH + datetime.timedelta(days=int(value))
    elif isinstance(value, bool | int):
        value = float(value)
    return shown(one, value)
