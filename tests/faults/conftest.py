"""The fault table: each test adds its row once it has seen that the row is true."""

from dataclasses import dataclass, field

import pytest
from pytest import Config, TerminalReporter

ROWS = pytest.StashKey[list[tuple[str, str, str]]]()


@dataclass
class FaultTable:
    rows: list[tuple[str, str, str]] = field(default_factory=list)

    def add(self, fault: str, saw: str, lost: str = "nothing") -> None:
        """What was broken, what the visitor saw of it, and what was lost."""
        self.rows.append((fault, saw, lost))


@pytest.fixture(scope="session")
def fault_table(pytestconfig: Config) -> FaultTable:
    return FaultTable(pytestconfig.stash.setdefault(ROWS, []))


def pytest_terminal_summary(terminalreporter: TerminalReporter, config: Config) -> None:
    rows = config.stash.get(ROWS, [])
    if rows:
        terminalreporter.section("the fault table")
    for fault, saw, lost in rows:
        terminalreporter.write_line(f"| {fault} | {saw} | {lost} |")
