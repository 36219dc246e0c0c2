"""Who is who stays out of logs and reports of errors: what could name a person is left out.

The last of three guards, for what libraries and exceptions say. Our own lines name rows by their
numbers, and addresses of the club are logged as the pattern they match (`ashes_club/logs.py`).
"""

import ipaddress
import re

LEFT_OUT = "…"
EMAIL = re.compile(r"[^\s<>()\[\]{}\"',;:=|/]+@[\w-]+(?:\.[\w-]+)+")
# PostgreSQL quotes the row it refuses: Key (email)=(…) already exists.
OF_A_ROW = re.compile(r"(?<=\)=)\(.*?\)|(?<=row contains )\(.*\)")
CARD = re.compile(r"\b(?:\d[ -]?){12,18}\d\b")
NUMBERS = re.compile(
    r"(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}|(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4})(?![\w.:])", re.I
)
# Of links, sessions and keys. Stripe's numbers of things are no secrets, and are looked for.
TOKEN = re.compile(
    r"(?<![\w-])(?!(?:evt|pi|cs|re|dp|du|ch|sub|in|cus|we)_)[\w-]{20,}(?:[:.][\w-]{5,})*"
)
SECRET = re.compile(r"\b(?:sk|rk|whsec)_\w+")


def discreet(text: str) -> str:
    """`text` without e-mail addresses, strangers' addresses, numbers of cards, and tokens."""
    text = OF_A_ROW.sub(f"({LEFT_OUT})", text)
    for pattern in (EMAIL, SECRET, CARD):
        text = pattern.sub(LEFT_OUT, text)
    text = NUMBERS.sub(_unless_ours, text)
    return TOKEN.sub(_unless_a_word, text)


def _unless_ours(found: re.Match[str]) -> str:
    """Addresses of private networks are machines of the house, and needed to find a fault."""
    try:
        is_strangers = ipaddress.ip_address(found[0]).is_global
    except ValueError:
        return found[0]  # a version, a time
    return LEFT_OUT if is_strangers else found[0]


def _unless_a_word(found: re.Match[str]) -> str:
    """Names of functions and slugs are long too; letters of both cases among figures are not."""
    text = found[0]
    has_figure = any(each.isdigit() for each in text)
    is_mixed = has_figure and text != text.lower() and text != text.upper()
    is_run = has_figure and len(text) >= 32 and text.isalnum()
    return LEFT_OUT if is_mixed or is_run else text
