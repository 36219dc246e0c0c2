"""Gradient noise on a lattice of 64, and its sum over octaves."""

import numpy as np

from catalog.art.ground import grid, resize

LATTICE = 64
MOST_OCTAVES = 6
SAMPLES_PER_CELL = 8


class Noise:
    """One field of fractal gradient noise, about -0.5 to 0.5, to be read anywhere and again.

    Octaves double the frequency and halve the gain (Perlin, "Improving noise", 2002, for the
    quintic fade).
    """

    def __init__(self, rng: np.random.Generator) -> None:
        angles = rng.random((MOST_OCTAVES, LATTICE * LATTICE), np.float32) * 2 * np.pi
        self.across, self.down = np.cos(angles), np.sin(angles)
        self.offsets = rng.random((MOST_OCTAVES, 2)).astype(np.float32) * LATTICE

    def at(self, x: np.ndarray, y: np.ndarray, octaves: int = 4) -> np.ndarray:
        """Return the noise at x, y (same shape, in lattice cells of the first octave)."""
        total, gain = np.zeros(np.broadcast(x, y).shape, np.float32), 1.0
        for octave in range(octaves):
            right, down = self.offsets[octave]
            total += gain * self._octave(octave, x * 2**octave + right, y * 2**octave + down)
            gain /= 2
        return total / (2 - 2 * gain)

    def field(
        self, size: int, across: float, down: float | None = None, octaves: int = 4
    ) -> np.ndarray:
        """Return the noise over a whole picture (size, size), `across` cells wide."""
        down = across if down is None else down
        fine = max(across, down) * 2 ** (octaves - 1)
        coarse = min(size, int(fine * SAMPLES_PER_CELL) + 2)
        x, y = grid(coarse)
        return resize(self.at(x * across, y * down, octaves), size)

    def _octave(self, octave: int, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Return one octave at lattice places x, y."""
        left, top = np.floor(x).astype(np.int32), np.floor(y).astype(np.int32)
        x, y = (x - left).astype(np.float32), (y - top).astype(np.float32)
        u, v = _fade(x), _fade(y)

        def corner(right: int, below: int) -> np.ndarray:
            cell = ((left + right) % LATTICE) * LATTICE + (top + below) % LATTICE
            slope = self.across[octave].take(cell) * (x - right)
            return slope + self.down[octave].take(cell) * (y - below)

        above = corner(0, 0) * (1 - u) + corner(1, 0) * u
        below = corner(0, 1) * (1 - u) + corner(1, 1) * u
        return above * (1 - v) + below * v


def _fade(t: np.ndarray) -> np.ndarray:
    """Return the quintic 6t⁵ - 15t⁴ + 10t³, flat to the second derivative at both ends."""
    return t * t * t * (t * (t * 6 - 15) + 10)
