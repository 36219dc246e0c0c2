"""What a member may change about the account, besides the ways to sign in."""

from typing import Any

from django import forms
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.dateformat import format as format_date

from accounts.fields import HANDLE_HELP, HandleField
from accounts.models import MailKind, User, is_needed, why_not
from accounts.models.handle import TAKEN
from accounts.models.user import SWITCHES
from core.pictures.fields import LIMITS, PortraitField

CHANGE_HELP = "Links to an old one lead here for good. After a change it stands for {} days."


class ProfileForm(forms.ModelForm):
    """What others see of a member, what they may see, and the theme."""

    handle = HandleField()
    picture = PortraitField(required=False, help_text=f"{LIMITS} Cut to a square.")
    field_order = ["handle", "picture", "bio", *SWITCHES, "theme"]

    class Meta:
        model = User
        fields = ["picture", "bio", *SWITCHES, "theme"]
        labels = {"bio": "About you", "theme": "Light or dark"}
        help_texts = {"bio": "Two sentences are enough. Plain text, at most 600 characters."}
        widgets = {"bio": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["handle"] = self.instance.handle
        pause = settings.HANDLE_CHANGE_DAYS
        self.fields["handle"].help_text = f"{HANDLE_HELP} {CHANGE_HELP.format(pause)}"

    def clean_handle(self) -> str:
        handle = self.cleaned_data["handle"]
        problem = self._problem_with(handle) if handle != self.instance.handle else ""
        if problem:
            raise forms.ValidationError(problem)
        return handle

    def _problem_with(self, handle: str) -> str:
        until = self.instance.handle_is_fixed_until
        if until:
            return f"You changed it lately; you can again on {format_date(until, 'j F Y')}."
        return why_not(handle, self.instance)

    @property
    def switches(self) -> list[forms.BoundField]:
        return [self[name] for name in SWITCHES]

    def keep(self) -> bool:
        """Save a valid form; False if somebody else took the handle at this very moment."""
        before = self.initial["picture"]
        try:
            with transaction.atomic():
                self.save()
                if self.cleaned_data["handle"] != self.instance.handle:
                    self.instance.take_handle(self.cleaned_data["handle"])
        except IntegrityError:
            self.add_error("handle", TAKEN)
            return False
        if before and before.name != self.instance.picture.name:
            before.storage.delete(before.name)
        return True


class LettersForm(forms.Form):
    """A box for each kind of letter that can be ended."""

    def __init__(self, member: Any, data: Any = None) -> None:
        super().__init__(data)
        self.member = member
        for kind in MailKind:
            self.fields[kind.value] = forms.BooleanField(label=kind.label, required=False)
            self.initial[kind.value] = member.wants(kind)

    def save(self) -> None:
        for kind in MailKind:
            self.member.choose_letters(kind, self.cleaned_data[kind.value])


class DeletionForm(forms.Form):
    """The wish to leave, said by whoever knows the password, or the handle where there is none."""

    def __init__(self, member: Any, data: Any = None) -> None:
        super().__init__(data)
        self.member = member
        if member.has_usable_password():
            control = forms.PasswordInput(attrs={"autocomplete": "current-password"})
            self.fields["password"] = forms.CharField(label="Your password", widget=control)
        else:
            self.fields["handle"] = forms.CharField(label="Your handle, to be sure")

    def clean_password(self) -> str:
        if not self.member.check_password(self.cleaned_data["password"]):
            raise forms.ValidationError("This is not your password.")
        return ""

    def clean_handle(self) -> str:
        if self.cleaned_data["handle"].strip().lower() != self.member.handle:
            raise forms.ValidationError("This is not your handle.")
        return ""

    def clean(self) -> None:
        if is_needed(self.member):
            raise forms.ValidationError(
                "You are the only one who can run the house. Hand it to somebody else first."
            )
