"""Rendering one page at save: what readers see is stored, and reading it renders nothing."""

from dataclasses import asdict
from html import escape
from typing import TYPE_CHECKING

from lore.inline import draw_inline, strip_links
from lore.models.choices import Kind
from lore.models.gated import find_gate
from lore.models.lookup import Lookup
from lore.models.words import PageQuerySet
from lore.rendering import RENDERER_VERSION, Rendered, Veil, render

if TYPE_CHECKING:
    from lore.models.page import Page

DRAWN = ["html", "toc", "text", "names", "facts", "word_count", "source_keys", "public_sources",
         "infobox_html", "renderer_version"]  # fmt: skip


def draw(page: "Page", readable: PageQuerySet) -> None:
    """Render `page` and store the result, its veils and its links. Needs a transaction."""
    entries = list(page.timeline.all())
    values = [value for _, value in page.infobox]
    lookup = Lookup(readable, [*values, *(entry.text for entry in entries)])
    rendered = render(page.body, lookup, page.veil_url)
    for entry in entries:
        entry.html = draw_inline(entry.text, lookup.resolved.pages)
    page.timeline.bulk_update(entries, ["html"])
    _take(page, rendered, lookup)
    page.save(update_fields=DRAWN)
    _keep_veils(page, rendered.veils)
    _keep_links(page, rendered, lookup)
    _keep_media(page, rendered, lookup)


def _take(page: "Page", rendered: Rendered, lookup: Lookup) -> None:
    page.html, page.text = rendered.html, rendered.text
    page.toc = [asdict(heading) for heading in rendered.toc]
    page.word_count = rendered.word_count
    page.source_keys, page.public_sources = list(rendered.source_keys), rendered.public_sources
    page.infobox_html = _infobox_html(page, lookup)
    page.names = " / ".join([page.title, *page.aliases.values_list("title", flat=True)])
    page.facts = "\n".join([page.standfirst, *(strip_links(value) for _, value in page.infobox)])
    page.renderer_version = RENDERER_VERSION


def _infobox_html(page: "Page", lookup: Lookup) -> list[list[str]]:
    pages = lookup.resolved.pages
    return [[label, draw_inline(value, pages)] for label, value in page.infobox]


def _keep_veils(page: "Page", veils: tuple[Veil, ...]) -> None:
    page.veils.all().delete()
    if not veils:
        return
    page.veils.bulk_create(
        page.veils.model(
            page=page,
            number=veil.number,
            **find_gate(veil.gate),
            title=veil.title[:200],
            hint=veil.hint[:400],
            html=veil.html,
            text=veil.text,
            source_keys=list(veil.source_keys),
        )
        for veil in veils
    )


def _keep_links(page: "Page", rendered: Rendered, lookup: Lookup) -> None:
    page.links.all().delete()
    known, short = lookup.resolved.pages, set(lookup.short_keys)
    keys = dict.fromkeys([*rendered.page_keys, *lookup.short_keys])
    meanings = set(rendered.meanings)
    page.links.bulk_create(
        page.links.model(
            page=page,
            key=key,
            target_id=lookup.page_ids.get(key),
            is_meaning=page.kind == Kind.DISAMBIGUATION and key in meanings,
            is_covered=key in known
            and key not in short
            and not _leads_to(known[key].url, rendered.html),
        )
        for key in keys
        if key
    )


def _keep_media(page: "Page", rendered: Rendered, lookup: Lookup) -> None:
    page.media_used.all().delete()
    page.media_used.bulk_create(
        page.media_used.model(page=page, key=key, asset_id=lookup.media_ids.get(key))
        for key in rendered.media_keys
    )


def _leads_to(url: str, html: str) -> bool:
    """Whether a link to `url` stands in the open; links under ash are not told of."""
    start = f'href="{escape(url)}'
    return f'{start}"' in html or f"{start}#" in html
