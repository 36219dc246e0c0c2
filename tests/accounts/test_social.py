"""Ways in through other houses: only where configured, and never to an account by its address."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.urls import reverse

from accounts.models import Agreement, User
from tests.accounts.conftest import BACK, GO, JOINING, come_back

CODE = re.compile(r"^[A-Z]{4}-[A-Z]{4}$")


def test_no_other_house_is_named_where_none_is_configured(client, mira_in):
    for name in ("account_login", "account_signup", "socialaccount_connections"):
        assert "Discord" not in mira_in.get(reverse(name), follow=True).text


@pytest.mark.parametrize("house", ["discord", "google", "twitch"])
def test_pages_of_a_house_that_is_not_configured_do_not_exist(client, db, house):
    assert client.get(f"/account/{house}/login/").status_code == 404
    assert client.get(f"/account/{house}/login/callback/?code=x").status_code == 404


def test_configured_house_is_offered_and_no_other(client, db, discord):
    page = client.get(reverse("account_login")).text
    assert "Go on with Discord" in page
    assert "Google" not in page


def test_nothing_of_the_other_house_is_loaded_before_the_button(client, db, discord):
    page = client.get(reverse("account_login")).text
    assert "discord.com" not in page
    assert client.get(GO).status_code == 200  # asks first; only a POST leads there


def test_button_leads_there_with_our_address_and_a_proof_key(client, db, discord):
    there = urlsplit(client.post(GO, {"process": "login"}).url)
    asked = parse_qs(there.query)
    assert there.netloc == "discord.com"
    assert asked["redirect_uri"] == [f"http://testserver{BACK}"]
    assert asked["code_challenge_method"] == ["S256"]


def test_newcomer_chooses_a_handle_and_is_in(client, db, discord):
    assert come_back(client).url == reverse("socialaccount_signup")
    assert "13 or older" in client.get(reverse("socialaccount_signup")).text
    client.post(reverse("socialaccount_signup"), JOINING)
    user = User.objects.get(handle="fan")
    assert (user.email, user.has_usable_password()) == ("fan@there.example", False)
    assert client.session["_auth_user_id"] == str(user.pk)


def test_newcomer_by_another_house_is_told_what_is_agreed_to_and_it_is_logged(client, db, discord):
    come_back(client)
    page = client.get(reverse("socialaccount_signup")).text
    assert reverse("house:terms") in page and reverse("house:privacy") in page
    client.post(reverse("socialaccount_signup"), JOINING)
    agreed = Agreement.objects.filter(user__handle="fan").values_list("what", flat=True)
    assert set(agreed) == {Agreement.What.TERMS, Agreement.What.AGE}


@pytest.mark.parametrize("is_verified_there", [True, False])
def test_address_a_house_says_is_ours_takes_over_no_account_even_once_confirmed(
    client, discord, address, is_verified_there, run_tasks, mailoutbox
):
    discord |= {"email": address.email, "verified": is_verified_there}
    come_back(client)
    given = {**JOINING, "email": address.email}
    client.post(reverse("socialaccount_signup"), given, follow=True)
    run_tasks()
    codes = [line for mail in mailoutbox for line in mail.body.splitlines() if CODE.match(line)]
    assert codes == [] and "_auth_user_id" not in client.session
    assert not User.objects.filter(handle="fan").exists() and not SocialAccount.objects.exists()


def test_newcomer_of_under_thirteen_or_with_a_taken_handle_is_refused(client, discord, mira):
    come_back(client)
    for change in ({"old_enough": ""}, {"handle": "mira"}, {"handle": "-"}):
        page = client.post(reverse("socialaccount_signup"), {**JOINING, **change})
        assert page.status_code == 422
    assert User.objects.count() == 1


def test_address_the_other_house_did_not_confirm_is_confirmed_here(client, db, discord):
    discord["verified"] = False
    come_back(client)
    answer = client.post(reverse("socialaccount_signup"), JOINING)
    assert answer.url == reverse("account_email_verification_sent")
    assert "_auth_user_id" not in client.session


def test_address_of_a_member_there_opens_no_account_here(client, discord, address):
    discord["email"] = address.email
    come_back(client)
    assert "_auth_user_id" not in client.session
    client.post(reverse("socialaccount_signup"), {**JOINING, "email": address.email})
    assert "_auth_user_id" not in client.session
    assert not SocialAccount.objects.filter(user=address.user).exists()


def test_member_connects_and_signs_in_by_it_and_is_told(mira_in, mira, discord, letters):
    assert come_back(mira_in, "connect").url == reverse("socialaccount_connections")
    assert "Disconnect" in mira_in.get(reverse("socialaccount_connections")).text
    assert ("An account elsewhere is connected", mira.email) in letters()
    mira_in.post(reverse("account_logout"))
    assert come_back(mira_in).url == reverse("payments:locker")


def test_second_factor_is_asked_for_after_another_house_too(mira_in, discord, with_app):
    come_back(mira_in, "connect")
    mira_in.post(reverse("account_logout"))
    assert come_back(mira_in).url == reverse("mfa_authenticate")


def test_member_disconnects(mira_in, mira, discord, letters):
    come_back(mira_in, "connect")
    given = {"account": mira.socialaccount_set.get().pk}
    mira_in.post(reverse("socialaccount_connections"), given)
    assert not mira.socialaccount_set.exists()
    assert ("An account elsewhere is disconnected", mira.email) in letters()


def test_only_way_in_is_not_disconnected(mira_in, mira, discord):
    come_back(mira_in, "connect")
    mira.set_unusable_password()
    mira.save()
    mira_in.force_login(mira)
    given = {"account": mira.socialaccount_set.get().pk}
    page = mira_in.post(reverse("socialaccount_connections"), given)
    assert "Set a password first" in page.text
    assert mira.socialaccount_set.exists()


def test_connection_of_somebody_else_is_not_taken_away(mira_in, kael, discord):
    theirs = SocialAccount.objects.create(user=kael, provider="discord", uid="7")
    mira_in.post(reverse("socialaccount_connections"), {"account": theirs.pk})
    theirs.refresh_from_db()


@pytest.mark.parametrize("change", [{"state": "forged"}, {"state": ""}, {"error": "server_error"}])
def test_forged_or_failed_return_signs_nobody_in(client, db, discord, change):
    assert come_back(client, **change).status_code == 401
    assert "_auth_user_id" not in client.session


def test_visitor_who_thinks_better_of_it_is_told_nothing_was_done(client, db, discord):
    answer = come_back(client, error="access_denied")
    assert answer.url == reverse("socialaccount_login_cancelled")
    assert "Nothing was done" in client.get(answer.url).text
