"""A database that is away: honest, soon said, and over by itself."""

import pytest
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import RequestFactory
from procrastinate.exceptions import ConnectorException

from ashes_club import away, errors
from ashes_club.away import AwayMiddleware, Outage


def raised(error, cause=None):
    """What a visitor is told where this error ended their request."""
    try:
        raise error from cause
    except type(error):
        return errors.server_error(RequestFactory().get("/bag/"))


@pytest.fixture
def outage(monkeypatch):
    begun = Outage()
    monkeypatch.setattr(away, "outage", begun)
    return begun


def test_database_that_is_away_is_a_503_that_says_when_to_come_again(django_db_blocker):
    with django_db_blocker.block():
        page = raised(OperationalError("connection refused"))
    assert (page.status_code, page["Retry-After"]) == (503, "10")
    assert page["Cache-Control"] == "no-store"
    assert "Closed for a moment" in page.content.decode()


def test_task_that_cannot_be_queued_for_it_is_a_503_too():
    assert raised(ConnectorException(), cause=OperationalError("gone")).status_code == 503


def test_fault_of_our_own_stays_a_500():
    assert raised(ValueError("ours")).status_code == 500


def test_page_of_an_outage_says_whose_the_rights_are(settings):
    assert settings.RIGHTS_NOTICE in raised(OperationalError()).content.decode()


def test_nobody_waits_for_a_database_that_is_known_to_be_away(outage):
    outage.is_on = True
    answer = AwayMiddleware(lambda request: pytest.fail("asked"))(RequestFactory().get("/bag/"))
    assert answer.status_code == 503


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics", "/media/pieces/1.webp"])
def test_what_needs_no_database_is_answered_meanwhile(outage, path):
    outage.is_on = True
    club = AwayMiddleware(lambda request: HttpResponse("here"))
    assert club(RequestFactory().get(path)).content == b"here"


def test_outage_begins_with_a_visitor_in_vain_and_ends_by_itself(outage, monkeypatch):
    probes = iter([False, True])
    during = []

    def answers():
        during.append(outage.is_on)
        return next(probes)

    monkeypatch.setattr(away, "_answers", answers)
    monkeypatch.setattr(away, "PROBE_EVERY", 0)
    AwayMiddleware(lambda request: away.answer_away())(RequestFactory().get("/bag/"))
    outage._thread.join(5)
    assert (during, outage.is_on) == ([False, True], False)


@pytest.mark.django_db
def test_deadlock_or_the_like_closes_the_club_to_nobody_else(outage, monkeypatch):
    monkeypatch.setattr(away, "_answers", lambda: connection.is_usable())
    monkeypatch.setattr(away.Outage, "suspect", lambda self: self._watch())
    AwayMiddleware(lambda request: away.answer_away())(RequestFactory().get("/bag/"))
    assert not outage.is_on
