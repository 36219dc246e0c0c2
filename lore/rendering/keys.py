"""Names made comparable: the key of a page, the anchor of a heading."""

import re
import unicodedata

MAX_KEY_CHARS = 200
MAX_ANCHOR_CHARS = 80
# Line ends and tabs stay. Direction overrides go, because they make text read as what it is not.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064]")
_GAP = re.compile(r"[\s_\-\u2010-\u2015\u2212]+")


def scrub(text: str) -> str:
    """`text` without control characters, direction overrides and lone surrogates."""
    return _UNWANTED.sub("", text)


def key_of(title: str) -> str:
    """The key a wikilink is looked up by: 'The  Volcano', 'the-volcano' and 'THE_VOLCANO' agree.

    NFKC and casefolded; spaces, hyphens and underscores alike become one hyphen. '' for nothing.
    """
    plain = _INVISIBLE.sub("", scrub(title)).replace("’", "'")
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", plain).casefold())
    return _GAP.sub("-", folded).strip("-")[:MAX_KEY_CHARS].rstrip("-")


def anchor_of(text: str) -> str:
    """The part of a heading's id after 's-': words joined by hyphens, 'section' for no words."""
    words = re.sub(r"[^\w]+", "-", key_of(text)).strip("-")
    return words[:MAX_ANCHOR_CHARS].rstrip("-") or "section"
