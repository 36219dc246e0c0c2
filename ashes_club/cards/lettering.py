"""The two faces of the house, set in a picture.

FreeType opens the very files the pages load: Pillow's wheels bring it with Brotli. Texturina at
its display size, Archivo in one weight; letters outside Latin come from the extended files.
"""

from functools import cache
from itertools import groupby

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

FONTS = settings.BASE_DIR / "static/fonts"
FAMILIES = {"serif": ("texturina-opsz", 72), "small serif": ("texturina-opsz", 18),
            "sans": ("archivo-wght", 450)}  # fmt: skip
LATIN = 0x100  # code points below stand in every file; others are looked up
FINER = 2  # drawn larger and brought down: FreeType sets letters on whole pixels


class Hand:
    """One family at one size, in pixels."""

    def __init__(self, family: str, size: int) -> None:
        self.size = size
        name, axis = FAMILIES[family]
        parts = ("latin", "latin-ext")
        self.files = [_font(f"{name}-{part}", size * FINER, axis) for part in parts]

    def can_write(self, text: str) -> bool:
        return all(self._file_for(letter) is not None for letter in text)

    def width(self, text: str) -> float:
        """In pixels."""
        return sum(self.files[file].getlength(part) for file, part in self._runs(text)) / FINER

    def wrapped(self, text: str, room: float) -> list[str]:
        """`text` in lines of at most `room` pixels; a word longer than that stands alone."""
        lines: list[str] = []
        for word in text.split():
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and self.width(longer) <= room:
                lines[-1] = longer
            else:
                lines.append(word)
        return lines

    def cut(self, text: str, room: float, most: int) -> list[str]:
        """Wrapped into at most `most` lines, with an ellipsis where words are left out."""
        lines = self.wrapped(text, room)
        if len(lines) <= most:
            return lines
        last = lines[most - 1]
        while self.width(last + "…") > room and " " in last:
            last = last.rsplit(" ", 1)[0]
        return [*lines[: most - 1], last.rstrip(",.;:") + "…"]

    def write(self, card: Image.Image, x: int, y: int, text: str, ink: str) -> None:
        """On the base line `y`, from `x`; overhangs have a size of room on every side."""
        width, room = round(self.width(text)), self.size
        mask = Image.new("L", ((width + 2 * room) * FINER, 2 * room * FINER))
        pen, at = ImageDraw.Draw(mask), float(room * FINER)
        for file, part in self._runs(text):
            foot = round(1.4 * room) * FINER
            pen.text((at, foot), part, font=self.files[file], fill=255, anchor="ls")
            at += self.files[file].getlength(part)
        small = mask.resize((width + 2 * room, 2 * room), Image.Resampling.LANCZOS)
        card.paste(ink, (x - room, y - round(1.4 * room)), small)

    def _runs(self, text: str) -> list[tuple[int, str]]:
        """Neighbouring letters of one file together, so that they are kerned."""
        grouped = groupby(text, key=lambda letter: self._file_for(letter) or 0)
        return [(file, "".join(letters)) for file, letters in grouped]

    def _file_for(self, letter: str) -> int | None:
        if ord(letter) < LATIN:
            return 0
        return next((i for i, font in enumerate(self.files) if _has(font, letter)), None)


@cache
def _font(name: str, size: int, axis: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(FONTS / f"{name}.woff2", size)
    font.set_variation_by_axes([axis])
    return font


@cache
def _has(font: ImageFont.FreeTypeFont, letter: str) -> bool:
    """A letter the file lacks is drawn as the box of U+FFFF, which no file has."""
    return bytes(font.getmask(letter)) != bytes(font.getmask("\uffff"))
