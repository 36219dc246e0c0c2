"""The last wall: whatever went wrong before, only these elements and attributes get through.

Nothing may edit the HTML after it has passed here.
"""

import re

import nh3

CLASSES = {
    "a": {"cite", "here", "notes__back", "veil__bar"},
    "div": {"claim", "claim__text", "claims", "gallery", "scroll-x", "ui", "veil"},
    "figure": {"figure", "quote"},
    "p": {"claim__src"},
    "section": {"notes"},
    "span": {
        "grade",
        "missing",
        "plate",
        "red",
        "sub",
        "veil__act",
        "veil__words",
        "vh",
    },
    "sup": {"note"},
    "table": {"table"},
    "td": {"r"},
    "th": {"r"},
}
ATTRIBUTES = {
    "a": {"href", "id", "rel", "title"},
    "div": {"aria-label", "data-gate", "data-grade", "id", "role", "tabindex"},
    "h2": {"id"},
    "h3": {"id"},
    "h4": {"id"},
    "h5": {"id"},
    "h6": {"id"},
    "img": {"alt", "decoding", "height", "loading", "src", "width"},
    "li": {"id", "value"},
    "ol": {"start"},
    "span": {"data-grade"},
    "th": {"scope"},
}
TAGS = (
    CLASSES.keys()
    | ATTRIBUTES.keys()
    | {"b", "blockquote", "br", "code", "em", "figcaption", "hr", "s", "strong"}
    | {"tbody", "thead", "tr", "ul"}
)
SCHEMES = {"http", "https", "mailto"}
# Ids are ours alone: none that a script or a form could know by name.
_OUR_ID = re.compile(r"(?:s|cite|fn|fnref|veil)-[\w-]+")


def _only_our_ids(_tag: str, name: str, value: str) -> str | None:
    return value if name != "id" or _OUR_ID.fullmatch(value) else None


_CLEANER = nh3.Cleaner(
    tags=set(TAGS),
    attributes=ATTRIBUTES,
    allowed_classes=CLASSES,
    attribute_filter=_only_our_ids,
    url_schemes=SCHEMES,
    link_rel=None,
)


def clean(html: str) -> str:
    """`html` with everything off the lists removed."""
    return _CLEANER.clean(html)
