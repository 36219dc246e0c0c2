"""Lists and places in words."""

from collections.abc import Sequence
from typing import Any

FIRST = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"]
ENDINGS = {1: "st", 2: "nd", 3: "rd"}


def ordinal(number: int) -> str:
    """first, third; from ten on 10th, 22nd."""
    if number <= len(FIRST):
        return FIRST[number - 1]
    teens = number % 100 in (11, 12, 13)
    return f"{number}{'th' if teens else ENDINGS.get(number % 10, 'th')}"


def listed(words: Sequence[str], at_most: int = 4) -> str:
    """Brood, Shell and Slow Burn; what is over the limit becomes: and 3 more."""
    shown = list(words[:at_most])
    if len(words) > at_most:
        shown.append(f"{len(words) - at_most} more")
    return " and ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else "".join(shown)


def rates_in_words(taxes: Any) -> str:
    """VAT 19%: what tax is called and how much it is, of an order or an invoice; "" if unknown."""
    return ", ".join(f"{tax['name']} {tax['percent']}%" for tax in taxes or ())
