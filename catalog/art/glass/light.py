"""The light of a Glass: what the stone mirrors, what it holds, and the table under it."""

import numpy as np

from catalog.art.glass import room
from catalog.art.glass.stone import Stone, normals
from catalog.art.ground import RECIPE_SIZE, bell, blur, grid, lit, shift, smoothstep
from catalog.art.noise import Noise
from catalog.art.tone import EMBER

# How much fire is caught in the middle of the stone.
HEARTS = {
    "common": 0.10,
    "uncommon": 0.22,
    "rare": 0.34,
    "epic": 0.42,
    "legendary": 0.62,
    "mythic": 0.85,
}


def expose(rng: np.random.Generator, stone: Stone, salt: np.ndarray, heart: float) -> np.ndarray:
    """Return all light (n, n, 3) of the stone on its table."""
    facing, solid = normals(stone.height), np.clip(stone.height, 0, None)
    mask = smoothstep(-0.001, 0.0016, stone.height)
    caught = _heart(rng, facing, solid) * heart * 3.6
    glass = _mirrored(facing, salt) * 1.25 + lit(caught * _clear(facing), salt)
    glass += _veil(rng, facing, solid, salt)
    glass += lit(_thin(facing, solid) * mask, salt * 0.42 + EMBER * 0.10)
    glass = _ridged(rng, glass, stone, facing, mask, salt)
    glass += _rim(facing, solid, mask)
    table = _table(rng, mask, caught, salt)
    light = table * (1 - mask)[..., None] + glass * mask[..., None]
    return _bloomed(light)


def _unit(size: int) -> float:
    """Return pixels of this picture per pixel of the recipe."""
    return size / RECIPE_SIZE


def _mirrored(facing: np.ndarray, salt: np.ndarray) -> np.ndarray:
    """Return the room as the glass mirrors it (n, n, 3)."""
    right, down = room.mirror(facing)
    return room.look(right, down, salt) * room.fresnel(facing)[..., None]


def _clear(facing: np.ndarray) -> np.ndarray:
    """Return how well one sees into the glass (n, n): straight down best."""
    return 1 - 0.6 * (1 - np.clip(facing[..., 2], 0, 1)) ** 2


def _inner(facing: np.ndarray, solid: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the places inside (from the middle) that the eye reaches through each scar."""
    x, y = grid(solid.shape[0])
    return x - 0.5 + facing[..., 0] * solid * 1.1, y - 0.5 + facing[..., 1] * solid * 1.1


def _within(solid: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Return values (m,) put back where there is glass (n, n), and nothing elsewhere."""
    whole = np.zeros_like(solid)
    whole[solid > 0] = values
    return whole


def _heart(rng: np.random.Generator, facing: np.ndarray, solid: np.ndarray) -> np.ndarray:
    """Return the fire caught in the glass (n, n), seen elsewhere by every scar."""
    x, y = (place[solid > 0] for place in _inner(facing, solid))
    flow, warp = Noise(rng), Noise(rng)
    right, down = rng.uniform(-0.05, 0.05), rng.uniform(-0.03, 0.08)
    away = np.hypot((x - right) * 1.25, (y - down) * 0.9)
    band = 0.5 + 0.5 * flow.at(x * 6 + 1.5 * warp.at(x * 4, y * 4, 2), y * 13, 4)
    crack = bell(warp.at(x * 11 + 2 * band, y * 11, 3), 0.06)
    fire = bell(away, 0.080) * (0.06 + 2.2 * band**2.2 + 0.9 * crack * band)
    fire += bell(away, 0.17) * (0.06 * band**2 + 0.05 * crack)
    return _within(solid, fire)


def _veil(
    rng: np.random.Generator, facing: np.ndarray, solid: np.ndarray, salt: np.ndarray
) -> np.ndarray:
    """Return faint bands of smoke in the glass (n, n, 3)."""
    x, y = (place[solid > 0] for place in _inner(facing, solid))
    bands = Noise(rng).at(x * 3.2 + 4, y * 11 + 2 * Noise(rng).at(x * 2, y * 2, 2), 4)
    return lit(_within(solid, np.clip(bands + 0.18, 0, 1) * 0.020), salt * 0.6 + 0.3)


def _thin(facing: np.ndarray, solid: np.ndarray) -> np.ndarray:
    """Return light let through where the glass is thin (n, n), mostly along its lower edge."""
    low = smoothstep(-0.1, 0.9, facing[..., 1])
    return 0.8 * np.exp(-solid / 0.011) * low + 0.12 * np.exp(-solid / 0.008)


def _ridged(
    rng: np.random.Generator,
    glass: np.ndarray,
    stone: Stone,
    facing: np.ndarray,
    mask: np.ndarray,
    salt: np.ndarray,
) -> np.ndarray:
    """Return the glass with its ridges lit: fine, chipped here and there, brighter on top."""
    chips = np.clip(Noise(rng).field(mask.shape[0], 22, octaves=3), -0.6, 1)
    ridge = bell(stone.gap, 0.0011 * (1 + 1.2 * chips)) * mask
    above = 0.030 * (1 - 0.8 * facing[..., 1])
    line = _mirrored(facing, salt) * 1.6 + above[..., None]
    return glass * (1 - 0.25 * ridge[..., None]) + ridge[..., None] * line


def _rim(facing: np.ndarray, solid: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """Return the outermost edge (n, n, 3), lit where it faces the window."""
    toward = smoothstep(0.1, -0.8, facing[..., 0] * 0.6 + facing[..., 1])
    return lit(bell(solid, 0.0035) * mask * (0.06 + 0.7 * toward), (0.55, 0.50, 0.45))


def _table(
    rng: np.random.Generator, mask: np.ndarray, caught: np.ndarray, salt: np.ndarray
) -> np.ndarray:
    """Return the table (n, n, 3): a pool of light, two shadows, a breath of salt beneath."""
    size = mask.shape[0]
    unit, (x, y) = _unit(size), grid(size)
    pool = bell(np.hypot((x - 0.46) / 0.50, (y - 0.44) / 0.46), 1)
    wood = 0.55 + 0.65 * (0.5 + 0.5 * Noise(rng).field(size, 2.3, octaves=5))
    table = lit(pool * wood, (0.0150, 0.0130, 0.0115)) + np.array((0.0050, 0.0043, 0.0038))
    body = (mask > 0.5).astype(np.float32)
    shadow = blur(shift(body, 0.030 * size, 0.045 * size), 34 * unit) * 0.75
    shadow += blur(shift(body, 0.008 * size, 0.012 * size), 9 * unit) * 0.55
    table *= (1 - np.clip(shadow, 0, 0.97))[..., None]
    breath = blur(shift(mask * caught, 0.05 * size, 0.09 * size), 55 * unit)
    return table + lit(breath * salt.mean(), salt * 0.6)


def _bloomed(light: np.ndarray) -> np.ndarray:
    """Return light with the scatter of its brightest parts added."""
    unit, peak = _unit(light.shape[0]), light.max(-1, keepdims=True)
    near = blur(light * (peak > 0.5), 7 * unit) * 0.18
    return light + near + blur(light * (peak > 0.4), 38 * unit) * 0.16
