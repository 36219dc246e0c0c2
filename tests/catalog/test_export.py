"""The list as a file: what was chosen, safe to open, and read again without a change."""

import csv
import io

import pytest
from django.utils import timezone

from tests.catalog.csvs import counts

pytestmark = pytest.mark.django_db
LIST = "/admin/catalog/item/"


@pytest.fixture
def desk(client, ash):
    client.force_login(ash)
    return client


def body(answer):
    return b"".join(answer.streaming_content)


def rows(answer):
    return list(csv.DictReader(io.StringIO(body(answer).decode("utf-8-sig"))))


def test_export_follows_the_filters_of_the_list(desk, make_item, make_record):
    make_item(name="Ember")
    make_record(name="Blaze")
    assert f"{LIST}export/?shelf__exact=archive" in desk.get(LIST + "?shelf__exact=archive").text
    [row] = rows(desk.get(LIST + "export/?shelf__exact=archive"))
    assert (row["shelf"], row["name"]) == ("archive", "Blaze")


def test_export_of_what_is_ticked_holds_that_and_nothing_else(desk, make_item):
    first, _ = make_item(name="Ember"), make_item(name="Ash")
    data = {"action": "export_selected", "_selected_action": [first.pk]}
    assert [row["name"] for row in rows(desk.post(LIST, data))] == ["Ember"]


def test_export_is_streamed_as_a_file(desk, make_item):
    make_item()
    answer = desk.get(LIST + "export/")
    assert answer.streaming
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="ashes-club-')


def test_export_costs_the_same_however_much_it_holds(desk, make_item, django_assert_num_queries):
    make_item()
    with django_assert_num_queries(6) as few:
        body(desk.get(LIST + "export/"))
    for _ in range(5):
        make_item()
    with django_assert_num_queries(len(few)):
        body(desk.get(LIST + "export/"))


NAMES = [
    "=cmd|' /C calc'!A0",
    "+1",
    "-1",
    "@SUM(1)",
    "'=quoted",
    "''-",
    "'Mato",
    'The "Old"',
    "é, ☆",
]


@pytest.mark.parametrize("name", NAMES)
def test_no_cell_is_a_formula_and_each_is_read_back_as_it_was(desk, make_item, check, name):
    make_item(name=name)
    data = body(desk.get(LIST + "export/"))
    [cells] = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))[1:]
    assert not [cell for cell in cells if cell[:1] in "=+-@\t\r" and cell]
    assert counts(check(data)) == {"unchanged": 1}


def test_export_of_everything_is_imported_again_without_a_change(
    desk, make_item, make_record, clutch, check
):
    full = {
        "description": "Two\nlines.",
        "artist": "The drawing room",
        "year": 2026,
        "item_set": clutch,
    }
    make_item(**full, licence="All rights", originality="Ours.", retired_at=timezone.now())
    make_item(edition_size=None, opens_at=None, entered_on=None)
    make_record(game_id="ID_1", last_seen_on="2026-02-11", series="Lava", theme="fire")
    make_record(kind="other", kind_word="Hoverboard", never_in_shop=True)
    data = body(desk.get(LIST + "export/"))
    for erases in (False, True):
        assert counts(check(data, erases=erases)) == {"unchanged": 4}


def test_filter_that_does_not_exist_leads_back_to_the_list(desk):
    answer = desk.get(LIST + "export/?colour=red")
    assert (answer.status_code, answer.headers["Location"]) == (302, LIST)


def test_who_may_not_see_items_gets_no_export(client, kael):
    kael.is_staff = True
    kael.save()
    client.force_login(kael)
    assert client.get(LIST + "export/").status_code == 403
