"""The room a Glass lies in: a studio at night, painted once, seen only in reflections."""

import numpy as np

from catalog.art.ground import bell, lit, smoothstep
from catalog.art.tone import EMBER

# Offset, half width and brightness of five thin lamps that hang across the room.
LAMPS = (
    (-0.34, 0.030, 0.9),
    (-0.12, 0.018, 0.55),
    (0.16, 0.045, 0.50),
    (0.40, 0.016, 0.8),
    (0.58, 0.060, 0.35),
)
DAYLIGHT, NIGHT = (1.30, 1.22, 1.12), (0.9, 0.85, 0.8)


def mirror(normal: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return where in the room (right, down, each -1…1) a normal (n, n, 3) sends the eye."""
    return 2 * normal[..., 2] * normal[..., 0], 2 * normal[..., 2] * normal[..., 1]


def fresnel(normal: np.ndarray) -> np.ndarray:
    """Return the share of light glass mirrors (n, n): little head on, all at a glance."""
    return 0.085 + 0.915 * (1 - np.clip(normal[..., 2], 0, 1)) ** 4


def look(right: np.ndarray, down: np.ndarray, salt: np.ndarray) -> np.ndarray:
    """Return the light (n, n, 3) of the room in a direction."""
    strip = smoothstep(0.075, 0.045, np.abs(right - 0.66)) * smoothstep(0.95, 0.5, np.abs(down))
    hearth = bell(down - 0.66, 0.22) * 0.34 * smoothstep(0.9, 0.1, np.abs(right))
    sky = 0.012 + 0.025 * smoothstep(0.3, -1, down)
    return (
        lit(1.15 * _window(right, down) + 0.70 * _lamps(right, down), DAYLIGHT)
        + lit(strip, salt * 2.8 + 0.15)
        + lit(hearth, salt * 0.55 + EMBER * 0.10)
        + lit(sky, NIGHT)
    )


def _window(right: np.ndarray, down: np.ndarray) -> np.ndarray:
    """Return a soft window at the upper left, brighter above, with a mullion each way."""
    pane = smoothstep(-0.98, -0.80, right) * smoothstep(-0.02, -0.16, right)
    pane = pane * smoothstep(-0.98, -0.80, down) * smoothstep(0.0, -0.12, down)
    pane = pane * (0.12 + 1.25 * smoothstep(0.05, -0.95, 0.75 * down + 0.35 * right))
    upright = 1 - 0.85 * smoothstep(0.030, 0.018, np.abs(right + 0.50))
    return pane * upright * (1 - 0.85 * smoothstep(0.030, 0.018, np.abs(down + 0.46)))


def _lamps(right: np.ndarray, down: np.ndarray) -> np.ndarray:
    """Return the thin lamps, hung at a slant."""
    across = down * 0.94 + right * 0.34
    light = sum(
        gain * smoothstep(width * 1.35, width * 0.75, np.abs(across - offset))
        for offset, width, gain in LAMPS
    )
    return light * smoothstep(1.0, 0.3, np.abs(right))
