"""How a Plume is seen: as light in the dark, or as ink on house paper."""

from typing import Protocol

import numpy as np

from catalog.art import tone
from catalog.art.ground import RECIPE_SIZE, bell, blur, grid, lit, shift, smoothstep
from catalog.art.noise import Noise

SCATTER = ((2, 0.45), (10, 0.35), (46, 0.45), (120, 0.30))
PAPER = tone.linear("#ddd5c8")
INK = np.array((0.020, 0.0165, 0.0145), np.float32)
SCORCH, SEPIA = np.array((0.7, 1.3, 2.0)), np.array((0.9, 1.75, 2.9))


class Feather(Protocol):
    """What is needed of a feather's layers, each (n, n, 3)."""

    body: np.ndarray
    fire: np.ndarray
    eye: np.ndarray


def night(rng: np.random.Generator, feather: Feather) -> np.ndarray:
    """Return sRGB (n, n, 3): the feather gives the only light there is."""
    size = feather.body.shape[0]
    unit, (x, y) = size / RECIPE_SIZE, grid(size)
    hot = feather.fire + feather.eye
    light = feather.body * 2.5 + hot * 1.1 + blur(feather.body, 30 * unit) * 0.10
    for sigma, gain in SCATTER:
        light = light + blur(hot, sigma * unit) * gain
    pool = bell(np.hypot((x - 0.5) / 0.46, (y - 0.46) / 0.52), 1)
    light = light + lit(pool * (0.5 + 0.7 * _smoke(rng, x, y)), (0.0115, 0.0098, 0.0085))
    light = light + np.array((0.0046, 0.0038, 0.0033), np.float32)
    corners = 1 - 0.5 * smoothstep(0.42, 0.78, np.hypot(x - 0.5, y - 0.5))
    return tone.toe(tone.to_srgb(tone.film(light * corners[..., None], 1.35)))


def _smoke(rng: np.random.Generator, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return smoke 0…1 (n, n) that hangs in the dark."""
    warp, drift = Noise(rng), Noise(rng)
    bend = 0.6 * warp.field(x.shape[0], 2.2, octaves=2)
    return 0.5 + 0.5 * drift.at(x * 2 + bend, y * 1.6, 4)


def paper(rng: np.random.Generator, feather: Feather) -> np.ndarray:
    """Return sRGB (n, n, 3): the body as ink, the eye as sepia, the fire as ember and scorch."""
    size = feather.body.shape[0]
    unit, density = size / RECIPE_SIZE, feather.body.mean(-1)
    heat, eye = feather.fire.mean(-1), feather.eye.mean(-1)
    sheet = _sheet(rng, size)
    shadow = blur(shift(np.minimum(density * 5, 1.2), 0.007 * size, 0.010 * size), 7 * unit)
    scorch = np.minimum(1.5 * (blur(heat, 16 * unit) + 0.8 * blur(heat, 40 * unit)), 2)
    sepia = np.minimum(eye + blur(eye, 5 * unit) * 0.6, 1.4)
    sheet *= np.exp(-lit(shadow * 0.5, (1, 1, 1)) - lit(scorch, SCORCH) - lit(sepia, SEPIA))
    clear = np.exp(-18.0 * density)[..., None]
    light = sheet * clear + INK * (1 - clear) + feather.body * 0.018
    light *= (1 - np.minimum(blur(heat, 1.2 * unit) * 1.6, 0.85))[..., None]
    light += (
        feather.fire + blur(feather.fire, 3 * unit) * 0.35 + blur(feather.fire, 14 * unit) * 0.22
    )
    return tone.to_srgb(tone.paper_film(light, 1.75, 1.05))


def _sheet(rng: np.random.Generator, size: int) -> np.ndarray:
    """Return a sheet of house paper (n, n, 3) with its fibre, lit from the upper left."""
    x, y = grid(size)
    fibre = (Noise(rng).field(size, 70, 220, 3) + Noise(rng).field(size, 260, 90, 3)) / 2
    mottle = Noise(rng).field(size, 3)
    falloff = 1.04 - 0.26 * smoothstep(0.1, 1.25, np.hypot(x - 0.22, y - 0.14))
    return lit((1 + 0.05 * fibre + 0.07 * mottle) * falloff, PAPER)
