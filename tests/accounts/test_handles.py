"""What a handle may be, how often it changes, and where the old ones lead."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import FormerHandle, GoneHandle, User, why_not

PROFILE = "/account/profile/"


@pytest.fixture
def rename(client, mira):
    """Ask for another handle as Mira, and say what the page answered."""
    client.force_login(mira)

    def ask(handle):
        answer = client.post(PROFILE, {"handle": handle, "bio": mira.bio, "theme": ""})
        mira.refresh_from_db()
        return answer

    return ask


@pytest.mark.parametrize(
    "handle",
    ["admin", "adm1n", "a-d-min", "ashes-club", "ashesclub", "fortnite",
     "f0rtnite", "kael-support", "official-mira", "staff", "former-keeper", "adrnin", "mernber"],
)  # fmt: skip
def test_reserved_handles_and_their_looks_are_refused(db, handle):
    assert "kept back" in why_not(handle)


@pytest.mark.parametrize("handle", ["kae1", "kaei", "ka-el", "a5h", "as-h"])
def test_looks_of_staff_are_refused(kael, ash, handle):
    User.objects.filter(pk=kael.pk).update(is_staff=True)
    assert "kept back" in why_not(handle)


@pytest.mark.parametrize("handle", ["mira-of-ash", "cinder", "ashen", "barn", "supporter", "moth"])
def test_honest_handles_are_taken(kael, ash, handle):
    assert why_not(handle) == ""


def test_members_may_look_alike_among_themselves(kael):
    assert why_not("kae1") == "", "only those who speak for the house are guarded"


def test_refused_handle_is_answered_with_a_sentence_and_kept_in_the_form(rename, mira):
    answer = rename("adm1n")
    assert (answer.status_code, mira.handle) == (422, "mira")
    assert "kept back" in answer.text and 'value="adm1n"' in answer.text


def test_letters_outside_the_alphabet_are_refused(rename, mira):
    assert rename("mirа").status_code == 422, "a Cyrillic а"
    assert rename("míra").status_code == 422
    assert mira.handle == "mira"


def test_handle_is_changed_once_in_thirty_days(rename, mira):
    assert rename("mira-of-ash").status_code == 302
    assert "you can again on" in rename("mira-of-fire").text
    assert mira.handle == "mira-of-ash"
    FormerHandle.objects.update(left_at=timezone.now() - timedelta(days=31))
    assert rename("mira-of-fire").status_code == 302


def test_saving_without_a_change_starts_no_pause(rename, mira):
    rename("mira")
    assert mira.handle_is_fixed_until is None


def test_old_handle_leads_to_the_new_page_for_good(client, rename, mira):
    User.objects.update(shows_profile=True)
    rename("mira-of-ash")
    User.objects.update(shows_profile=True)
    answer = client.get("/members/mira/")
    assert (answer.status_code, answer["Location"]) == (301, "/members/mira-of-ash/")


def test_old_handle_of_a_member_without_a_page_is_a_404(client, rename):
    rename("mira-of-ash")
    assert client.get("/members/mira/").status_code == 404


def test_old_handle_goes_to_nobody_else(rename, kael):
    rename("mira-of-ash")
    assert why_not("mira", kael) == "This handle is taken. Try another."


def test_database_itself_refuses_an_old_handle_to_others(rename, mira, kael):
    rename("mira-of-ash")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=kael.pk).update(handle="mira")


def test_member_takes_the_old_handle_back(rename, mira):
    rename("mira-of-ash")
    FormerHandle.objects.update(left_at=timezone.now() - timedelta(days=31))
    assert rename("mira").status_code == 302
    assert [str(each) for each in mira.former_handles.all()] == ["mira-of-ash"]


def test_handle_of_a_removed_account_stays_refused_and_cannot_be_read(db):
    GoneHandle.keep("mira")
    assert why_not("mira") == "This handle is taken. Try another."
    assert "mira" not in GoneHandle.objects.get().digest


def test_newcomers_meet_the_same_rules(client, ash):
    given = {
        "email": "new@ashes.example", "handle": "a5h", "password1": "quiet-hearth-42",
        "old_enough": "on",
    }  # fmt: skip
    page = client.post(reverse("account_signup"), given)
    assert page.context["form"].errors["handle"]


def test_handle_taken_at_the_same_moment_is_a_sentence_and_no_crash(rename, mira, monkeypatch):
    User.objects.create_user("early@ashes.example", handle="early-bird")
    monkeypatch.setattr("accounts.member_forms.why_not", lambda *asked: "")
    answer = rename("early-bird")
    assert (answer.status_code, mira.handle) == (422, "mira")
    assert "taken" in answer.text
