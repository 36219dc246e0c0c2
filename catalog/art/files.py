"""The files of a piece: one master, and the sizes the pages ask for, all WebP."""

from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image

MASTER_SIZE = 1600
# Edge in pixels: best WebP quality, and the most bytes it may weigh.
SIZES = {
    1600: (88, 330_000),
    1200: (82, 120_000),
    600: (80, 60_000),
    300: (80, 22_000),
}
PLATE_MASTER_SIZE = 900
PLATE_SIZES = (600, 300)
WORST_QUALITY = 40


def file_name(slug: str, size: int) -> str:
    """Return the name of a piece's file at a size."""
    return f"{slug}-{size}.webp"


def save(picture: np.ndarray, slug: str, folder: Path, sizes: tuple = tuple(SIZES)) -> int:
    """Write a picture (n, n, 3) at all sizes into a folder; return the bytes written."""
    master, written = Image.fromarray(picture), 0
    for size in sizes:
        data = encode(master.resize((size, size), Image.Resampling.LANCZOS), *SIZES[size])
        written += (folder / file_name(slug, size)).write_bytes(data)
    return written


def encode(image: Image.Image, quality: int, budget: int) -> bytes:
    """Return WebP bytes within a budget, at the best quality up to the given one that fits.

    Raises ValueError when even the worst quality allowed is too heavy.
    """
    for step in range(quality, WORST_QUALITY - 1, -4):
        out = BytesIO()
        image.save(out, "WEBP", quality=step, method=6)
        if out.tell() <= budget:
            return out.getvalue()
    raise ValueError(f"The picture does not fit {budget:,} bytes at {image.width} pixels.")
