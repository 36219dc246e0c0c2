"""Signing in and out, forgotten passwords, and what a member may change."""

import re

import pytest
from django.urls import reverse

from accounts import demo
from accounts.models import User


@pytest.fixture
def members(db):
    demo.load(lambda line: None)


def _sign_in(client, settings, **change):
    given = {"login": "mira@ashes.example", "password": settings.DEMO_PASSWORD, **change}
    return client.post(reverse("account_login"), given)


def test_member_signs_in_with_address_and_password(client, members, settings):
    assert _sign_in(client, settings).status_code == 302
    assert client.get(reverse("accounts:profile_update")).status_code == 200


def test_address_is_known_in_any_letters(client, members, settings):
    assert _sign_in(client, settings, login="MIRA@Ashes.Example").status_code == 302


def test_wrong_password_and_unknown_address_get_one_sentence(client, members, settings):
    wrong = _sign_in(client, settings, password="cold ash in the wind")
    unknown = _sign_in(client, settings, login="nobody@ashes.example")
    assert wrong.context["form"].non_field_errors() == unknown.context["form"].non_field_errors()
    assert wrong.context["form"].non_field_errors()


def test_signing_out_needs_a_post(client, members, settings):
    _sign_in(client, settings)
    client.get(reverse("account_logout"))
    assert client.get(reverse("accounts:profile_update")).status_code == 200
    client.post(reverse("account_logout"))
    assert client.get(reverse("accounts:profile_update")).status_code == 302


def test_forgotten_password_is_set_anew_by_letter(client, members, settings, run_tasks, mailoutbox):
    client.post(reverse("account_reset_password"), {"email": "mira@ashes.example"})
    run_tasks()
    link = re.search(r"https?://[^/\s]+(/account/password/\S+)", mailoutbox[-1].body)[1]
    form = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": "warm ash in the wind", "password2": "warm ash in the wind"})
    assert _sign_in(client, settings, password="warm ash in the wind").status_code == 302


def test_reset_for_an_unknown_address_is_answered_alike(client, members, run_tasks, mailoutbox):
    answers = [
        client.post(reverse("account_reset_password"), {"email": f"{name}@ashes.example"})
        for name in ("mira", "nobody")
    ]
    assert answers[0].url == answers[1].url


def test_member_changes_the_handle(client, mira):
    client.force_login(mira)
    client.post(reverse("accounts:profile_update"), {"handle": "mira-of-ash", "bio": ""})
    mira.refresh_from_db()
    assert mira.handle == "mira-of-ash"


def test_taken_handle_is_refused_and_nothing_written(client, mira, kael):
    client.force_login(mira)
    page = client.post(reverse("accounts:profile_update"), {"handle": "kael", "bio": "Hello."})
    mira.refresh_from_db()
    assert (page.status_code, mira.handle, mira.bio) == (422, "mira", "")


def test_profile_never_makes_anyone_staff(client, mira):
    client.force_login(mira)
    given = {"handle": "mira", "bio": "", "is_staff": "on", "is_superuser": "on", "email": "x@y.z"}
    client.post(reverse("accounts:profile_update"), given)
    mira.refresh_from_db()
    assert (mira.is_staff, mira.is_superuser, mira.email) == (False, False, "mira@ashes.example")


def test_loading_the_people_twice_changes_nothing(members):
    before = list(User.objects.values())
    demo.load(lambda line: None)
    assert list(User.objects.values()) == before
