"""Letters about reviews."""

from core.mailing import Letter, Mail
from payments import review_letters
from payments.mails import samples
from payments.models import Review


def _both() -> list[Letter]:
    said = {"pk": 5, "item": samples.item(), "author": samples.MIRA, "stars": 2}
    hidden = Review(**said, hidden_at=samples.NOON, hidden_because="It names another member.")
    return [review_letters.letter(each) for each in (hidden, Review(**said))]


MAILS = [
    Mail(
        "review",
        "a review is hidden by the house, or shown again",
        "who wrote it",
        _both,
        switch="the link in the letter, without signing in",
    ),
]
