"""Who else has the form open: told to each other, forgotten soon, and never in the way."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from lore.demo.load import make_editors
from lore.models import Presence


@pytest.fixture
def ash_at_the_desk(ash):
    browser = Client()
    browser.force_login(ash)
    return browser


def _beat(browser, page, **posted):
    answer = browser.post(f"/admin/lore/page/{page.pk}/presence/", posted)
    assert answer.status_code == 200
    return answer.json()["others"]


def test_two_keepers_at_one_page_hear_of_each_other(editor, ash_at_the_desk, make_page):
    page = make_page()
    assert _beat(editor, page) == []
    assert _beat(ash_at_the_desk, page) == ["Kael"]
    assert _beat(editor, page) == ["ash"]


def test_who_has_another_page_open_is_not_told(editor, ash_at_the_desk, make_page):
    _beat(ash_at_the_desk, make_page("Polar Peak"))
    assert _beat(editor, make_page()) == []


def test_who_closes_the_form_is_gone_at_once(editor, ash_at_the_desk, make_page):
    page = make_page()
    _beat(ash_at_the_desk, page)
    _beat(ash_at_the_desk, page, gone="1")
    assert _beat(editor, page) == []


def test_who_is_not_heard_of_is_forgotten(editor, ash_at_the_desk, make_page):
    page = make_page()
    _beat(ash_at_the_desk, page)
    Presence.objects.update(seen_at=timezone.now() - timedelta(minutes=1))
    assert _beat(editor, page) == []
    assert Presence.objects.count() == 1, "only the one who asked is left"


def test_the_same_keeper_twice_is_one_presence(editor, make_page):
    page = make_page()
    _beat(editor, page)
    _beat(editor, page)
    assert Presence.objects.count() == 1


def test_presence_hinders_no_saving(editor, ash_at_the_desk, make_page):
    page = make_page()
    _beat(ash_at_the_desk, page)
    assert editor.get(f"/admin/lore/page/{page.pk}/change/").status_code == 200


def test_presence_is_told_to_keepers_only(client, make_page, mira):
    page = make_page()
    make_editors()
    client.force_login(mira)
    assert client.post(f"/admin/lore/page/{page.pk}/presence/").status_code == 302
    assert not Presence.objects.exists()


def test_page_that_is_not_there_has_no_presence(editor, db):
    assert editor.post("/admin/lore/page/999999/presence/").status_code == 404


def test_reading_the_address_tells_nothing(editor, make_page):
    assert editor.get(f"/admin/lore/page/{make_page().pk}/presence/").status_code == 405


def test_table_is_not_logged(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'lore_presence'")
        assert cursor.fetchone()[0] in ("u", b"u")
