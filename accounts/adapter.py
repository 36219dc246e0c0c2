from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest

from accounts import letters
from accounts.models import User
from accounts.tasks import send_letter


class ClubAdapter(DefaultAccountAdapter):
    """The only place where we change allauth."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return settings.SIGNUP_OPEN

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """The handle is part of the account from its first row on."""
        user.handle = form.cleaned_data["handle"]
        return super().save_user(request, user, form, commit)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Hand the letter to the worker; queued in the transaction that causes it."""
        words = self.render_mail(template_prefix, email, {"email": email, **context})
        letter = letters.account(template_prefix, words.subject, str(words.body), words.to)
        send_letter.defer(**letter.sealed().as_arguments())
