"""The Club at the shopkeeper's desk, and at Stripe by one command."""

from io import StringIO

from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from payments.gateway import client as stripe_client
from tests.payments.club import bill, membership


def test_desk_lists_memberships_with_the_way_to_stripe(client, ash, mira):
    row = membership(mira, bills=(bill(),))
    client.force_login(ash)
    page = client.get(reverse("admin:payments_membership_changelist")).text
    assert row.subscription_id in page and "mira" in page
    page = client.get(reverse("admin:payments_membership_change", args=[row.pk])).text
    assert "ASH-" in page and "_save" not in page


def test_desk_finds_what_is_past_due_and_what_is_ending(client, ash, mira, kael):
    now = timezone.now()
    late = membership(mira, status="past_due", unpaid_since=now)
    leaves = membership(kael, ends_at=now)
    client.force_login(ash)
    address = reverse("admin:payments_membership_changelist")
    for work, found, other in (("due", late, leaves), ("ending", leaves, late)):
        page = client.get(address, {"work": work}).text
        assert found.subscription_id in page and other.subscription_id not in page
    assert "Memberships past due" in client.get(reverse("admin:payments_order_work")).text


def test_desk_lists_who_agreed_to_what(client, ash, db):
    client.force_login(ash)
    assert client.get(reverse("admin:payments_joining_changelist")).status_code == 200


def test_set_up_makes_prices_and_portal_once(at_stripe, settings):
    at_stripe_now = stripe_client.client().v1
    said = [_set_up(), _set_up()]
    assert "made, as the Club promises" in said[0] and "as before" in said[1]
    assert len(at_stripe_now.prices.list({"limit": 100}).data) == 2
    assert len(at_stripe_now.billing_portal.configurations.list().data) == 1
    settings.CLUB_YEARLY_CENTS = 5000
    _set_up()
    sums = {each.unit_amount for each in _keyed(at_stripe_now)}
    assert sums == {400, 5000}


def _keyed(stripe):
    keys = ["ashes_club_monthly", "ashes_club_yearly"]
    return stripe.prices.list({"lookup_keys": keys}).data


def _set_up():
    said = StringIO()
    call_command("stripe_setup", stdout=said)
    return said.getvalue()
