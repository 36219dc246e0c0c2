"""Short texts with wikilinks in them: facts of the infobox, lines of the timeline."""

import re
from collections.abc import Iterable, Mapping

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from lore.rendering import Target, key_of

_LINK = re.compile(r"\[\[([^\[\]|\n]{1,200})(?:\|([^\[\]\n]{1,200}))?\]\]")


def keys_in(texts: Iterable[str]) -> list[str]:
    """The keys of every wikilink in `texts`, in reading order."""
    return [key_of(found.group(1)) for text in texts for found in _LINK.finditer(text)]


def draw_inline(text: str, pages: Mapping[str, Target]) -> SafeString:
    """`text` escaped, its wikilinks made to links; those to no page stay words, marked red."""
    pieces, end = [], 0
    for found in _LINK.finditer(text):
        pieces += [format_html("{}", text[end : found.start()]), _link(found, pages)]
        end = found.end()
    pieces.append(format_html("{}", text[end:]))
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def strip_links(text: str) -> str:
    """`text` as it reads aloud: the words of its links, without brackets."""
    return _LINK.sub(lambda found: found.group(2) or found.group(1), text)


def _link(found: "re.Match[str]", pages: Mapping[str, Target]) -> SafeString:
    target = pages.get(key_of(found.group(1)))
    words = (found.group(2) or (target.title if target else found.group(1))).strip()
    if target:
        return format_html('<a href="{}">{}</a>', target.url, words)
    return format_html(
        '<span class="red">{}<span class="vh"> (not written yet)</span></span>', words
    )
