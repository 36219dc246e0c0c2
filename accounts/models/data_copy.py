"""A copy of all that is kept about a member: asked for, made by the worker, gone after a while."""

from datetime import datetime, timedelta
from secrets import token_hex
from typing import Any, Self

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import signing
from django.core.files.storage import storages
from django.db import models, transaction
from django.utils import timezone
from procrastinate.contrib.django import app as queue

PER_DAY = 3
_signer = signing.TimestampSigner(salt="accounts.data_copies")


def private_storage():  # type: ignore[no-untyped-def]
    """Read at run time, so that migrations do not freeze where the files lie."""
    return storages["private"]


def copy_path(copy: "DataCopy", filename: str) -> str:
    return f"data/{token_hex(16)}.zip"


class DataCopyQuerySet(models.QuerySet["DataCopy"]):
    def of(self, user: Any) -> Self:
        return self.filter(user=user)

    def lately(self) -> Self:
        """Asked for in the last day."""
        return self.filter(asked_at__gte=timezone.now() - timedelta(days=1))

    def over(self) -> Self:
        """Those whose links have ended, made or not."""
        return self.filter(asked_at__lte=timezone.now() - lifetime())


class DataCopy(models.Model):
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="data_copies"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    made_at = models.DateTimeField(null=True, blank=True)
    file = models.FileField(storage=private_storage, upload_to=copy_path, blank=True)

    objects = DataCopyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "data copies"
        ordering = ["-asked_at"]

    def __str__(self) -> str:
        return f"Data of {self.user}, {self.asked_at:%d.%m.%Y}"

    @classmethod
    @transaction.atomic
    def ask(cls, user: Any) -> bool:
        """Have the worker make one; False if enough were asked for today."""
        get_user_model().objects.select_for_update().get(
            pk=user.pk
        )  # two clicks, one after the other
        if cls.objects.of(user).lately().count() >= PER_DAY:
            return False
        copy = cls.objects.create(user=user)
        queue.configure_task("ashes_club.tasks.make_data_copy").defer(copy_id=copy.pk)
        return True

    @property
    def token(self) -> str:
        """What lets its member, once signed in, fetch the file for a while."""
        return _signer.sign_object([self.pk, self.user_id])

    @property
    def ends_at(self) -> datetime:
        return self.asked_at + lifetime()

    @classmethod
    def behind(cls, token: str, user: Any) -> Self | None:
        """The copy of this member; None for a token that is forged, too old or another's."""
        try:
            pk, user_pk = _signer.unsign_object(token, max_age=lifetime())
        except (signing.BadSignature, ValueError):
            return None
        made = cls.objects.of(user).exclude(made_at=None)
        return made.filter(pk=pk).first() if user_pk == user.pk else None

    def drop(self) -> None:
        """Remove the file and the row."""
        if self.file:
            self.file.delete(save=False)
        self.delete()


def lifetime() -> timedelta:
    """How long a copy lies ready."""
    return timedelta(hours=settings.DATA_COPY_HOURS)
