"""Who said a thing, when and to whom, and by way of whom it reached us."""

from collections.abc import Sequence

SPEAKER, VIA = 0, 4  # places after the fence; the source key stands between them


def said_by(info: Sequence[str]) -> str:
    """`speaker | what they were | when and to whom | source key | via` in one line."""
    via = info[VIA] if len(info) > VIA else ""
    return ", ".join(filter(None, [*info[:3], f"via {via}" if via else ""]))
