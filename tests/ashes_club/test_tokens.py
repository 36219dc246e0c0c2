"""The contrast table of the design, computed from the tokens as the browser gets them."""

import math
import re
from pathlib import Path

import pytest

TOKENS = (Path(__file__).resolve().parents[2] / "static/css/tokens.css").read_text()
SURFACES = ["ground", "sunken", "raised", "lifted"]
TEXT = ["ink", "ink-2", "ink-3", "ember-ink", "good", "bad", "caution"]
RARITIES = ["common", "uncommon", "rare", "epic", "legendary", "mythic"]
MARKS = ["line-strong", "focus", "ember"]
STATES = [(room, theme) for room in ("vault", "paper") for theme in ("day", "night")]
PAIR = re.compile(r"--([\w-]+): light-dark\(oklch\(([\d. ]+)\), oklch\(([\d. ]+)\)\)")

Colour = tuple[float, float, float]


def _section(room: str) -> str:
    start = TOKENS.index("@supports")
    selector = ':root, [data-room="vault"] {' if room == "vault" else '[data-room="paper"] {'
    begin = TOKENS.index(selector, start)
    return TOKENS[begin : TOKENS.index("}", begin)]


def _tokens(room: str, theme: str) -> dict[str, Colour]:
    salts = TOKENS[TOKENS.index(":root, [data-room] {") :]
    found = PAIR.findall(_section(room)) + PAIR.findall(salts[: salts.index("}")])
    return {name: _numbers(day if theme == "day" else night) for name, day, night in found}


def _numbers(text: str) -> Colour:
    lightness, chroma, hue = (float(part) for part in text.split())
    return lightness, chroma, hue


def _luminance(colour: Colour) -> float:
    """WCAG's relative luminance of an OKLCH colour (Ottosson's matrices), clipped to sRGB."""
    lightness, chroma, hue = colour
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short
    clipped = (min(1.0, max(0.0, channel)) for channel in (red, green, blue))
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), clipped, strict=True))


def _contrast(one: Colour, other: Colour) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("room", "theme"), STATES)
@pytest.mark.parametrize("ink", TEXT + [f"r-{rarity}" for rarity in RARITIES])
def test_text_reads_on_every_surface(room, theme, ink):
    tokens = _tokens(room, theme)
    assert min(_contrast(tokens[ink], tokens[surface]) for surface in SURFACES) >= 4.5


@pytest.mark.parametrize(("room", "theme"), STATES)
@pytest.mark.parametrize("mark", MARKS)
def test_controls_show_on_every_surface(room, theme, mark):
    tokens = _tokens(room, theme)
    assert min(_contrast(tokens[mark], tokens[surface]) for surface in SURFACES) >= 3


@pytest.mark.parametrize(("room", "theme"), STATES)
@pytest.mark.parametrize("fill", ["ember", "ember-hot"])
def test_label_reads_on_the_ember(room, theme, fill):
    tokens = _tokens(room, theme)
    assert _contrast(tokens["on-ember"], tokens[fill]) >= 4.5


@pytest.mark.parametrize(("room", "theme"), STATES)
def test_ground_reads_on_ink(room, theme):
    tokens = _tokens(room, theme)
    assert _contrast(tokens["ground"], tokens["ink"]) >= 4.5


def test_table_of_the_design_is_what_the_tokens_give():
    tokens = _tokens("vault", "night")
    assert _contrast(tokens["ink"], tokens["ground"]) == pytest.approx(15.85, abs=0.15)
    assert _contrast(tokens["line-strong"], tokens["ground"]) == pytest.approx(4.15, abs=0.1)
