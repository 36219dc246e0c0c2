"""What the front door keeps, hands on, refuses and says, with the conf that is deployed."""

import socket

import pytest

from tests.deploy.door import HOST, knows_no_name, needs_nginx, opened
from tests.deploy.door import house as open_house

pytestmark = needs_nginx
BROWSER = "gzip, deflate, br, zstd"


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    folder = tmp_path_factory.mktemp("door")
    with open_house() as (house, web), opened(folder, web, UNLIMITED="127.0.0.1") as door:
        yield house, door


@pytest.fixture
def house(both):
    return both[0]


@pytest.fixture
def door(both):
    return both[1]


# --- what is kept --------------------------------------------------------------------------------
def test_public_page_is_asked_for_once_whoever_comes(house, door):
    house.answers_public()
    first = door.ask("/kept/")
    later = door.ask("/kept/", Cookie="sessionid=mira; club=1", Cache_Control="no-cache")
    assert (first.was, later.was, len(house.asked)) == ("MISS", "HIT", 1)
    assert later.body == b"the page"


def test_page_is_kept_three_times_at_most_whatever_browsers_accept(house, door):
    house.answers_public()
    accepted = [BROWSER, "br", "br;q=1.0, gzip", "gzip", "deflate, gzip;q=0.9", "", "deflate"]
    accepted += ["br;q=0", "gzip;q=0, deflate"]
    for each in accepted:
        door.ask("/codings/", Accept_Encoding=each)
    assert [asked.get("accept-encoding", "") for asked in house.asked] == ["br", "gzip", ""]


def test_query_of_campaigns_is_no_other_page(house, door):
    house.answers_public()
    door.ask("/campaign/")
    assert door.ask("/campaign/?utm_source=letter&fbclid=a-b").was == "HIT"
    assert door.ask("/campaign/?page=2&utm_source=letter").was == "MISS"


def test_hosts_and_queries_are_kept_apart(house, door):
    house.answers_public()
    door.ask("/apart/")
    assert door.ask("/apart/", Host="other.example").was == "MISS"
    assert door.ask("/apart/?rarity=epic").was == "MISS"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Cache_Control": "private, no-cache"},
        {"Cache_Control": "public"},
        {"Cache_Control": "public, s-maxage=60", "Set_Cookie": "sessionid=hers"},
        {"Cache_Control": "public, s-maxage=60", "Vary": "Cookie"},
        {"Cache_Control": "public, s-maxage=60", "Vary": "Accept-Encoding, Cookie"},
        {"Cache_Control": "no-store"},
    ],
)
def test_nothing_that_may_be_somebodys_is_kept(house, door, headers):
    house.answers(**headers)
    path = f"/somebodys/{abs(hash(str(headers)))}/"
    for _ in range(2):
        door.ask(path)
    assert len(house.asked) == 2


@pytest.mark.parametrize("path", ["/me/", "/admin/", "/bag/", "/locker/orders/", "/healthz"])
def test_rooms_of_ones_own_are_not_kept_even_if_called_public(house, door, path):
    house.answers_public()
    for _ in range(2):
        assert door.ask(path).was == ""
    assert len(house.asked) == 2


def test_post_is_neither_kept_nor_answered_from_what_is_kept(house, door):
    house.answers_public()
    door.ask("/posted/")
    door.ask("/posted/", "POST", b"a=b")
    assert [asked["method"] for asked in house.asked] == ["GET", "POST"]


def test_head_is_answered_from_the_kept_page(house, door):
    house.answers_public()
    door.ask("/head/")
    answer = door.ask("/head/", "HEAD")
    assert (answer.was, answer.body, answer.headers["content-length"]) == ("HIT", b"", "8")


def test_part_of_a_kept_file_is_cut_here(house, door):
    house.answers(Cache_Control="public, max-age=31536000, immutable", Accept_Ranges="bytes")
    door.ask("/media/a.webp")
    part = door.ask("/media/a.webp", Range="bytes=4-7")
    assert (part.status, part.body, len(house.asked)) == (206, b"page", 1)


def test_part_of_a_download_is_asked_for_as_a_part(house, door):
    house.answers(206, b"page", Cache_Control="private", Content_Range="bytes 4-7/8")
    part = door.ask("/locker/files/token/", Range="bytes=4-7")
    assert (part.status, house.asked[0]["range"]) == (206, "bytes=4-7")


# --- how long ------------------------------------------------------------------------------------
def test_page_whose_second_has_ended_is_asked_for_by_its_etag(house, door):
    house.answers_public(fresh_for=-1)
    door.ask("/second/")
    again = door.ask("/second/")
    assert (again.was, again.status, again.body) == ("REVALIDATED", 200, b"the page")
    assert house.asked[1]["if-none-match"] == '"one"'


def test_changed_page_shows_as_soon_as_its_second_has_ended(house, door):
    house.answers_public(fresh_for=-1)
    door.ask("/change/")
    house.answers_public(b"the new page", ETag='"two"')
    assert door.ask("/change/").body == b"the new page"


def test_visitor_who_has_the_page_is_told_so_by_the_door(house, door):
    house.answers_public()
    door.ask("/have/")
    assert door.ask("/have/", If_None_Match='"one"').status == 304
    assert len(house.asked) == 1


# --- when the club is away -----------------------------------------------------------------------
@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_kept_page_is_shown_while_the_club_is_in_trouble(house, door, status):
    house.answers_public(fresh_for=-1)
    door.ask(f"/trouble/{status}/")
    house.answers(status, b"trouble")
    answer = door.ask(f"/trouble/{status}/")
    assert (answer.status, answer.was, answer.body) == (200, "STALE", b"the page")


def test_club_that_says_what_is_wrong_is_heard(house, door):
    house.answers(503, b"The database is away.")
    assert (door.ask("/fresh/").status, door.ask("/fresh/").body) == (503, b"The database is away.")


def test_missing_page_stays_missing(house, door):
    house.answers(404, b"no")
    assert door.ask("/missing/").status == 404


def test_club_that_is_gone_leaves_its_kept_pages_and_an_honest_word(tmp_path):
    law = "Not official & not <endorsed>."
    with open_house() as (house, address), opened(tmp_path, address, RIGHTS_NOTICE=law) as door:
        house.answers_public(fresh_for=-1)
        door.ask("/gone/")
        house.close()
        assert door.ask("/gone/").body == b"the page"
        for answer in (door.ask("/never-seen/"), door.ask("/bag/lines/", "POST", b"item=a")):
            _assert_is_own_page(answer, 503, "The fire is banked")
            assert b"Not official &amp; not &lt;endorsed&gt;." in answer.body
            assert answer.headers["retry-after"] == "30"
        assert door.ask("/door/door.css").status == 200


def test_kept_pages_outlive_the_name_of_the_club_and_a_restart_of_the_door(tmp_path):
    with open_house() as (house, address), opened(tmp_path, address) as door:
        house.answers_public(fresh_for=-1)
        door.ask("/name/")
    # While `web` is made anew, its name leads nowhere: nginx by itself would answer 502.
    with knows_no_name() as server, opened(tmp_path, "web.test:8000", RESOLVER=server) as door:
        assert door.ask("/name/").body == b"the page"
        assert door.ask("/never-seen/").status == 503


# --- what is handed on ---------------------------------------------------------------------------
def test_what_strangers_say_of_themselves_is_not_handed_on(house, door):
    house.answers()
    claims = {"X_Forwarded_For": "10.0.0.1", "X_Forwarded_Proto": "https", "X_Real_IP": "10.0.0.1"}
    claims |= {"X_Forwarded_Host": "evil.example", "Forwarded": "for=10.0.0.1", "Proxy": "evil"}
    door.ask("/claims/", X_Request_ID="mine-all-mine", **claims)
    asked = house.asked[0]
    assert (asked["host"], asked["x-forwarded-host"]) == (HOST, HOST)
    assert (asked["x-forwarded-for"], asked["x-forwarded-proto"]) == ("127.0.0.1", "http")
    assert not {"forwarded", "x-real-ip", "proxy"} & asked.keys()
    assert asked["x-request-id"] != "mine-all-mine"


def test_balancer_of_ours_is_believed(house, door, tmp_path):
    with opened(tmp_path, door.web, BEHIND="127.0.0.0/8") as behind:
        house.answers()
        behind.ask("/balanced/", X_Forwarded_For="203.0.113.9", X_Forwarded_Proto="https")
    asked = house.asked[0]
    assert (asked["x-forwarded-for"], asked["x-forwarded-proto"]) == ("203.0.113.9", "https")


def test_every_answer_has_an_id_of_its_own_which_the_club_is_told(house, door):
    house.answers_public(X_Request_ID="of-the-first-asker")
    ids = [door.ask("/ids/").headers["x-request-id"] for _ in range(2)]
    assert len({*ids, "of-the-first-asker"}) == 3
    assert house.asked[0]["x-request-id"] == ids[0]


@pytest.mark.parametrize(
    "path", ["/metrics", "/metrics/", "//metrics", "/%6detrics", "/a/../metrics"]
)
def test_figures_are_not_for_visitors(house, door, path):
    house.answers()
    assert (door.ask(path).status, house.asked) == (404, [])


# --- limits --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("path", "megabytes", "status"),
    [
        ("/stripe/webhook/", 10, 413),
        ("/bag/lines/", 4, 413),
        ("/bag/lines/", 2, 200),
        ("/admin/catalog/itemimport/add/", 10, 200),
        ("/account/profile/", 10, 200),
        ("/account/profile/", 26, 413),
    ],
)
def test_bodies_have_the_sizes_the_club_takes(house, door, path, megabytes, status):
    house.answers()
    answer = door.ask(path, "POST", b"a" * (megabytes * 1024 * 1024))
    assert (answer.status, len(house.asked)) == (status, int(status == 200))
    if status == 413:
        _assert_is_own_page(answer, 413, "Too large to take in")
        assert "retry-after" not in answer.headers


def test_desk_that_was_moved_takes_its_limits_along(house, door, tmp_path):
    house.answers_public()
    with opened(tmp_path, door.web, ADMIN_PATH="/back-room/", DESK_REQUEST_MB="5") as moved:
        body = b"a" * 4 * 1024 * 1024
        assert moved.ask("/back-room/upload/", "POST", body).status == 200
        assert moved.ask("/admin/upload/", "POST", body).status == 413
        assert moved.ask("/back-room/").was == ""


def test_senders_who_dawdle_do_not_reach_the_club(house, door):
    house.answers()
    head = f"POST /stripe/webhook/ HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 500\r\n\r\n{{"
    senders = [socket.create_connection(("127.0.0.1", door.port)) for _ in range(12)]
    for sender in senders:
        sender.sendall(head.encode())
    assert door.ask("/quick/").status == 200
    assert [asked["path"] for asked in house.asked] == ["/quick/"]
    for sender in senders:
        sender.close()


def test_who_tries_to_sign_in_too_often_is_asked_to_wait(house, door, tmp_path):
    house.answers()
    with opened(tmp_path, door.web) as door:
        answers = [door.ask("/account/login/", "POST", b"login=ash") for _ in range(12)]
        assert [answer.status for answer in answers] == [200] * 9 + [429] * 3
        _assert_is_own_page(answers[-1], 429, "A moment, please")
        assert door.ask("/account/login/").status == 200
        statuses = [door.ask("/stripe/webhook/", "POST", b"{}").status for _ in range(40)]
        assert statuses == [200] * 40, "Stripe comes in bursts, and signs what it sends"


# --- the log -------------------------------------------------------------------------------------
def test_log_names_nobody_and_gives_no_token_away(house, door):
    house.answers()
    asked = ("/search/?q=a-secret", "/gifts/a-secret/", "/account/data/a-secret/?x=a-secret")
    claims = {"Referer": "http://a-secret/", "User_Agent": "a-secret"}
    ids = [door.ask(path, **claims).headers["x-request-id"] for path in asked]
    lines = [door.log_line(each) for each in ids]
    assert [line["path"] for line in lines] == ["/search/", "/gifts/-", "/account/data/-"]
    assert {line["network"] for line in lines} == {"127.0.0.0"}
    assert "a-secret" not in str(lines)


def _assert_is_own_page(answer, status, title):
    assert answer.status == status
    page = answer.body.decode()
    assert title in page
    assert "<script" not in page
    assert "http" not in page.replace("<!doctype html>", "")
    assert answer.headers["content-security-policy"] == "default-src 'none'; style-src 'self'"
