"""Letters to those who wrote a review: the house hid it, or shows it again."""

from django.conf import settings

from accounts.models import MailKind, unsubscribe_url
from core.mailing import Letter
from payments.models import Review


def send(review: Review) -> bool:
    """Mail what became of a review; False if its author wants no such letters."""
    if not review.author.is_active or not review.author.wants(MailKind.REVIEWS):
        return False
    letter(review).send()
    return True


def letter(review: Review) -> Letter:
    """Hidden with the reason, or shown again: whichever it is when the letter goes."""
    is_hidden = review.hidden_at is not None
    subject = f"Your review of {review.item.name} is {'hidden' if is_hidden else 'shown again'}"
    context = {
        "review": review,
        "is_hidden": is_hidden,
        "review_url": settings.SITE_URL + review.get_absolute_url(),
    }
    end_url = unsubscribe_url(review.author, MailKind.REVIEWS)
    return Letter("review", subject, [review.author.email], context, unsubscribe_url=end_url)
