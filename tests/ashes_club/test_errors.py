"""When something is wrong: the right status, a clear sentence, nothing leaked."""

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404
from django.shortcuts import render
from django.test import RequestFactory
from django.views import defaults

from ashes_club import errors

pytestmark = pytest.mark.django_db


def test_missing_page_is_a_404_in_our_look(client):
    page = client.get("/no/such/page/")
    assert page.status_code == 404
    assert "Nothing under that address" in page.content.decode()


def test_missing_page_does_not_repeat_what_was_asked_for(client):
    assert "<script>" not in client.get("/%3Cscript%3E/").content.decode()


def test_address_of_a_button_that_is_opened_says_so(client):
    page = client.get("/bag/lines/")
    assert (page.status_code, page["Allow"]) == (405, "POST")
    assert "That was a button" in page.text and page["Content-Type"].startswith("text/html")


def test_page_that_only_shows_refuses_a_form_without_one(client):
    assert client.post("/lore/").status_code == 405


def test_refusal_says_why(rf):
    page = defaults.permission_denied(rf.get("/"), PermissionDenied("Sent from another site."))
    assert (page.status_code, "Sent from another site." in page.content.decode()) == (403, True)


def test_old_form_is_a_403_with_a_way_out(rf):
    page = errors.csrf_failure(rf.post("/"))
    assert (page.status_code, errors.TOO_OLD in page.content.decode()) == (403, True)


def test_too_large_a_request_is_a_413(rf):
    assert errors.bad_request(rf.get("/"), RequestDataTooBig()).status_code == 413


def test_unreadable_request_is_a_400(rf):
    assert errors.bad_request(rf.get("/"), ValueError()).status_code == 400


def test_broken_page_needs_no_database(django_db_blocker):
    with django_db_blocker.block():
        page = defaults.server_error(RequestFactory().get("/"))
    assert (page.status_code, "went to ash" in page.content.decode()) == (500, True)


def test_missing_page_carries_the_rights_notice(rf, settings):
    page = defaults.page_not_found(rf.get("/nowhere/"), Http404())
    assert settings.RIGHTS_NOTICE in page.content.decode()


@pytest.mark.parametrize("status", [409, 413, 429])
def test_page_for_a_status_exists(rf, status):
    page = render(rf.get("/"), f"{status}.html", status=status)
    assert page.status_code == status
