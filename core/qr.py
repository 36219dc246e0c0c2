"""QR codes, as a path to draw in a page; the library that draws sign-in's works them out."""

from qrcode.constants import ERROR_CORRECT_Q
from qrcode.main import QRCode

QUIET = 4  # modules of empty margin, as the standard asks for


def modules_of(text: str) -> list[list[bool]]:
    """Rows of dark and light, with the margin; up to a quarter may be soiled or torn."""
    code = QRCode(error_correction=ERROR_CORRECT_Q, border=QUIET)
    code.add_data(text)
    return code.get_matrix()


def path_of(text: str) -> tuple[str, int]:
    """The dark modules as the path of an SVG, and the side of its square view box."""
    rows = modules_of(text)
    strokes = [
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark
    ]
    return "".join(strokes), len(rows)
