"""Making an account, and what its owner may change."""

from typing import Any

from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.account.forms import SignupForm as AllauthSignupForm
from django import forms
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest, HttpResponse

from accounts.models import HANDLE_PATTERN, User

LENGTH_HELP = "At least 10 characters, and none of the common ones."
HANDLE_HELP = "3 to 30 small letters, figures and hyphens. Others see it."


class HandleField(forms.RegexField):
    """A handle as it will stand: trimmed and in small letters."""

    def __init__(self) -> None:
        control = forms.TextInput(attrs={"autocomplete": "nickname", "autocapitalize": "none"})
        wrong = "Use 3 to 30 small letters, figures and hyphens, none of them at an end."
        super().__init__(
            HANDLE_PATTERN,
            max_length=30,
            widget=control,
            help_text=HANDLE_HELP,
            error_messages={"invalid": wrong},
        )

    def to_python(self, value: str | None) -> str:
        return (super().to_python(value) or "").strip().lower()


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
        if User.objects.filter(handle=handle).exists():
            raise forms.ValidationError("This handle is taken. Try another.")
        return handle


class SignupForm(JoiningForm, AllauthSignupForm):
    """E-mail, handle and password; an address that has an account is not told to strangers."""

    field_order = ["email", "handle", "password1", "old_enough"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = LENGTH_HELP

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """Hash the password for an address that is known too, so that no clock tells them apart."""
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)


class ProfileForm(forms.ModelForm):
    """What is public about a member; a byline and a bio show where they write."""

    class Meta:
        model = User
        fields = ["handle", "bio"]

    field_order = ["handle", "bio"]
    handle = HandleField()
