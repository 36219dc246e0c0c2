"""Leaf: ledger pages burnt through.

Six or seven ruled sheets with one hole, seen from above, still live at the edges.
"""

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


def draw(
    slug: str, seed_version: int, rarity: str, size: int, tone: str, progress: Progress
) -> np.ndarray:
    """Return the picture, uint8 (size, size, 3)."""
    shape, glow, pages, grain = rng_for(slug, seed_version).spawn(4)
    colour = salt(rarity)
    progress("hole")
    far = hole.field(shape, size)
    ends = hole.thresholds(shape)
    image = hole.bed(glow, far, colour)
    heat = image.mean(-1) / colour.mean() * 0.30
    image, heat = _stack(pages, image, heat, far, ends, colour, tone, progress)
    progress("light")
    return finish(to_srgb_of(_bloomed(image, heat, colour, tone), tone), grain, 0.010)


def _stack(
    rng: np.random.Generator,
    image: np.ndarray,
    heat: np.ndarray,
    far: np.ndarray,
    ends: np.ndarray,
    colour: np.ndarray,
    tone: str,
    progress: Progress,
) -> tuple[np.ndarray, np.ndarray]:
    """Return light and heat after all sheets are laid on, from the bottom to the top."""
    stock, fibre = sheet.STOCKS[tone], sheet.fibres(rng, far.shape[0])
    for height, end in enumerate(ends):
        progress(f"sheet {height + 1} of {len(ends)}")
        depth = len(ends) - 1 - height
        edge = hole.edge(rng, far, end)
        mask = smoothstep(-0.7, 0.7, edge.distance)
        page = sheet.burn(rng, sheet.paper(rng, stock, depth, fibre, colour), stock, edge)
        page *= sheet.daylight(edge, depth)[..., None]
        live = sheet.live_edge(rng, edge, height / len(ends))
        image = sheet.shade_below(image, mask, height)
        image = image * (1 - mask[..., None]) + page * mask[..., None]
        image += lit(live, _flame(colour))
        heat = heat * (1 - mask * 0.9) + live
    return image, heat


def _flame(colour: np.ndarray) -> np.ndarray:
    """Return the colour (3,) of live paper: the salt, and a tenth of plain ember."""
    return colour * 0.9 + EMBER * 0.10


def _bloomed(image: np.ndarray, heat: np.ndarray, colour: np.ndarray, tone: str) -> np.ndarray:
    """Return the light with the scatter of its heat (n, n) added."""
    unit = image.shape[0] / RECIPE_SIZE
    for sigma, gain, scattered in BLOOM:
        strength = gain * (SCATTER[tone] if scattered else 1)
        image = image + lit(blur(heat, sigma * unit) * strength, _flame(colour))
    return image


def to_srgb_of(image: np.ndarray, tone: str) -> np.ndarray:
    """Return the exposed sRGB picture, with its corners held back."""
    x, y = grid(image.shape[0])
    corners = (1 - 0.30 * smoothstep(0.42, 0.80, np.hypot(x - 0.5, y - 0.5)))[..., None]
    if tone == "pale":
        return to_srgb(paper_film(image, 1.62, 1.06) * corners)
    return toe(to_srgb(film(image, 2.1) * corners))
