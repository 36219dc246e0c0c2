"""Each of the twelve invariants has tests: `python -m tests.payments.invariants` shows which."""

import re
from pathlib import Path

from tests.payments.invariants import INVARIANTS


def test_every_invariant_is_proven_somewhere():
    tests = "".join(path.read_text() for path in Path(__file__).parent.glob("test_*.py"))
    proven = {int(number) for number in re.findall(r"@pytest.mark.invariant\((\d+)", tests)}
    assert proven == set(INVARIANTS)
