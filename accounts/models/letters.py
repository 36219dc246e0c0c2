"""What a member wants to be written to about. Receipts, billing and safety are no such kinds:
those letters are part of what was bought or asked for, and always go."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import signing
from django.db import models
from django.urls import reverse
from django.utils import timezone

from accounts.models.agreement import Agreement
from accounts.models.mail_kind import MailKind

if TYPE_CHECKING:
    from accounts.models.user import User

_signer = signing.Signer(salt="accounts.letters")


# What nobody asked for by doing something is not sent before they say so.
ONLY_IF_ASKED = {MailKind.CLUB_NEWS}


class MailChoice(models.Model):
    """What a member said about one kind of letter; without a row the kind's own default holds."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mail_choices"
    )
    kind = models.CharField(max_length=20, choices=MailKind)
    is_wanted = models.BooleanField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "kind"], name="mail_choice_one_per_kind")
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {'yes' if self.is_wanted else 'no'}"


class LetterVerbs:
    """What a member says about letters."""

    mail_choices: Any

    def wants(self, kind: str) -> bool:
        """Whether letters of this kind may go to this member."""
        said = self.mail_choices.filter(kind=kind).values_list("is_wanted", flat=True).first()
        return kind not in ONLY_IF_ASKED if said is None else said

    def choose_letters(self: Any, kind: str, is_wanted: bool) -> None:
        """Keep what the member says, and log it if it is news."""
        if self.wants(kind) == is_wanted:
            return
        said = {"is_wanted": is_wanted, "at": timezone.now()}
        MailChoice.objects.update_or_create(user=self, kind=kind, defaults=said)
        Agreement.log(self, Agreement.What.LETTERS, is_given=is_wanted, about=kind)


def unsubscribe_url(user: "User", kind: str) -> str:
    """The whole address that ends one kind of letter for this member, without signing in."""
    token = _signer.sign(f"{user.pk}:{MailKind(kind)}")
    return settings.SITE_URL + reverse("accounts:letters_delete", args=[token])


def letters_of(token: str) -> "tuple[User, MailKind] | None":
    """Whose letters of which kind carry this token; None for one that is not ours."""
    try:
        pk, kind = _signer.unsign(token).split(":")
        user = get_user_model().objects.filter(pk=pk).first()
        return (user, MailKind(kind)) if user else None
    except (signing.BadSignature, ValueError):
        return None
