"""The embers of an Updraft: where they are born, how they drift, what light they leave."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from catalog.art.ground import RECIPE_SIZE, batches, blur, disc_blur, smoothstep, splat
from catalog.art.tone import COOLING, EMBER
from catalog.art.updraft.eggs import Egg, nearest
from catalog.art.updraft.flow import Flow

BATCH = 80
SHEATH, STREWN, FLECKS = 0.16, 0.10, 0.06


@dataclass(frozen=True)
class Kind:
    """A kind of ember: count, lens blur in pixels, brightness, steps at 1200 and their length."""

    count: int
    soft: float
    gain: float
    steps: int
    stride: float
    rising: bool


KINDS = (
    Kind(5200, 0, 0.62, 1000, 0.0013, True),
    Kind(900, 1.5, 1.0, 1000, 0.0013, True),
    Kind(150, 5, 5.5, 60, 0.0010, False),
    Kind(26, 13, 20.0, 12, 0.0008, False),
)


@dataclass
class Swarm:
    """Embers of one kind: places x, y (n,) in picture units, and how each one burns."""

    x: np.ndarray
    y: np.ndarray
    heat: np.ndarray
    life: np.ndarray
    pulse: np.ndarray
    phase: np.ndarray
    flicker: np.ndarray
    colour: np.ndarray


def glow(
    rng: np.random.Generator, eggs: Sequence[Egg], flow: Flow, salt: np.ndarray, size: int
) -> np.ndarray:
    """Return the light (size, size, 3) of all embers."""
    vents = _vents(rng, eggs)
    light = np.zeros((size, size, 3), np.float32)
    for kind in KINDS:
        swarm = _kindle(rng, kind, eggs, vents, salt)
        strokes = _drift(swarm, kind, eggs, flow, salt, size)
        layer = np.zeros_like(light)
        for batch in batches(strokes, BATCH):
            x, y, shine = (np.concatenate(part) for part in zip(*batch, strict=True))
            layer += splat(size, x, y, shine)
        soft = kind.soft * size / RECIPE_SIZE
        light += disc_blur(layer, soft) if kind.soft > 3 else blur(layer, soft)
    return light


def _vents(rng: np.random.Generator, eggs: Sequence[Egg]) -> np.ndarray:
    """Return the places the fire comes from: rows of x, spread and strength."""
    middle = eggs[0].x if len(eggs) == 1 else 0.5
    count, reach = rng.integers(5, 9), rng.uniform(0.10, 0.24)
    x = middle + rng.normal(0, reach, count)
    spread, strength = rng.uniform(0.012, 0.035, count), rng.uniform(0.5, 1.6, count)
    under = np.array([[middle, 0.05, 1.8]])
    return np.concatenate([np.stack([x, spread, strength], 1), under])


def _kindle(
    rng: np.random.Generator,
    kind: Kind,
    eggs: Sequence[Egg],
    vents: np.ndarray,
    salt: np.ndarray,
) -> Swarm:
    """Return a swarm at birth: few embers bright, most barely there."""
    n = kind.count
    x, y = _born_low(rng, n, eggs, vents) if kind.rising else _born_anywhere(rng, n, eggs)
    heat = np.minimum(rng.pareto(1.25, n) * 0.16 + 0.012, 5.0)
    colour = np.where(rng.random(n)[:, None] < FLECKS, EMBER, salt)
    return Swarm(
        x=x,
        y=y,
        heat=heat,
        life=rng.gamma(3.2, 0.22, n) + 0.10,
        pulse=rng.uniform(3, 20, n),
        phase=rng.random(n) * 2 * np.pi,
        flicker=rng.uniform(0, 0.45, n),
        colour=colour.astype(np.float32),
    )


def _born_anywhere(rng: np.random.Generator, n: int, eggs: Sequence[Egg]) -> tuple:
    """Return places of sparks that are already high."""
    middle = eggs[0].x if len(eggs) == 1 else 0.5
    return middle + rng.normal(0, 0.30, n), rng.random(n) * 1.15


def _born_low(
    rng: np.random.Generator, n: int, eggs: Sequence[Egg], vents: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return places at the vents; some are strewn, some born on the skin, drawing a sheath."""
    vent = vents[rng.choice(len(vents), n, p=vents[:, 2] / vents[:, 2].sum())]
    x = vent[:, 0] + rng.standard_t(3, n) * vent[:, 1]
    y = 1.03 + rng.random(n) * 0.10
    strewn, sheath = int(n * STREWN), int(n * SHEATH)
    x[:strewn], y[:strewn] = rng.random(strewn) * 1.2 - 0.1, rng.random(strewn) * 0.5 + 0.6
    for part in np.array_split(np.arange(strewn, strewn + sheath), len(eggs)):
        egg = eggs[int(part[0]) * len(eggs) // (strewn + sheath) % len(eggs)]
        angle = rng.uniform(-0.15 * np.pi, 1.15 * np.pi, len(part))
        x[part], y[part] = egg.skin(angle, 1.012 + np.abs(rng.normal(0, 0.035, len(part))))
    return x, y


def _drift(
    swarm: Swarm, kind: Kind, eggs: Sequence[Egg], flow: Flow, salt: np.ndarray, size: int
) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Yield, step by step, pixel places and light (n, 3) of the embers still alive.

    The steps get shorter as the picture gets larger, so that a trail stays a line; the light
    they leave follows, so that every size is equally bright.
    """
    finer = max(0.25, size / RECIPE_SIZE)
    steps, stride = round(kind.steps * finer), kind.stride / finer
    for step in range(steps):
        age = step * stride / swarm.life if kind.rising else np.full(kind.count, step / steps / 2)
        alive = np.nonzero((age < 1) & (swarm.y > -0.1))[0]
        if not len(alive):
            return
        x, y = swarm.x[alive], swarm.y[alive]
        across, down = flow.at(x, y)
        swarm.x[alive], swarm.y[alive] = x + across * stride, y + down * stride
        outside = smoothstep(0.997, 1.012, nearest(eggs, x, y)[0])
        shine = _shine(swarm, alive, age[alive]) * outside * kind.gain / finer
        light = shine[:, None] * _cooling(swarm.colour[alive], salt, age[alive])
        yield x * size, y * size, light * (0.20 * (size / RECIPE_SIZE) ** 2)


def _shine(swarm: Swarm, alive: np.ndarray, age: np.ndarray) -> np.ndarray:
    """Return brightness (n,) at an age 0…1: quickly up, slowly out, with a flicker."""
    wave = np.sin(swarm.pulse[alive] * age * 6 + swarm.phase[alive])
    flicker = 1 - swarm.flicker[alive] * (1 - wave)
    return swarm.heat[alive] * (1 - age) ** 1.6 * np.minimum(1, age * 18 + 0.02) * flicker


def _cooling(colour: np.ndarray, salt: np.ndarray, age: np.ndarray) -> np.ndarray:
    """Return the colour (n, 3) of embers that start as they are and end a deep salt."""
    hot = ((1 - age) ** 0.9)[:, None]
    return colour * hot + (salt * COOLING + 0.02) * (1 - hot)
