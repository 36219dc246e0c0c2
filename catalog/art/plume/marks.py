"""The markings of a Plume: an eye on the shaft, and bars across the lower vane."""

from dataclasses import dataclass

import numpy as np

from catalog.art.ground import bell, sample, smoothstep
from catalog.art.noise import Noise
from catalog.art.plume.shaft import Shaft
from catalog.art.plume.vane import FIRST, Barbs

WARP_LATTICE = 256


@dataclass(frozen=True)
class Eye:
    """An eye: its centre and direction (2,) and its radius, in picture units."""

    centre: np.ndarray
    ahead: np.ndarray
    aside: np.ndarray
    radius: float


@dataclass(frozen=True)
class Marks:
    """Markings on every place (n, samples) of a side: eye distance, ring, core, dark, bars."""

    far: np.ndarray
    ring: np.ndarray
    core: np.ndarray
    dark: np.ndarray
    bars: np.ndarray


def open_eye(rng: np.random.Generator, shaft: Shaft) -> Eye:
    """Return an eye three quarters up the shaft."""
    centre, ahead, aside = shaft.at(np.array([rng.uniform(0.70, 0.76)]))
    return Eye(centre[0], ahead[0], aside[0], rng.uniform(0.105, 0.135))


def mark(noise: Noise, eye: Eye, barbs: Barbs, path: np.ndarray, along: np.ndarray) -> Marks:
    """Return the markings; they live in picture space, so they run across the barbs."""
    wobble = noise.field(WARP_LATTICE, 16, octaves=2)
    sway = noise.field(WARP_LATTICE, 6, octaves=2)
    x, y = path[..., 0] * WARP_LATTICE - 0.5, path[..., 1] * WARP_LATTICE - 0.5
    offset = path - eye.centre
    far = np.hypot(offset @ eye.ahead * 0.82, offset @ eye.aside * 1.18) / eye.radius
    far = far + 0.05 * sample(wobble, x, y)
    place = (FIRST + (1 - FIRST) * barbs.up)[:, None]
    return Marks(
        far=far,
        ring=bell(far - 1.0, 0.085) + 0.75 * bell(far - 0.70, 0.05),
        core=bell(far, 0.40),
        dark=smoothstep(0.62, 0.40, far) * smoothstep(0.0, 0.30, far),
        bars=0.5 + 0.5 * np.sin(place * 62 - along * 7 + 2.2 * sample(sway, x, y)),
    )


def tint(marks: Marks, barbs: Barbs, along: np.ndarray) -> np.ndarray:
    """Return how light the vane is (n, samples), before the burn."""
    low = (1 - smoothstep(0.35, 0.75, barbs.up))[:, None]
    body = (0.30 + 0.34 * marks.bars**2 * low) * (1 - 0.45 * along)
    body = body * (1 - 0.35 * barbs.downy)[:, None] * (1 - 0.80 * marks.dark)
    return body * (0.55 + 0.45 * smoothstep(2.6, 1.0, marks.far))


def shine(marks: Marks) -> np.ndarray:
    """Return how brightly the eye shines (n, samples)."""
    return marks.ring * 0.30 + marks.core * (0.63 + 0.52 * marks.bars)
