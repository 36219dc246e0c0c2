"""What somebody who chooses a number may say."""

from typing import Any

from django import forms

from catalog.models import Item
from payments.models.membership import is_member
from payments.models.numbering import why_no_number

FOR_MEMBERS = "Numbers are chosen by members of the Club."
A_DAY = "That is no day. Give it as 2001-03-14 or 14 March 2001."


class NumberForm(forms.Form):
    """A number of this edition which this buyer may have."""

    serial = forms.IntegerField(
        label="Number",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "required": "Type a number, or press one of those below.",
            "invalid": "A number is written in figures only.",
        },
    )

    def __init__(self, item: Item, buyer: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.item, self.buyer = item, buyer

    def clean_serial(self) -> int:
        serial = self.cleaned_data["serial"]
        member = is_member(self.buyer)
        problem = why_no_number(self.item, serial, self.buyer) if member else FOR_MEMBERS
        if problem:
            raise forms.ValidationError(problem)
        return serial


class DayForm(forms.Form):
    """A day, such as that of a birth."""

    day = forms.DateField(
        label="A day that means something",
        help_text="A birth date, say. It makes the numbers below and is not kept.",
        input_formats=["%Y-%m-%d", "%d %B %Y", "%d.%m.%Y", "%d/%m/%Y"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": A_DAY, "invalid": A_DAY},
    )
