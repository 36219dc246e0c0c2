"""The current of an Updraft: a stream function that no egg lets through."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from catalog.art.ground import bell, grid, sample, smoothstep
from catalog.art.noise import Noise
from catalog.art.updraft.eggs import Egg, nearest

LATTICE = 900
LOW, HIGH = -0.25, 1.25
FASTEST = 1.7


@dataclass(frozen=True)
class Weather:
    """How the air moves: lean of the far current in radians, and the gains of its unrest."""

    lean: float
    unrest: float
    swirl: float
    frequency: float
    curls: int


@dataclass(frozen=True)
class Flow:
    """Velocities (LATTICE, LATTICE) in picture units per unit of time, over LOW…HIGH."""

    across: np.ndarray
    down: np.ndarray

    def at(self, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the velocity at places x, y (n,)."""
        scale = LATTICE / (HIGH - LOW)
        column, row = (x - LOW) * scale - 0.5, (y - LOW) * scale - 0.5
        return sample(self.across, column, row), sample(self.down, column, row)


def forecast(rng: np.random.Generator, alone: bool) -> Weather:
    """Return the weather of a picture; a single egg may stand in wind, a clutch may not."""
    still = not alone or rng.random() < 0.4
    lean = rng.normal(0, 0.05) if still else rng.choice((-1, 1)) * rng.uniform(0.12, 0.40)
    return Weather(
        lean=lean,
        unrest=rng.uniform(0.6, 2.1) if alone else rng.uniform(0.8, 1.2),
        swirl=rng.uniform(0.35, 0.9) * rng.choice((-1, 1)),
        frequency=rng.uniform(1.5, 2.6),
        curls=int(rng.integers(0, 4)) if alone else 0,
    )


def blow(rng: np.random.Generator, eggs: Sequence[Egg], weather: Weather) -> Flow:
    """Return the flow round the eggs in this weather."""
    x, y = grid(LATTICE, LOW, HIGH)
    far, height = nearest(eggs, x, y)
    free = smoothstep(1.0, 2.2, far)
    wake = smoothstep(0.9, -1.2, height) if len(eggs) == 1 else smoothstep(0.75, 0.15, y)
    stream = _parting(eggs, x, y, weather.lean)
    stream = stream + free * _unrest(rng, x, y, wake, weather)
    if len(eggs) == 1:
        stream = stream + weather.swirl * 0.05 * np.log(np.maximum(far, 0.02) + 0.35)
        stream = stream + free * _curls(rng, x, y, eggs[0], weather.curls)
    return _velocity(stream)


def _parting(eggs: Sequence[Egg], x: np.ndarray, y: np.ndarray, lean: float) -> np.ndarray:
    """Return the stream function of an even current that parts at every egg's skin."""
    if len(eggs) == 1:
        u, v = eggs[0].local(x, y)
    else:
        u, v = x - 0.5, y - 0.5
    stream = -(u * np.cos(lean) + v * np.sin(lean))
    for egg in eggs:
        near, along = egg.local(x, y)
        squared = np.maximum((near**2 + along**2) / egg.radius**2, 1e-4)
        stream = stream * (1 - np.minimum(1 / squared, 1))
    return stream


def _unrest(
    rng: np.random.Generator, x: np.ndarray, y: np.ndarray, wake: np.ndarray, weather: Weather
) -> np.ndarray:
    """Return the noise of the current: slow everywhere, finer in the wake above the egg."""
    slow, fine, f = Noise(rng), Noise(rng), weather.frequency
    broad = (0.05 + 0.11 * wake) * slow.at(x * f, y * f * 0.75, 2)
    return weather.unrest * (broad + 0.030 * wake * fine.at(x * f * 3.1, y * f * 2.6, 3))


def _curls(
    rng: np.random.Generator, x: np.ndarray, y: np.ndarray, egg: Egg, count: int
) -> np.ndarray:
    """Return eddies that hang in the wake, turning by turns left and right."""
    stream, turn = np.zeros_like(x), rng.choice((-1, 1))
    for step in range(count):
        above = egg.y - egg.radius * egg.stretch - 0.04 - 0.13 * step
        across = egg.x + turn * (-1) ** step * rng.uniform(0.05, 0.16)
        size = rng.uniform(0.05, 0.10)
        strength = turn * (-1) ** step * rng.uniform(0.5, 1.0) * size
        stream = stream + strength * bell(np.hypot(x - across, y - above), size)
    return stream


def _velocity(stream: np.ndarray) -> Flow:
    """Return the flow along a stream function, rising far away, no faster than FASTEST."""
    by_row, by_column = np.gradient(stream, (HIGH - LOW) / LATTICE)
    across, down = -by_row, by_column
    speed = np.hypot(across, down) + 1e-6
    brake = np.minimum(speed, FASTEST) / speed
    return Flow(across * brake, down * brake)
