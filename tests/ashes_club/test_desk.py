"""The back of the house is entered by the club's own door, with a second factor."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse

DESK = "/admin/"


@pytest.fixture
def strict(settings):
    settings.STAFF_SECOND_FACTOR = True


def test_stranger_is_sent_to_the_door_and_back(client, db):
    at_the_desk = client.get(DESK).url
    door = client.get(at_the_desk)
    assert door.url == reverse("account_login") + "?next=/admin/"


def test_member_who_is_no_staff_is_told_so(client, mira):
    client.force_login(mira)
    page = client.get(DESK, follow=True)
    assert page.status_code == 403
    assert "for those who keep it" in page.text


def test_staff_enter_where_no_second_factor_is_asked_for(client, ash):
    client.force_login(ash)
    assert client.get(DESK).status_code == 200


@pytest.mark.parametrize("path", [DESK, "/admin/catalog/item/", "/admin/lore/reports/"])
def test_staff_without_one_are_sent_to_where_it_is_added_and_told_why(client, ash, strict, path):
    client.force_login(ash)
    page = client.get(path, follow=True)
    assert page.redirect_chain[-1][0] == reverse("mfa_index")
    assert "asks for a second thing" in page.text


def test_staff_with_one_enter(client, ash, strict):
    TOTP.activate(ash, generate_totp_secret())
    client.force_login(ash)
    assert client.get(DESK).status_code == 200
    assert "To the back of the house" in client.get(reverse("mfa_index")).text


def test_nothing_is_changed_without_one(client, ash, kael, strict):
    client.force_login(ash)
    client.post(f"/admin/accounts/user/{kael.pk}/delete/", {"post": "yes"})
    kael.refresh_from_db()


def test_door_of_the_desk_leads_to_no_other_site(client, ash):
    client.force_login(ash)
    assert client.get("/admin/login/?next=https://evil.example/").url == DESK
    assert client.get("/admin/login/?next=/admin/lore/").url == "/admin/lore/"


@pytest.mark.parametrize(
    "model",
    [
        "account/emailaddress",
        "mfa/authenticator",
        "usersessions/usersession",
        "socialaccount/socialaccount",
    ],
)
def test_what_the_door_keeps_is_found_by_its_owner(client, ash, model):
    client.force_login(ash)
    assert client.get(f"/admin/{model}/?q=ash").status_code == 200


def test_desk_shows_no_secret_and_changes_no_factor(client, ash):
    client.force_login(ash)
    secret = generate_totp_secret()
    factor = TOTP.activate(ash, secret).instance
    at = f"/admin/mfa/authenticator/{factor.pk}/change/"
    assert secret not in client.get(at).text
    assert client.post(at, {"type": "webauthn"}).status_code == 403


def test_deleting_a_session_at_the_desk_signs_its_browser_out(client, ash, mira):
    browser = Client()
    browser.force_login(mira)
    browser.get("/account/sessions/")
    session = UserSession.objects.create(
        user=mira, ip="203.0.113.7", session_key=browser.session.session_key
    )
    client.force_login(ash)
    client.post(f"/admin/usersessions/usersession/{session.pk}/delete/", {"post": "yes"})
    assert browser.get("/account/sessions/").status_code == 302
