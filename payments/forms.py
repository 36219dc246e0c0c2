"""What the bag's forms may say."""

from typing import Any

from django import forms
from django.http import QueryDict

from accounts.models import HANDLE_PATTERN
from payments.consent import JoiningConsent
from payments.models.handover import LONGEST_MESSAGE
from payments.models.membership_state import Plan
from payments.models.offer import MOST_COPIES


class PieceForm(forms.Form):
    """A piece, by its slug."""

    item = forms.SlugField(max_length=140)

    @staticmethod
    def slug_in(data: QueryDict) -> str:
        """The slug a form names; empty, which no piece has, for what is no slug."""
        form = PieceForm(data)
        return form.cleaned_data["item"] if form.is_valid() else ""


class BagLineForm(PieceForm):
    """A piece for the bag, and how many copies of it."""

    quantity = forms.IntegerField(
        min_value=1,
        max_value=MOST_COPIES,
        required=False,
        error_messages={
            "min_value": "A bag takes one copy or more of a piece.",
            "max_value": f"A bag takes at most {MOST_COPIES} copies of a piece.",
            "invalid": "How many copies must be a whole number.",
        },
    )

    def clean_quantity(self) -> int:
        return self.cleaned_data["quantity"] or 1


class CheckoutForm(forms.Form):
    """The consent, and the total in cents that the page showed."""

    consent = forms.BooleanField(
        error_messages={"required": "Tick the box above the button first; then you can pay."}
    )
    total = forms.IntegerField(min_value=0)


class JoiningForm(forms.Form):
    """A plan, the consent, and what the page said each plan costs, in cents."""

    plan = forms.ChoiceField(
        choices=Plan.choices,
        initial=Plan.YEARLY,
        error_messages={
            "required": "Choose a month or a year.",
            "invalid_choice": "Choose a month or a year.",
        },
    )
    consent = forms.BooleanField(
        error_messages={"required": "Tick the box above the button first; then you can join."}
    )
    monthly = forms.IntegerField(min_value=0)
    yearly = forms.IntegerField(min_value=0)

    @property
    def consent_given(self) -> JoiningConsent:
        """What was agreed to, at the price that was seen."""
        return JoiningConsent(self.cleaned_data[self.cleaned_data["plan"]])


class CodeForm(forms.Form):
    """A code that takes something off."""

    code = forms.CharField(max_length=32, label="Code")


class MessageField(forms.CharField):
    """Plain words of several lines, each break counted once, as browsers count it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 4}), required=False, **kwargs)

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n")


class GiftForm(forms.Form):
    """What stands in a gift, and whom we are to tell of it."""

    message = MessageField(
        max_length=LONGEST_MESSAGE,
        help_text=f"Up to {LONGEST_MESSAGE} characters. It is read when the seal is broken.",
    )
    email = forms.EmailField(
        max_length=254,
        required=False,
        label="Their email address",
        help_text="We write there once. Leave it empty and you get a link to hand over yourself.",
    )


class CardForm(GiftForm):
    """The same for a gift that is sealed already; an address that was told is not asked again."""

    def __init__(self, is_addressed: bool, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_addressed:
            del self.fields["email"]


class HandleField(forms.RegexField):
    """A handle as it stands in the register, however it was typed: @Kael is kael."""

    def __init__(self) -> None:
        super().__init__(
            HANDLE_PATTERN,
            label="Their handle",
            widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off"}),
            error_messages={"invalid": "That is no handle: 3 to 30 letters, figures and hyphens."},
        )

    def to_python(self, value: str | None) -> str:
        return (super().to_python(value) or "").strip().lower().removeprefix("@")


class TransferForm(forms.Form):
    """The member a piece is to go to."""

    handle = HandleField()
