from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest

from accounts import letters, proof
from accounts.models import Agreement, User
from accounts.tasks import send_letter

TOO_OFTEN = "That was tried too often. Wait a few minutes, then try again."


class ClubAdapter(DefaultAccountAdapter):
    """Where we change allauth's accounts: who may come in, what is said, how letters leave."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "This account is closed.",
        "cannot_remove_primary_email": "Make another address your main one first.",
        "duplicate_email": "This address is on your account already.",
        "email_password_mismatch": "This address and this password do not go together.",
        "enter_current_password": "This is not your password now.",
        "incorrect_code": "This is not the code. Look again, or ask for a new one.",
        "incorrect_password": "This is not your password.",
        "max_email_addresses": "An account holds %d addresses at most. Remove one first.",
        "rate_limited": TOO_OFTEN,
        "same_as_current": "This is the address it was sent to already.",
        "too_many_login_attempts": TOO_OFTEN,
        "email_taken": "This address belongs to another account.",
        "unverified_primary_email": "An address has to be confirmed before it can be the main one.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return settings.SIGNUP_OPEN

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """The handle is part of the account from its first row on."""
        user.handle = form.cleaned_data["handle"]
        made = super().save_user(request, user, form, commit)
        Agreement.log_signup(made)
        return made

    def set_password(self, user: User, password: str) -> None:
        """By the link of a letter, for an account nobody had confirmed: its owner comes first."""
        if proof.is_unproven(user):
            proof.disconnect(user)
        super().set_password(user, password)

    def add_message(self, request: HttpRequest, level: int, *about: Any, **more: Any) -> None:
        """`about` begins with the name of what is said, if that is in a template."""
        proof.note(request, about[0] if about else None)
        super().add_message(request, level, *about, **more)

    def login(self, request: HttpRequest, user: Any) -> None:
        """Until the browser closes, unless it was asked to be kept: by whatever way one came."""
        if proof.came_by_the_first_letter(request, user):
            proof.disconnect(user)
            user.set_unusable_password()
            user.save(update_fields=["password"])
        if "_session_expiry" not in request.session:
            request.session.set_expiry(0)
        super().login(request, user)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """In our words."""
        names = {
            "reauthenticate": "Use your password",
            "mfa_reauthenticate": "Use a code",
            "mfa_reauthenticate:webauthn": "Use a passkey",
        }
        methods = super().get_reauthentication_methods(user)
        return [{**method, "description": names[method["id"]]} for method in methods]

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Hand the letter to the worker; queued in the transaction that causes it."""
        said = {"email": email, **letters.at_our_address(context)}
        words = self.render_mail(template_prefix, email, said)
        letter = letters.account(template_prefix, words.subject, str(words.body), words.to)
        send_letter.defer(**letter.sealed().as_arguments())
