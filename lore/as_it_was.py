"""A page as one of its public revisions had it, drawn from the snapshot; nothing is written."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from lore.models import Page, PageRevision
from lore.models.lookup import Lookup
from lore.rendering import Rendered, render


@dataclass(frozen=True)
class AsItWas:
    """The open text and the open claims of a revision.

    `is_withheld`: what stood in the open then lies under ash by now, so the text is not shown.
    """

    title: str
    standfirst: str
    html: str
    claims: list[dict[str, Any]]
    is_withheld: bool


def as_it_was(page: Page, revision: PageRevision) -> AsItWas:
    """What `revision` of `page` said to everybody. Covers of today hold for it too."""
    then = revision.snapshot
    old = _drawn(page, then["body"])
    is_withheld = bool(_lines(old.text) & _covered_lines(page))
    return AsItWas(
        title=then["title"],
        standfirst=then["standfirst"],
        html="" if is_withheld else old.html,
        claims=_open_claims(page, then),
        is_withheld=is_withheld,
    )


def _drawn(page: Page, body: str) -> Rendered:
    """A bar leads to the page as it stands: passages of old revisions have no address."""
    address = page.get_absolute_url()
    return render(body, Lookup(Page.objects.published(), []), lambda _number: address)


def _covered_lines(page: Page) -> set[str]:
    return {line for veil in _drawn(page, page.body).veils for line in _lines(veil.text)}


def _lines(text: str) -> set[str]:
    return set(text.splitlines())


def _open_claims(page: Page, then: dict[str, Any]) -> list[dict[str, Any]]:
    covered = {claim.text for claim in page.claims.behind_gates()}
    shown = (c for c in then["claims"] if not _is_gated(c) and c["text"] not in covered)
    return [{**claim, "as_of": date.fromisoformat(claim["as_of"])} for claim in shown]


def _is_gated(claim: dict[str, Any]) -> bool:
    return bool(claim.get("gate") or claim.get("gate_release"))
