"""The second thing at sign-in: passkeys, an app with codes, and codes on paper."""

from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm as AllauthAuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as AllauthReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.utils.html import format_html

from accounts.models import User
from core.qr import path_of

# Codes on paper are what is left when a factor is lost; alone they are none.
FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
NAME_LABEL = "A name for it"
NAME_LENGTH = 60


def has_second_factor(user: User | AnonymousUser) -> bool:
    """Whether sign-in asks this person for more than a password."""
    return is_mfa_enabled(user, FACTORS)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Where we change allauth's second factors."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "This is not the code. It changes every half minute; take the newest.",
        "unverified_email": "Confirm your addresses first, so that a lost key can be replaced.",
        "cannot_generate_recovery_codes": "Codes on paper belong to a passkey or an app. "
        "Add one first.",
    }

    def build_totp_svg(self, url: str) -> str:
        """The square to scan, as a picture drawn in the page: our policy lets no data in."""
        dark, side = path_of(url)
        return format_html(
            '<svg class="qr" viewBox="0 0 {0} {0}" role="img" aria-label="Square to scan with '
            'your app" shape-rendering="crispEdges"><path d="{1}" fill="#000"/></svg>',
            side,
            dark,
        )

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        """A name to begin with; its owner knows better which device it is."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return "Passkey" if number == 1 else f"Passkey {number}"


class CodeForm(forms.Form):
    """A form that takes a code, in our words."""

    code_label = "Code from your app, or one from paper"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = self.code_label


class AuthenticateForm(CodeForm, AllauthAuthenticateForm):
    """The second step of signing in."""


class ReauthenticateForm(CodeForm, AllauthReauthenticateForm):
    """Once more, before something that matters."""


class ActivateAppForm(CodeForm, ActivateTOTPForm):
    """The first code, which shows that the app has the secret."""

    code_label = "Code the app shows now"


class AddPasskeyForm(AddWebAuthnForm):
    """A key that signs in by itself, unless its owner wants it beside the password only."""

    name = forms.CharField(label=NAME_LABEL, max_length=NAME_LENGTH, required=False)
    passwordless = forms.BooleanField(
        label="Sign in with it alone, without the password", required=False, initial=True
    )


class RenamePasskeyForm(EditWebAuthnForm):
    name = forms.CharField(label=NAME_LABEL, max_length=NAME_LENGTH)
