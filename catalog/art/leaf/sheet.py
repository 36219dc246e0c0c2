"""One ruled sheet of a Leaf: its paper, its burn and the live edge."""

from dataclasses import dataclass

import numpy as np

from catalog.art.ground import RECIPE_SIZE, bell, blur, grid, lit, shift, smoothstep
from catalog.art.leaf.hole import Edge
from catalog.art.noise import Noise
from catalog.art.tone import ASH, linear

PALE = ("#e4ddd1", "#d6cdbf", "#c9beae", "#b9ad9c", "#a89b8a", "#958877", "#7f7364")
CARBON = ("#3a3531", "#35302c", "#302b27", "#2b2622", "#26211e", "#211d1a", "#1d1917")
RULING = 0.0265
LAMP = (-0.55, -0.83)


@dataclass(frozen=True)
class Stock:
    """A kind of paper: albedo from the top sheet down, ink, and widths of tan and brown."""

    shades: tuple
    ink: float
    tan: float
    brown: float


STOCKS = {
    "pale": Stock(tuple(linear(c) for c in PALE), 0.34, 110, 34),
    "carbon": Stock(tuple(linear(c) * 0.62 for c in CARBON), -0.6, 60, 20),
}


def shade_below(image: np.ndarray, mask: np.ndarray, height: int) -> np.ndarray:
    """Return what lies below (n, n, 3), under the shadow of a sheet (n, n) at a height."""
    unit = mask.shape[0] / RECIPE_SIZE
    reach = (10 + 3.2 * height) * unit
    cast = blur(shift(mask, reach * 0.62, reach), reach * 0.75) * 0.62
    shadow = cast + blur(mask, 5 * unit) * 0.30
    return image * (1 - np.clip(shadow, 0, 0.93) * (1 - mask))[..., None]


def fibres(rng: np.random.Generator, size: int) -> np.ndarray:
    """Return the fibre of the paper (size, size), about ±0.5, in two directions."""
    along, across = Noise(rng), Noise(rng)
    return (along.field(size, 70, 220, 3) + across.field(size, 260, 90, 3)) / 2


def page(
    rng: np.random.Generator,
    stock: Stock,
    depth: int,
    fibre: np.ndarray,
    salt: np.ndarray,
    edge: Edge,
) -> np.ndarray:
    """Return a whole sheet (n, n, 3), `depth` sheets down: ruled, burnt, in daylight."""
    burnt = burn(rng, paper(rng, stock, depth, fibre, salt), stock, edge)
    return burnt * daylight(edge, depth)[..., None]


def paper(
    rng: np.random.Generator, stock: Stock, depth: int, fibre: np.ndarray, salt: np.ndarray
) -> np.ndarray:
    """Return the albedo (n, n, 3) of a sheet, `depth` sheets down, before it burns.

    One fibre does for all sheets: each takes it from another place.
    """
    size = fibre.shape[0]
    moved = shift(fibre, *rng.integers(0, size, 2))
    mottle = Noise(rng).field(size, 3)
    shade = stock.shades[min(depth, len(stock.shades) - 1)]
    sheet = lit(1 + 0.055 * moved + 0.10 * mottle, shade)
    rule, margin = _ruling(rng, size)
    sheet *= (1 - stock.ink * rule)[..., None]
    return sheet * (1 - margin * 0.5)[..., None] + lit(margin * 0.5, salt * 0.28 + 0.01)


def _ruling(rng: np.random.Generator, size: int) -> tuple[np.ndarray, np.ndarray]:
    """Return hairlines and one margin line (size, size), 0…1, turned a little off true."""
    x, y = grid(size)
    turn = rng.normal(0, 0.02)
    across, down = x * np.cos(turn) - y * np.sin(turn), y * np.cos(turn) + x * np.sin(turn)
    phase = (down / RULING + rng.random()) % 1 - 0.5
    worn = 0.55 + 0.45 * smoothstep(-0.3, 0.3, Noise(rng).field(size, 20, 4, 2))
    rule = bell(phase * RULING * RECIPE_SIZE, 0.65) * worn
    return rule, bell((across - rng.uniform(0.10, 0.16)) * RECIPE_SIZE, 0.75)


def burn(rng: np.random.Generator, sheet: np.ndarray, stock: Stock, edge: Edge) -> np.ndarray:
    """Return a sheet's albedo as the fire left it: tan, brown, char, and a lip of ash."""
    size, away = sheet.shape[0], np.clip(edge.distance, 0, None)
    breath = 1 + 0.75 * Noise(rng).field(size, 7, octaves=3)
    tan, brown = np.exp(-away / (stock.tan * breath)), np.exp(-away / (stock.brown * breath))
    char = np.exp(-((away / (9 * breath)) ** 1.6))[..., None]
    sheet = sheet * np.clip(1 - 0.42 * lit(tan, (0.75, 1.0, 1.25)), 0, 1)
    sheet = sheet * (1 - lit(brown, (0.80, 0.90, 0.97)))
    sheet = sheet * (1 - char) + char * np.array((0.0065, 0.0055, 0.005), np.float32)
    lip = bell(edge.distance - 2.2, 1.6) * smoothstep(
        0, 0.45, Noise(rng).field(size, 18, octaves=3)
    )
    return sheet + lit(lip, ASH * 0.16)


def daylight(edge: Edge, depth: int) -> np.ndarray:
    """Return the light (n, n) on a sheet from the upper left, with its edge curling to it."""
    x, y = grid(edge.distance.shape[0])
    facing = edge.across * LAMP[0] + edge.down * LAMP[1]
    curl = 1 + 0.55 * facing * np.exp(-np.clip(edge.distance, 0, None) / 26)
    falloff = 1.05 - 0.34 * smoothstep(0.1, 1.25, np.hypot(x - 0.22, y - 0.14))
    return curl * falloff * (1 - 0.055 * depth)


def live_edge(rng: np.random.Generator, edge: Edge, height: float) -> np.ndarray:
    """Return the glow (n, n) along an edge, only where the fire is awake: never an outline."""
    size = edge.distance.shape[0]
    gate = Noise(rng).field(size, 5.5, octaves=3) + 0.16 * height - 0.02
    spark = 0.5 + 0.8 * np.clip(Noise(rng).field(size, 42, octaves=2) + 0.3, 0, 1)
    awake = smoothstep(0.10, 0.42, gate) * spark
    front = 2.3 * bell(edge.distance - 1.0, 1.7)
    behind = 0.16 * np.exp(-np.clip(edge.distance, 0, None) / 7)
    return (front + behind) * awake * smoothstep(-3.0, 0.2, edge.distance)
