"""What the bag's forms may say."""

from django import forms
from django.http import QueryDict

from payments.consent import JoiningConsent
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
