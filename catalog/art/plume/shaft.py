"""The shaft of a Plume: a cubic from the lower left to the upper right, and its strokes."""

from dataclasses import dataclass

import numpy as np

from catalog.art.ground import RECIPE_SIZE, splat

STROKES = 13
BONE = np.array((1.0, 0.93, 0.84), np.float32)


@dataclass(frozen=True)
class Shaft:
    """A cubic Bézier curve (4, 2) in picture units, from the quill to the tip."""

    points: np.ndarray

    def at(self, t: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return places, unit directions and unit normals, each (n, 2), at t (n,) of 0…1."""
        t = np.asarray(t, np.float32)[:, None]
        s, (a, b, c, d) = 1 - t, self.points
        place = s**3 * a + 3 * s * s * t * b + 3 * s * t * t * c + t**3 * d
        ahead = s * s * (b - a) + 2 * s * t * (c - b) + t * t * (d - c)
        ahead /= np.linalg.norm(ahead, axis=1, keepdims=True)
        return place, ahead, np.stack([-ahead[:, 1], ahead[:, 0]], 1)


def bend(rng: np.random.Generator) -> Shaft:
    """Return a shaft that leans to the right and bows to either side."""
    lean, bow = rng.uniform(0.10, 0.24), rng.uniform(0.08, 0.16) * rng.choice((-1, 1))
    return Shaft(
        np.array(
            [
                (0.5 - lean, 0.945),
                (0.5 - lean * 0.55 - bow * 0.55, 0.66),
                (0.5 + lean * 0.25 - bow, 0.36),
                (0.5 + lean * 0.9 + bow * 0.10, 0.185),
            ],
            np.float32,
        )
    )


def strokes(shaft: Shaft, size: int) -> np.ndarray:
    """Return the shaft itself (size, size, 3): parallel strokes, lighter on one side, tapering."""
    unit = size / RECIPE_SIZE
    t = np.linspace(0, 0.985, int(2600 * unit), dtype=np.float32)
    place, _, normal = shaft.at(t)
    picture = np.zeros((size, size, 3), np.float32)
    for across in np.linspace(-1, 1, STROKES):
        width = 0.0042 * (1 - t) ** 0.8 + 0.0006
        x, y = (place + normal * (across * width)[:, None]).T * size
        shade = (1 - 0.55 * abs(across)) * (0.75 + 0.45 * across)
        light = 0.0554 * unit * shade * (0.55 + 0.45 * (1 - t))
        picture += splat(size, x, y, light[:, None] * BONE)
    return picture
