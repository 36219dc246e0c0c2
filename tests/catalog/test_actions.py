"""What the shopkeeper does to many pieces at once: asked first, done where it can be, told."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

LIST = "/admin/catalog/item/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, ash):
    client.force_login(ash)
    return client


def act(desk, name, *items, confirmed=True, across=False, query="", **fields):
    data = {"action": name, "_selected_action": [item.pk for item in items], **fields}
    data |= {"confirmed": "1"} if confirmed else {}
    data |= {"select_across": "1"} if across else {}
    return desk.post(LIST + query, data, follow=confirmed)


def told(page):
    return [str(message) for message in page.context["messages"]]


@pytest.fixture
def waiting(make_item):
    return make_item(name="Waiting", opens_at=None)


@pytest.mark.parametrize("name", ["put_on_sale", "restock", "retire"])
def test_nothing_is_done_before_it_is_confirmed(desk, make_item, waiting, name):
    piece = make_item()
    page = act(desk, name, piece, waiting, confirmed=False)
    assert page.status_code == 200
    assert 'name="confirmed"' in page.text
    for item in (piece, waiting):
        before = (item.opens_at, item.retired_at, item.edition_size)
        item.refresh_from_db()
        assert (item.opens_at, item.retired_at, item.edition_size) == before


def test_page_says_what_can_be_done_and_what_cannot_and_why(desk, make_item, make_record, waiting):
    sold = make_item(name="Open already")
    page = act(desk, "put_on_sale", waiting, sold, make_record(name="Blaze"), confirmed=False).text
    assert "Put on sale: 1 piece" in page
    assert "<strong>Opened already.</strong> Open already" in page
    assert "<strong>Archive records are never for sale.</strong> Blaze" in page


def test_piece_is_put_on_sale_at_once_and_the_history_says_so(desk, waiting):
    page = act(desk, "put_on_sale", waiting)
    waiting.refresh_from_db()
    assert waiting.is_for_sale
    assert told(page) == ["Put on sale: Waiting."]
    assert "Put on sale from" in LogEntry.objects.get().change_message


def test_piece_is_put_on_sale_from_a_time_on(desk, waiting):
    act(desk, "put_on_sale", waiting, opens_at="2200-01-01T18:00")
    waiting.refresh_from_db()
    assert f"{waiting.opens_at:%Y-%m-%d %H:%M}" == "2200-01-01 18:00"


def test_time_that_has_passed_is_refused_in_the_form(desk, waiting):
    page = act(desk, "put_on_sale", waiting, opens_at="2020-01-01T18:00")
    assert page.status_code == 422
    assert "That time has passed." in page.text
    waiting.refresh_from_db()
    assert waiting.opens_at is None


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"price_cents": None}, "No price."),
        ({"rights_checked_at": None, "rights_checked_by": None}, "The rights check is missing."),
        ({"uses_epic_ip": True}, "Uses material of Epic Games."),
        ({"entered_on": None}, "Not entered yet"),
        ({"retired_at": timezone.now()}, "Retired pieces do not come back."),
    ],
)
def test_piece_that_is_not_ready_stays_off_sale(desk, make_item, waiting, fields, reason):
    unready = make_item(name="Unready", **{"opens_at": None, **fields})
    page = act(desk, "put_on_sale", unready, waiting)
    assert told(page)[0] == "Put on sale: Waiting."
    assert told(page)[1].startswith(f"Not put on sale: Unready. {reason}")
    assert not unready.put_on_sale(timezone.now())
    unready.refresh_from_db()
    assert unready.opens_at is None


def test_restock_adds_copies_and_keeps_the_reason(desk, make_item):
    piece = make_item(name="Ember", edition_size=10, sold=10)
    page = act(desk, "restock", piece, copies=5, reason="Second printing")
    piece.refresh_from_db()
    assert (piece.edition_size, piece.left) == (15, 5)
    assert told(page) == ["Restocked: Ember."]
    assert LogEntry.objects.get().change_message == "Restocked by 5 to 15: Second printing"


@pytest.mark.parametrize(
    "fields",
    [{"copies": 0, "reason": "x"}, {"copies": -3, "reason": "x"}, {"copies": 5},
     {"copies": "x", "reason": "x"}, {"copies": 10**9, "reason": "x"}],
)  # fmt: skip
def test_restock_needs_copies_and_a_reason(desk, make_item, fields):
    piece = make_item(edition_size=10)
    page = act(desk, "restock", piece, **fields)
    assert page.status_code == 422
    piece.refresh_from_db()
    assert piece.edition_size == 10


def test_open_editions_records_and_retired_pieces_are_not_restocked(desk, make_item, make_record):
    items = [
        make_item(edition_size=None), make_record(), make_item(retired_at=timezone.now()),
        make_item(edition_size=2_147_483_647),
    ]  # fmt: skip
    page = act(desk, "restock", *items, copies=5, reason="x")
    assert page.status_code == 200
    assert {message.partition(". ")[2] for message in told(page)} == {
        "Open editions never run out.", "Archive records are never for sale.",
        "Retired pieces do not come back.", "The edition is as large as one can be.",
    }  # fmt: skip
    assert not any(item.restock(5) for item in items)


def test_retired_piece_leaves_the_shop_and_the_rest_is_told(desk, make_item, make_record):
    piece, gone = make_item(name="Ember"), make_item(name="Gone", retired_at=timezone.now())
    page = act(desk, "retire", piece, gone, make_record(name="Blaze"))
    piece.refresh_from_db()
    assert piece.retired_at is not None
    assert not piece.is_for_sale
    assert told(page)[0] == "Retired: Ember."
    assert set(told(page)[1:]) == {
        "Not retired: Gone. Retired already.",
        "Not retired: Blaze. Archive records are never for sale.",
    }


def test_piece_that_somebody_changed_meanwhile_is_told(desk, make_item, monkeypatch):
    monkeypatch.setattr("catalog.models.Item.retire", lambda item: False)
    page = act(desk, "retire", make_item(name="Ember"))
    assert told(page) == ["Not retired: Ember. Somebody changed it meanwhile."]
    assert not LogEntry.objects.exists()


def test_all_pieces_of_a_filter_are_asked_for_and_done_together(desk, make_item):
    for number in range(3):
        make_item(kind="wrap" if number else "spray")
    first = make_item(kind="wrap")
    page = act(desk, "retire", first, confirmed=False, across=True, query="?kind__exact=wrap")
    assert "Retire: 3 pieces" in page.text
    assert 'name="select_across" value="1"' in page.text
    act(desk, "retire", first, across=True, query="?kind__exact=wrap")
    assert type(first).objects.retired().count() == 3


def test_who_may_not_change_items_has_no_actions(client, kael, make_item):
    kael.is_staff = True
    kael.save()
    client.force_login(kael)
    assert act(client, "retire", make_item()).status_code == 403


def test_opening_that_lies_ahead_can_be_moved_forward(desk, make_item):
    piece = make_item(opens_at=timezone.now() + timedelta(days=9))
    act(desk, "put_on_sale", piece)
    piece.refresh_from_db()
    assert piece.is_for_sale
