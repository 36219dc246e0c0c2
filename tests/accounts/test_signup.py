"""Making an account: as little as it needs, confirmed by a letter, nothing told to strangers."""

import re

import pytest
from django.test import Client
from django.urls import reverse, reverse_lazy

from accounts.models import User

CONFIRMATION = reverse_lazy("account_email_verification_sent")
NEWCOMER = {
    "email": "New@Ashes.example",
    "handle": "newcomer",
    "password1": "quiet-hearth-42",
    "old_enough": "on",
}


@pytest.fixture
def sign_up(client, db):
    def post(**change):
        return client.post(reverse("account_signup"), {**NEWCOMER, **change})

    return post


def _code(mailoutbox):
    """The code of the newest letter; it stands on a line of its own."""
    return re.search(r"^[A-Z]{4}-[A-Z]{4}$", mailoutbox[-1].body, re.M)[0]


def test_newcomer_confirms_the_address_and_is_signed_in(client, sign_up, run_tasks, mailoutbox):
    assert sign_up().url == CONFIRMATION
    run_tasks()
    confirmed = client.post(CONFIRMATION, {"code": _code(mailoutbox)}, follow=True)
    assert confirmed.context["user"].handle == "newcomer"


def test_confirmation_leads_back_to_where_the_newcomer_was(client, run_tasks, mailoutbox, db):
    client.post(reverse("account_signup"), {**NEWCOMER, "next": "/account/profile/"})
    run_tasks()
    confirmed = client.post(CONFIRMATION, {"code": _code(mailoutbox).lower()})
    assert confirmed.url == "/account/profile/"


def test_wrong_code_confirms_nothing_and_three_end_the_attempt(client, sign_up):
    sign_up()
    answers = [client.post(CONFIRMATION, {"code": "ABCD-ABCD"}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [422, 422, 302]
    assert not User.objects.get().emailaddress_set.filter(verified=True).exists()


def test_code_counts_only_in_the_browser_that_asked_for_it(sign_up, run_tasks, mailoutbox):
    sign_up()
    run_tasks()
    Client().post(CONFIRMATION, {"code": _code(mailoutbox)})
    assert not User.objects.get().emailaddress_set.filter(verified=True).exists()


def test_newcomer_asks_for_another_code(client, sign_up, run_tasks, mailoutbox):
    sign_up()
    client.post(CONFIRMATION, {"action": "resend"})
    run_tasks()
    assert client.post(CONFIRMATION, {"code": _code(mailoutbox)}).status_code == 302


def test_unconfirmed_address_opens_nothing(client, sign_up):
    sign_up()
    client.post(
        reverse("account_login"), {"login": NEWCOMER["email"], "password": NEWCOMER["password1"]}
    )
    assert client.get(reverse("accounts:profile_update")).status_code == 302


def test_address_is_kept_in_small_letters(sign_up):
    sign_up()
    assert User.objects.get().email == "new@ashes.example"


def test_known_address_is_answered_like_an_unknown_one(sign_up, run_tasks, mailoutbox, mira):
    unknown = sign_up()
    known = sign_up(email=mira.email, handle="another")
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert User.objects.filter(handle="another").count() == 0


def test_page_for_the_code_reads_the_same_for_a_known_address(sign_up, client, mira):
    def page(email):
        sign_up(email=email, handle="another")
        shown = client.get(CONFIRMATION).text.replace(email, "")
        client.post(reverse("account_logout"))
        return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", shown)

    assert page(mira.email) == page("nobody@ashes.example")


def test_password_is_hashed_for_a_known_address_too(sign_up, mira, monkeypatch):
    hashed = []
    monkeypatch.setattr("accounts.forms.make_password", hashed.append)
    sign_up(email=mira.email, handle="another")
    assert hashed == [NEWCOMER["password1"]]


def test_owner_of_a_known_address_is_told_by_letter(sign_up, run_tasks, mailoutbox, mira):
    sign_up(email=mira.email)
    run_tasks()
    assert mailoutbox[-1].subject == "You have an account already"


@pytest.mark.parametrize("handle", ["ab", "-ash", "ash-", "a s h", "ash!", "ä" * 5, "a" * 31])
def test_malformed_handle_is_refused_with_what_was_typed_kept(sign_up, handle):
    page = sign_up(handle=handle)
    assert page.context["form"].errors["handle"]
    assert page.context["form"]["handle"].value() == handle
    assert not User.objects.exists()


def test_handle_is_unique_whatever_its_letters(sign_up, mira):
    assert sign_up(handle="MIRA").context["form"].errors["handle"]


def test_short_password_is_refused(sign_up):
    assert sign_up(password1="ember").context["form"].errors["password1"]


def test_under_thirteen_there_is_no_account(sign_up):
    assert sign_up(old_enough="").context["form"].errors["old_enough"]


def test_closed_house_takes_no_new_accounts(sign_up, settings):
    settings.SIGNUP_OPEN = False
    assert "takes no new accounts" in sign_up().content.decode()
    assert not User.objects.exists()


def test_letters_carry_the_rights_notice(sign_up, run_tasks, mailoutbox, settings):
    sign_up()
    run_tasks()
    assert settings.RIGHTS_NOTICE in mailoutbox[-1].body
