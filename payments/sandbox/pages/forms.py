"""The forms of the hosted pages. They take test cards only, and say so."""

import datetime
import re
from typing import Any

from django import forms

from payments.sandbox.checkout.cards import find_card
from payments.sandbox.checkout.methods import Payer
from payments.sandbox.pages.countries import COUNTRIES

_NOT_A_TEST_CARD = "This is not a test card. Use one of the numbers listed on this page."
_EXPIRY = re.compile(r"(0?[1-9]|1[0-2])\s*/?\s*(20)?(\d\d)")
_DEBITS = {"bank_pays": "pays", "bank_fails": "fails"}


class CardForm(forms.Form):
    """A test card and its holder."""

    number = forms.CharField(label="Card number", required=False, max_length=40)
    expiry = forms.CharField(label="Expiry", required=False, max_length=9)
    cvc = forms.CharField(label="Security code", required=False, max_length=4)
    name = forms.CharField(label="Name on the card", required=False, max_length=150)
    country = forms.ChoiceField(label="Country", choices=COUNTRIES)

    def clean(self) -> dict[str, Any]:
        """Say beside each field what is wrong with it."""
        self._clean_number()
        self._clean_expiry()
        if not re.fullmatch(r"\d{3,4}", self.cleaned_data.get("cvc", "")):
            self.add_error("cvc", "Your card's security code is incomplete.")
        if not self.cleaned_data.get("name"):
            self.add_error("name", "Please give the name on the card.")
        return self.cleaned_data

    def _clean_number(self) -> None:
        number = self.cleaned_data.get("number", "")
        if not number.strip():
            self.add_error("number", "Your card number is incomplete.")
        elif not number.replace(" ", "").isdigit() or find_card(number) is None:
            self.add_error("number", _NOT_A_TEST_CARD)
            # It may be somebody's real card: it is not put into the page again.
            self.data = {**self.data, "number": ""}

    def _clean_expiry(self) -> None:
        matched = _EXPIRY.fullmatch(self.cleaned_data.get("expiry", "").strip())
        if not matched:
            self.add_error("expiry", "Write month and year, such as 12/34.")
            return
        month, year = int(matched[1]), 2000 + int(matched[3])
        today = datetime.datetime.now(tz=datetime.UTC)
        if (year, month) < (today.year, today.month):
            self.add_error("expiry", "Your card's expiry date is in the past.")
        self.cleaned_data |= {"exp_month": month, "exp_year": year}

    def payer(self) -> Payer:
        """The valid form's answers."""
        data = self.cleaned_data
        return Payer(
            number=data["number"],
            email=data.get("email", ""),
            name=data["name"],
            country=data["country"],
            exp_month=data.get("exp_month", 12),
            exp_year=data.get("exp_year", 2034),
            bank=_DEBITS.get(data.get("method", ""), ""),
        )


class PayForm(CardForm):
    """Who pays, and with which card; a bank debit or a free order needs no card."""

    email = forms.EmailField(label="Email")
    method = forms.ChoiceField(
        choices=[("card", ""), ("bank_pays", ""), ("bank_fails", ""), ("free", "")], initial="card"
    )
    terms = forms.BooleanField(label="I agree to the terms of service", required=False)

    def __init__(self, *args: Any, terms: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["terms"].required = terms
        self.fields["terms"].error_messages["required"] = "Please agree to the terms to go on."
        self.fields["email"].error_messages["required"] = "Please give an email address."

    def clean(self) -> dict[str, Any]:
        """Look at the card only where a card is used."""
        return super().clean() if self.cleaned_data.get("method") == "card" else self.cleaned_data
