"""A card, drawn: words at the left, the picture whole and uncropped at the right."""

from dataclasses import dataclass
from io import BytesIO

from django.conf import settings
from django.core.files.storage import default_storage
from PIL import Image, ImageDraw

from ashes_club.cards import marks
from ashes_club.cards.faces import Face
from ashes_club.cards.lettering import Hand

WIDTH, HEIGHT = 1200, 630
MARGIN = 56
PICTURE = HEIGHT  # a square, from edge to edge
TEXT_FOOT = 536  # words end above, the notice stands below
TITLE_SIZES = (84, 72, 62, 54, 46, 40)
MOST_TITLE_LINES = 3
WORD_LINES = 5


@dataclass(frozen=True)
class Inks:
    """Colours of a room, as static/css/tokens.css has them."""

    ground: str
    ink: str
    second: str
    third: str
    ember: str


ROOMS = {
    "vault": Inks("#110d0b", "#ede8e0", "#bdb6ad", "#9f978e", "#f78830"),
    "paper": Inks("#f2ede4", "#231d18", "#4b423a", "#62574f", "#bd4113"),
}
SALTS = {
    "common": "#b8b5b1",
    "uncommon": "#92e4d1",
    "rare": "#5da5ea",
    "epic": "#f26e77",
    "legendary": "#f9913c",
    "mythic": "#f4e99e",
}
SALTS_BY_DAY = {
    "common": "#625f5a",
    "uncommon": "#0d4c44",
    "rare": "#245494",
    "epic": "#8c052f",
    "legendary": "#934111",
    "mythic": "#2f2605",
}
BARE_PLATE = "#0c0907"


def draw(face: Face) -> bytes:
    """The card as JPEG of 1200 by 630 pixels; OSError if its picture cannot be read."""
    inks = ROOMS[face.room]
    card = Image.new("RGB", (WIDTH, HEIGHT), inks.ground)
    if face.picture:
        _plate(card, face, inks)
    room = WIDTH - 2 * MARGIN - (PICTURE if face.picture else WIDTH // 5)
    _head(card, inks)
    _words(card, face, inks, room)
    _notice(card, inks, room)
    out = BytesIO()
    card.save(out, "JPEG", quality=82, subsampling=0, optimize=True)
    return out.getvalue()


def can_draw(face: Face) -> bool:
    """Whether the fonts of the house have every letter of it."""
    serif, sans = Hand("serif", TITLE_SIZES[0]), Hand("sans", 26)
    return serif.can_write(face.title + face.words) and sans.can_write(face.kind)


# --- the right side ------------------------------------------------------------------------------
def _plate(card: Image.Image, face: Face, inks: Inks) -> None:
    left = WIDTH - PICTURE
    with default_storage.open(face.picture) as file, Image.open(file) as picture:
        card.paste(_squared(picture), (left, 0))
    pen = ImageDraw.Draw(card)
    if face.keyline:
        _keyline(pen, face, left)
    if face.tab:
        _tab(card, face, inks, left)


def _squared(picture: Image.Image) -> Image.Image:
    """The whole picture in a square, on the ground of a bare plate where it is not square."""
    square = Image.new("RGB", (PICTURE, PICTURE), BARE_PLATE)
    scale = PICTURE / max(picture.size)
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    small = picture.convert("RGBA").resize(size, Image.Resampling.LANCZOS)
    square.paste(small, ((PICTURE - size[0]) // 2, (PICTURE - size[1]) // 2), small)
    return square


def _keyline(pen: ImageDraw.ImageDraw, face: Face, left: int) -> None:
    """One more side for each rung, as the plates of the pages have it."""
    rung, inset = list(SALTS).index(face.rarity), 18
    salt = (SALTS_BY_DAY if face.keyline == "day" else SALTS)[face.rarity]
    x0, y0, x1, y1 = left + inset, inset, WIDTH - inset - 1, HEIGHT - inset - 1
    sides = [(x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1), (x0, y0, x1, y0)]
    for side in sides[: (0, 1, 3, 4, 4, 4)[rung]]:
        pen.line(side, fill=salt)
    for further in ((), (), (), (), (5,), (4, 7))[rung]:
        box = (x0 - further, y0 - further, x1 + further, y1 + further)
        pen.rectangle(box, outline=salt)


def _tab(card: Image.Image, face: Face, inks: Inks, left: int) -> None:
    """The index tab, cut from the lower left corner of the plate."""
    hand, height, mark = Hand("sans", 22), 44, 22
    has_mark = bool(face.rarity)
    width = round(hand.width(face.tab)) + 42 + (mark + 10 if has_mark else 0)
    top, right = HEIGHT - height, left + width
    shape = [(left, top), (right - 14, top), (right, top + 14), (right, HEIGHT), (left, HEIGHT)]
    ImageDraw.Draw(card).polygon(shape, fill=inks.ground)
    x = left + 14
    if has_mark:
        marks.rarity(card, face.rarity, x, top + 11, mark, SALTS[face.rarity])
        x += mark + 10
    hand.write(card, x, top + 30, face.tab, inks.second)


# --- the left side -------------------------------------------------------------------------------
def _head(card: Image.Image, inks: Inks) -> None:
    marks.brand(card, MARGIN, 48, 45, inks.ink, inks.ember)
    Hand("serif", 32).write(card, MARGIN + 50, 83, str(settings.SITE_NAME), inks.ink)


def _words(card: Image.Image, face: Face, inks: Inks, room: int) -> None:
    """Title, kind and a few words, one below the other, ending at the same foot."""
    title, lines = _fitted(face.title, room)
    said = Hand("small serif", 25)
    most = WORD_LINES if len(lines) < MOST_TITLE_LINES else WORD_LINES - 2
    words = said.cut(face.words, room, most)
    y = TEXT_FOOT - 34 * len(words) - 64 - round(title.size * 1.04) * (len(lines) - 1)
    for line in lines:
        title.write(card, MARGIN, y, line, inks.ink)
        y += round(title.size * 1.04)
    y += 48 - round(title.size * 1.04)
    _kind(card, face, inks, y)
    y += 6
    for line in words:
        y += 34
        said.write(card, MARGIN, y, line, inks.second)


def _kind(card: Image.Image, face: Face, inks: Inks, y: int) -> None:
    x = MARGIN
    if face.rarity:
        marks.rarity(card, face.rarity, x, y - 20, 22, SALTS[face.rarity])
        x += 32
    Hand("sans", 25).write(card, x, y, face.kind, inks.second)


def _fitted(title: str, room: int) -> tuple[Hand, list[str]]:
    """The largest size at which the title has its room; at the smallest, what has room of it."""
    for size in TITLE_SIZES:
        hand = Hand("serif", size)
        lines = hand.wrapped(title, room)
        if len(lines) <= MOST_TITLE_LINES and all(hand.width(line) <= room for line in lines):
            break
    return hand, hand.cut(title, room, MOST_TITLE_LINES)


def _notice(card: Image.Image, inks: Inks, room: int) -> None:
    """The rights notice whole, as small as it can be read."""
    hand = Hand("sans", 13)
    lines = hand.wrapped(str(settings.RIGHTS_NOTICE), room)
    for number, line in enumerate(lines):
        y = HEIGHT - 28 - 18 * (len(lines) - 1 - number)
        hand.write(card, MARGIN, y, line, inks.third)
