"""The last wall: whatever went wrong before, only these elements and attributes get through.

Nothing may edit the HTML after it has passed here.
"""

import re

import nh3

CLASSES = {
    "a": {"cite", "here", "notes__back", "veil__bar"},
    "div": {"claim", "claim__text", "claims", "gallery", "scroll-x", "ui", "veil"},
    "figure": {"figure", "figure--media", "quote"},
    "p": {"claim__src"},
    "section": {"notes"},
    "span": {
        "credit",
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
    "img": {"alt", "decoding", "height", "loading", "sizes", "src", "srcset", "width"},
    "li": {"id", "value"},
    "ol": {"start"},
    "source": {"sizes", "srcset", "type"},
    "span": {"data-grade"},
    "th": {"scope"},
}
TAGS = (
    CLASSES.keys()
    | ATTRIBUTES.keys()
    | {"b", "blockquote", "br", "code", "em", "figcaption", "hr", "picture", "s", "strong"}
    | {"tbody", "thead", "tr", "ul"}
)
SCHEMES = {"http", "https", "mailto"}
# Ids are ours alone: none that a script or a form could know by name.
_OUR_ID = re.compile(r"(?:s|cite|fn|fnref|veil)-[\w-]+")
# Addresses in a srcset are looked at by nobody else: plain ones of the web or of this house.
_SRCSET = re.compile(r"(?:https?:/)?/[^\s,]+ \d{1,5}w(?:, (?:https?:/)?/[^\s,]+ \d{1,5}w)*")
_FORMS = {"id": _OUR_ID, "srcset": _SRCSET}


def _only_our_forms(_tag: str, name: str, value: str) -> str | None:
    form = _FORMS.get(name)
    return value if form is None or form.fullmatch(value) else None


_CLEANER = nh3.Cleaner(
    tags=set(TAGS),
    attributes=ATTRIBUTES,
    allowed_classes=CLASSES,
    attribute_filter=_only_our_forms,
    url_schemes=SCHEMES,
    link_rel=None,
)


def clean(html: str) -> str:
    """`html` with everything off the lists removed."""
    return _CLEANER.clean(html)
