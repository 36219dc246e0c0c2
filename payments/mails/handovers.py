"""Letters about gifts and transfers."""

from datetime import timedelta

from accounts.models import User
from core.mailing import Letter, Mail
from payments import handover_letters
from payments.mails import samples
from payments.models import Copy, Handover

KAEL = User(pk=1, email="kael@ashes.example", handle="kael")
LINK_IN_LETTER = "the link in the letter, without signing in"
LINK = "http://127.0.0.1:8000/gifts/eA8wYt3Zl0Qk6vN2xJr5cHs9uBd7mGfP1oVhTiXyLqE/"


def _copy() -> Copy:
    return Copy(pk=7, item=samples.item(), serial=189, owner=KAEL)


def _handover(kind: str = "gift") -> Handover:
    until = samples.NOON + timedelta(days=30)
    given = {"giver": samples.MIRA, "recipient": KAEL, "email": KAEL.email}
    return Handover(pk=3, copy=_copy(), kind=kind, expires_at=until, **given)


def _ends() -> list[Letter]:
    states = ("accepted", "declined", "expired")
    return [handover_letters.ended(_handover(), each, samples.MIRA) for each in states]


def _pieces() -> list[Letter]:
    statuses = ("needs_response", "won", "lost", "refunded")
    return [handover_letters.piece(_copy(), each, KAEL.email) for each in statuses]


MAILS = [
    Mail(
        "gift",
        "a giver names an address, once for each gift",
        "that address",
        lambda: [handover_letters.gift(_handover(), LINK)],
    ),
    Mail(
        "transfer_asked",
        "a member would pass a piece on",
        "the member it is for",
        lambda: [handover_letters.asked(_handover("transfer"), KAEL)],
        switch=LINK_IN_LETTER,
    ),
    Mail(
        "handover_ended",
        "a gift or transfer is answered or out of time",
        "its giver",
        _ends,
        switch=LINK_IN_LETTER,
    ),
    Mail(
        "given_piece",
        "what was paid for a given piece is disputed, decided about or going back",
        "whoever has the piece",
        _pieces,
    ),
]
