"""Certificates: what proves on paper that a number was somebody's on a day.

A certificate names the passage by which its holder came to the copy. Histories are only added
to, so a copy that has passed on since has a newer passage, and old paper says so by itself.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from payments.models import Copy, Passage
from payments.naming import UNNAMED, Named, named

# No expiry: paper lasts. Keys of before are read through Django's own SECRET_KEY_FALLBACKS.
_signer = signing.Signer(salt="payments.certificates")
# A refund that failed gives the copy back to whom it was taken from: they never passed it on.
BACK_AND_FORTH = [Passage.How.RETURNED, Passage.How.RESTORED]


@dataclass(frozen=True)
class Certificate:
    """A passage, the number it was about, and the day on which that was written down."""

    passage: Passage
    serial: int
    issued_on: date

    @classmethod
    def issue(cls, copy: Copy) -> "Certificate":
        """For the owner of now, dated today; the same all day."""
        return cls(_newest(copy), copy.serial, timezone.localdate())

    @property
    def copy(self) -> Copy:
        return self.passage.copy

    @property
    def token(self) -> str:
        """What is signed. It holds no name and nothing that leads to one."""
        said = [self.passage.pk, self.serial, self.issued_on.isoformat()]
        return _signer.sign_object(said)

    @property
    def url(self) -> str:
        """Where anybody checks it, with its host: it stands on paper."""
        return settings.SITE_URL + reverse("payments:certificate_check", args=[self.token])

    @property
    def state(self) -> str:
        """What became of it: held, passed on, returned, or its holder's account has ended."""
        if self.copy.returned_at or self.copy.serial != self.serial:
            return "returned"
        if _newest(self.copy).pk != self.passage.pk:
            return "passed"
        return "held" if self.copy.owner_id else "ended"

    @property
    def holder(self) -> Named:
        """Its holder, if they have the copy to this day and let themselves be named."""
        is_held = self.state == "held"
        return named(self.copy.owner, "shows_locker") if is_held else UNNAMED


def read(token: str) -> Certificate | None:
    """The certificate a token stands for; None for one that is forged, altered or of nothing."""
    try:
        passage_pk, serial, day = _signer.unsign_object(token)
    except (signing.BadSignature, ValueError):
        return None
    whole = Passage.objects.select_related("copy__item__item_set", "copy__owner__departure")
    passage = whole.filter(pk=passage_pk).first()
    return Certificate(passage, serial, date.fromisoformat(day)) if passage else None


def _newest(copy: Copy) -> Any:
    """The passage by which the copy came to whoever has it."""
    return copy.passages.exclude(how__in=BACK_AND_FORTH).order_by("at", "pk").last()
