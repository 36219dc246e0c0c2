"""The demo's ledger adds up, and loading it twice changes nothing."""

from datetime import UTC, datetime

import pytest

from catalog.models import Item
from payments import demo
from payments.models import Copy, Order

TOML = """
[[originals]]
slug = "brood"
taken = 188
[[originals]]
slug = "kiln-heart"
taken = 25
[[originals]]
slug = "cold-drop"
taken = 0
"""


@pytest.fixture
def _demo(tmp_path, monkeypatch, mira, make_item):
    path = tmp_path / "originals.toml"
    path.write_text(TOML)
    monkeypatch.setattr(demo, "ORIGINALS", path)
    opened = datetime(2026, 11, 14, 18, tzinfo=UTC)
    make_item(slug="brood", name="The Brood", edition_size=500, opens_at=opened, price_cents=2400)
    make_item(slug="kiln-heart", edition_size=25, opens_at=opened)
    make_item(slug="cold-drop")


@pytest.mark.usefixtures("_demo")
def test_taken_numbers_are_entered_from_the_first():
    demo.load(lambda line: None)
    brood = Item.objects.get(slug="brood")
    assert (brood.sold, brood.next_serial) == (188, 189)
    serials = Copy.objects.filter(item=brood).values_list("serial", flat=True)
    assert sorted(serials) == list(range(1, 189))
    assert Item.objects.get(slug="kiln-heart").is_taken
    assert Item.objects.get(slug="cold-drop").sold == 0


@pytest.mark.usefixtures("_demo")
def test_mira_has_a_paid_order_and_its_copy(mira):
    demo.load(lambda line: None)
    order = Order.objects.get(buyer=mira)
    assert (order.state, order.total_cents) == ("paid", 2400)
    copy = Copy.objects.get(owner=mira)
    assert (copy.item.slug, copy.order_line.order) == ("brood", order)
    assert copy.paid_cents == 2400


@pytest.mark.usefixtures("_demo")
def test_loading_twice_changes_nothing():
    demo.load(lambda line: None)
    before = [list(model.objects.order_by("pk").values()) for model in (Copy, Order, Item)]
    demo.load(lambda line: None)
    after = [list(model.objects.order_by("pk").values()) for model in (Copy, Order, Item)]
    assert before == after
