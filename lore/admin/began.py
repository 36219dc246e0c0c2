"""Which revision a form of a page began from."""

from django.http import HttpRequest

from lore.models import Page, Status
from lore.models.restoring import lay


def lay_what_it_began_from(page: Page, request: HttpRequest) -> None:
    """Make the rows say what the form began from, the newest work for a form not yet sent.

    A form sent after a conflict goes on with its own rows (`rows_from`), although others have
    saved since: the rows it names may be gone from theirs. Needs a transaction to roll back.
    """
    began = request.POST.get("rows_from") or request.POST.get("base_version")
    revisions = page.revisions.order_by("-number")
    revision = revisions.filter(number=number_of(began)).first() if began else revisions.first()
    in_rows = page.live_revision if page.status != Status.DRAFT else page.latest_revision
    if revision and revision != in_rows:
        page.lock()
        lay(page, revision.snapshot)


def number_of(text: str | None) -> int:
    """A number as a form sends it; 0 for none and for nonsense."""
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0
