"""Several addresses: none counts before its code was typed, and the old one is told."""

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse, reverse_lazy

from tests.accounts.conftest import PASSWORD

PAGE = reverse_lazy("account_email")
CONFIRMATION = reverse_lazy("account_email_verification_sent")
NEW = "mira@new.example"


def _add(browser, email=NEW):
    return browser.post(PAGE, {"action_add": "", "email": email})


@pytest.fixture
def second(mira, address):
    return EmailAddress.objects.create(user=mira, email=NEW, verified=True)


def test_new_address_counts_for_nothing_before_its_code(mira_in, mira):
    assert _add(mira_in).url == CONFIRMATION
    assert not mira.emailaddress_set.filter(email=NEW).exists()


def test_new_address_is_confirmed_by_the_code_sent_there(mira_in, mira, newest_code, mailoutbox):
    _add(mira_in)
    confirmed = mira_in.post(CONFIRMATION, {"code": newest_code()})
    assert confirmed.url == PAGE, "back to the addresses"
    assert mailoutbox[-1].to == [NEW]
    assert mira.emailaddress_set.get(email=NEW).verified


def test_main_address_changes_and_the_old_one_is_told(mira_in, mira, second, letters):
    mira_in.post(PAGE, {"action_primary": "", "email": NEW})
    mira.refresh_from_db()
    assert mira.email == NEW
    assert ("Your address is changed", "mira@ashes.example") in letters()


def test_either_confirmed_address_signs_in(client, second):
    answer = client.post(reverse("account_login"), {"login": NEW, "password": PASSWORD})
    assert answer.url == reverse("payments:locker")


def test_main_address_cannot_be_removed(mira_in, mira, second):
    mira_in.post(PAGE, {"action_remove": "", "email": mira.email})
    assert mira.emailaddress_set.count() == 2


def test_other_address_can_be_removed(mira_in, mira, second):
    mira_in.post(PAGE, {"action_remove": "", "email": NEW})
    assert mira.emailaddress_set.get().email == mira.email


def test_address_of_somebody_else_is_neither_told_nor_taken(mira_in, mira, kael, letters):
    EmailAddress.objects.create(user=kael, email=kael.email, verified=True, primary=True)
    assert _add(mira_in, kael.email).url == _add(mira_in, NEW).url
    assert not mira.emailaddress_set.filter(email=kael.email).exists()


def test_nobody_removes_an_address_of_somebody_else(mira_in, kael):
    theirs = EmailAddress.objects.create(user=kael, email=kael.email, verified=True, primary=True)
    mira_in.post(PAGE, {"action_remove": "", "email": kael.email})
    theirs.refresh_from_db()


def test_address_is_added_only_by_who_was_asked_once_more(client, sign_in):
    sign_in(client)
    assert _add(client).url.startswith(reverse("account_reauthenticate"))


@pytest.mark.parametrize("email", ["no address", "mira@new.example\nBcc: all@ashes.example", "@"])
def test_malformed_address_is_refused_with_what_was_typed_kept(mira_in, email, letters):
    page = _add(mira_in, email)
    assert (page.status_code, page.context["form"]["email"].value()) == (422, email)
    assert letters() == []


def test_sixth_address_is_refused(mira_in, mira, second):
    for number in range(3):
        EmailAddress.objects.create(user=mira, email=f"mira@{number}.example", verified=True)
    assert "five addresses at most" in mira_in.get(PAGE).text
    assert _add(mira_in, "mira@more.example").status_code == 422
