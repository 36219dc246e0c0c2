"""What is watched of the vault."""

from catalog.models import ItemImage
from core.figures import Figure
from core.pictures.renditions import waiting

FIGURES = [
    Figure(
        "club_vault_pictures_waiting",
        "Pictures of pieces that lack their renditions.",
        lambda: waiting(ItemImage.objects.all()).values("pk"),
        reads_all=True,
    ),
]
