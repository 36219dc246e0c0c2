"""The small words every template may use; loaded as built-ins."""

import json
from decimal import Decimal
from functools import partial
from typing import Any
from urllib.parse import urljoin

from django import forms, template
from django.conf import settings
from django.core.cache import cache
from django.core.serializers.json import DjangoJSONEncoder
from django.forms.boundfield import BoundField
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from ashes_club.counts import count_entries
from ashes_club.snippets import marked

register = template.Library()
register.filter("marked", marked)

SYMBOLS = {"eur": "€", "gbp": "£", "usd": "$"}
CONTROLS: dict[type, str] = {forms.Select: "select", forms.Textarea: "textarea"}
ENTRIES_ARE_REMEMBERED_FOR = 60  # seconds: the masthead stands on every page


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon of the sprite, hidden from screen readers: words stand beside it."""
    return format_html('<svg class="icon" aria-hidden="true"><use href="#{}"/></svg>', name)


@register.simple_tag
def mark(name: str) -> SafeString:
    """A rarity mark of the sprite (r-epic), sized like the text beside it."""
    return format_html('<svg class="mk" aria-hidden="true"><use href="#{}"/></svg>', name)


@register.filter
def money(cents: int, style: str = "short") -> str:
    """€24, €21.60; with "full" always two decimals, as bags and receipts print them."""
    amount = Decimal(cents) / 100
    digits = f"{amount:,.0f}" if style == "short" and cents % 100 == 0 else f"{amount:,.2f}"
    return SYMBOLS[settings.CURRENCY] + digits


@register.simple_tag
def serial(number: int, edition_size: int | None = None) -> SafeString:
    """No. 189 / 500, with its spoken form."""
    if edition_size is None:
        return format_html(
            '<span class="serial"><span aria-hidden="true">No.<span class="n">{0}</span></span>'
            '<span class="vh">Number {0}</span></span>',
            number,
        )
    return format_html(
        '<span class="serial"><span aria-hidden="true">No.<span class="n">{0}</span>'
        '<span class="of">{1}</span></span><span class="vh">Number {0} of {1}</span></span>',
        number,
        edition_size,
    )


@register.filter
def accession(number: int) -> str:
    """Four figures, as the book of the house has them: 0214."""
    return f"{number:04d}"


@register.simple_tag
def rights_notice() -> str:
    return settings.RIGHTS_NOTICE


@register.simple_tag
def entries(room: str) -> int:
    """How many entries the vault or the lore holds, at most a minute old."""
    count = partial(count_entries, room)
    return cache.get_or_set(f"entries:{room}", count, ENTRIES_ARE_REMEMBERED_FOR) or 0


@register.simple_tag
def site_url() -> str:
    return settings.SITE_URL


@register.filter
def absolute(path: str) -> str:
    """An address of ours with its host; one that has a host keeps it."""
    return urljoin(settings.SITE_URL, path)


@register.simple_tag(takes_context=True)
def canonical(context: Context, page: int = 1) -> str:
    """The one address of this page: what its view says, or its path, and which `page` of a list."""
    address = context.get("canonical") or settings.SITE_URL + context["request"].path
    return f"{address}?page={page}" if page > 1 else address


@register.simple_tag
def json_ld(data: dict[str, Any]) -> SafeString:
    """Structured data for search engines: a block of data, which no browser runs."""
    # As Django's own json_script does it: no "</script>" can end the block early.
    plain = json.dumps({"@context": "https://schema.org", **data}, cls=DjangoJSONEncoder)
    escaped = plain.replace("<", "\\u003C").replace(">", "\\u003E").replace("&", "\\u0026")
    return mark_safe(f'<script type="application/ld+json">{escaped}</script>')  # noqa: S308


@register.simple_tag
def widget(bound: BoundField) -> SafeString:
    """A form field's control in our classes; its label says what it is, not a placeholder."""
    control = bound.field.widget
    control.attrs.pop("placeholder", None)
    kind = CONTROLS.get(type(control), "input")
    return bound.as_widget(attrs={} if bound.widget_type == "checkbox" else {"class": kind})
