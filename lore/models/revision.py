from typing import Self

from django.conf import settings
from django.db import connection, models
from django.utils import timezone

from lore.models.page import Page

COVERED = "ash:"


class RevisionQuerySet(models.QuerySet["PageRevision"]):
    def published(self) -> Self:
        """Those that readers were shown: of the others not even the summary is public."""
        return self.filter(published_at__isnull=False)

    def forget_keeper(self, handle: str, instead: str) -> None:
        """In what pages said, a keeper whose account was removed has another name."""
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE lore_pagerevision "
                "SET snapshot = jsonb_set(snapshot, '{author}', to_jsonb(%s::text)) "
                "WHERE snapshot->>'author' = %s",
                [instead, handle],
            )


class PageRevision(models.Model):
    """What a page said at one time. The database refuses to change or delete it; once only, it
    takes the moment at which it was published."""

    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    base = models.PositiveIntegerField(
        null=True, blank=True, help_text="The revision it was made from."
    )
    snapshot = models.JSONField(help_text="Everything an editor can change.")
    summary = models.CharField(max_length=200)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        indexes = [models.Index(fields=["-published_at", "-id"], name="revision_newest")]
        constraints = [
            models.UniqueConstraint(fields=["page", "number"], name="revision_is_numbered_once")
        ]

    def __str__(self) -> str:
        return f"{self.page}, revision {self.number}"

    @property
    def public_summary(self) -> str:
        """The summary as readers see it: one that begins with "ash:" is for editors only."""
        if self.summary.casefold().lstrip().startswith(COVERED):
            return "A change under ash."
        return self.summary

    def go_public(self) -> None:
        """Keep the moment at which readers were first shown this revision."""
        unmarked = PageRevision.objects.filter(pk=self.pk, published_at=None)
        if unmarked.update(published_at=timezone.now()):
            self.refresh_from_db(fields=["published_at"])
