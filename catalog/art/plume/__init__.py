"""Plume: one feather, on fire or just out.

A specimen: a single feather rising from lower left to upper right, whole in the frame.
"""

from dataclasses import dataclass

import numpy as np
from PIL import Image

from catalog.art.ground import RECIPE_SIZE, Progress, resize, rng_for, smoothstep, splat
from catalog.art.noise import Noise
from catalog.art.plume import burn, film, marks, shaft, vane
from catalog.art.tone import EMBER, finish, salt

RECIPE_VERSION = 1
TONES = ("night", "paper")
OVERSAMPLING = 1.25
HORN = np.array((0.92, 0.86, 0.79), np.float32)
CORE_WARMTH = np.array((0.28, 0.20, 0.10), np.float32)


@dataclass
class Layers:
    """The feather taken apart, each (n, n, 3): its body, its fire, and the light of its eye."""

    body: np.ndarray
    fire: np.ndarray
    eye: np.ndarray


def choose_tone(rng: np.random.Generator, kind: str, rarity: str) -> str:
    """Return night or paper: sprays and Commons are drawn on paper, some Uncommons too."""
    if kind == "spray" or rarity == "common":
        return "paper"
    return "paper" if rarity == "uncommon" and rng.random() < 0.4 else "night"


def draw(
    slug: str, seed_version: int, rarity: str, size: int, tone: str, progress: Progress
) -> np.ndarray:
    """Return the picture, uint8 (size, size, 3)."""
    feather, air, grain = rng_for(slug, seed_version).spawn(3)
    colour = salt(rarity) if tone == "night" else salt(rarity) * 0.25 + EMBER * 0.75
    layers = _feather(feather, colour, int(size * OVERSAMPLING), progress)
    progress("light")
    expose = film.night if tone == "night" else film.paper
    picture = expose(air, layers)
    return finish(np.clip(resize(picture, size, Image.Resampling.LANCZOS), 0, 1), grain, 0.009)


def _feather(rng: np.random.Generator, colour: np.ndarray, size: int, progress: Progress) -> Layers:
    """Return the feather's layers."""
    stem = shaft.bend(rng)
    eye, warp = marks.open_eye(rng, stem), Noise(rng)
    broad, narrow = rng.uniform(0.225, 0.265), rng.uniform(0.62, 0.75)
    windward = rng.choice((-1, 1))
    blank = np.zeros((size, size, 3), np.float32)
    layers = Layers(shaft.strokes(stem, size), blank, blank.copy())
    for side in (-1, 1):
        progress(f"vane {'left' if side < 0 else 'right'}")
        width = broad * (narrow if side == windward else 1)
        barbs = vane.grow(rng, stem, side, width)
        _add_side(rng, layers, barbs, eye, warp, side == windward, colour)
    return layers


def _add_side(
    rng: np.random.Generator,
    layers: Layers,
    barbs: vane.Barbs,
    eye: marks.Eye,
    warp: Noise,
    windward: bool,
    colour: np.ndarray,
) -> None:
    """Draw one side of the vane, and what it lets go, into the layers."""
    size = layers.body.shape[0]
    eaten = burn.bite(rng, barbs, windward)
    burnt, length = eaten > 0.015, barbs.length * (1 - eaten)
    path, along = vane.trace(rng, barbs, length, int(330 * size / RECIPE_SIZE))
    marked, gloss = marks.mark(warp, eye, barbs, path, along), _gloss(rng, along)
    ahead = (1 - along) * length[:, None] * RECIPE_SIZE
    body = marks.tint(marked, barbs, along) * gloss * (1 - 0.92 * burn.char(ahead, burnt))
    flame = burn.flame(rng, ahead, burnt)
    weight = (length / 0.2 * size / RECIPE_SIZE)[:, None]
    hot = colour + CORE_WARMTH * marked.core[..., None]
    layers.body += _strokes(size, path, weight * 0.060 * body, _hide(marked, colour))
    layers.fire += _strokes(size, path, weight * 0.26 * flame, hot)
    layers.eye += _strokes(size, path, weight * 0.085 * marks.shine(marked) * gloss, hot)
    _let_go(rng, layers, barbs, path[:, -1], burnt, colour)


def _let_go(
    rng: np.random.Generator,
    layers: Layers,
    barbs: vane.Barbs,
    tips: np.ndarray,
    burnt: np.ndarray,
    colour: np.ndarray,
) -> None:
    """Draw the flakes that left the burnt tips (n, 2) into the layers."""
    heat, ash = burn.flakes(rng, barbs, tips, burnt, layers.body.shape[0])
    layers.fire += heat * colour
    layers.body += ash


def _gloss(rng: np.random.Generator, along: np.ndarray) -> np.ndarray:
    """Return how each barb catches the light (n, samples); a few catch much more."""
    each = np.clip(rng.pareto(4, vane.BARBS) * 0.5 + 0.72, 0, 2.2)[:, None]
    return each * smoothstep(1.0, 0.93, along) * 0.9 + 0.03


def _hide(marked: marks.Marks, colour: np.ndarray) -> np.ndarray:
    """Return the colour (n, samples, 3) of the vane: horn, taking on the salt near the eye."""
    plain = HORN * (1 - 0.55 * smoothstep(0.9, 2.2, marked.far))[..., None]
    return plain + colour * (0.55 * smoothstep(2.0, 0.8, marked.far))[..., None]


def _strokes(size: int, path: np.ndarray, weight: np.ndarray, colour: np.ndarray) -> np.ndarray:
    """Return barbs (n, samples, 2) drawn with a weight (n, samples) in their colours."""
    seen = weight > 1e-5
    light = weight[seen][:, None] * colour[seen]
    return splat(size, path[..., 0][seen] * size, path[..., 1][seen] * size, light)
