"""How other rooms show lore, and the small words of its own pages."""

from collections.abc import Iterable

from django import template
from django.db.models import F
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from catalog.models import Item, Season
from lore.models import Claim, ClaimSource, Grade, Page, TimelineEntry, Veil
from lore.models.choices import Precision
from lore.progress import progress_of

register = template.Library()

LINKS = 4
CLAIMS = 2
DAYS = 4
CHANGES = 4
PASSAGES = 8


@register.simple_tag
def grade_mark(grade: str) -> SafeString:
    """The mark of a grade with its word."""
    return format_html(
        '<span class="grade" data-grade="{0}"><svg aria-hidden="true"><use href="#g-{0}"/></svg>'
        "{1}</span>",
        grade,
        Grade(grade).label,
    )


@register.simple_tag
def grade_sign(grade: str) -> SafeString:
    """The mark alone, for where its word stands beside it."""
    return format_html('<svg aria-hidden="true"><use href="#g-{}"/></svg>', grade)


@register.simple_tag
def grade_told(grade: str) -> SafeString:
    """The mark with its word, as a button: what the grade takes is one tap away.

    The page includes `lore/_grades_told.html` once.
    """
    return format_html(
        '<button type="button" class="grade" data-grade="{0}" popovertarget="told-{0}">'
        '<svg aria-hidden="true"><use href="#g-{0}"/></svg><span class="t">{1}</span></button>',
        grade,
        Grade(grade).label,
    )


@register.simple_tag
def in_whose_words(cited: ClaimSource | None) -> str:
    """What follows the name of a claim's source: its words, who said them, who carried them."""
    if cited is None:
        return ""
    quote = f": “{cited.quote}”" if cited.quote else ""
    others = (cited.speaker, cited.via and f"via {cited.via}")
    return quote + "".join(f", {other}" for other in others if other)


@register.simple_tag
def grade_word(grade: str) -> SafeString:
    """The word of a grade within a line, which tells what the grade takes when it is tapped."""
    return format_html(
        '<button type="button" class="grade-word" popovertarget="told-{0}">{1}</button>',
        grade,
        Grade(grade).label,
    )


@register.simple_tag
def part_head(anchor: str, words: str) -> SafeString:
    """The heading of a part below the story: its words are the link to it, as in the story."""
    return format_html('<h2 id="{0}"><a class="here" href="#{0}">{1}</a></h2>', anchor, words)


@register.inclusion_tag("lore/_claims.html")
def claim_list(claims: list[Claim], label: str = "Graded claims") -> dict:
    """Claims with their sources; those behind a gate as a link to ask for them."""
    return {"claims": claims, "label": label}


@register.inclusion_tag("lore/_shield.html", takes_context=True)
def shield(context: Context, asks: bool = False) -> dict:
    """What the shield covers at this address, and the way to change it.

    `asks`: the page is an answer to the query of its address, so the way back keeps that.
    """
    request = context["request"]
    back = request.get_full_path() if asks else request.path
    return {"progress": progress_of(request), "back": back}


@register.inclusion_tag("lore/_opened_passages.html", takes_context=True)
def opened_passages(context: Context, words: str) -> dict:
    """Passages with `words` that this reader has reached; at a plain address, room for them."""
    progress = progress_of(context["request"])
    if not progress:
        return {"veils": []}
    reached = Veil.objects.of_public_pages().filter(progress.reached())
    return {"veils": reached.holding(words).select_related("page")[:PASSAGES]}


@register.inclusion_tag("lore/_page_links.html")
def page_links(pages: Iterable[Page]) -> dict:
    """Pages as a list to choose from, as a search finds them."""
    return {"pages": pages}


@register.inclusion_tag("lore/_related_lore.html", takes_context=True)
def related_lore(context: Context, item: Item) -> dict:
    """What the reading room knows of an item: one page with a few claims, and the others.

    Claims behind a gate are left out until the reader has reached them.
    """
    progress = progress_of(context.get("request"))
    pages = list(_light(Page.objects.published().about(item)).order_by("-word_count")[: LINKS + 1])
    lead = pages[0] if pages else None
    claims = progress.open_up(lead.claims.with_sources()) if lead else []
    shown = [claim for claim in claims if not claim.is_shut][:CLAIMS]
    return {"lead": lead, "claims": shown, "others": pages[1:]}


@register.simple_tag
def lore_days(item: Item) -> list[TimelineEntry]:
    """A few days that the pages about an item tell of in the open, each once, the first first."""
    pages = Page.objects.published().about(item)
    open_days = TimelineEntry.objects.public().filter(page__in=pages, is_covered=False)
    days = {entry.date: entry for entry in open_days.filter(precision=Precision.DAY)}
    return list(days.values())[:DAYS]


@register.inclusion_tag("lore/_season_lore.html")
def season_lore(season: Season) -> dict:
    """The pages of the record that first belong to a season."""
    pages = _light(Page.objects.published().filter(season=season)).order_by("sort_title")
    return {"season": season, "pages": list(pages)}


@register.inclusion_tag("lore/_lately_revised.html")
def lately_revised() -> dict:
    """The page with a picture that was revised last, as a lead article."""
    pages = _light(Page.objects.published().with_keeper().lately_revised())
    pictured = pages.filter(hero__images__isnull=False)
    # A picture of a later season than its page stands for it nowhere in the open.
    pictured = pictured.exclude(hero__season__number__gt=F("season__number"))
    lead = pictured.select_related("hero").prefetch_related("hero__images").first()
    return {"lead": lead}


@register.inclusion_tag("lore/_record_changes.html")
def record_changes() -> dict:
    """The claims that were weighed last, one a page and one a grade as far as they go."""
    newest = Claim.objects.of_public_pages().in_the_open().lately_weighed()
    claims = list(newest.select_related("page")[: CHANGES * 10])
    return {"claims": _varied(claims)[:CHANGES]}


def _varied(claims: list[Claim]) -> list[Claim]:
    """`claims` with first the newest of each grade, then the rest; no page twice."""
    chosen: dict[int, Claim] = {}
    grades = set()
    for claim in claims:
        if claim.grade not in grades and claim.page_id not in chosen:
            grades.add(claim.grade)
            chosen[claim.page_id] = claim
    for claim in claims:
        chosen.setdefault(claim.page_id, claim)
    return list(chosen.values())


def _light(pages):  # type: ignore[no-untyped-def]
    return pages.defer("body", "html", "text", "vector")
