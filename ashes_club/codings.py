"""Content codings: how a body travels, and the body itself once it is pressed.

A body is pressed once and kept beside the plain one, so the presses are set to what is worth a
millisecond or two: the next asker waits for it.
"""

import gzip
import re

import brotli

PRESSES = {
    "br": lambda body: brotli.compress(body, quality=5),
    "gzip": lambda body: gzip.compress(body, compresslevel=6, mtime=0),
}
NOT_WORTH_IT = 500  # bytes: below it the headers are longer than what is saved
TEXT = re.compile(r"text/|application/(?:json|[\w.+-]*xml|[\w.+-]*javascript)|image/svg\+xml")
WEIGHTED = re.compile(r"\s*([\w*-]+)\s*(?:;\s*q=([01](?:\.\d{0,3})?)\s*)?")


def wanted(accepted: str) -> str:
    """The best of our codings that this Accept-Encoding takes: br, gzip, or "" for plain."""
    parts = (WEIGHTED.fullmatch(part) for part in accepted.split(","))
    takes = {part[1].lower() for part in parts if part and float(part[2] or 1) > 0}
    return next((name for name in PRESSES if name in takes), "")


def is_worth_it(body: bytes, content_type: str) -> bool:
    return len(body) >= NOT_WORTH_IT and bool(TEXT.match(content_type))


def press(body: bytes, coding: str) -> bytes:
    """`body` in this coding, one of PRESSES."""
    return PRESSES[coding](body)
