from typing import TYPE_CHECKING

from django.db import transaction

from lore.models.page import Page, StaleEdit
from lore.models.restoring import lay
from lore.models.revision import PageRevision

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def restore(
    page: Page, revision: PageRevision, author: "User", version: int | None
) -> PageRevision | None:
    """Make a new revision that says what an old one said; None where the page says it already.

    Raises StaleEdit if the page is not at `version` any more.
    """
    if version is None:
        raise StaleEdit
    page.claim_version(version)
    lay(page, revision.snapshot)
    return page.revise(author, f"Restored revision {revision.number}.")
