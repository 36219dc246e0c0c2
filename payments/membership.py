"""What membership of the Club allows: the one seam the shop asks."""

from typing import Any


def may_enter_early(user: Any) -> bool:
    """Whether this buyer may come in the hours before a piece opens to everyone.

    Nobody may: those hours are the Club's, and the Club has not opened yet. Once it has, its
    membership is asked here and nowhere else; `user` may be None or signed out, who never may.
    """
    return False
