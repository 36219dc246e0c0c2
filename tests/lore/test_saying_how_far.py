"""Saying how far one has got: in one place, kept in one cookie, and with the account."""

import pytest

from accounts.models import User
from lore.models import Kind, Page, Release


@pytest.fixture
def cinder(make_page, seasons):
    """A work in two parts, beside a page of the game."""
    make_page(season=seasons["C1S8"])
    work = make_page("The Cinder", kind=Kind.WORK)
    for place, key in enumerate(("cinder-one", "cinder-two"), start=1):
        Release.objects.create(work=work, name=f"Part {place}", key=key, position=place)
    return work


def say(client, answers):
    """Send the form as a browser does: every question has an answer."""
    work = Page.objects.get(slug="cinder")
    return client.post("/lore/shield/", {"season": "none", f"work-{work.pk}": "none", **answers})


def test_visitor_says_it_once_and_the_address_carries_it(client, cinder):
    page = client.get("/lore/shield/?next=/lore/volcano/").content.decode()
    assert 'value="/lore/volcano/"' in page
    answer = say(client, {"season": "c1s9", "next": "/lore/volcano/"})
    assert answer["Location"] == "/as-read/c1s9/lore/volcano/"
    cookie = answer.cookies["shield"]
    assert (cookie.value, cookie["samesite"], cookie["path"]) == ("c1s9", "Lax", "/")
    assert '<option value="c1s9" selected>' in client.get("/lore/shield/").content.decode()


def test_with_a_script_the_page_opens_at_its_own_address(client, cinder):
    said = {"season": "c1s9", "next": "/lore/volcano/", "script": ""}
    assert say(client, said)["Location"] == "/lore/volcano/"


def test_parts_of_works_and_everything_can_be_said(client, cinder):
    answer = say(client, {f"work-{cinder.pk}": "cinder-two", "season": "c1s8"})
    assert answer.cookies["shield"].value == "c1s8.cinder-two"
    answer = say(client, {"everything": "on", "season": "c1s8"})
    assert answer.cookies["shield"].value == "all"
    assert say(client, {}).cookies["shield"].value == "none"


def test_a_season_nobody_knows_is_refused_with_a_sentence(client, cinder):
    answer = say(client, {"season": "c9s99"})
    assert answer.status_code == 422
    assert "shield" not in answer.cookies


@pytest.mark.parametrize("asked", ["https://evil.example/lore/", "//evil.example", "/bag/", ""])
def test_the_way_back_leads_into_the_reading_room_only(client, cinder, asked):
    answer = say(client, {"season": "c1s9", "next": asked})
    assert answer["Location"] == "/as-read/c1s9/lore/"


def test_member_keeps_it_with_the_account_and_gets_it_at_sign_in(client, cinder, mira):
    client.force_login(mira)
    say(client, {"season": "c1s9"})
    mira.refresh_from_db()
    assert mira.reading_progress == "c1s9"
    client.cookies.clear()
    client.force_login(mira)
    assert client.get("/me/").cookies["shield"].value == "c1s9"


def test_change_on_one_device_is_followed_on_the_other(client, cinder, mira):
    mira.keep_reading_progress("c1s9")
    client.force_login(mira)
    client.cookies["shield"] = "all"
    assert client.get("/me/").cookies["shield"].value == "c1s9"
    assert "shield" not in client.get("/me/").cookies


def test_account_that_never_said_takes_over_what_the_visitor_said(client, cinder, mira):
    client.cookies["shield"] = "c1s8"
    client.force_login(mira)
    client.get("/me/")
    assert User.objects.get(pk=mira.pk).reading_progress == "c1s8"


def test_having_said_nothing_yet_is_an_answer_that_stays(client, cinder, mira):
    mira.keep_reading_progress("none")
    client.cookies["shield"] = "all"
    client.force_login(mira)
    assert client.get("/me/").cookies["shield"].value == "none"


def test_signing_out_covers_everything_again(client, cinder, mira):
    mira.keep_reading_progress("c1s9")
    client.force_login(mira)
    client.get("/me/")
    answer = client.post("/account/logout/")
    assert answer.cookies["shield"].value == ""
    assert User.objects.get(pk=mira.pk).reading_progress == "c1s9"
