"""The stone of a Glass: a core, and the scars of the flakes that were struck from it.

Obsidian breaks in shells. Every blow takes a flake and leaves a shallow bowl that starts at the
struck edge, with rings around the strike. Large flakes were taken first, small ones later, and
the edge was trimmed last; what is left is under all of the bowls at once. Lengths are in picture
units, in the stone's own axes: u across it, v along it, z toward the eye.
"""

from dataclasses import dataclass

import numpy as np

from catalog.art.ground import smoothstep
from catalog.art.noise import Noise

OUT_OF_SIGHT = 9.0
CLEARANCE = 0.008


@dataclass(frozen=True)
class Shape:
    """A kind of stone: half length, length over width, taper to one end, how pointed both ends
    are, thickness, the most it may be turned (radians), and how many flakes trimmed it."""

    half: float
    aspect: tuple[float, float]
    taper: tuple[float, float]
    point: float
    thick: float
    turn: float
    trim: int


SHAPES = {
    "palm": Shape(0.400, (1.24, 1.52), (0.05, 0.30), 0.10, 0.215, 0.55, 40),
    "blade": Shape(0.445, (1.55, 1.90), (0.25, 0.45), 0.42, 0.175, 0.50, 60),
    "wing": Shape(0.420, (1.32, 1.62), (0.35, 0.60), 0.30, 0.170, 0.70, 60),
}


@dataclass(frozen=True)
class Outline:
    """The outline of the core: half length and half width, taper, point, and two slow waves."""

    half: float
    wide: float
    taper: float
    point: float
    waves: tuple[float, float, float, float]

    def radius(self, angle: np.ndarray) -> np.ndarray:
        """Return how far the outline is out of round at an angle, about 1."""
        first, second, phase, other = self.waves
        return 1 + first * np.sin(2 * angle + phase) + second * np.sin(3 * angle + other)

    def narrowing(self, along: np.ndarray) -> np.ndarray:
        """Return the share of the width left at a place -1…1 along the stone."""
        along = np.clip(along, -1, 1)
        return (1 - self.taper * (0.5 - 0.5 * along)) * (1 - self.point * along**2)

    def at(self, angle: float) -> np.ndarray:
        """Return the place u, v on the outline at an angle."""
        u, v = np.cos(angle), np.sin(angle)
        place = np.array((u * self.wide * self.narrowing(v), v * self.half))
        return place * self.radius(np.array(angle))

    def inside(self, u: np.ndarray, v: np.ndarray) -> np.ndarray:
        """Return 0 in the middle and 1 on the outline, at places u, v."""
        along = v / self.half
        across = u / (self.wide * self.narrowing(along))
        return np.hypot(across, along) / self.radius(np.arctan2(along, across))


@dataclass(frozen=True)
class Scar:
    """The bowl a flake left: strike u, v; unit direction inward; depth there and its curves.

    Its surface is depth + slope·a + rise·a² + flank·b² at `a` along and `b` beside the blow,
    and rings of a height, a pitch and a decay run round the strike.
    """

    strike: np.ndarray
    inward: np.ndarray
    depth: float
    slope: float
    rise: float
    flank: float
    ring: float
    pitch: float
    decay: float
    phase: float


@dataclass(frozen=True)
class Stone:
    """The surface seen from above (n, n): height, and how far the next bowl lies above it."""

    height: np.ndarray
    gap: np.ndarray


def outline(rng: np.random.Generator, shape: Shape) -> Outline:
    """Return the outline of a core of some shape."""
    wide = shape.half / rng.uniform(*shape.aspect)
    waves = (rng.uniform(0.02, 0.075), rng.uniform(0.02, 0.055), *rng.uniform(0, 6.28, 2))
    return Outline(shape.half, wide, rng.uniform(*shape.taper), shape.point, waves)


def knap(rng: np.random.Generator, edge: Outline, shape: Shape) -> list[Scar]:
    """Return the scars in the order they were struck: large, middling, trimming."""
    large, middling = int(rng.integers(8, 12)), int(rng.integers(13, 20))
    scars = [_large(rng, edge, shape, angle) for angle in _round(rng, large, 0.22)]
    scars += [_middling(rng, edge, shape, angle) for angle in _round(rng, middling, 0.45)]
    return scars + [_trim(rng, edge, angle) for angle in _worked(rng, shape.trim)]


def _round(rng: np.random.Generator, count: int, loose: float) -> np.ndarray:
    """Return angles round the core, evenly but for some looseness, in no order."""
    step = 2 * np.pi / count
    angles = rng.random() * 2 * np.pi + step * np.arange(count)
    return rng.permutation(angles + rng.normal(0, loose * step, count))


def _worked(rng: np.random.Generator, count: int) -> np.ndarray:
    """Return angles of trimming: close together where an edge was worked, a few elsewhere."""
    middles = rng.uniform(0, 2 * np.pi, 4)
    worked = rng.choice(middles, count * 3 // 4) + rng.normal(0, 0.30, count * 3 // 4)
    return np.concatenate([worked, rng.uniform(0, 2 * np.pi, count - len(worked))])


def _aim(rng: np.random.Generator, edge: Outline, angle: float, stray: float) -> tuple:
    """Return a strike on the outline, the direction of the blow, and the way to the midline."""
    strike = edge.at(angle)
    target = np.array((rng.normal(0, 0.045), strike[1] * rng.uniform(0.25, 0.60)))
    reach = float(np.linalg.norm(target - strike))
    turn = rng.normal(0, stray)
    u, v = (target - strike) / reach
    cos, sin = np.cos(turn), np.sin(turn)
    return strike, np.array((u * cos - v * sin, u * sin + v * cos)), reach


def _large(rng: np.random.Generator, edge: Outline, shape: Shape, angle: float) -> Scar:
    """Return a flake that ran to the midline and set the form."""
    strike, inward, reach = _aim(rng, edge, angle, 0.34)
    top = shape.thick * rng.uniform(0.62, 1.10)
    bowl = rng.uniform(0.35, 0.80)
    return Scar(
        strike=strike,
        inward=inward,
        depth=rng.uniform(-0.014, 0.012),
        slope=(1 - bowl) * top / reach,
        rise=bowl * top / reach**2,
        flank=rng.uniform(1.2, 3.2),
        ring=rng.uniform(0.0009, 0.0022),
        pitch=rng.uniform(60, 110),
        decay=rng.uniform(2.0, 4.5),
        phase=rng.uniform(0, 6.28),
    )


def _middling(rng: np.random.Generator, edge: Outline, shape: Shape, angle: float) -> Scar:
    """Return a flake that stopped half-way and thinned the edge."""
    strike, inward, reach = _aim(rng, edge, angle, 0.30)
    run = reach * rng.uniform(0.40, 0.95)
    return Scar(
        strike=strike,
        inward=inward,
        depth=rng.uniform(-0.014, -0.001),
        slope=shape.thick * rng.uniform(0.30, 0.60) / run,
        rise=shape.thick * rng.uniform(0.40, 0.80) / run**2,
        flank=rng.uniform(3.5, 8.0),
        ring=rng.uniform(0.0006, 0.0014),
        pitch=rng.uniform(90, 150),
        decay=rng.uniform(3.0, 6.0),
        phase=rng.uniform(0, 6.28),
    )


def _trim(rng: np.random.Generator, edge: Outline, angle: float) -> Scar:
    """Return a small flake pressed off the edge."""
    strike, inward, _ = _aim(rng, edge, angle, 0.25)
    size = np.clip(rng.lognormal(-0.3, 0.55), 0.25, 2.2)
    return Scar(
        strike=strike,
        inward=inward,
        depth=-0.0065 * size,
        slope=rng.uniform(0.35, 0.8),
        rise=rng.uniform(5, 14) / size,
        flank=rng.uniform(18, 40) / size,
        ring=0.00035,
        pitch=150,
        decay=9,
        phase=0,
    )


def surface(
    rng: np.random.Generator, edge: Outline, scars: list[Scar], u: np.ndarray, v: np.ndarray
) -> Stone:
    """Return the stone over places u, v (n, n): the lowest of its core and all bowls."""
    size = u.shape[0]
    lowest = 0.30 * (1 - edge.inside(u, v) ** 3)
    second = np.full_like(lowest, OUT_OF_SIGHT)
    seen = np.nonzero(lowest > -0.02)
    warps = np.stack([Noise(rng).field(size, 5, octaves=3)[seen] for _ in range(2)])
    places, low, above = np.stack([u[seen], v[seen]]), lowest[seen], second[seen]
    for number, scar in enumerate(scars):
        warp = warps[0] * np.cos(2.4 * number) + warps[1] * np.sin(2.4 * number)
        _strike(scar, places, warp, low, above)
    lowest[seen], second[seen] = low, above
    return Stone(lowest, second - lowest)


def _strike(
    scar: Scar, places: np.ndarray, warp: np.ndarray, low: np.ndarray, above: np.ndarray
) -> None:
    """Lower the two lowest surfaces (n,) at places (2, n) to a scar's bowl, where it is lower.

    Most of a bowl lies high above the stone; its rings are only worked out where it does not.
    """
    right, ahead = places[0] - scar.strike[0], places[1] - scar.strike[1]
    a = right * scar.inward[0] + ahead * scar.inward[1]
    b = ahead * scar.inward[0] - right * scar.inward[1]
    body = scar.depth + scar.slope * a + scar.rise * a * np.abs(a) + scar.flank * b**2
    near = np.nonzero(body < above + CLEARANCE)[0]
    bowl = body[near] + _rings(scar, np.hypot(right[near], ahead[near]), warp[near])
    old, other = low[near], above[near]
    above[near] = np.minimum(other, np.maximum(old, bowl))
    low[near] = np.minimum(old, bowl)


def _rings(scar: Scar, far: np.ndarray, warp: np.ndarray) -> np.ndarray:
    """Return the height of a bowl's rings `far` from the strike, and of its unevenness."""
    waves = np.sin(scar.pitch * far**0.72 + 2.2 * warp + scar.phase)
    fade = np.exp(-far * scar.decay) * smoothstep(0.0, 0.05, far)
    return scar.ring * waves * fade + 0.0022 * warp


def normals(height: np.ndarray) -> np.ndarray:
    """Return unit normals (n, n, 3) of a height map that is one picture unit wide."""
    down, across = np.gradient(height, 1 / height.shape[0])
    facing = np.stack([-across, -down, np.ones_like(height)], -1)
    return facing / np.linalg.norm(facing, axis=-1, keepdims=True)
