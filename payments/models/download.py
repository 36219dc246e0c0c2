"""Who fetched which file of which copy, and when.

It limits downloads, and it is what a bank asks for in a dispute.
"""

from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from catalog.models import ItemFile
from payments.models.copy import Copy

PER_HOUR = 60


class DownloadQuerySet(models.QuerySet["Download"]):
    def lately_by(self, user: Any) -> Self:
        """In the last hour."""
        since = timezone.now() - timedelta(hours=1)
        return self.filter(member=user, at__gte=since)

    def last_by(self, user: Any, copies: list[Copy]) -> "dict[tuple[int, int], Download]":
        """When this member fetched each file of these copies last, by ids of copy and file."""
        fetched = self.filter(member=user, copy__in=copies, file__isnull=False)
        last = fetched.order_by("copy_id", "file_id", "-at").distinct("copy_id", "file_id")
        return {(each.copy_id, each.file_id): each for each in last if each.file_id}

    def is_over_limit(self, user: Any) -> bool:
        return self.lately_by(user).count() >= PER_HOUR


class Download(models.Model):
    copy = models.ForeignKey(Copy, on_delete=models.CASCADE, related_name="downloads")
    file = models.ForeignKey(ItemFile, on_delete=models.SET_NULL, null=True, related_name="+")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        help_text="Who fetched it; the copy may have changed hands since.",
    )
    version = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=timezone.now)

    objects = DownloadQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        indexes = [
            models.Index(fields=["copy", "-at"], name="download_newest"),
            models.Index(fields=["member", "-at"], name="download_of_member"),
        ]

    def __str__(self) -> str:
        return f"{self.copy}, version {self.version}"

    @classmethod
    def begin(cls, copy: Copy, file: ItemFile, member: Any) -> None:
        cls.objects.create(copy=copy, file=file, member=member, version=file.version)
