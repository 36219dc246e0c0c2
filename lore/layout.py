"""Where the pages of a graph stand: a drawing by forces, the same for the same ties.

Ties pull, everything else pushes (Fruchterman and Reingold 1991); then names that would lie on
each other are moved apart. Nothing is random: it begins from a spiral.
"""

from functools import lru_cache

import numpy as np

WIDTH, HEIGHT = 1200.0, 780.0
MARGIN_X, MARGIN_Y = 120.0, 60.0
STEPS = 260
HEAT = (0.16, 0.003)  # the farthest a node moves at the first and at the last step
GOLDEN = np.pi * (3 - np.sqrt(5))
# Two names closer than this lie on each other.
NAME_WIDTH, NAME_HEIGHT = 190.0, 46.0
NUDGES = 80

Places = np.ndarray  # of shape (count, 2)


@lru_cache(maxsize=256)
def lay_out(
    count: int, edges: tuple[tuple[int, int], ...], *, has_hub: bool
) -> tuple[tuple[int, int], ...]:
    """A place for each of `count` nodes; the first stands in the middle where it is the hub."""
    if count == 0:
        return ()
    places, joined = _spiral(count), _joined(count, edges)
    for heat in np.linspace(*HEAT, STEPS):
        places += _step(places, joined, heat)
        places -= places[0] if has_hub else places.mean(axis=0)
    fitted = _apart(_fitted(places, places[0] if has_hub else _middle(places)))
    return tuple((round(x), round(y)) for x, y in fitted)


def _spiral(count: int) -> Places:
    turn = np.arange(count)
    reach = np.sqrt(turn / max(count, 1))
    return np.stack([reach * np.cos(turn * GOLDEN), reach * np.sin(turn * GOLDEN)], axis=1)


def _joined(count: int, edges: tuple[tuple[int, int], ...]) -> np.ndarray:
    joined = np.zeros((count, count))
    for a, b in edges:
        joined[a, b] = joined[b, a] = 1.0
    return joined


def _step(places: Places, joined: np.ndarray, heat: float) -> Places:
    """How each node moves: pushed by all, pulled by what it is tied to and a little inwards."""
    ideal = 1.2 / np.sqrt(len(places))
    apart = places[:, None, :] - places[None, :, :]
    far = np.maximum(np.sqrt((apart**2).sum(axis=2)), 0.01)
    push = ideal**2 / far**2
    pull = joined * far / ideal
    force = (apart * (push - pull)[:, :, None]).sum(axis=1) - 0.6 * places
    length = np.maximum(np.sqrt((force**2).sum(axis=1)), 1e-9)
    return force / length[:, None] * np.minimum(length, heat)[:, None]


def _middle(places: Places) -> np.ndarray:
    return (places.max(axis=0) + places.min(axis=0)) / 2


def _fitted(places: Places, middle: np.ndarray) -> Places:
    """Into the sheet, with `middle` in its middle."""
    room = np.array([WIDTH / 2 - MARGIN_X, HEIGHT / 2 - MARGIN_Y])
    reach = np.maximum(np.abs(places - middle).max(axis=0), 1e-6)
    return (places - middle) / reach * room + np.array([WIDTH / 2, HEIGHT / 2])


def _apart(places: Places) -> Places:
    """Names that lie on each other are moved up and down until none does, or nearly."""
    for _ in range(NUDGES):
        across = places[:, None, 0] - places[None, :, 0]
        down = places[:, None, 1] - places[None, :, 1]
        lacks = NAME_HEIGHT - np.abs(down)
        close = (np.abs(across) < NAME_WIDTH) & (lacks > 0)
        np.fill_diagonal(close, False)
        if not close.any():
            break
        # Of two at the same height the later one goes down.
        order = np.sign(np.arange(len(places))[:, None] - np.arange(len(places))[None, :])
        away = np.where(down == 0, order, np.sign(down))
        places[:, 1] += (np.where(close, away * lacks, 0).sum(axis=1) * 0.3).clip(-30, 30)
        places[:, 1] = places[:, 1].clip(MARGIN_Y, HEIGHT - MARGIN_Y)
    return places
