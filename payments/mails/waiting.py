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


MAILS = [
    Mail(
        "waiting_offer",
        "a copy came free for whoever is next in line",
        "that member",
        _offer,
        switch="the link in the letter, without signing in",
    ),
]
