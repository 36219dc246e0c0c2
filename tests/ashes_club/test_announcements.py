"""A change to public data reaches every process that holds pages, whoever makes it."""

import threading

import pytest
from django.apps import apps
from django.db import connection

from accounts.models import Departure
from ashes_club.announcements import Listener
from catalog.models import Season

# The desks alone show these; an import that is under way says so every second.
OF_THE_DESK = {
    "catalog_itemimport",
    "lore_desknote",
    "lore_mediause",
    "lore_pagewords",  # kept with its page, which announces
    "lore_presence",
    "lore_workinhand",
}
ANNOUNCED = [
    model._meta.db_table
    for app in ("catalog", "lore")
    for model in apps.get_app_config(app).get_models(include_auto_created=True)
    if model._meta.db_table not in OF_THE_DESK
]

OF_OTHER_APPS = [
    "accounts_departure",
    "accounts_user",
    "payments_copy",
    "payments_handover",
    "payments_passage",
    "payments_review",
]


class Ear:
    """A listener, and a way to wait for what it hears."""

    def __init__(self):
        self.heard = threading.Semaphore(0)
        self.listener = Listener(on_change=self.heard.release)
        self.listener.is_listening()
        assert self.hears(), "what happened before it listened counts as unheard"

    def hears(self, within=5.0):
        return self.heard.acquire(timeout=within)


@pytest.fixture
def ear(transactional_db):
    listening = Ear()
    yield listening
    listening.listener.stop()


@pytest.mark.django_db
@pytest.mark.parametrize("table", [*ANNOUNCED, *OF_OTHER_APPS])
def test_every_public_table_announces_its_changes(table):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname = %s",
            [table, "announce_public_change"],
        )
        assert cursor.fetchone()


def test_change_is_heard_at_commit(ear):
    Season.objects.create(number=1, code="C1S1", chapter=1, label="Chapter 1, Season 1")
    assert ear.hears()


def test_change_by_hand_in_the_database_is_heard(ear):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE catalog_item SET name = name")
    assert ear.hears()


def test_signing_in_is_no_change_to_any_page(client, mira, ear):
    client.force_login(mira)
    assert not ear.hears(within=0.3)


def test_changed_byline_is_heard(mira, ear):
    mira.byline = "Mira of the maps"
    mira.save(update_fields=["byline"])
    assert ear.hears()


def test_what_a_member_shows_is_heard(mira, ear):
    mira.shows_profile = True
    mira.save(update_fields=["shows_profile"])
    assert ear.hears()


def test_member_who_leaves_is_heard(mira, ear):
    Departure.ask(mira)
    assert ear.hears()


def test_listener_that_lost_its_connection_listens_again(ear):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'"
        )
    assert ear.hears(), "what happened meanwhile is not known, so everything counts as changed"
    assert ear.listener.is_listening()
