"""Letters of the desk: to whom it may concern, as long as it still does."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from core.mailing import Letter
from lore.groups import who_may
from lore.models import Act, DeskNote, Stage, WorkInHand

SUBJECTS = {
    Act.SUBMITTED: "To review: {}",
    Act.RETURNED: "Back to you: {}",
    Act.PUBLISHED: "Published: {}",
}


def send(note: DeskNote) -> int:
    """Write to those `note` concerns; how many letters went out."""
    readers = readers_of(note)
    for reader in readers:
        letter(note, reader).send()
    return len(readers)


def readers_of(note: DeskNote) -> list[Any]:
    """A review is asked of its reviewer, or of all who may publish; else the writer is told."""
    if note.act == Act.SUBMITTED:
        work = WorkInHand.objects.filter(page=note.page, stage=Stage.REVIEW).first()
        able = who_may("publish_page").exclude(pk=note.author_id)
        if work is None:  # it was published or given back meanwhile
            return []
        return list(able.filter(pk=work.reviewer_id) if work.reviewer_id else able)
    writer = note.revision.author if note.revision else note.page.author
    is_told = writer.is_active and writer.pk != note.author_id
    return [writer] if is_told else []


def letter(note: DeskNote, reader: Any) -> Letter:
    """What was said or done at the desk, for one who keeps the record."""
    page = note.page
    context = {
        "note": note,
        "page": page,
        "act": note.act,
        "desk_url": settings.SITE_URL + reverse("admin:lore_page_change", args=[page.pk]),
        "page_url": settings.SITE_URL + page.get_absolute_url() if page.is_public else "",
    }
    return Letter("desk", SUBJECTS[Act(note.act)].format(page.title), [reader.email], context)


def note_of(pk: int) -> DeskNote:
    """A note with all that its letter names."""
    notes = DeskNote.objects.select_related("page__author", "author", "revision__author")
    return notes.get(pk=pk)
