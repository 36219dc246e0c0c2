"""What an action asks before it is done."""

from typing import Any

from django import forms
from django.utils import timezone

from core.desk.moments import MomentInput


class ActionForm(forms.Form):
    """Nothing to ask but whether it is meant."""

    required_css_class = "required"


class OpeningForm(ActionForm):
    opens_at = forms.DateTimeField(
        label="Opens at (UTC)",
        required=False,
        widget=MomentInput,
        help_text="Empty: at once.",
    )

    def clean_opens_at(self) -> Any:
        moment = self.cleaned_data["opens_at"]
        if moment and moment < timezone.now():
            raise forms.ValidationError("That time has passed. Leave it empty to open at once.")
        return moment or timezone.now()


class RestockForm(ActionForm):
    copies = forms.IntegerField(
        label="Copies to add",
        min_value=1,
        max_value=100_000,
        help_text="To the edition of each piece. An edition is never made smaller here.",
    )
    reason = forms.CharField(max_length=200, help_text="Kept in the history of each piece.")
