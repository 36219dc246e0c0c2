"""What every family stands on: the seed, the picture grid, blurs and strokes of light.

Pictures are square float32 arrays in linear light. Places on them are given in picture units,
0 to 1 with y down, unless a name says `pixels`. Pixel lengths in the recipes are meant for a
picture of 1200 and scale with the size.
"""

import hashlib
from collections.abc import Callable, Iterator

import numpy as np
from PIL import Image

Progress = Callable[[str], None]
RECIPE_SIZE = 1200


def quiet(step: str) -> None:
    """Tell nobody about a step: the progress of a caller who does not wait."""


def rng_for(slug: str, seed_version: int = 1) -> np.random.Generator:
    """Return the random generator of a slug's picture.

    Later versions of the seed exist because a picture may be weak; version 1 is the slug itself.
    """
    name = slug if seed_version == 1 else f"{slug}#{seed_version}"
    digest = hashlib.sha256(name.encode()).digest()
    return np.random.default_rng(int.from_bytes(digest[:8], "big"))


def grid(size: int, low: float = 0.0, high: float = 1.0) -> tuple[np.ndarray, np.ndarray]:
    """Return x and y of all pixel centres, each (size, size), over low…high."""
    axis = low + (high - low) * (np.arange(size, dtype=np.float32) + 0.5) / size
    x, y = np.meshgrid(axis, axis)
    return x, y


def smoothstep(start: float, end: float, value: np.ndarray) -> np.ndarray:
    """Return 0 before start, 1 after end, and Hermite's curve between; start may exceed end."""
    t = np.clip((value - start) / (end - start), 0, 1)
    return t * t * (3 - 2 * t)


def bell(distance: np.ndarray, width: float | np.ndarray) -> np.ndarray:
    """Return exp(-(distance / width)²): 1 at nothing, .37 at one width."""
    return np.exp(-((distance / width) ** 2))


def lit(amount: np.ndarray, colour: np.ndarray | tuple[float, float, float]) -> np.ndarray:
    """Return amount (h, w) as light of one colour (3,): (h, w, 3)."""
    return amount[..., None] * np.asarray(colour, np.float32)


def resize(image: np.ndarray, size: int, how: int = Image.Resampling.BICUBIC) -> np.ndarray:
    """Return a (n, n) or (n, n, c) float image at another size, without leaving float."""
    if image.shape[0] == size:
        return image
    if image.ndim == 3:
        planes = [resize(image[..., c], size, how) for c in range(image.shape[2])]
        return np.stack(planes, -1)
    plane = Image.fromarray(np.ascontiguousarray(image, np.float32))
    return np.asarray(plane.resize((size, size), how))


def blur(image: np.ndarray, sigma: float) -> np.ndarray:
    """Return a Gaussian blur of (n, n) or (n, n, c) with reflected borders; sigma in pixels.

    A wide blur keeps no detail, so it is made on a coarser lattice and brought back: the same
    picture, for a fraction of the time.
    """
    if sigma <= 0:
        return image
    if image.ndim == 3:
        return np.stack([blur(image[..., c], sigma) for c in range(image.shape[2])], -1)
    size = image.shape[0]
    coarse = max(16, round(size / max(1, int(sigma / 3))))
    small = resize(image, coarse, Image.Resampling.BOX)
    return resize(_fourier_blur(small, sigma * coarse / size), size)


def _fourier_blur(image: np.ndarray, sigma: float) -> np.ndarray:
    """Return (n, n) convolved with a Gaussian by multiplication of its spectrum."""
    pad = int(min(image.shape[0] // 2, max(4, sigma * 3)))
    padded = np.pad(image.astype(np.float32), pad, mode="reflect")
    down = np.fft.fftfreq(padded.shape[0])[:, None]
    across = np.fft.rfftfreq(padded.shape[1])[None]
    kernel = np.exp(-2 * (np.pi * sigma) ** 2 * (down**2 + across**2)).astype(np.float32)
    smooth = np.fft.irfft2(np.fft.rfft2(padded) * kernel, s=padded.shape)
    return smooth[pad:-pad, pad:-pad].astype(np.float32)


def disc_blur(image: np.ndarray, radius: float) -> np.ndarray:
    """Return (n, n, 3) seen through an open lens: each light a disc, brighter at its rim."""
    if radius < 1:
        return image
    size = image.shape[0]
    axis = np.minimum(np.arange(size), size - np.arange(size))
    distance = np.hypot(axis[:, None], axis[None])
    disc = np.clip(radius - distance + 0.5, 0, 1) * (0.75 + 0.5 * (distance / radius) ** 2)
    kernel = np.fft.rfft2((disc / disc.sum()).astype(np.float32))
    planes = [np.fft.rfft2(image[..., c]) * kernel for c in range(3)]
    return np.stack([np.fft.irfft2(p, s=(size, size)) for p in planes], -1).astype(np.float32)


def shift(image: np.ndarray, right: float, down: float) -> np.ndarray:
    """Return an image moved by whole pixels; what leaves one side enters at the other."""
    return np.roll(image, (round(down), round(right)), axis=(0, 1))


def splat(size: int, x: np.ndarray, y: np.ndarray, light: np.ndarray) -> np.ndarray:
    """Return a picture (size, size, c) with light (n, c) added at pixel places x, y (n,).

    Each light is shared between its four nearest pixels; what falls outside is lost.
    """
    wide = size + 4
    place, share = _corners(np.clip(x, -1, size) + 2, np.clip(y, -1, size) + 2, wide)
    planes = [
        np.bincount(place, np.tile(light[:, c], 4) * share, minlength=wide * wide)
        for c in range(light.shape[1])
    ]
    return np.stack(planes, -1).astype(np.float32).reshape(wide, wide, -1)[2:-2, 2:-2]


def _corners(x: np.ndarray, y: np.ndarray, wide: int) -> tuple[np.ndarray, np.ndarray]:
    """Return flat pixel numbers and shares (4n,) of the four neighbours of each place."""
    column, row = np.floor(x).astype(np.int64), np.floor(y).astype(np.int64)
    right, below = x - column, y - row
    first = row * wide + column
    place = np.concatenate([first, first + 1, first + wide, first + wide + 1])
    left, above = 1 - right, 1 - below
    share = np.concatenate([left * above, right * above, left * below, right * below])
    return place, share


def sample(field: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return a field (n, n) read bilinearly at lattice places x, y of any shape."""
    top = field.shape[0] - 1.001
    x, y = np.clip(x, 0, top), np.clip(y, 0, top)
    column, row = x.astype(np.int64), y.astype(np.int64)
    right, below = x - column, y - row
    above = field[row, column] * (1 - right) + field[row, column + 1] * right
    under = field[row + 1, column] * (1 - right) + field[row + 1, column + 1] * right
    return above * (1 - below) + under * below


def batches(items: Iterator, length: int) -> Iterator[list]:
    """Yield lists of up to `length` items, so that strokes are laid down many at a time."""
    batch: list = []
    for item in items:
        batch.append(item)
        if len(batch) == length:
            yield batch
            batch = []
    if batch:
        yield batch
