"""The burn of a Plume: what the fire has eaten, the edge it burns at, what it lets go."""

import numpy as np

from catalog.art.ground import RECIPE_SIZE, bell, blur, smoothstep, splat
from catalog.art.noise import Noise
from catalog.art.plume.vane import BARBS, Barbs

EATEN = 0.62
FLAKES = 150
GREY = np.array((0.80, 0.75, 0.70), np.float32)


def bite(rng: np.random.Generator, barbs: Barbs, windward: bool) -> np.ndarray:
    """Return the share 0…EATEN the fire took of each barb, more toward the tip and windward."""
    broad, fine = Noise(rng), Noise(rng)
    up = barbs.up.astype(np.float32)
    front = 1.35 * broad.at(up * 4.2, np.full(BARBS, 3.3, np.float32))
    front = front + 0.10 * fine.at(up * 46, np.full(BARBS, 5.0, np.float32), 3)
    toward = 0.22 * smoothstep(0.45, 0.95, barbs.up) * (1 if windward else 0.35)
    return np.clip(front - 0.02 + toward, 0, EATEN)


def char(ahead: np.ndarray, burnt: np.ndarray) -> np.ndarray:
    """Return char 0…1 (n, samples) where pixels `ahead` of a barb's end, at 1200, are few."""
    return np.where(burnt[:, None], np.exp(-ahead / 16), 0)


def flame(rng: np.random.Generator, ahead: np.ndarray, burnt: np.ndarray) -> np.ndarray:
    """Return the glow (n, samples) of the last pixels; half the barbs burn brightly."""
    bright = 0.35 + 1.1 * (rng.random(BARBS)[:, None] < 0.55)
    edge = bell(ahead - 1.5, 2.6) * bright + np.exp(-ahead / 22) * 0.05
    return np.where(burnt[:, None], edge, 0)


def flakes(
    rng: np.random.Generator, barbs: Barbs, tips: np.ndarray, burnt: np.ndarray, size: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return flakes that left the front, as heat (size, size, 1) and grey ash (size, size, 3)."""
    burning = np.nonzero(burnt)[0]
    if not len(burning):
        return np.zeros((size, size, 1), np.float32), np.zeros((size, size, 3), np.float32)
    unit = size / RECIPE_SIZE
    origin, age = rng.choice(burning, FLAKES), rng.gamma(1.3, 0.045, FLAKES)
    x, y = _drifted(rng, barbs, tips, origin, age)
    heat = np.minimum(rng.pareto(1.6, FLAKES) * 0.25, 4) * np.exp(-7 * age) * 0.35 * unit**2
    tails = [(x * size + step * 0.6 * unit, y * size - step * 0.5 * unit) for step in range(4)]
    hot = np.sum([splat(size, across, down, heat[:, None]) for across, down in tails], axis=0)
    cold = np.full((FLAKES // 2, 1), 0.58 * unit**2) * GREY
    ash = splat(size, x[::2] * size + 9 * unit, y[::2] * size - 7 * unit, cold)
    return blur(hot, 0.7 * unit) * 1.5 + blur(hot, 2.6 * unit), blur(ash, 1.1 * unit) * 1.2


def _drifted(
    rng: np.random.Generator, barbs: Barbs, tips: np.ndarray, origin: np.ndarray, age: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return where flakes of an age are: outward with the barb, upward with the heat."""
    x = tips[origin, 0] + barbs.out[origin, 0] * age * 0.6 + age * 0.12
    y = tips[origin, 1] + barbs.out[origin, 1] * age * 0.4 - age * 0.9
    return x + rng.normal(0, 0.012, FLAKES), y + rng.normal(0, 0.010, FLAKES)
