"""The marks of the sprite as outlines: `components/_icons.svg` has the same curves."""

from PIL import Image, ImageDraw

Point = tuple[float, float]
Curve = tuple[Point, Point, Point, Point]
STEPS = 24  # points to a curve
FINER = 4  # drawn larger and brought down, for smooth edges

SEED: list[Curve] = [((12, 10.6), (14.7, 10.6), (16.8, 13.9), (16.8, 17.2)),
        ((16.8, 17.2), (16.8, 20.5), (14.7, 22.4), (12, 22.4)),
        ((12, 22.4), (9.3, 22.4), (7.2, 20.5), (7.2, 17.2)),
        ((7.2, 17.2), (7.2, 13.9), (9.3, 10.6), (12, 10.6))]  # fmt: skip
FLOW: list[Curve] = [((12, 29), (12, 25.6), (2.6, 24), (2.6, 16.2)),
        ((2.6, 16.2), (2.6, 8.6), (11.2, 8), (12, 1)),
        ((12, 1), (12.8, 8), (21.4, 8.6), (21.4, 16.2)),
        ((21.4, 16.2), (21.4, 24), (12, 25.6), (12, 29))]  # fmt: skip
LENS: list[Curve] = [
    ((8, 1.6), (11.2, 5), (11.2, 11), (8, 14.4)),
    ((8, 14.4), (4.8, 11), (4.8, 5), (8, 1.6)),
]
POLYGONS: dict[str, list[Point]] = {
    "rare": [(8, 1.8), (14.8, 13.4), (1.2, 13.4)],
    "epic": [(8, 0.8), (13.6, 8), (8, 15.2), (2.4, 8)],
    "legendary": [(8, 1.2), (14.94, 6.24), (12.29, 14.41), (3.71, 14.41), (1.06, 6.24)],
    "mythic": [(8, 0.4), (14.58, 4.2), (14.58, 11.8), (8, 15.6), (1.42, 11.8), (1.42, 4.2)],
}
PIERCED: list[Point] = [(8, 4.5), (5.2, 8), (8, 11.5), (10.8, 8)]


def brand(card: Image.Image, x: int, y: int, height: int, ink: str, ember: str) -> None:
    """The flow lines round the egg, from the upper left corner; the seed is the ember."""
    unit = height * FINER / 30
    mask = Image.new("L", (24 * height * FINER // 30, height * FINER))
    line = [*_scaled(_curve(FLOW), unit)]
    ImageDraw.Draw(mask).line([*line, line[0]], fill=255, width=round(1.5 * unit), joint="curve")
    _paste(card, mask, x, y, ink)
    seed = Image.new("L", mask.size)
    ImageDraw.Draw(seed).polygon(_scaled(_curve(SEED), unit), fill=255)
    _paste(card, seed, x, y, ember)


def rarity(card: Image.Image, rung: str, x: int, y: int, height: int, salt: str) -> None:
    """The mark of a rung of the ladder, `height` pixels high and wide."""
    unit = height * FINER / 16
    mask = Image.new("L", (height * FINER, height * FINER))
    draw = ImageDraw.Draw(mask)
    if rung == "common":
        draw.circle((8 * unit, 8 * unit), 2.7 * unit, fill=255)
    else:
        draw.polygon(_scaled(POLYGONS.get(rung) or _curve(LENS), unit), fill=255)
    if rung == "mythic":
        draw.polygon(_scaled(PIERCED, unit), fill=0)
    _paste(card, mask, x, y, salt)


def _paste(card: Image.Image, mask: Image.Image, x: int, y: int, colour: str) -> None:
    size = (mask.width // FINER, mask.height // FINER)
    card.paste(colour, (x, y), mask.resize(size, Image.Resampling.LANCZOS))


def _scaled(points: list[Point], unit: float) -> list[Point]:
    return [(x * unit, y * unit) for x, y in points]


def _curve(parts: list[Curve]) -> list[Point]:
    """Cubic Béziers as points along them."""
    times = [step / STEPS for step in range(STEPS)]
    return [_at(part, time) for part in parts for time in times]


def _at(part: Curve, t: float) -> Point:
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
    x = sum(weight * point[0] for weight, point in zip(weights, part, strict=True))
    y = sum(weight * point[1] for weight, point in zip(weights, part, strict=True))
    return x, y
