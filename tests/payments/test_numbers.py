"""The page of a number tells its history to everybody, and names nobody who does not wish it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from payments.models import Copy, Handover, Passage

pytestmark = pytest.mark.django_db


@pytest.fixture
def copy(mira, make_item):
    item = make_item(name="The Brood", slug="brood", edition_size=500)
    copy = Copy.objects.create(item=item, serial=7, owner=mira, paid_cents=2400)
    Passage.begin([copy])
    return copy


def _address(serial=7, slug="brood"):
    return reverse("payments:copy_detail", args=[slug, serial])


def _shows(member, **switches):
    for name in switches or {"shows_locker": True}:
        setattr(member, name, switches.get(name, True))
    member.save()


def test_number_has_a_page_with_its_place_and_its_day(client, copy):
    reply = client.get(_address())
    assert reply.status_code == 200
    assert "Number 7 of 500" in reply.text and "7th of 500" in reply.text
    assert f"{copy.owned_since:%-d %b %Y}" in reply.text


def test_owner_is_a_member_until_they_say_who(client, copy, mira):
    assert "mira" not in client.get(_address()).text
    _shows(mira)
    assert 'In the Locker of <a href="/members/mira/">mira</a>' in client.get(_address()).text


def test_name_beside_reviews_is_no_leave_to_name_an_owner(client, copy, mira):
    _shows(mira, shows_reviews=True, shows_profile=True)
    assert "mira" not in client.get(_address()).text


def test_member_who_leaves_is_named_no_more(client, copy, mira):
    _shows(mira)
    mira.is_active = False
    mira.save()
    assert "mira" not in client.get(_address()).text


def test_each_owner_is_named_by_their_own_switch(client, copy, mira, kael):
    copy.pass_to(kael, Passage.How.TRANSFER)
    _shows(kael)
    page = client.get(_address()).text
    assert "kael" in page and "mira" not in page and "Passed on" in page
    assert "A member" in page and "2 so far" in page


def test_number_on_its_way_is_nobodys_in_public(client, copy, mira):
    _shows(mira)
    later = timezone.now() + timezone.timedelta(days=3)
    Handover.objects.create(copy=copy, kind="transfer", giver=mira, handle="kael", expires_at=later)
    assert "mira" not in client.get(_address()).text


def test_dispute_prices_and_orders_are_nobodys_business(client, copy, mira):
    _shows(mira)
    before = client.get(_address()).text
    assert "24.00" not in before and "€" not in before
    Copy.objects.update(frozen_at=timezone.now())
    assert client.get(_address()).text == before


def test_number_that_was_given_back_says_so_and_keeps_its_history(client, copy, kael):
    Copy.objects.update(returned_at=timezone.now())
    Passage.objects.create(copy=copy, owner=None, how=Passage.How.RETURNED)
    page = client.get(_address()).text
    assert "Back in the edition, for the next one" in page and "Nobody" in page
    again = Copy.objects.create(item=copy.item, serial=7, owner=kael)
    Passage.begin([again])
    page = client.get(_address()).text
    assert "In the Locker of" in page and "2 so far" in page


@pytest.mark.parametrize(
    ("serial", "slug"), [(8, "brood"), (0, "brood"), (7, "nothing"), (10**30, "brood")]
)
def test_number_that_was_never_given_out_is_a_404(client, copy, serial, slug):
    assert client.get(_address(serial, slug)).status_code == 404


def test_page_is_the_same_for_its_owner_and_may_be_kept(client, copy, mira):
    reply = client.get(_address())
    assert "public" in reply["Cache-Control"] and not reply.cookies
    client.force_login(mira)
    assert client.get(_address()).text == reply.text


def test_long_history_costs_as_much_as_a_short_one(
    client, copy, mira, kael, django_assert_num_queries, django_assert_max_num_queries
):
    client.get(_address())
    with django_assert_max_num_queries(6) as few:
        client.get(_address())
    for _ in range(5):
        copy.pass_to(kael, Passage.How.GIFT)
        copy.pass_to(mira, Passage.How.TRANSFER)
    with django_assert_num_queries(len(few)):
        client.get(_address())


def test_piece_and_locker_lead_to_the_number(client, copy, mira):
    assert _address() in client.get(copy.item.get_absolute_url()).text
    client.force_login(mira)
    assert _address() in client.get(reverse("payments:locker")).text
