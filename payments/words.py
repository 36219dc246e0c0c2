"""Lists in words."""

from collections.abc import Sequence


def listed(words: Sequence[str], at_most: int = 4) -> str:
    """Brood, Shell and Slow Burn; what is over the limit becomes: and 3 more."""
    shown = list(words[:at_most])
    if len(words) > at_most:
        shown.append(f"{len(words) - at_most} more")
    return " and ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else "".join(shown)
