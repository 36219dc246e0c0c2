"""The log of what members agreed to, in which words, and when. The database keeps it from being
changed; what is over for good stands in a new row."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.models.mail_kind import MailKind

# A change of words is a new version. Payments keeps the words of its consent with each order.
SIGNUP_VERSION = "2026-11-26"


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def of(self, user: Any) -> Self:
        return self.filter(user=user)

    def nobodys(self) -> Self:
        """Of accounts that were removed."""
        return self.filter(user=None)


class Agreement(models.Model):
    class What(models.TextChoices):
        TERMS = "terms", "The terms of the house"
        AGE = "age", "Being 13 or older"
        FILES_AT_ONCE = "files_at_once", "The files at once, and no withdrawal after"
        LETTERS = "letters", "Letters"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="agreements",
        help_text="Empty: the account was removed.",
    )
    what = models.CharField(max_length=20, choices=What)
    version = models.CharField(max_length=20, blank=True, help_text="Of the words agreed to.")
    about = models.CharField(
        max_length=40, blank=True, help_text="The order or the kind of letters."
    )
    is_given = models.BooleanField(default=True, help_text="No: taken back.")
    at = models.DateTimeField(default=timezone.now)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "about"],
                condition=models.Q(what="files_at_once"),
                name="agreement_once_per_order",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()} {self.about}".strip()

    @property
    def about_in_words(self) -> str:
        """The kind of letters by its name, an order by its number."""
        return MailKind(self.about).label if self.about in MailKind.values else self.about

    @classmethod
    def log(cls, user: Any, what: str, **facts: Any) -> None:
        """Enter that this member agreed, or with `is_given=False` that they took it back."""
        cls.objects.create(user=user, what=what, **facts)

    @classmethod
    def log_order(cls, user: Any, number: str, version: str) -> None:
        """What was agreed to at checkout; its words are kept with the order. A second click on
        Pay finds the order of the first, and its row here."""
        facts = {"what": cls.What.FILES_AT_ONCE, "about": number}
        cls.objects.get_or_create(user=user, **facts, defaults={"version": version})

    @classmethod
    def log_signup(cls, user: Any) -> None:
        for what in (cls.What.TERMS, cls.What.AGE):
            cls.log(user, what, version=SIGNUP_VERSION)
