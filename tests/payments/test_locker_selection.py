"""A full Locker is narrowed, put in order and turned over by its address alone."""

import csv
import json
from io import StringIO

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from catalog.models import ItemSet
from payments.locker_selection import PER_PAGE
from payments.models import Copy, Handover

pytestmark = pytest.mark.django_db


@pytest.fixture
def full(mira, make_item):
    """Three pieces: of a set, of none, and one that is frozen."""
    clutch = ItemSet.objects.create(name="The Clutch", slug="clutch")
    brood = make_item(name="Brood", kind="glider", rarity="epic", item_set=clutch)
    shell = make_item(name="Shell", kind="wrap", rarity="common", item_set=clutch)
    ember = make_item(name="Ember", kind="wrap", rarity="mythic")
    now = timezone.now()
    days = {brood: 3, shell: 2, ember: 1}
    for serial, (item, days_ago) in enumerate(days.items(), 1):
        moment = now - timezone.timedelta(days=days_ago)
        Copy.objects.create(item=item, serial=10 - serial, owner=mira, owned_since=moment)
    Copy.objects.filter(item=ember).update(frozen_at=now)


def _names(client, mira, **asked):
    client.force_login(mira)
    page = client.get(reverse("payments:locker"), asked).text
    return [name for name in ("Brood", "Shell", "Ember") if f">{name}</a>" in page], page


def _order(page):
    return sorted(("Brood", "Shell", "Ember"), key=lambda name: page.index(f">{name}</a>"))


@pytest.mark.usefixtures("full")
@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("", ["Ember", "Shell", "Brood"]),
        ("newest", ["Ember", "Shell", "Brood"]),
        ("number", ["Ember", "Shell", "Brood"]),
        ("name", ["Brood", "Ember", "Shell"]),
        ("rarity", ["Ember", "Brood", "Shell"]),
        ("set", ["Brood", "Shell", "Ember"]),
    ],
)
def test_order_is_what_the_address_asks_for(client, mira, sort, order):
    assert _order(_names(client, mira, sort=sort)[1]) == order


@pytest.mark.usefixtures("full")
@pytest.mark.parametrize(
    ("asked", "left"),
    [
        ({"set": "clutch"}, ["Brood", "Shell"]),
        ({"kind": "wrap"}, ["Shell", "Ember"]),
        ({"rarity": "mythic"}, ["Ember"]),
        ({"state": "frozen"}, ["Ember"]),
        ({"state": "hand"}, ["Brood", "Shell"]),
        ({"set": "clutch", "kind": "wrap"}, ["Shell"]),
    ],
)
def test_filters_leave_what_fits(client, mira, asked, left):
    names, page = _names(client, mira, **asked)
    assert names == left and f"{len(left)} of 3 pieces" in page
    assert "Clear all" in page


@pytest.mark.usefixtures("full")
def test_what_is_on_its_way_is_a_state_of_its_own(client, mira):
    copy = Copy.objects.get(item__name="Brood")
    later = timezone.now() + timezone.timedelta(days=3)
    Handover.objects.create(copy=copy, kind="transfer", giver=mira, handle="kael", expires_at=later)
    names, page = _names(client, mira, state="sealed")
    assert names == ["Brood"] and "On its way to kael" in page


@pytest.mark.usefixtures("full")
def test_filters_that_leave_nothing_show_the_way_back(client, mira):
    names, page = _names(client, mira, set="clutch", rarity="mythic")
    assert names == [] and "Nothing of yours is like that" in page


@pytest.mark.usefixtures("full")
@pytest.mark.parametrize(
    "asked",
    [
        {"set": "nowhere"},
        {"kind": "<script>"},
        {"rarity": "\1"},
        {"sort": "price"},
        {"state": "x" * 5000},
    ],
)
def test_what_cannot_be_read_is_left_aside_and_said(client, mira, asked):
    names, page = _names(client, mira, **asked)
    assert len(names) == 3 and "What could not be read was left aside." in page


@pytest.mark.parametrize("page", ["2", "99", "x", "-1", "0", "\1"])
def test_full_locker_has_pages_and_any_page_number_leads_to_one(client, mira, make_item, page):
    item = make_item(edition_size=100)
    Copy.objects.bulk_create(
        Copy(item=item, serial=serial, owner=mira) for serial in range(1, PER_PAGE + 3)
    )
    client.force_login(mira)
    reply = client.get(reverse("payments:locker"), {"page": page, "sort": "number"})
    assert reply.status_code == 200 and "of 2<" in reply.text
    if page == "2":
        assert reply.text.count('class="lot"') == 3, "two copies, and room for the next one"
        assert 'href="?sort=number&amp;page=1"' in reply.text


def test_files_of_one_piece_are_listed_alone(client, mira, make_item):
    client.force_login(mira)
    page = client.get(reverse("payments:locker_downloads"), {"piece": "brood\1"})
    assert page.status_code == 200 and "Files of one piece only" in page.text


# --- what others see, and what its owner takes along ----------------------------------------------
def _shown(member, **asked):
    request = RequestFactory().get("/", asked)
    template = Template("{% load payments_tags %}{% public_locker member %}")
    return template.render(Context({"member": member, "request": request}))


@pytest.mark.usefixtures("full")
def test_locker_is_shown_to_others_when_its_owner_says_so(mira):
    assert _shown(mira).strip() == ""
    mira.shows_locker = True
    shown = _shown(mira)
    assert "3 pieces" in shown and "Number 9 of 10" in shown
    assert "Frozen" not in shown and "Files" not in shown and "€" not in shown


@pytest.mark.usefixtures("full")
def test_what_is_on_its_way_is_not_shown_as_the_givers(mira):
    mira.shows_locker = True
    copy = Copy.objects.get(item__name="Brood")
    later = timezone.now() + timezone.timedelta(days=3)
    Handover.objects.create(copy=copy, kind="transfer", giver=mira, handle="kael", expires_at=later)
    assert ">Brood<" not in _shown(mira) and "2 pieces" in _shown(mira)


def test_shown_locker_costs_the_same_for_one_piece_and_for_ten(
    mira, make_item, django_assert_num_queries
):
    mira.shows_locker = True
    for count in (1, 9):
        for _ in range(count):
            Copy.objects.create(item=make_item(), serial=1, owner=mira)
        with django_assert_num_queries(4):  # how many, the copies, pictures, handovers
            _shown(mira)


@pytest.mark.usefixtures("full")
def test_owner_takes_the_whole_locker_along(client, mira, kael):
    client.force_login(mira)
    said = json.loads(client.get(reverse("payments:locker_json")).content)
    assert [piece["name"] for piece in said["pieces"]] == ["Ember", "Shell", "Brood"]
    assert said["pieces"][0]["is_frozen"] and said["pieces"][1]["set"] == "The Clutch"
    text = client.get(reverse("payments:locker_csv")).content.decode("utf-8-sig")
    assert [row["serial"] for row in csv.DictReader(StringIO(text))] == ["7", "8", "9"]
    client.force_login(kael)
    assert json.loads(client.get(reverse("payments:locker_json")).content)["pieces"] == []


@pytest.mark.parametrize("name", ["=1+1", "+49", "-2", "@SUM(A1)", "\t=1", "'=1", '="a"'])
def test_no_cell_of_the_list_is_a_formula(client, mira, make_item, name):
    Copy.objects.create(item=make_item(name=name), serial=1, owner=mira)
    client.force_login(mira)
    text = client.get(reverse("payments:locker_csv")).content.decode("utf-8-sig")
    cell = next(csv.DictReader(StringIO(text, newline="")))["name"]
    assert cell == f"'{name}"


def test_what_a_giver_paid_is_not_in_the_list(client, mira, kael, make_item):
    copy = Copy.objects.create(item=make_item(), serial=1, owner=kael, paid_cents=900)
    copy.pass_to(mira, "gift")
    client.force_login(mira)
    piece = json.loads(client.get(reverse("payments:locker_json")).content)["pieces"][0]
    assert piece["paid_cents"] is None


@pytest.mark.parametrize("name", ["locker_csv", "locker_json"])
def test_list_asks_who_is_there(client, db, name):
    assert client.get(reverse(f"payments:{name}")).status_code == 302
