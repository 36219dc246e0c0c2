"""The twelve invariants of the till, and that each has tests: `pytest -m invariant -v`."""

import re
from pathlib import Path

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


def test_every_invariant_is_proven_somewhere():
    tests = "".join(path.read_text() for path in Path(__file__).parent.glob("test_*.py"))
    proven = {int(number) for number in re.findall(r"@pytest.mark.invariant\((\d+)\)\n", tests)}
    assert proven == set(INVARIANTS)
