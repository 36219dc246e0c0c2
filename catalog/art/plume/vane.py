"""The vane of a Plume: barbs that hook together in tufts, and split between them."""

from dataclasses import dataclass

import numpy as np

from catalog.art.ground import smoothstep
from catalog.art.plume.shaft import Shaft

BARBS = 1875
FIRST = 0.15


@dataclass(frozen=True)
class Barbs:
    """The barbs of one side: for each, n of them, where it grows, how, and how far (0…1).

    `up` is the place on the vane, 0 at the quill end and 1 at the tip; `downy` says how far a
    barb is down rather than vane; lengths are in picture units.
    """

    side: int
    up: np.ndarray
    root: np.ndarray
    ahead: np.ndarray
    out: np.ndarray
    angle: np.ndarray
    length: np.ndarray
    downy: np.ndarray


@dataclass(frozen=True)
class Tufts:
    """For each barb: the turn of its tuft in degrees, its length factor, its place in it."""

    turn: np.ndarray
    reach: np.ndarray
    inside: np.ndarray
    width: np.ndarray


def grow(rng: np.random.Generator, shaft: Shaft, side: int, width: float) -> Barbs:
    """Return the barbs of a side (-1 or 1) that is `width` wide."""
    up = np.sort(rng.random(BARBS) ** 0.92)
    root, ahead, normal = shaft.at(np.clip(FIRST + (1 - FIRST) * up, 0, 0.999))
    downy = smoothstep(0.16, 0.0, up)
    tufts = _tufts(rng, up)
    return Barbs(
        side=side,
        up=up,
        root=root,
        ahead=ahead,
        out=normal * side,
        angle=_angles(rng, up, downy, tufts),
        length=_lengths(rng, up, downy, tufts, width),
        downy=downy,
    )


def _tufts(rng: np.random.Generator, up: np.ndarray) -> Tufts:
    """Return the tufts between 15 to 20 random cuts, more of them near the quill."""
    cuts = np.sort(np.concatenate([rng.random(rng.integers(9, 15)), rng.uniform(0, 0.25, 6)]))
    start, end = np.append(0, cuts), np.append(cuts, 1)
    tuft, turn, reach = np.searchsorted(cuts, up), *rng.normal(0, 1, (2, len(start)))
    width = (end - start)[tuft]
    inside = (up - start[tuft]) / np.maximum(width, 1e-3)
    return Tufts(3.6 * turn[tuft], 1 + 0.045 * reach[tuft], inside, width)


def _angles(
    rng: np.random.Generator, up: np.ndarray, downy: np.ndarray, tufts: Tufts
) -> np.ndarray:
    """Return angles to the shaft in radians: wide below, narrow at the tip, fanning in tufts."""
    fan = (tufts.inside - 0.5) * 5.5 * np.minimum(1, tufts.width * 14)
    angle = 53 - 30 * up + tufts.turn + fan + rng.normal(0, 0.35, BARBS)
    return np.deg2rad(angle + downy * (26 + rng.normal(0, 13, BARBS)))


def _lengths(
    rng: np.random.Generator, up: np.ndarray, downy: np.ndarray, tufts: Tufts, width: float
) -> np.ndarray:
    """Return lengths in picture units: full by a third of the way, rounded off at the tip."""
    outline = smoothstep(-0.03, 0.34, up) * np.clip(1 - up**3.6, 0, 1) ** 0.62
    uneven = tufts.reach * (1 + rng.normal(0, 0.012, BARBS))
    return (width * outline + 0.012) * uneven * (1 - 0.25 * downy * rng.random(BARBS))


def trace(
    rng: np.random.Generator, barbs: Barbs, length: np.ndarray, samples: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return paths (n, samples, 2) of barbs cut to a length (n,), and the places 0…1 on them.

    A barb leaves at its angle and curls toward the tip by 46 % of its length; down wavers.
    """
    along = np.linspace(0, 1, samples, dtype=np.float32)
    cos, sin = np.cos(barbs.angle)[:, None], np.sin(barbs.angle)[:, None]
    first = (barbs.ahead * cos + barbs.out * sin) * length[:, None]
    curl = barbs.ahead * (0.46 * length)[:, None]
    wave = np.sin(along * 14 + rng.random(BARBS)[:, None] * 6) * 0.004 * barbs.downy[:, None]
    path = barbs.root[:, None] + first[:, None] * along[None, :, None]
    path = path + curl[:, None] * (along**2.1)[None, :, None]
    path = path + barbs.out[:, None] * wave[..., None]
    return path.astype(np.float32), along[None]
