"""Forms without a token are guarded by where the browser says they come from."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import RequestFactory

from ashes_club.origin import OriginMiddleware


def _post(**headers):
    request = RequestFactory().post("/bag/lines/", headers=headers)
    return OriginMiddleware(lambda request: HttpResponse("done"))(request)


def test_form_of_our_own_page_is_taken():
    assert _post(sec_fetch_site="same-origin", origin="http://testserver").content == b"done"


def test_form_of_another_site_is_refused():
    with pytest.raises(PermissionDenied):
        _post(sec_fetch_site="cross-site", origin="http://evil.example")


def test_form_of_a_neighbouring_subdomain_is_refused():
    with pytest.raises(PermissionDenied):
        _post(sec_fetch_site="same-site", origin="http://other.testserver")


def test_older_browser_is_judged_by_origin_alone():
    with pytest.raises(PermissionDenied):
        _post(origin="http://evil.example")
    assert _post(origin="http://testserver").content == b"done"


def test_opaque_origin_is_refused():
    with pytest.raises(PermissionDenied):
        _post(origin="null")


def test_machine_without_a_browsers_headers_is_not_in_the_way():
    assert _post().content == b"done"


def test_reading_is_open_to_links_from_anywhere():
    request = RequestFactory().get("/", headers={"sec-fetch-site": "cross-site"})
    assert OriginMiddleware(lambda request: HttpResponse("read"))(request).content == b"read"
