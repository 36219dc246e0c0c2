"""The twelve invariants of the till, and a table of what proves them.

    python -m tests.payments.invariants [--kills]

Runs every test marked `invariant` and prints, for each invariant, the tests, what was done to
the shop meanwhile, how often it was tried and how often it failed. With --kills the processes
are killed as well, which takes minutes.
"""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

INVARIANTS = {
    1: "Only signed, fresh events of our mode act.",
    2: "One event, one effect.",
    3: "One paid order, one fulfilment, whatever triggers it.",
    4: "No access before it is paid.",
    5: "The final state does not depend on the order of events.",
    6: "Sold and held never exceed the edition; no number is given or set aside twice.",
    7: "Amount, currency and lines are the order's, or it is set aside.",
    8: "One payable session per order.",
    9: "Every hold ends, and never while its session can be paid.",
    10: "Refunds never exceed what was captured; access follows money both ways.",
    11: "No call of Stripe in a transaction; the key is stored first.",
    12: "Reconciliation converges, and twice is as good as once.",
}


@dataclass
class Proof:
    """What was tried of one invariant."""

    tests: dict[str, str] = field(default_factory=dict)  # name: what was done to the shop
    runs: int = 0
    failures: int = 0


class Tally:
    """A plugin of pytest that counts by invariant."""

    def __init__(self) -> None:
        self.proofs = {number: Proof() for number in INVARIANTS}
        self.of_test: dict[str, list[int]] = {}

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        for item in session.items:
            for mark in item.iter_markers("invariant"):
                number, *faults = mark.args
                name = getattr(item, "originalname", item.name)
                self.proofs[number].tests[name] = ", ".join(faults)
                self.of_test.setdefault(item.nodeid, []).append(number)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        for number in self.of_test.get(report.nodeid, []):
            self.proofs[number].runs += report.when == "call"
            self.proofs[number].failures += report.failed

    def table(self) -> Iterator[str]:
        yield "| | invariant | test | done to the shop | runs | failures |"
        yield "|--:|---|---|---|--:|--:|"
        for number, proof in self.proofs.items():
            rows = list(proof.tests.items()) or [("none", "")]
            for at, (test, faults) in enumerate(rows):
                head = (str(number), INVARIANTS[number]) if at == 0 else ("", "")
                tail = (str(proof.runs), str(proof.failures)) if at == 0 else ("", "")
                words = test.removeprefix("test_").replace("_", " ")
                yield f"| {' | '.join([*head, words, faults, *tail])} |"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", action="store_true", help="kill processes as well")
    wanted = "invariant" if parser.parse_args().kills else "invariant and not faults"
    tally = Tally()
    plugins: list[Any] = [tally]
    failed = pytest.main(["-q", "-m", wanted, "tests/payments", "tests/faults"], plugins)
    print("\n".join(tally.table()))
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
