"""The history of a number: who has had it, as far as they let it be said.

It tells how a number passed on and on which day. Prices, orders and disputes are no part of it.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from django.contrib.humanize.templatetags.humanize import ordinal

from catalog.models import Item
from payments.models import Copy, Passage
from payments.naming import UNNAMED, Named, named

WORDS = {
    Passage.How.BOUGHT: "Entered",
    Passage.How.GIFT: "Given as a gift",
    Passage.How.TRANSFER: "Passed on",
    Passage.How.RETURNED: "Back in the edition",
    Passage.How.RESTORED: "Kept after all",
    Passage.How.GRANTED: "Entered by the house",
}


@dataclass(frozen=True)
class Step:
    """One line of a history."""

    words: str
    at: datetime
    to: Named
    is_out: bool  # whether somebody has the number since


@dataclass(frozen=True)
class Provenance:
    item: Item
    serial: int
    steps: list[Step]
    holder: Named

    @property
    def is_out(self) -> bool:
        """Whether somebody has it to this day."""
        return self.steps[-1].is_out

    @property
    def mark(self) -> str:
        """What its tick pattern is drawn from."""
        return f"{self.item.slug} {self.serial}"

    @property
    def place(self) -> str:
        """The number in its edition, in words."""
        size = self.item.edition_size
        if size == self.serial:
            return "The last of its edition"
        if self.serial == 1:
            return "The first of its edition"
        return f"{ordinal(self.serial)} of {size:,}" if size else f"{ordinal(self.serial)} taken"

    @property
    def owners(self) -> int:
        """How many times the number came to somebody."""
        return sum(step.is_out for step in self.steps)


def provenance_of(slug: str, serial: int) -> Provenance | None:
    """The history of one number of a piece; None if it was never given out."""
    pieces = Item.objects.entered().originals().for_cards()
    item = pieces.filter(slug=slug).first()
    copies = Copy.objects.filter(item=item, serial=serial) if item else Copy.objects.none()
    passages = Passage.objects.filter(copy__in=copies).in_order().select_related("owner__departure")
    steps = [_step(passage) for passage in passages]
    if item is None or not steps:
        return None
    shown = copies.shown_in_public().select_related("owner__departure").first()
    holder = named(shown.owner, "shows_locker") if shown else UNNAMED
    if shown is None and steps[-1].is_out:  # on its way to somebody else
        steps[-1] = replace(steps[-1], to=UNNAMED)
    return Provenance(item, serial, steps, holder)


def _step(passage: Passage) -> Step:
    how = Passage.How(passage.how)
    to = named(passage.owner, "shows_locker")
    return Step(WORDS[how], passage.at, to, is_out=how != Passage.How.RETURNED)
