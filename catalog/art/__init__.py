"""The art generator: a slug goes in, a picture comes out, and always the same one.

Four families draw everything the club makes. None of them reads a file: a piece owes nothing to
the game or to anyone else's picture. A sold edition is never redrawn, so a family that changes
what it draws gets a new RECIPE_VERSION, which is stored with the item.
"""

from types import ModuleType

import numpy as np

from catalog.art import glass, leaf, plume, updraft
from catalog.art.ground import Progress, quiet, rng_for
from catalog.art.plates import archive_plate
from catalog.art.tone import RARITIES

__all__ = [
    "FAMILIES",
    "KINDS",
    "RARITIES",
    "Progress",
    "archive_plate",
    "choose_family",
    "draw",
    "quiet",
]

FAMILIES: dict[str, ModuleType] = {
    "updraft": updraft,
    "leaf": leaf,
    "glass": glass,
    "plume": plume,
}

# How often a kind of piece is drawn by which family.
KINDS = {
    "outfit-concept": {"updraft": 0.6, "plume": 0.4},
    "back-bling": {"glass": 0.7, "plume": 0.3},
    "pickaxe": {"glass": 0.7, "plume": 0.3},
    "glider": {"plume": 0.7, "glass": 0.3},
    "emote": {"updraft": 0.7, "plume": 0.3},
    "wrap": {"leaf": 1.0},
    "loading-screen": {"updraft": 0.5, "leaf": 0.5},
    "spray": {"leaf": 0.5, "plume": 0.5},
    "music": {"updraft": 1.0},
}


def draw(
    slug: str,
    kind: str,
    rarity: str,
    size: int,
    family: str | None = None,
    tone: str | None = None,
    *,
    seed_version: int = 1,
    progress: Progress = quiet,
) -> np.ndarray:
    """Return the picture of a piece, uint8 sRGB (size, size, 3).

    Family and tone (the family's variant, such as `pale` or `clutch`) follow from slug, kind
    and rarity unless they are given. `progress` is told the name of each step as it begins.
    Raises ValueError with a sentence for a word that is not known here.
    """
    _known("rarity", rarity, RARITIES)
    module = FAMILIES[_known("family", family or choose_family(slug, kind), FAMILIES)]
    tone = tone or module.choose_tone(rng_for(f"{slug}/tone"), kind, rarity)
    _known("tone", tone, module.TONES)
    return module.draw(slug, seed_version, rarity, size, tone, progress)


def choose_family(slug: str, kind: str) -> str:
    """Return the family that draws a piece of some kind; ValueError for an unknown kind."""
    odds = KINDS[_known("kind", kind, KINDS)]
    return str(rng_for(f"{slug}/family").choice(list(odds), p=list(odds.values())))


def _known(what: str, word: str, words: tuple | dict) -> str:
    """Return a word that is one of some words, or say which there are."""
    if word not in words:
        raise ValueError(f"There is no {what} “{word}”. There are: {', '.join(words)}.")
    return word
