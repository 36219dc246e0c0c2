"""Where a search found its words, as HTML.

The database cuts snippets out of what editors wrote and does not escape them. So letters of no
alphabet stand around each match until everything is escaped, and only then become marks.
"""

import re

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from lore.models.search import MATCH_START as START
from lore.models.search import MATCH_STOP as STOP

MATCH = re.compile(f"{START}([^{START}{STOP}]*){STOP}")
STRAY = re.compile(f"[{START}{STOP}]")


def marked(text: str) -> SafeString:
    """A snippet as HTML: everything escaped, and the matches marked."""
    told = MATCH.sub(r"<mark>\1</mark>", str(escape(text)))
    return mark_safe(STRAY.sub("", told))  # noqa: S308 (escaped above)
