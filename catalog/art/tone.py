"""Colour and film: the salts of the six rarities, and the way from light to bytes."""

import numpy as np

from catalog.art.ground import RECIPE_SIZE, blur

RARITIES = ("common", "uncommon", "rare", "epic", "legendary", "mythic")

# What each salt does to a flame: linear emission colours.
SALTS = {
    "common": (0.80, 0.74, 0.66),
    "uncommon": (0.24, 0.72, 0.50),
    "rare": (0.22, 0.46, 0.92),
    "epic": (1.00, 0.095, 0.20),
    "legendary": (1.00, 0.33, 0.07),
    "mythic": (1.00, 0.66, 0.30),
}
EMBER = np.array((1.0, 0.30, 0.065), np.float32)
ASH = np.array((0.62, 0.57, 0.52), np.float32)
COOLING = np.array((0.55, 0.34, 0.30), np.float32)


def salt(rarity: str) -> np.ndarray:
    """Return the linear colour (3,) of a rarity's flame; KeyError for an unknown rarity."""
    return np.array(SALTS[rarity], np.float32)


def linear(code: str) -> np.ndarray:
    """Return the linear colour (3,) of an sRGB code such as "#ddd5c8"."""
    channels = np.array([int(code[i : i + 2], 16) for i in (1, 3, 5)], np.float32) / 255
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def film(light: np.ndarray, exposure: float) -> np.ndarray:
    """Return linear 0…1 of unbounded light (h, w, 3); what is very bright runs to white."""
    light = np.maximum(light, 0) * exposure
    over = np.clip(light.max(-1, keepdims=True) - 1.2, 0, None)
    return 1 - np.exp(-(light + 0.10 * over))


def paper_film(light: np.ndarray, exposure: float, gain: float) -> np.ndarray:
    """Return linear 0…1 of light (h, w, 3) on pale paper, which may not grey the whites."""
    return np.clip((1 - np.exp(-np.maximum(light, 0) * exposure)) * gain, 0, 1)


def to_srgb(values: np.ndarray) -> np.ndarray:
    """Return sRGB 0…1 of linear values."""
    values = np.clip(values, 0, 1)
    curve = 1.055 * np.power(values, 1 / 2.4) - 0.055
    return np.where(values <= 0.0031308, 12.92 * values, curve)


def toe(picture: np.ndarray) -> np.ndarray:
    """Return an sRGB night picture with its blacks let down, so that dark stays dark."""
    return np.clip(picture - 0.085 * (1 - picture) ** 6, 0, 1)


def finish(picture: np.ndarray, rng: np.random.Generator, grain: float = 0.010) -> np.ndarray:
    """Return uint8 (n, n, 3) of an sRGB picture, with film grain laid on last."""
    size = picture.shape[0]
    white = rng.standard_normal((size, size), np.float32)
    clumps = 0.7 * white + 0.9 * blur(white, size / RECIPE_SIZE)
    level = picture.mean(-1)
    amount = grain * (0.5 + np.sqrt(np.clip(level, 0, 1)) * (1 - 0.6 * level))
    return (np.clip(picture + (clumps * amount)[..., None], 0, 1) * 255 + 0.5).astype(np.uint8)


def luma(picture: np.ndarray) -> np.ndarray:
    """Return luma 0…1 (n, n), as the screen shows it, of an sRGB picture, uint8 (n, n, 3)."""
    values = picture.astype(np.float32) / 255
    return values @ np.array((0.2126, 0.7152, 0.0722), np.float32)
