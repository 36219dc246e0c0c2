"""The hole of a Leaf: where each sheet ends, and what still glows at the bottom."""

from dataclasses import dataclass

import numpy as np

from catalog.art.ground import RECIPE_SIZE, bell, grid, resize
from catalog.art.noise import Noise

COARSE = 640
# Gain, cells and octaves of the noises that fray an edge.
FRAY = ((0.020, 15, 4), (0.030, 4.5, 3), (0.004, 60, 2))


@dataclass(frozen=True)
class Edge:
    """The edge of one sheet: distance in pixels at 1200 (below 0 is hole), and its slope."""

    distance: np.ndarray
    across: np.ndarray
    down: np.ndarray


def field(rng: np.random.Generator, size: int) -> np.ndarray:
    """Return how far each place is from the fire (size, size), in about picture units.

    Smooth enough to be worked out on a coarse lattice and enlarged.
    """
    x, y = grid(min(size, COARSE))
    first, second = Noise(rng), Noise(rng)
    bend, sway = 0.30 * first.at(x * 1.5, y * 1.5, 2), 0.30 * second.at(x * 1.5, y * 1.5, 2)
    u, v = _offset(rng, x, y)
    far = 1.15 * np.hypot(u + bend * 0.6, v + sway * 0.6)
    far += 0.24 * first.at(x * 2.6 + bend, y * 2.6 + sway, 3) + 0.055 * second.at(x * 9, y * 9, 3)
    return resize(far, size)


def _offset(
    rng: np.random.Generator, x: np.ndarray, y: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return offsets from the middle of the fire, turned and squashed."""
    x = x - (0.5 + rng.uniform(-0.16, 0.16))
    y = y - (0.5 + rng.uniform(-0.13, 0.16))
    squash, turn = rng.uniform(0.72, 1.35), rng.uniform(-0.8, 0.8)
    u, v = x * np.cos(turn) + y * np.sin(turn), y * np.cos(turn) - x * np.sin(turn)
    return u * squash, v / squash


def thresholds(rng: np.random.Generator) -> np.ndarray:
    """Return where six or seven sheets end in the field, the deepest first."""
    count = rng.integers(6, 8)
    return np.linspace(0.17, 0.53, count) + rng.normal(0, 0.012, count)


def edge(rng: np.random.Generator, far: np.ndarray, threshold: float) -> Edge:
    """Return the edge of a sheet in the field, frayed by noise of its own."""
    size = far.shape[0]
    frayed = far + sum(
        gain * Noise(rng).field(size, cells, octaves=octaves) for gain, cells, octaves in FRAY
    )
    down, across = np.gradient(frayed, 1 / size)
    slope = np.hypot(across, down) + 0.25
    distance = (frayed - threshold) / slope * RECIPE_SIZE
    return Edge(distance, across / slope, down / slope)


def bed(rng: np.random.Generator, far: np.ndarray, salt: np.ndarray) -> np.ndarray:
    """Return the light (n, n, 3) of the bed: near-black, with cracks that still glow."""
    size = far.shape[0]
    crack = bell(Noise(rng).field(size, 7), 0.035)
    lump = 0.5 + 0.5 * Noise(rng).field(size, 13)
    heart = bell(far, 0.19)
    glow = crack * (0.25 + lump) * heart + 0.16 * heart**2 * lump**3
    return glow[..., None] * salt + np.array((0.0045, 0.0035, 0.003), np.float32)
