"""What members agreed to is logged where they agree, and stays as it was logged."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import Agreement, User
from payments.consent import CONSENT_VERSION


def test_making_an_account_logs_age_and_terms(client, db):
    given = {
        "email": "new@ashes.example", "handle": "newcomer", "password1": "quiet-hearth-42",
        "old_enough": "on",
    }  # fmt: skip
    client.post(reverse("account_signup"), given)
    logged = Agreement.objects.of(User.objects.get())
    assert {each.what for each in logged} == {"terms", "age"}
    assert all(each.version for each in logged)


def test_checkout_logs_the_consent_once_for_each_order(mira):
    for _ in range(2):
        Agreement.log_order(mira, "AC-2026-000001", CONSENT_VERSION)
    logged = Agreement.objects.get()
    assert (logged.about, logged.version) == ("AC-2026-000001", CONSENT_VERSION)


def test_logged_agreement_can_be_neither_changed_nor_removed(mira):
    Agreement.log_signup(mira)
    for act in (
        lambda: Agreement.objects.update(version="another"),
        lambda: Agreement.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()


def test_agreement_of_a_removed_account_is_nobodys(mira):
    Agreement.log_signup(mira)
    mira.delete()
    assert Agreement.objects.nobodys().count() == 2
