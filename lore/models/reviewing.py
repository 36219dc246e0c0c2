"""Verbs of a page about what editors say to one another before readers see anything."""

from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction
from procrastinate.contrib.django import app as tasks

from lore.models.choices import Stage
from lore.models.note import Act, DeskNote
from lore.models.work import WorkInHand

if TYPE_CHECKING:
    from accounts.models import User
    from lore.models.page import Page
    from lore.models.revision import PageRevision

LETTER = "lore.tasks.send_desk_letter"
TOLD_BY_LETTER = {Act.SUBMITTED, Act.RETURNED, Act.PUBLISHED}


@transaction.atomic
def submit(page: "Page", author: "User", text: str = "", reviewer: "User | None" = None) -> None:
    """Ask for a review of the newest work, by `reviewer` or by whoever may publish it."""
    page.lock()
    asked = {"stage": Stage.REVIEW, "reviewer": reviewer}
    WorkInHand.objects.update_or_create(page=page, defaults=asked)
    page.note(Act.SUBMITTED, author, text)


@transaction.atomic
def give_back(page: "Page", author: "User", text: str) -> None:
    """Return the work to its writer, with what is still to be done."""
    page.lock()
    WorkInHand.objects.filter(page=page).update(stage=Stage.DRAFT)
    page.note(Act.RETURNED, author, text)


def note(
    page: "Page",
    act: Act,
    author: "User",
    text: str = "",
    revision: "PageRevision | None" = None,
) -> DeskNote:
    """Keep what was said or done; a letter to those it concerns follows once it is stored."""
    about = revision or page.latest_revision
    said = DeskNote.objects.create(page=page, revision=about, act=act, text=text, author=author)
    if act in TOLD_BY_LETTER:
        letter = tasks.configure_task(LETTER, allow_unknown=True)
        transaction.on_commit(partial(letter.defer, note_id=said.pk))
    return said
