"""What Mira and Kael say of pieces of theirs, in the demo and nowhere else."""

from collections.abc import Callable
from datetime import UTC, datetime

from payments.models import Copy, Review

SAID = [
    (
        "mira",
        "carbon-copy",
        5,
        datetime(2026, 10, 9, 20, 15, tzinfo=UTC),
        "On the screen of a phone it is a black sheet. On a large one the seams open, and you see "
        "that the fire goes all the way down.\n\nI bought it for the number and kept it for that.",
    ),
    (
        "kael",
        "carbon-copy",
        4,
        datetime(2026, 11, 3, 7, 40, tzinfo=UTC),
        "Good work, and honest about what it is. I would have liked the plate a third larger.",
    ),
    (
        "mira",
        "nightglass",
        4,
        datetime(2026, 10, 18, 21, 2, tzinfo=UTC),
        "Mostly black, as it says. The green is only there when you look for it.",
    ),
    (
        "mira",
        "hearthsong",
        5,
        datetime(2026, 11, 14, 22, 30, tzinfo=UTC),
        "Nothing happens in it for the first minute, and then you notice that you have been "
        "listening. Number 7 hangs where I can see it from the desk.",
    ),
    (
        "kael",
        "low-lantern",
        3,
        datetime(2026, 11, 12, 18, 5, tzinfo=UTC),
        "A lamp that keeps its light to itself. It grows on you slowly; mine has not finished yet.",
    ),
]


def load(progress: Callable[[str], None]) -> None:
    """Enter what they say of what they have; what is there already stays as it is."""
    entered = sum(_enter(*said) for said in SAID)
    progress(f"{entered} reviews" if entered else "the reviews are there already")


def _enter(handle: str, slug: str, stars: int, moment: datetime, text: str) -> bool:
    owned = Copy.objects.current().filter(owner__handle=handle, item__slug=slug)
    copy = owned.select_related("item", "owner").first()
    if copy is None or Review.objects.by(copy.owner).filter(item=copy.item).exists():
        return False
    review = Review.write(copy, copy.owner, stars, text)
    Review.objects.filter(pk=review.pk).update(written_at=moment)
    return True
