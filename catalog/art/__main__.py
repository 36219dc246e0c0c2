"""`python -m catalog.art SLUG --size 1200 --out FILE`: draw one piece. See --help."""

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from catalog import art
from catalog.art import masters

PATIENCE = 2.0
SIZES = (16, 4096)


def main(arguments: list[str] | None = None) -> int:
    """Draw what the command line asks for; return the exit status."""
    parser = _parser()
    asked = parser.parse_args(arguments)
    if not asked.all and not (asked.slug and asked.out):
        parser.error("Name a slug and a file with --out, or say --all.")
    try:
        _draw_all(asked) if asked.all else _draw_one(asked)
    except (ValueError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    """Return the command's options."""
    parser = argparse.ArgumentParser(prog="python -m catalog.art", description="Draw a piece.")
    parser.add_argument("slug", nargs="?", help="the word it is drawn from")
    parser.add_argument("--size", type=_size, default=1200, help="edge in pixels (1200)")
    parser.add_argument("--out", type=Path, help="a .webp or .png file, or a folder with --all")
    parser.add_argument("--kind", default="loading-screen", help=", ".join(art.KINDS))
    parser.add_argument("--rarity", default="legendary", help=", ".join(art.RARITIES))
    parser.add_argument("--family", help=", ".join(art.FAMILIES))
    parser.add_argument("--tone", help="the family's variant, such as pale or clutch")
    parser.add_argument("--seed-version", type=int, default=1, help="1 is the slug itself")
    parser.add_argument("--all", action="store_true", help="draw all of the demo's pictures")
    return parser


def _size(text: str) -> int:
    """Return an edge in pixels, or refuse it with a sentence."""
    if not text.isdigit() or not SIZES[0] <= int(text) <= SIZES[1]:
        raise argparse.ArgumentTypeError(f"give a whole number from {SIZES[0]} to {SIZES[1]}")
    return int(text)


def _draw_one(asked: argparse.Namespace) -> None:
    """Draw one piece; a slug of the demo's Originals brings its kind, rarity and family along."""
    known = {record["slug"]: record for record in masters.originals()}
    progress = _progress()
    if asked.slug in known:
        picture = masters.draw_original(known[asked.slug], asked.size, progress)
    else:
        choice = (asked.kind, asked.rarity, asked.size, asked.family, asked.tone)
        version = asked.seed_version
        picture = art.draw(asked.slug, *choice, seed_version=version, progress=progress)
    Image.fromarray(picture).save(asked.out)
    sys.stderr.write(f"{asked.out}, {asked.size} by {asked.size} pixels.\n")


def _draw_all(asked: argparse.Namespace) -> None:
    """Draw the demo's pictures, or only the slug that is named, at all their sizes."""
    wanted = (asked.slug,) if asked.slug else ()
    for name, size in masters.draw_all(asked.out or masters.PICTURES, wanted):
        sys.stderr.write(f"{name}, {size // 1000} kB\n")


def _progress() -> Callable[[str], None]:
    """Return a listener that names the steps once they have taken longer than PATIENCE."""
    start = time.monotonic()

    def tell(step: str) -> None:
        spent = time.monotonic() - start
        if spent > PATIENCE:
            sys.stderr.write(f"{spent:5.1f} s  {step}\n")

    return tell


if __name__ == "__main__":
    sys.exit(main())
