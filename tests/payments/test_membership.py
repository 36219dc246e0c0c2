"""Membership: what Stripe's statuses grant, what the database refuses, and which letters go out."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.utils import timezone

from payments.membership import is_member, may_enter_early
from payments.models import Membership
from tests.payments.club import bill, membership, news, subscription

DAY = timedelta(days=1)


@pytest.fixture
def days_later(monkeypatch):
    """Have the shop's clock run so many days ahead."""
    real = timezone.now

    def later(days):
        monkeypatch.setattr(timezone, "now", lambda: real() + days * DAY)

    return later


def _past_due(days_ago=0):
    return {"status": "past_due", "unpaid_since": timezone.now() - days_ago * DAY}


@pytest.mark.parametrize(
    ("status", "grants"),
    [
        ("active", True),
        ("trialing", True),
        ("incomplete", False),
        ("incomplete_expired", False),
        ("canceled", False),
        ("unpaid", False),
        ("paused", False),
        ("thought of later", False),
    ],
)
def test_each_status_of_stripe_grants_or_denies(mira, status, grants):
    membership(mira, status=status)
    assert is_member(mira) is may_enter_early(mira) is grants


def test_visitors_and_strangers_are_no_members(mira, kael):
    membership(mira)
    assert not any(is_member(user) for user in (None, AnonymousUser(), kael))


def test_grace_lasts_as_long_as_the_setting_says(mira, days_later, settings):
    settings.CLUB_GRACE_DAYS = 3
    row = membership(mira, **_past_due())
    assert is_member(mira) and row.state == "grace"
    days_later(2.9)
    assert is_member(mira)
    days_later(3.1)
    assert not is_member(mira) and row.state == "unpaid"


def test_cancelled_membership_grants_until_stripe_ends_it(mira):
    row = membership(mira, ends_at=timezone.now() + DAY)
    assert is_member(mira) and row.state == "ending"


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": "past_due"},
        {"unpaid_since": timezone.now()},
        {"ended_at": timezone.now()},
        {"plan": "weekly"},
        {"currency": "jpy"},
    ],
)
def test_database_refuses_what_cannot_be(mira, wrong):
    membership(mira)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.update(**wrong)


def test_two_memberships_of_one_member_cannot_be(mira):
    row = membership(mira)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(**{**_fields(row), "subscription_id": "sub_other"})


def _fields(row):
    return {f.attname: getattr(row, f.attname) for f in row._meta.fields if f.attname != "id"}


# --- mirrored ----------------------------------------------------------------------------------
def test_what_was_asked_for_earlier_changes_nothing(mira):
    now = timezone.now()
    row = membership(mira, looked_at=now)
    found = subscription(id=row.subscription_id, status="canceled", ended_at=now)
    assert not row.follow(found, now - DAY)
    assert row.follow(found, now + DAY)
    assert not is_member(mira)


def test_later_subscription_takes_the_place_of_one_that_is_over(mira):
    earlier = subscription(status="canceled", ended_at=timezone.now())
    old = Membership.begin(mira, earlier, timezone.now())
    later = subscription(started_at=timezone.now() + DAY)
    row = Membership.begin(mira, later, timezone.now() + DAY)
    assert (row.pk, row.since) == (old.pk, earlier.started_at)
    row.refresh_from_db()
    assert row.subscription_id == later.id and is_member(mira)
    Membership.begin(mira, earlier, timezone.now() + 2 * DAY)  # late news of the old one
    assert is_member(mira)


def test_second_subscription_beside_one_that_runs_is_not_taken(mira, caplog):
    row = membership(mira)
    Membership.begin(mira, subscription(started_at=timezone.now() + DAY), timezone.now() + DAY)
    row.refresh_from_db()
    assert row.subscription_id in caplog.text
    assert Membership.objects.get().subscription_id == row.subscription_id


def test_rows_stay_when_the_account_is_removed(mira):
    membership(mira)
    mira.delete()
    assert Membership.objects.get().member is None


# --- letters -----------------------------------------------------------------------------------
def test_welcome_is_written_once(mira):
    row = membership(mira)
    row.follow(subscription(id=row.subscription_id), timezone.now())
    assert news() == ["joined"]


def test_welcome_waits_until_the_club_is_open_to_them(mira):
    row = membership(mira, status="incomplete")
    assert news() == []
    row.follow(subscription(id=row.subscription_id), timezone.now())
    assert news() == ["joined"]


def test_renewal_is_told_once_for_each_bill(mira):
    row = membership(mira)
    first, renewal = bill(reason="subscription_create"), bill()
    for bills in ((first,), (first, renewal), (first, renewal)):
        row.follow(subscription(id=row.subscription_id, bills=bills), timezone.now())
    assert news() == ["joined", "renewed"]


def test_refused_renewal_is_told_once_however_often_it_is_tried(mira):
    row = membership(mira)
    refused = bill(status="open", paid_at=None, tries=1)
    for tries in (1, 2, 3):
        bills = (replace(refused, tries=tries),)
        found = subscription(id=row.subscription_id, bills=bills, **_past_due())
        row.follow(found, timezone.now())
    assert news() == ["joined", "failed"]


def test_mended_renewal_is_told_with_its_receipt(mira):
    row = membership(mira)
    refused = bill(status="open", paid_at=None)
    found = subscription(id=row.subscription_id, bills=(refused,), **_past_due())
    row.follow(found, timezone.now())
    paid = replace(refused, status="paid", paid_at=timezone.now())
    row.follow(subscription(id=row.subscription_id, bills=(paid,)), timezone.now())
    assert news() == ["joined", "failed", "renewed"]


def test_cancellation_is_told_each_time_it_is_made(mira):
    row = membership(mira)
    ending = subscription(id=row.subscription_id, ends_at=timezone.now() + DAY)
    for found in (ending, ending, replace(ending, ends_at=None), ending):
        row.follow(found, timezone.now())
    assert news() == ["joined", "cancelled", "cancelled"]


def test_end_of_grace_is_announced_and_then_told(mira, days_later):
    row = membership(mira)
    row.follow(subscription(id=row.subscription_id, **_past_due()), timezone.now())
    for day in (1, 5.5, 6, 7.5, 8):
        days_later(day)
        row.mind_the_clock()
    assert news() == ["joined", "grace", "lapsed"]


def test_membership_that_never_began_does_not_lapse(mira):
    row = membership(mira, status="incomplete")
    ended = subscription(id=row.subscription_id, status="incomplete_expired")
    row.follow(ended, timezone.now())
    assert news() == []


def test_letter_and_change_are_one_transaction(mira):
    with pytest.raises(RuntimeError), transaction.atomic():
        membership(mira)
        raise RuntimeError
    assert news() == [] and not Membership.objects.exists()


def test_locker_shows_the_card_to_who_joined_and_to_nobody_else(client, mira, kael):
    row = membership(mira)
    for user, shows in ((mira, True), (kael, False)):
        client.force_login(user)
        page = client.get("/locker/").text
        assert (f">Member {row.number}</a>" in page and "Paid to" in page) is shows
