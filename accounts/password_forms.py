"""New passwords, in our words; the rules are those of AUTH_PASSWORD_VALIDATORS."""

from typing import Any

from allauth.account import forms as allauth_forms
from django import forms

from accounts.forms import LENGTH_HELP

LABELS = {
    "oldpassword": "Password now",
    "password": "Password",
    "password1": "New password",
    "password2": "New password, once more",
}


class InOurWords(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = LABELS[name]
            field.help_text = LENGTH_HELP if name == "password1" else ""


class ChangePasswordForm(InOurWords, allauth_forms.ChangePasswordForm):
    """With the old one, by somebody who is signed in."""


class SetPasswordForm(InOurWords, allauth_forms.SetPasswordForm):
    """The first one, of somebody who came in through another house."""


class ResetPasswordForm(InOurWords, allauth_forms.ResetPasswordKeyForm):
    """By the link of a letter."""


class ReauthenticateForm(InOurWords, allauth_forms.ReauthenticateForm):
    """Once more, before something that matters."""
