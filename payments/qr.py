"""QR codes, as a path to draw on a page; reportlab, which draws our PDFs, works them out."""

from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel

QUIET = 4  # modules of empty margin, as the standard asks for


def modules_of(text: str) -> list[list[bool]]:
    """Rows of dark and light, without the margin; up to a quarter may be soiled or torn."""
    code = QRCode(None, QRErrorCorrectLevel.Q)
    code.addData(text)
    code.make()
    return [[bool(dark) for dark in row] for row in code.modules]


def path_of(text: str) -> tuple[str, int]:
    """The dark modules as the path of an SVG, and the side of its square view box."""
    rows = modules_of(text)
    strokes = [
        f"M{x + QUIET} {y + QUIET}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, dark in enumerate(row)
        if dark
    ]
    return "".join(strokes), len(rows) + 2 * QUIET
