"""The worker's tasks and the command do what the till can do."""

from io import StringIO

from django.core.management import call_command
from procrastinate.contrib.django import app

from payments.models import Order
from payments.tasks import look_after_orders
from tests.payments.conftest import place


def _overdue(user, item):
    order = place(user, item)
    Order.objects.filter(pk=order.pk).update(expires_at=order.placed_at)
    return order


def test_periodic_sweep_releases_what_was_never_paid(mira, make_item):
    order = _overdue(mira, make_item())
    look_after_orders(timestamp=0)
    order.refresh_from_db()
    assert order.state == "cancelled"


def test_reconcile_says_how_much_there_was_and_is_quiet_the_second_time(at_stripe, mira, make_item):
    _overdue(mira, make_item())
    said = StringIO()
    call_command("reconcile", stdout=said)
    call_command("reconcile", stdout=said)
    assert said.getvalue().splitlines() == [
        "Acted on 0 events, looked after 1 orders, followed the money of 0, "
        "looked after 0 members and served 0 lines.",
        "The books agree.",
        "Acted on 0 events, looked after 0 orders, followed the money of 0, "
        "looked after 0 members and served 0 lines.",
        "The books agree.",
    ]


def test_worker_knows_the_tasks_that_orders_queue():
    known = {"send_receipt", "refund_late_payment", "send_refund_notice", "look_after_orders"}
    assert {f"payments.tasks.{name}" for name in known} <= set(app.tasks)
