"""What is turned away before a view is asked, and what every answer tells the browser."""

from ipaddress import ip_network

import pytest
from django.http import HttpResponse

from ashes_club.guards import GuardMiddleware

pytestmark = pytest.mark.django_db
FAR, NEAR = "203.0.113.7", "10.1.2.3"


@pytest.fixture
def office(settings):
    settings.ADMIN_NETWORKS = [ip_network("10.0.0.0/8"), ip_network("2001:db8::/32")]
    return settings


@pytest.mark.parametrize("path", ["/search/?q=a%00b", "/vault/?rarity=%00", "/lore/%00/", "/%00"])
def test_nul_in_an_address_is_a_400(client, path):
    assert client.get(path).status_code == 400


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/bag/lines/", "item"),
        ("/account/login/", "login"),
        ("/lore/shield/", "progress"),
        ("/lore/shield/", "back"),
    ],
)
def test_nul_in_a_form_is_refused_and_breaks_nothing(client, path, field):
    answer = client.post(path, {field: "a\0b"}, headers={"origin": "http://testserver"})
    assert answer.status_code in {302, 400, 404, 422}


def test_nul_in_a_cookie_is_a_400(client):
    client.raise_request_exception = False
    client.cookies["sessionid"] = "a\0b"
    assert client.get("/bag/").status_code in {200, 400}


def test_more_than_the_house_takes_is_a_413(client, settings):
    settings.REQUEST_BYTES = 1000
    assert client.post("/bag/lines/", {"item": "x" * 2000}).status_code == 413


def test_the_desk_takes_more(settings, rf):
    settings.REQUEST_BYTES = 1000
    guarded = GuardMiddleware(lambda request: HttpResponse("taken"))
    assert guarded(rf.post("/admin/catalog/item/add/", {"x": "x" * 2000})).content == b"taken"


@pytest.mark.parametrize("limit", ["DATA_UPLOAD_MAX_NUMBER_FIELDS", "DATA_UPLOAD_MAX_MEMORY_SIZE"])
def test_too_many_fields_and_too_long_ones_are_a_413(client, settings, limit):
    setattr(settings, limit, 3)
    form = {f"field-{number}": "x" for number in range(9)}
    assert client.post("/account/login/", form).status_code == 413


def test_stranger_finds_no_desk_outside_its_networks(client, office):
    for path in ("/admin/", "/admin", "/admin/login/", "/admin/lore/reports/"):
        found = client.get(path, REMOTE_ADDR=FAR)
        assert (found.status_code, "Nothing under that address" in found.text) == (404, True), path


@pytest.mark.parametrize("address", [NEAR, f"::ffff:{NEAR}", "2001:db8::1"])
def test_who_is_near_finds_it(client, office, address):
    assert client.get("/admin/", REMOTE_ADDR=address).status_code == 302


def test_desk_is_not_found_by_the_address_of_a_reader_either(client, office):
    assert client.get("/as-read/c1s1/admin/", REMOTE_ADDR=FAR).status_code == 404


def test_strangers_word_on_where_they_are_counts_for_nothing(client, office):
    forged = {"x-forwarded-for": NEAR}
    assert client.get("/admin/", headers=forged, REMOTE_ADDR=FAR).status_code == 404


def test_behind_a_proxy_its_word_counts_and_no_other(client, office):
    office.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for said, status in [(NEAR, 302), (f"{NEAR}, {FAR}", 404), (f"{FAR}, {NEAR}", 302)]:
        answer = client.get("/admin/", headers={"x-forwarded-for": said}, REMOTE_ADDR="10.0.0.2")
        assert answer.status_code == status, said


def test_fewer_proxies_than_promised_is_no_way_in(client, office):
    office.ALLAUTH_TRUSTED_PROXY_COUNT = 2
    answer = client.get("/admin/", headers={"x-forwarded-for": NEAR}, REMOTE_ADDR="10.0.0.2")
    assert answer.status_code == 404


def test_unknown_host_is_a_calm_400(client):
    answer = client.get("/", headers={"host": "elsewhere.example"})
    assert (answer.status_code, "elsewhere" in answer.text) == (400, False)


@pytest.mark.parametrize("path", ["/", "/bag/", "/nowhere/", "/admin/login/", "/healthz"])
def test_answer_tells_the_browser_what_no_page_needs(client, path):
    answer = client.get(path)
    assert "camera=()" in answer["Permissions-Policy"]
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert answer["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("header", ["X-HTTP-Method-Override", "X-Method-Override"])
def test_method_is_what_it_says(client, header):
    answer = client.get("/bag/lines/", headers={header: "POST"})
    assert answer.status_code == 405
