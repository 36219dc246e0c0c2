"""The pictures of the demo content: every Original and every Archive plate, drawn to files."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from catalog import art
from catalog.art import files
from catalog.art.plates import COUNT, draw_plate, plate_name

DEMO = Path(__file__).resolve().parent.parent / "demo"
ORIGINALS = DEMO / "originals.toml"
PICTURES = DEMO / "art"


def originals() -> list[dict]:
    """Return the pieces of originals.toml, the latest accession first."""
    return _contents()["originals"]


def sets() -> list[dict]:
    """Return the sets of originals.toml."""
    return _contents()["sets"]


def _contents() -> dict:
    """Return originals.toml as it is written."""
    return tomllib.loads(ORIGINALS.read_text(encoding="utf-8"))


def draw_original(record: dict, size: int, progress: art.Progress = art.quiet) -> np.ndarray:
    """Return the picture of a record of originals.toml, uint8 (size, size, 3)."""
    return art.draw(
        record.get("drawn_as", record["slug"]),
        record["kind"],
        record["rarity"],
        size,
        record["family"],
        record["tone"],
        seed_version=record.get("seed_version", 1),
        progress=progress,
    )


def draw_all(folder: Path = PICTURES, wanted: tuple[str, ...] = ()) -> Iterator[tuple[str, int]]:
    """Draw the wanted pieces and plates (all, if none is named) into a folder.

    Yields the name and the bytes of each as it is written; what is there already is redrawn.
    """
    for record in originals():
        if not wanted or record["slug"] in wanted:
            picture = draw_original(record, files.MASTER_SIZE)
            yield record["slug"], files.save(picture, record["slug"], folder)
    for number in range(COUNT):
        name = plate_name(number)
        if not wanted or name in wanted:
            picture = draw_plate(number, files.PLATE_MASTER_SIZE)
            yield name, files.save(picture, name, folder, files.PLATE_SIZES)
