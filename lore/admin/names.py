"""Names that fit what is being typed: what the editor offers after `[[`, `[[item:` and `[@`."""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import NamedTuple
from unicodedata import combining, normalize

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, JsonResponse

from catalog.models import Item, Season
from lore.models import MediaAsset, Page, PageAlias, Source, Status
from lore.rendering import key_of
from lore.rendering.keys import scrub

MOST = 12
MOST_CHARS = 80


class Name(NamedTuple):
    """What is written into the text, what is read in the list, and what tells it apart."""

    insert: str
    label: str
    detail: str


def name_list(request: HttpRequest, kind: str) -> JsonResponse:
    """The names of one kind that fit `q`, as JSON; 404 for a kind that has none."""
    if kind not in KINDS:
        raise Http404
    names = KINDS[kind](scrub(request.GET.get("q", "")[:MOST_CHARS]).strip())
    return JsonResponse({"names": [name._asdict() for name in names]})


# --- pages -----------------------------------------------------------------------------------
def pages(words: str) -> list[Name]:
    """Pages by title, by other name, then by any word of either; each once.

    Three short looks into an index each: one condition over all would read the whole table.
    """
    found = {page.pk: _page_name(page) for page in _pages_named(words)}
    return list(islice(found.values(), MOST))


def _pages_named(words: str) -> Iterator[Page]:
    key = key_of(words)
    shown = Page.objects.only("title", "kind", "status")
    if not key:
        yield from shown.lately_revised()[:MOST]
        return
    for start in ("sort_title", "key"):
        yield from shown.filter(**{f"{start}__startswith": key}).order_by(start)[:MOST]
    aliases = PageAlias.objects.filter(key__startswith=key).order_by("key")
    for alias in aliases.select_related("page").defer("page__html", "page__text")[:MOST]:
        yield alias.page
    yield from shown.filter(words__names=_word_of_a_name(key)).order_by()[:MOST]


def _word_of_a_name(key: str) -> SearchQuery:
    """Every word of `key` begins a word of the title or of another name; accents do not count."""
    bare = (letter for letter in normalize("NFKD", key) if not combining(letter))
    words = "".join(letter if letter.isalnum() else " " for letter in bare).split()
    raw = " & ".join(f"{word}:*" for word in words)
    return SearchQuery(raw, config="simple", search_type="raw")


def _page_name(page: Page) -> Name:
    state = "" if page.status == Status.PUBLISHED else f", {page.get_status_display().lower()}"
    return Name(page.title, page.title, f"{page.get_kind_display()}{state}")


# --- the others ------------------------------------------------------------------------------
def items(words: str) -> list[Name]:
    entered = Item.objects.entered().only("slug", "name", "shelf", "accession")
    begun = list(entered.beginning(words)[:MOST])
    rest = entered.matching(words)[:MOST] if words and len(begun) < MOST else []
    found = {item.pk: item for item in [*begun, *rest]}
    named = (Name(f"{i.slug}|{i.name}", i.name, i.get_shelf_display()) for i in found.values())
    return list(islice(named, MOST))


def sources(words: str) -> list[Name]:
    fits = Q(key__icontains=words) | Q(publisher__icontains=words) | Q(title__icontains=words)
    return [Name(s.key, s.key, str(s)) for s in Source.objects.filter(fits)[:MOST]]


def seasons(words: str) -> list[Name]:
    found: QuerySet[Season] = Season.objects.filter(
        Q(code__istartswith=words) | Q(label__icontains=words) | Q(name__icontains=words)
    )
    return [Name(s.code, s.code, ", ".join(filter(None, [s.label, s.name]))) for s in found]


def media(words: str) -> list[Name]:
    fits = Q(key__icontains=words) | Q(alt__icontains=words) | Q(caption__icontains=words)
    return [Name(m.key, m.key, m.alt) for m in MediaAsset.objects.shown().filter(fits)[:MOST]]


KINDS: dict[str, Callable[[str], list[Name]]] = {
    "page": pages,
    "item": items,
    "source": sources,
    "season": seasons,
    "media": media,
}
