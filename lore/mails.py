"""Every letter that the record sends, for docs/mails.md and the preview."""

from accounts.models import User
from core.mailing import Letter, Mail
from lore import letters
from lore.models import Act, DeskNote, Page, PageRevision

KAEL = User(pk=0, email="kael@ashes.example", handle="kael", byline="Kael")
MIRA = User(pk=1, email="mira@ashes.example", handle="mira")
WORDS = "The second claim wants a source.\nThe rest can stand."


def _desk() -> list[Letter]:
    page = Page(pk=1, title="The Cinder Watch", slug="the-cinder-watch", author=KAEL)
    revision = PageRevision(number=4, author=KAEL, summary="Dates of the watch", page=page)
    notes = [
        DeskNote(page=page, revision=revision, act=act, text=WORDS, author=MIRA)
        for act in (Act.SUBMITTED, Act.RETURNED, Act.PUBLISHED)
    ]
    return [letters.letter(note, KAEL) for note in notes]


MAILS = [
    Mail(
        "desk",
        "a review is asked for, given back or published",
        "reviewer or writer of a lore page",
        _desk,
        switch="no; it ends with the work at the desk",
    ),
]
