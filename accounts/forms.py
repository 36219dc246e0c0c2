"""Making an account and coming in."""

from typing import Any

from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.account.forms import SignupForm as AllauthSignupForm
from django import forms
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest, HttpResponse

from accounts.fields import HandleField
from accounts.models import User, why_not

LENGTH_HELP = "At least 10 characters, and none of the common ones."


class LoginForm(AllauthLoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""  # the way to a new one stands beside the label
        self.fields["remember"].label = "Keep me signed in on this device"


class JoiningForm(forms.Form):
    """What everyone who joins says, whichever way they come."""

    handle = HandleField()
    old_enough = forms.BooleanField(
        label="I am 13 or older.",
        error_messages={"required": "Accounts are for people of 13 and over."},
    )

    def clean_handle(self) -> str:
        handle = self.cleaned_data["handle"]
        problem = why_not(handle)
        if problem:
            raise forms.ValidationError(problem)
        return handle


class SignupForm(JoiningForm, AllauthSignupForm):
    """Email, handle and password; an address that has an account is not told to strangers."""

    field_order = ["email", "handle", "password1", "old_enough"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = LENGTH_HELP

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """Hash the password for an address that is known too, so that no clock tells them apart."""
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)
