"""The picture a page shows where it is linked to: drawn beforehand, found by what it says."""

from ashes_club.cards.faces import face_of
from ashes_club.cards.keeping import draw_missing, retire

__all__ = ["draw_missing", "face_of", "retire"]
