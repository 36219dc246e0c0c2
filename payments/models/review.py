"""What owners say of their pieces, and what was reported of it."""

from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Avg, Count, Exists, OuterRef, Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django import app as queue

from catalog.models import Item
from payments.models.copy import Copy

SHORTEST, LONGEST = 10, 2_000  # characters
MOST_STARS = 5
REPORTS_A_DAY = 10  # by one sender


class ReviewQuerySet(models.QuerySet["Review"]):
    def shown(self) -> Self:
        """What the item's page shows: not hidden by the house."""
        return self.filter(hidden_at=None)

    def by(self, author: Any) -> Self:
        return self.filter(author=author)

    def reported(self) -> Self:
        """The worklist: shown, with a report nobody has looked at."""
        waiting = ReviewReport.objects.filter(review=OuterRef("pk"), settled_at=None)
        return self.shown().filter(Exists(waiting))

    def for_page(self) -> Self:
        """The newest first, with its author and whether they have a copy to this day."""
        had = Copy.objects.current().filter(item=OuterRef("item"), owner=OuterRef("author"))
        return self.select_related("author__departure", "item").annotate(is_owner=Exists(had))

    def rating(self) -> dict[str, Any]:
        """How many there are, and their average: None of none."""
        return self.aggregate(count=Count("pk"), average=Avg("stars"))


class Review(models.Model):
    """One for each piece and member; written by an owner, and kept when the copy passes on."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    stars = models.PositiveSmallIntegerField()
    text = models.TextField(max_length=LONGEST)
    written_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True, help_text="Shown to its author alone.")
    hidden_because = models.CharField(max_length=300, blank=True, help_text="Its author reads it.")
    hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["item", "author"], name="review_one_per_item"),
            models.CheckConstraint(
                condition=Q(stars__gte=1, stars__lte=MOST_STARS), name="review_stars_are_1_to_5"
            ),
            models.CheckConstraint(
                condition=Q(GreaterThanOrEqual(Length("text"), SHORTEST))
                & Q(LessThanOrEqual(Length("text"), LONGEST)),
                name="review_text_has_its_length",
            ),
            models.CheckConstraint(
                condition=Q(hidden_at=None, hidden_because="")
                | Q(hidden_at__isnull=False) & ~Q(hidden_because=""),
                name="review_is_hidden_for_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["item", "-written_at"], name="review_newest")]

    def __str__(self) -> str:
        return f"{self.author} on {self.item}"

    def get_absolute_url(self) -> str:
        """Where its author changes it."""
        return reverse("payments:review_update", args=[self.pk])

    @classmethod
    def write(cls, copy: Copy, author: Any, stars: int, text: str) -> "Review":
        """What an owner says of a piece; said once more, it replaces what they said before.

        The caller has looked the copy up among those its owner has at hand.
        """
        said = {"stars": stars, "text": text}
        review, is_new = cls.objects.get_or_create(item=copy.item, author=author, defaults=said)
        if not is_new:
            review.change(stars, text)
        return review

    def change(self, stars: int, text: str) -> None:
        """Say it otherwise. A hidden review stays hidden until the house looks at it again."""
        self.stars, self.text, self.changed_at = stars, text, timezone.now()
        self.save(update_fields=["stars", "text", "changed_at"])

    @transaction.atomic
    def hide(self, because: str, by: Any) -> bool:
        """Take it off the item's page; its reports are settled. False if it was hidden before."""
        shown = Review.objects.shown().filter(pk=self.pk)
        if not shown.update(hidden_at=timezone.now(), hidden_because=because, hidden_by=by):
            return False
        self.settle_reports()
        self._tell_its_author()
        return True

    @transaction.atomic
    def restore(self) -> bool:
        """Show it again; False if it was shown."""
        hidden = Review.objects.filter(pk=self.pk, hidden_at__isnull=False)
        if not hidden.update(hidden_at=None, hidden_because="", hidden_by=None):
            return False
        self._tell_its_author()
        return True

    def settle_reports(self) -> int:
        """Somebody looked at what was reported; how many reports that answers."""
        return self.reports.filter(settled_at=None).update(settled_at=timezone.now())

    def _tell_its_author(self) -> None:
        """By a letter queued in the transaction that gives cause to it."""
        queue.configure_task("payments.tasks.send_review_letter").defer(review_id=self.pk)


class ReviewReport(models.Model):
    """Somebody, member or not, finds that a review should be looked at."""

    class Reason(models.TextChoices):
        UNTRUE = "untrue", "It is not about the piece"
        RUDE = "rude", "It insults or threatens somebody"
        PRIVATE = "private", "It tells what is somebody's own"
        ADVERT = "advert", "It advertises something"
        UNLAWFUL = "unlawful", "It is against the law"

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="reports")
    reason = models.CharField(max_length=10, choices=Reason)
    note = models.CharField(max_length=500, blank=True)
    sender = models.CharField(
        max_length=32,
        editable=False,
        help_text="A digest of day and address: tells senders apart for a day and names nobody.",
    )
    reported_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-reported_at"]
        constraints = [
            models.UniqueConstraint(fields=["review", "sender"], name="report_one_per_sender")
        ]
        indexes = [models.Index(fields=["sender", "reported_at"], name="report_by_sender")]

    def __str__(self) -> str:
        return f"{self.review}: {self.get_reason_display()}"

    @classmethod
    def too_many_by(cls, sender: str) -> bool:
        since = timezone.now() - timedelta(days=1)
        return cls.objects.filter(sender=sender, reported_at__gte=since).count() >= REPORTS_A_DAY

    @classmethod
    def make(cls, review: Review, sender: str, reason: str, note: str) -> bool:
        """Keep a report; False if this sender reported the review before."""
        said = {"reason": reason, "note": note}
        return cls.objects.get_or_create(review=review, sender=sender, defaults=said)[1]
