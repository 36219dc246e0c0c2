"""Letters to those in line."""

from datetime import timedelta

from core.mailing import Letter, Mail
from payments import waiting_letters
from payments.mails import samples
from payments.models import Place


def _offer() -> list[Letter]:
    item = samples.item(edition_size=500, sold=499, held=1)
    until = samples.NOON + timedelta(hours=24)
    offered = {"offered_at": samples.NOON, "offered_until": until, "token": "Vb0hN3p7yQw2ZkR9"}
    return [waiting_letters.letter(Place(item=item, **offered), samples.MIRA)]


def _end_of_turn() -> list[Letter]:
    """Out of the line, in it again, and with nobody in it."""
    about = (samples.MIRA, samples.item(edition_size=500, sold=500), samples.NOON)
    return [
        waiting_letters.end_of_turn(*about, 4),
        waiting_letters.end_of_turn(*about, 3, is_in_line=True),
        waiting_letters.end_of_turn(*about),
    ]


MAILS = [
    Mail(
        "waiting_offer",
        "a copy came free for whoever is next in line",
        "that member",
        _offer,
        switch="the link in the letter, without signing in",
    ),
    Mail(
        "waiting_passed",
        "an offer to somebody in line went by",
        "the member it was made to",
        _end_of_turn,
        switch="the link in the letter, without signing in",
    ),
]
