"""What nobody needs any more goes by itself, at the time that the page about privacy names."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app as queue

from accounts.models import Agreement, DataCopy, User
from ashes_club import retention
from payments.models import Bag, StripeEvent, WrongCode

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def _ago(days):
    return timezone.now() - days * DAY


def test_every_rule_has_a_period_and_every_period_a_rule(settings):
    assert {rule.key for rule in retention.RULES} == settings.RETENTION_DAYS.keys()


def test_page_about_privacy_prints_every_rule(client, settings):
    settings.RETENTION_DAYS = {**settings.RETENTION_DAYS, "downloads": 731}
    page = client.get("/house/privacy/").text
    assert all(rule.what in page for rule in retention.RULES)
    assert "731 days" in page and "48 hours" in page and "14 days" in page


def test_visitors_bags_go_and_members_bags_stay(mira):
    old, own, fresh = Bag.objects.create(), Bag.objects.create(user=mira), Bag.objects.create()
    Bag.objects.filter(pk__in=[old.pk, own.pk]).update(made_at=_ago(31))
    retention.tidy()
    assert set(Bag.objects.all()) == {own, fresh}


def test_sessions_that_are_over_go_with_what_is_known_of_their_browsers(client, mira):
    client.force_login(mira)
    over = Session.objects.create(session_key="over", session_data="", expire_date=_ago(1))
    for key in ("over", client.session.session_key):
        UserSession.objects.update_or_create(
            session_key=key, defaults={"user": mira, "ip": "203.0.113.7", "user_agent": "Firefox"}
        )
    retention.tidy()
    assert not Session.objects.filter(pk=over.pk).exists()
    assert [each.session_key for each in UserSession.objects.all()] == [client.session.session_key]


def test_copies_of_data_go_with_their_files(mira, settings, tmp_path):
    options = {"location": tmp_path / "private"}
    backend = {**settings.STORAGES["default"], "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "private": backend}
    copy = DataCopy(user=mira, made_at=timezone.now(), asked_at=_ago(3))
    copy.file.save("data.zip", ContentFile(b"embers"))
    fresh = DataCopy.objects.create(user=mira)
    retention.tidy()
    assert list(DataCopy.objects.all()) == [fresh]
    assert not list((tmp_path / "private").rglob("*.zip"))


def test_accounts_that_were_never_confirmed_go_and_others_stay(mira, kael, ash):
    User.objects.update(date_joined=_ago(31), last_login=None)
    EmailAddress.objects.create(user=mira, email=mira.email, verified=False, primary=True)
    EmailAddress.objects.create(user=kael, email=kael.email, verified=True, primary=True)
    retention.tidy()
    assert set(User.objects.all()) == {kael, ash}


def test_work_that_failed_for_good_goes_and_what_waits_stays():
    for status in ("failed", "todo"):
        job = queue.configure_task("accounts.tasks.send_letter").defer(to=[f"{status}@x.example"])
        with connection.cursor() as cursor:
            cursor.execute("UPDATE procrastinate_jobs SET status = %s WHERE id = %s", [status, job])
            cursor.execute("UPDATE procrastinate_events SET at = now() - interval '31 days'")
    retention.tidy()
    with connection.cursor() as cursor:
        cursor.execute("SELECT status FROM procrastinate_jobs")
        assert cursor.fetchall() == [("todo",)]


def test_what_stripe_told_goes_once_it_was_acted_upon():
    for handled_at in (_ago(91), None, _ago(1)):
        StripeEvent.objects.create(event_id=f"evt_{handled_at}", type="x", handled_at=handled_at)
    retention.tidy()
    assert StripeEvent.objects.filter(handled_at=None).exists()
    assert StripeEvent.objects.count() == 2


def test_log_of_agreements_cannot_be_cut_while_there_is_a_member(mira):
    Agreement.log(mira, Agreement.What.AGE, at=_ago(2000))
    Agreement.log(None, Agreement.What.AGE, at=_ago(2000))
    retention.tidy()
    assert [each.user for each in Agreement.objects.all()] == [mira]


def test_tidying_twice_changes_nothing_more(mira):
    WrongCode.objects.create(member=mira, at=_ago(2))
    retention.tidy()
    retention.tidy()
    assert not WrongCode.objects.exists()
