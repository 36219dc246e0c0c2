"""Plates for the Archive: drained pictures that stand where the game's own may not.

A record of the Archive shows one of a few generated plates, never a picture from the game.
"""

import hashlib
from dataclasses import dataclass

import numpy as np

from catalog.art import glass, leaf, plume
from catalog.art.ground import Progress, quiet
from catalog.art.tone import luma

COUNT = 40
ALT = "A generated plate, not a picture from the game."
EXPOSURE = 0.74


@dataclass(frozen=True)
class Recipe:
    """What a plate is drawn with."""

    family: str
    tone: str
    rarity: str


# Ash has no salt, so the rarity only sets how much still glows.
RECIPES = (
    Recipe("leaf", "carbon", "common"),
    Recipe("glass", "palm", "common"),
    Recipe("plume", "night", "common"),
    Recipe("glass", "blade", "uncommon"),
    Recipe("leaf", "pale", "common"),
    Recipe("plume", "night", "common"),
    Recipe("glass", "wing", "common"),
    Recipe("leaf", "carbon", "common"),
)
FAMILIES = {"leaf": leaf, "glass": glass, "plume": plume}


def archive_plate(slug: str) -> str:
    """Return the name of a record's plate, such as `plate-07`: always the same for a slug."""
    digest = hashlib.sha256(slug.encode()).digest()
    return plate_name(int.from_bytes(digest[:8], "big") % COUNT)


def plate_name(number: int) -> str:
    """Return the name of a plate, counted from 0."""
    return f"plate-{number + 1:02}"


def draw_plate(number: int, size: int, progress: Progress = quiet) -> np.ndarray:
    """Return a plate, uint8 (size, size, 3): a picture drained of its colour and its light."""
    recipe = RECIPES[number % len(RECIPES)]
    module = FAMILIES[recipe.family]
    name = plate_name(number)
    picture = module.draw(name, 1, recipe.rarity, size, recipe.tone, progress)
    return drain(picture)


def drain(picture: np.ndarray) -> np.ndarray:
    """Return a picture as cold ash: grey, and dimmer the brighter it was."""
    level = luma(picture)
    dim = EXPOSURE * level * (1.18 - 0.36 * level)
    return np.repeat((dim * 255 + 0.5).astype(np.uint8)[..., None], 3, axis=2)
