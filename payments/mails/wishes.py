"""Letters about what members watch."""

from core.mailing import Letter, Mail
from payments import wish_letters
from payments.mails import samples
from payments.models import Wish


def _openings() -> list[Letter]:
    wish = Wish(owner=samples.MIRA, item=samples.item())
    reasons = (wish_letters.OPENED, wish_letters.RETURNED)
    return [wish_letters.letter(wish, because) for because in reasons]


MAILS = [
    Mail(
        "wish",
        "a watched piece opens or can be had again",
        "who watches it",
        _openings,
        switch="the link in the letter, without signing in",
    ),
]
