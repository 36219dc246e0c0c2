"""What the house's papers are printed with: their types, their inks, and the letters they have.

The types have Latin, Greek and Cyrillic letters; one with all scripts would be 50 times as large.
Names in others are written in Latin letters, and the paper says so and where they stand as spelt.
"""

from pathlib import Path
from unicodedata import category
from xml.sax.saxutils import escape

from anyascii import anyascii
from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import registerFont, registerFontFamily
from reportlab.pdfbase.ttfonts import TTFont

FONTS = Path(__file__).parent / "fonts"
SERIF, SANS, SEMIBOLD = (
    TTFont(name, FONTS / f"{name}.ttf")
    for name in ("Texturina-24", "NotoSans-Regular", "NotoSans-SemiBold")
)
for font in (SERIF, SANS, SEMIBOLD):
    registerFont(font)
registerFontFamily(SANS.fontName, normal=SANS.fontName, bold=SEMIBOLD.fontName)

INK, ASH, RULE = HexColor("#231d18"), HexColor("#62574f"), HexColor("#cfc6ba")
TEXT = ParagraphStyle("text", fontName=SANS.fontName, fontSize=9.5, leading=14, textColor=INK)
FINE = ParagraphStyle("fine", parent=TEXT, fontSize=8, leading=11, textColor=ASH)
HEAD = ParagraphStyle(
    "head", parent=TEXT, fontName=SERIF.fontName, fontSize=22, leading=28, spaceAfter=4
)


def plain(text: str, font: TTFont = SANS) -> str:
    """Text for a paragraph in this type, with its marks escaped."""
    return escape("".join(_printed(letter, font) for letter in text))


def is_as_spelt(text: str) -> bool:
    """Whether every letter is printed as it is."""
    return all(ord(letter) in SANS.face.charToGlyph for letter in text)


def address(email: str) -> str:
    """An e-mail address in the letters it travels in: 例え.jp is xn--r8jz45g.jp on its way."""
    local, _, domain = email.rpartition("@")
    try:
        return f"{local}@{domain.encode('idna').decode()}"
    except UnicodeError:  # not a domain that can be written so; left as it was given
        return email


def _printed(letter: str, font: TTFont) -> str:
    if category(letter) in ("Cc", "Cf"):  # what turns the line round has no place on a bill
        return ""
    return letter if ord(letter) in font.face.charToGlyph else anyascii(letter)
