"""The absences of an Updraft: where the eggs stand, and how far a place is from them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

ARRANGEMENTS = ("one", "pair", "near", "clutch")


@dataclass(frozen=True)
class Egg:
    """One egg in picture units: centre, half its width, height over width, tilt in radians."""

    x: float
    y: float
    radius: float
    stretch: float
    tilt: float

    def local(self, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return u, v in the egg's axes, v squeezed so that |(u, v)| = radius is its skin.

        The upper half is squeezed more than the lower, which makes an egg of an ellipse.
        """
        cos, sin = np.cos(self.tilt), np.sin(self.tilt)
        across, along = x - self.x, y - self.y
        u, v = across * cos + along * sin, along * cos - across * sin
        return u, v / (self.stretch * np.where(v < 0, 1.08, 0.94))

    def skin(self, angle: np.ndarray, far: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return places at an angle round the egg, `far` radii out (1 is the skin)."""
        cos, sin = np.cos(self.tilt), np.sin(self.tilt)
        u, v = np.cos(angle) * far * self.radius, np.sin(angle) * far * self.radius
        v = v * self.stretch * np.where(v < 0, 1.08, 0.94)
        return self.x + u * cos - v * sin, self.y + u * sin + v * cos


def nearest(eggs: Sequence[Egg], x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the distance to the nearest egg in its radii, and the height on it (-1 top)."""
    u, v = eggs[0].local(x, y)
    best, height = np.hypot(u, v) / eggs[0].radius, v / eggs[0].radius
    for egg in eggs[1:]:
        u, v = egg.local(x, y)
        far = np.hypot(u, v) / egg.radius
        height = np.where(far < best, v / egg.radius, height)
        best = np.minimum(best, far)
    return best, height


def choose(rng: np.random.Generator, rarity: str) -> str:
    """Return an arrangement; a Mythic prefers to stand so near that the frame cuts it."""
    odds = (0.25, 0.05, 0.60, 0.10) if rarity == "mythic" else (0.55, 0.17, 0.10, 0.18)
    return str(rng.choice(ARRANGEMENTS, p=odds))


def lay(rng: np.random.Generator, arrangement: str) -> list[Egg]:
    """Return the eggs of an arrangement, the largest first."""
    return {"one": _one, "pair": _pair, "near": _near, "clutch": _clutch}[arrangement](rng)


def _one(rng: np.random.Generator) -> list[Egg]:
    """One egg off the middle; its size and place are what tells one piece from the next."""
    side, radius = rng.choice((-1, 1)), rng.uniform(0.085, 0.200)
    x = 0.5 + side * rng.uniform(0.02, 0.26 - radius)
    y = rng.uniform(0.36, 0.64 - radius * 0.6)
    return [Egg(x, y, radius, rng.uniform(1.22, 1.42), rng.uniform(-0.40, 0.40))]


def _pair(rng: np.random.Generator) -> list[Egg]:
    """A large egg and a small one that keeps its distance, below or above it."""
    side = rng.choice((-1, 1))
    radius, small = rng.uniform(0.135, 0.165), rng.uniform(0.062, 0.085)
    x, y = 0.5 - side * rng.uniform(0.06, 0.12), rng.uniform(0.38, 0.46)
    beside = x + side * (radius + small + rng.uniform(0.05, 0.10))
    below = y + rng.choice((-1, 1)) * rng.uniform(0.08, 0.20)
    large = Egg(x, y, radius, rng.uniform(1.24, 1.36), side * rng.uniform(-0.05, 0.22))
    return [large, Egg(beside, below, small, rng.uniform(1.22, 1.34), rng.uniform(-0.3, 0.3))]


def _near(rng: np.random.Generator) -> list[Egg]:
    """One egg so near that the frame cuts it."""
    side = rng.choice((-1, 1))
    x, y = 0.5 + side * rng.uniform(0.16, 0.24), rng.uniform(0.50, 0.58)
    return [Egg(x, y, rng.uniform(0.30, 0.35), rng.uniform(1.22, 1.30), rng.uniform(-0.25, 0.25))]


def _clutch(rng: np.random.Generator) -> list[Egg]:
    """Three eggs leaning together."""
    x = 0.5 + rng.uniform(-0.05, 0.05)
    side = rng.choice((-1, 1))
    tuck = rng.uniform(-0.012, 0.012, 3)
    return [
        Egg(x + side * 0.015, 0.385 + tuck[0], 0.112, 1.30, 0.04 * side),
        Egg(x - side * 0.175, 0.565 + tuck[1], 0.098, 1.27, 0.20 * side),
        Egg(x + side * 0.165, 0.600 + tuck[2], 0.088, 1.27, -0.24 * side),
    ]
