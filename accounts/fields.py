"""The form fields that are about a member."""

from django import forms

from accounts.models import HANDLE_PATTERN
from accounts.models.handle import HANDLE_RULE

HANDLE_HELP = "3 to 30 small letters, figures and hyphens. Others see it."


class HandleField(forms.RegexField):
    """A handle as it will stand: trimmed and in small letters."""

    def __init__(self) -> None:
        control = forms.TextInput(attrs={"autocomplete": "nickname", "autocapitalize": "none"})
        super().__init__(
            HANDLE_PATTERN,
            max_length=30,
            widget=control,
            help_text=HANDLE_HELP,
            error_messages={"invalid": HANDLE_RULE},
        )

    def to_python(self, value: str | None) -> str:
        return (super().to_python(value) or "").strip().lower()
