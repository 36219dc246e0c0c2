"""Glass: a knapped piece of volcanic glass.

One stone on a dark table under a studio window. Mostly black; the scars tell you about the room.
"""

import numpy as np
from PIL import Image

from catalog.art.glass import light, stone
from catalog.art.ground import Progress, grid, resize, rng_for
from catalog.art.tone import film, finish, salt, to_srgb, toe

RECIPE_VERSION = 1
TONES = tuple(stone.SHAPES)
OVERSAMPLING = 1.5
BY_KIND = {"pickaxe": "blade", "glider": "wing"}


def choose_tone(rng: np.random.Generator, kind: str, rarity: str) -> str:
    """Return the shape of the stone: a pickaxe is a blade, a glider a wing, the rest a palm."""
    return BY_KIND.get(kind, "palm")


def draw(
    slug: str, seed_version: int, rarity: str, size: int, tone: str, progress: Progress
) -> np.ndarray:
    """Return the picture, uint8 (size, size, 3)."""
    core, blows, shine, grain = rng_for(slug, seed_version).spawn(4)
    fine, shape = int(size * OVERSAMPLING), stone.SHAPES[tone]
    progress("stone")
    edge = stone.outline(core, shape)
    u, v = _turned(core, fine, shape.turn)
    piece = stone.surface(blows, edge, stone.knap(blows, edge, shape), u, v)
    progress("light")
    picture = light.expose(shine, piece, salt(rarity), light.HEARTS[rarity])
    picture = resize(toe(to_srgb(film(picture, 1.55))), size, Image.Resampling.LANCZOS)
    return finish(np.clip(picture, 0, 1), grain, 0.009)


def _turned(rng: np.random.Generator, size: int, most: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the picture's places in the stone's axes, turned by up to `most` radians."""
    x, y = grid(size)
    turn = rng.uniform(-most, most)
    x, y = x - 0.5, y - 0.5
    return x * np.cos(turn) + y * np.sin(turn), y * np.cos(turn) - x * np.sin(turn)
