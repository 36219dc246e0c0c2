"""Ways in through other houses: Discord, Google, Twitch, each where its keys are configured."""

from typing import Any

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.forms import SignupForm as AllauthSocialSignupForm
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base.provider import Provider
from django.http import Http404, HttpRequest

from accounts.forms import JoiningForm


class SocialAdapter(DefaultSocialAccountAdapter):
    """Where we change allauth's social accounts."""

    error_messages = DefaultSocialAccountAdapter.error_messages | {
        "no_password": "Set a password first: this is the only way you have to sign in.",
        "no_verified_email": "Confirm an address first: this is the only way you have to sign in.",
        "connected_other": "This one belongs to another account of the club.",
    }

    def get_provider(
        self, request: HttpRequest, provider: str, client_id: str | None = None
    ) -> Provider:
        """A house whose keys are not configured is no way in: its pages do not exist."""
        try:
            return super().get_provider(request, provider, client_id)
        except SocialApp.DoesNotExist as unknown:
            raise Http404 from unknown


class SocialSignupForm(JoiningForm, AllauthSocialSignupForm):
    """What the other house does not know: handle and age; the address may be another."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["email", "handle", "old_enough"])
