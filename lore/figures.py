"""What is watched of the reading room."""

from core.figures import Figure
from core.pictures.renditions import waiting
from lore.models import MediaAsset, Page

FIGURES = [
    Figure(
        "club_lore_pages_outdated",
        "Lore pages that an older renderer drew and the worker has not redrawn.",
        lambda: Page.objects.outdated().values("pk"),
        reads_all=True,
    ),
    Figure(
        "club_lore_pictures_waiting",
        "Pictures of the record that lack their renditions.",
        lambda: waiting(MediaAsset.objects.all()).values("pk"),
        reads_all=True,
    ),
]
