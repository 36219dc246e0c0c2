"""The history of each copy: entered with the change it tells of, and never rewritten."""

import importlib

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from payments import money, till
from payments.models import Copy, Order, Passage, Refund
from tests.payments.conftest import heard, place

How = Passage.How


def _history(copy):
    return list(copy.passages.values_list("how", "owner__handle"))


@pytest.fixture
def copy_of(make_item):
    """A copy with its first line, as the house enters it."""

    def make(member):
        copy = Copy.objects.create(item=make_item(sold=1, next_serial=2), serial=1, owner=member)
        Passage.begin([copy])
        return copy

    return make


def test_bought_copies_begin_their_history_with_their_buyer(at_stripe, mira, make_item):
    order = place(mira, make_item(), quantity=2)
    at_stripe.pay(till.send_to_stripe(order))
    heard(at_stripe)
    for copy in Copy.objects.all():
        assert _history(copy) == [("bought", "mira")]
        assert copy.passages.get().at == copy.acquired_at


def test_returned_copy_says_so_and_one_that_came_back_too(at_stripe, mira, make_item):
    order = place(mira, make_item())
    at_stripe.pay(till.send_to_stripe(order), "4000000000005126")  # its refunds fail
    heard(at_stripe)
    money.follow(Order.objects.get())
    copy = Copy.objects.get()
    money.carry_out(Refund.ask(Order.objects.get(), [copy], reason=Refund.Reason.ASKED_FOR))
    assert _history(copy) == [("bought", "mira"), ("returned", None)]
    at_stripe.advance(61)
    heard(at_stripe)
    assert _history(copy)[2:] == [("restored", "mira")]


def test_passing_a_copy_on_changes_its_owner_and_tells_of_it(copy_of, mira, kael):
    copy = copy_of(mira)
    entered = copy.acquired_at
    assert copy.pass_to(kael, How.GIFT)
    copy.refresh_from_db()
    assert (copy.owner, copy.acquired_at) == (kael, entered)
    assert copy.owned_since > entered
    assert _history(copy) == [("granted", "mira"), ("gift", "kael")]


@pytest.mark.parametrize("field", ["frozen_at", "returned_at"])
def test_copy_that_is_frozen_or_gone_is_not_passed_on(copy_of, mira, kael, field):
    copy = copy_of(mira)
    Copy.objects.update(**{field: timezone.now()})
    assert not copy.pass_to(kael, How.TRANSFER)
    copy.refresh_from_db()
    assert (copy.owner, copy.passages.count()) == (mira, 1)


def test_history_cannot_be_rewritten(copy_of, mira, kael):
    passages = copy_of(mira).passages
    attempts = [
        lambda: passages.update(owner=kael),
        lambda: passages.update(how="gift"),
        lambda: passages.update(owner=None, at=timezone.now()),
        passages.all().delete,
    ]
    for attempt in attempts:
        with pytest.raises(IntegrityError, match="stays as it was entered"), transaction.atomic():
            attempt()


def test_removed_account_leaves_the_history_without_its_name(copy_of, mira):
    copy = copy_of(mira)
    mira.delete()
    assert _history(copy) == [("granted", None)]


def test_copies_entered_before_histories_were_kept_get_their_lines(mira, make_item):
    item = make_item()
    had = Copy.objects.create(item=item, serial=1, owner=mira)
    gone = Copy.objects.create(item=item, serial=2, owner=mira)
    Copy.objects.filter(pk=gone.pk).update(returned_at=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(importlib.import_module("payments.migrations.0021_passages_stay").ENTER)
    assert _history(had) == [("granted", "mira")]
    assert _history(gone) == [("granted", "mira"), ("returned", None)]
