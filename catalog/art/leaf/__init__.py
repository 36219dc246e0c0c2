"""Leaf: ledger pages burnt through.

Six or seven ruled sheets with one hole, seen from above, still live at the edges.
"""

from dataclasses import dataclass

import numpy as np

from catalog.art.ground import RECIPE_SIZE, Progress, blur, grid, lit, rng_for, smoothstep
from catalog.art.leaf import hole, sheet
from catalog.art.tone import EMBER, film, finish, paper_film, salt, to_srgb, toe

RECIPE_VERSION = 1
TONES = ("pale", "carbon")
BLOOM = ((4, 0.50, False), (16, 0.45, True), (60, 0.40, True))
SCATTER = {"pale": 0.62, "carbon": 0.42}


def choose_tone(rng: np.random.Generator, kind: str, rarity: str) -> str:
    """Return pale or carbon: the low rungs are always pale, the high ones half of the time."""
    if rarity in ("common", "uncommon"):
        return "pale"
    return str(rng.choice(TONES, p=(0.6, 0.4) if rarity == "rare" else (0.5, 0.5)))


@dataclass
class Pile:
    """The sheets laid so far: their light (n, n, 3) and how hot each place is (n, n)."""

    light: np.ndarray
    heat: np.ndarray


def draw(
    slug: str, seed_version: int, rarity: str, size: int, tone: str, progress: Progress
) -> np.ndarray:
    """Return the picture, uint8 (size, size, 3)."""
    shape, glow, pages, grain = rng_for(slug, seed_version).spawn(4)
    colour, stock = salt(rarity), sheet.STOCKS[tone]
    progress("hole")
    far = hole.field(shape, size)
    ends = hole.thresholds(shape)
    light = hole.bed(glow, far, colour)
    pile = Pile(light, light.mean(-1) / colour.mean() * 0.30)
    fibre = sheet.fibres(pages, size)
    for height, end in enumerate(ends):
        progress(f"sheet {height + 1} of {len(ends)}")
        edge, depth = hole.edge(pages, far, end), len(ends) - 1 - height
        page = sheet.page(pages, stock, depth, fibre, colour, edge)
        _lay(pile, page, edge, sheet.live_edge(pages, edge, height / len(ends)), height, colour)
    progress("light")
    return finish(_expose(_bloomed(pile, colour, tone), tone), grain, 0.010)


def _lay(
    pile: Pile,
    page: np.ndarray,
    edge: hole.Edge,
    live: np.ndarray,
    height: int,
    colour: np.ndarray,
) -> None:
    """Lay a sheet (n, n, 3) with its live edge (n, n) on the pile, and its shadow below it."""
    mask = smoothstep(-0.7, 0.7, edge.distance)
    below = sheet.shade_below(pile.light, mask, height)
    pile.light = below * (1 - mask[..., None]) + page * mask[..., None] + lit(live, _flame(colour))
    pile.heat = pile.heat * (1 - mask * 0.9) + live


def _flame(colour: np.ndarray) -> np.ndarray:
    """Return the colour (3,) of live paper: the salt, and a tenth of plain ember."""
    return colour * 0.9 + EMBER * 0.10


def _bloomed(pile: Pile, colour: np.ndarray, tone: str) -> np.ndarray:
    """Return the pile's light (n, n, 3) with the scatter of its heat added."""
    image, unit = pile.light, pile.light.shape[0] / RECIPE_SIZE
    for sigma, gain, scattered in BLOOM:
        strength = gain * (SCATTER[tone] if scattered else 1)
        image = image + lit(blur(pile.heat, sigma * unit) * strength, _flame(colour))
    return image


def _expose(image: np.ndarray, tone: str) -> np.ndarray:
    """Return the exposed sRGB picture, with its corners held back."""
    x, y = grid(image.shape[0])
    corners = (1 - 0.30 * smoothstep(0.42, 0.80, np.hypot(x - 0.5, y - 0.5)))[..., None]
    if tone == "pale":
        return to_srgb(paper_film(image, 1.62, 1.06) * corners)
    return toe(to_srgb(film(image, 2.1) * corners))
