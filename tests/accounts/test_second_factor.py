"""An app with codes, codes on paper, and what sign-in asks for once there is a second factor."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.urls import reverse, reverse_lazy

from accounts.second_factor import has_second_factor
from tests.accounts.conftest import PASSWORD

SET_UP = reverse_lazy("mfa_activate_totp")
SECOND = reverse_lazy("mfa_authenticate")


@pytest.fixture
def papers(mira, with_app):
    """Mira's codes on paper."""
    return RecoveryCodes.activate(mira).get_unused_codes()


def test_app_is_set_up_by_its_first_code(
    mira_in, mira, app_code, letters, django_capture_on_commit_callbacks
):
    secret = mira_in.get(SET_UP).context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        answer = mira_in.post(SET_UP, {"code": app_code(secret)})
    assert answer.url == reverse("mfa_view_recovery_codes")
    assert has_second_factor(mira)
    assert ("An app with codes is set up", mira.email) in letters()


def test_square_to_scan_is_drawn_in_the_page(mira_in):
    page = mira_in.get(SET_UP).text
    assert '<svg class="qr"' in page
    assert "data:" not in page


def test_wrong_first_code_sets_nothing_up_and_keeps_the_secret(mira_in, mira):
    secret = mira_in.get(SET_UP).context["form"].secret
    page = mira_in.post(SET_UP, {"code": "000000x"})
    assert (page.status_code, page.context["form"].secret) == (422, secret)
    assert not has_second_factor(mira)


def test_setting_up_asks_once_more_who_it_is(client, sign_in):
    sign_in(client)
    assert client.get(SET_UP).url.startswith(reverse("account_reauthenticate"))


def test_password_alone_does_not_sign_in_any_more(client, sign_in, with_app):
    assert sign_in(client).url == SECOND
    assert client.get(reverse("accounts:profile_update")).status_code == 302


def test_code_of_the_app_signs_in_and_counts_once(client, sign_in, with_app, app_code):
    code = app_code(with_app)
    sign_in(client)
    assert client.post(SECOND, {"code": code}).url == reverse("payments:locker")
    client.post(reverse("account_logout"))
    sign_in(client)
    assert client.post(SECOND, {"code": code}).status_code == 422


def test_code_on_paper_signs_in_and_counts_once(client, sign_in, papers):
    sign_in(client)
    assert client.post(SECOND, {"code": papers[0]}).status_code == 302
    client.post(reverse("account_logout"))
    sign_in(client)
    assert client.post(SECOND, {"code": papers[0]}).status_code == 422


def test_guessing_codes_ends_soon(client, sign_in, with_app, app_code):
    sign_in(client)
    answers = [client.post(SECOND, {"code": f"00000{each}x"}).status_code for each in range(8)]
    assert answers[-1] == 429
    assert client.post(SECOND, {"code": app_code(with_app)}).status_code == 429


def test_codes_on_paper_are_seen_and_taken_along(mira_in, papers):
    assert all(code in mira_in.get(reverse("mfa_view_recovery_codes")).text for code in papers)
    file = mira_in.get(reverse("mfa_download_recovery_codes"))
    assert "attachment" in file["Content-Disposition"]
    assert re.findall(r"^\d{8}$", file.text, re.M) == papers


def test_new_codes_on_paper_end_the_old_ones(mira_in, papers, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        mira_in.post(reverse("mfa_generate_recovery_codes"))
    shown = mira_in.get(reverse("mfa_view_recovery_codes")).text
    assert not any(code in shown for code in papers)


def test_codes_on_paper_alone_are_no_factor(mira_in, mira, papers, letters):
    mira_in.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(user=mira).exists()
    assert ("The app with codes is removed", mira.email) in letters()


def test_member_with_an_app_can_still_add_an_address(mira_in, with_app):
    answer = mira_in.post(reverse("account_email"), {"action_add": "", "email": "m@new.example"})
    assert answer.url == reverse("account_email_verification_sent")


@pytest.mark.parametrize("name", ["mfa_edit_webauthn", "mfa_remove_webauthn"])
def test_passkey_of_somebody_else_does_not_exist(mira_in, kael, name):
    theirs = Authenticator.objects.create(user=kael, type="webauthn", data={"name": "Kael's"})
    assert mira_in.get(reverse(name, args=[theirs.pk])).status_code == 404


@pytest.mark.parametrize("credential", ["", "no json", "{}", '{"response": 1}', "[]", "null"])
def test_forged_passkey_is_refused(client, db, credential):
    answer = client.post(reverse("mfa_login_webauthn"), {"credential": credential})
    assert answer.url == reverse("account_login")


@pytest.mark.parametrize("credential", ["no json", "{}", "[1]"])
def test_forged_passkey_is_not_added(mira_in, mira, credential):
    page = mira_in.post(reverse("mfa_add_webauthn"), {"name": "x", "credential": credential})
    assert page.status_code == 422
    assert not has_second_factor(mira)


def test_asking_once_more_takes_a_code_too(client, sign_in, with_app, app_code, papers):
    sign_in(client)
    client.post(SECOND, {"code": papers[0]})
    page = client.get(reverse("account_reauthenticate"))
    assert reverse("mfa_reauthenticate") in page.text
    answer = client.post(reverse("mfa_reauthenticate"), {"code": app_code(with_app)})
    assert answer.status_code == 302
    assert client.get(reverse("mfa_view_recovery_codes")).status_code == 200


def test_wrong_password_when_asked_once_more_opens_nothing(client, sign_in):
    sign_in(client)
    page = client.post(reverse("account_reauthenticate"), {"password": PASSWORD + "x"})
    assert page.status_code == 422
    assert client.get(SET_UP).status_code == 302
