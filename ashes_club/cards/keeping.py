"""Which cards there are, which are wanted, and which nobody asks for any more."""

from collections.abc import Callable
from datetime import timedelta
from itertools import islice

from django.core.files.base import ContentFile
from django.utils import timezone

from ashes_club.cards.drawing import can_draw, draw
from ashes_club.cards.faces import Face, all_faces
from ashes_club.models import Card

# A page that was fetched before its card changed may still be asked for the old one.
KEPT_FOR = timedelta(days=1)

Progress = Callable[[str], None]


def draw_missing(limit: int | None = None, progress: Progress | None = None) -> int:
    """Draw the cards that are not there, at most `limit`; how many were drawn.

    A face whose letters the fonts lack gets none: its page shows the picture of its item.
    """
    known = set(Card.objects.values_list("path", "digest"))
    missing = (face for face in all_faces() if (face.path, face.digest) not in known)
    drawn = 0
    for face in islice((face for face in filter(can_draw, missing) if _keep(face)), limit):
        drawn += 1
        if progress:
            progress(face.path)
    return drawn


def retire() -> int:
    """Remove the cards that no page shows any more, a day after they were drawn; how many."""
    current = {(face.path, face.digest) for face in all_faces()}
    old = Card.objects.filter(made_at__lt=timezone.now() - KEPT_FOR)
    gone = [card for card in old if (card.path, card.digest) not in current]
    for card in gone:
        card.file.delete(save=False)
        card.delete()
    return len(gone)


def _keep(face: Face) -> bool:
    """Draw a card and put it where its page finds it; False if its picture cannot be read."""
    try:
        drawn = draw(face)
    except (OSError, SyntaxError, ValueError):
        return False
    card = Card(path=face.path, digest=face.digest, file=ContentFile(drawn, "card.jpg"))
    # The command and the worker may draw the same card at the same time.
    Card.objects.bulk_create([card], ignore_conflicts=True)
    return True
