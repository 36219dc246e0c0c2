"""The shopkeeper reads the books in the admin, and rewrites nothing."""

import pytest
from django.urls import reverse
from django.utils import timezone

from payments.gateway import Event
from payments.models import Copy, Order, StripeEvent
from tests.payments.conftest import place


@pytest.fixture
def _books(mira, make_item):
    order = place(mira, make_item())
    Order.objects.filter(pk=order.pk).update(
        quarantined_at=timezone.now(), quarantine_reason="Paid 1100 cents, ordered 1200."
    )
    Copy.objects.create(item=make_item(), serial=1, owner=mira)
    StripeEvent.receive(Event("evt_1", "charge.updated", "ch_1"))


@pytest.mark.usefixtures("_books")
@pytest.mark.parametrize("model", ["order", "copy", "stripeevent", "refund", "dispute", "movement"])
def test_books_can_be_read_and_not_changed(client, ash, model):
    client.force_login(ash)
    listing = client.get(reverse(f"admin:payments_{model}_changelist") + "?q=a")
    assert listing.status_code == 200
    assert client.get(reverse(f"admin:payments_{model}_add")).status_code == 403


@pytest.mark.usefixtures("_books")
def test_quarantined_order_is_found_with_its_reason(client, ash):
    client.force_login(ash)
    address = reverse("admin:payments_order_changelist")
    assert "Paid 1100 cents" in client.get(address + "?state=quarantined").text
    assert "Paid 1100 cents" not in client.get(address + "?state=paid").text
    order = Order.objects.get()
    page = client.get(reverse("admin:payments_order_change", args=[order.pk]))
    assert page.status_code == 200 and 'name="_save"' not in page.text
