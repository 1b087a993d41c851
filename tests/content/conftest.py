"""Prints the table of planted faults at the end of the run."""

from __future__ import annotations

import pytest

from planting.table import TABLE


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    table = config.stash.get(TABLE, None)
    if table:
        terminalreporter.section("planted faults")
        for line in table.lines():
            terminalreporter.write_line(line)
