"""What the house itself keeps: the cards its pages show where they are linked to."""

from django.db import models


def card_path(card: "Card", filename: str) -> str:
    """cards/vault/three-sleepers/5f1c….jpg: a new card has a new address."""
    return f"cards{card.path}{card.digest}.jpg"


class Card(models.Model):
    """A card that was drawn: for the page at `path`, while it says what `digest` stands for."""

    path = models.CharField(max_length=300)
    digest = models.CharField(max_length=16)
    file = models.FileField(upload_to=card_path, max_length=400)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["path", "digest"], name="card_is_drawn_once")
        ]

    def __str__(self) -> str:
        return self.path
