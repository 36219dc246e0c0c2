"""Three webs and two workers on one database behave as one club.

Not in CI's core: `pytest -m faults tests/faults/test_many.py`, a minute on a quiet machine.
"""

import re
import time

import pytest
import requests

from tests.faults.grown import Grown, needs_cache, opened, signed_in
from tests.faults.shop import eventually, make_buyers

pytestmark = [pytest.mark.faults, needs_cache]
PARTS = ["cache", "stripe", "web", "web-2", "web-3", "desk"]
WORKERS = ["worker", "worker-2"]
# What every worker wants done, and who does it.
SEEN = """
CREATE TABLE seen (id bigserial, job bigint, task text, args text, became text);
CREATE FUNCTION see() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO seen (job, task, args, became)
    VALUES (NEW.id, NEW.task_name, NEW.args::text, NEW.status::text);
    RETURN NULL;
END $$;
CREATE TRIGGER see_new AFTER INSERT ON procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION see();
CREATE TRIGGER see_begun AFTER UPDATE OF status ON procrastinate_jobs FOR EACH ROW
    WHEN (NEW.status = 'doing') EXECUTE FUNCTION see();
"""
CONFIRMED = """
INSERT INTO account_emailaddress (email, verified, "primary", user_id)
SELECT email, true, true, id FROM accounts_user
"""
TWICE = """
SELECT task, args, became, count(*) FROM seen WHERE args ~ 'timestamp'
GROUP BY task, args, became HAVING count(*) > 1
"""


@pytest.fixture(scope="module")
def shop():
    with opened(PARTS, TRUSTED_PROXIES="1") as running:
        running.order(SEEN)
        for name in WORKERS:
            running.start(name)
        yield running


@pytest.fixture(scope="module")
def buyers(shop):
    made = make_buyers(shop, ["mira", "kael", "astray"])
    shop.order(CONFIRMED)
    return made


def test_sale_shows_at_every_web_within_a_second(shop, buyers):
    buyer, slug = buyers["mira"]
    pages = shop.get(f"/vault/{slug}/")
    assert [page.status_code for page in pages] == [200] * 3
    before = {page.headers["ETag"] for page in pages}
    buyer.fill_bag(slug)
    assert shop.stripe.pay(buyer.press_pay()).paid
    eventually(lambda: shop.query("SELECT 1 FROM payments_copy"), within=30)
    sold = time.monotonic()
    eventually(lambda: not before & _etags(shop, f"/vault/{slug}/"), within=5)
    print(f"sold and shown at three webs after {time.monotonic() - sold:.2f} s")
    assert time.monotonic() - sold < 1


def test_member_who_signed_in_at_one_is_known_at_all(shop, buyers):
    member = signed_in(shop, "mira")
    assert [member.get(f"{web}/me/", timeout=15).json()["signed_in"] for web in shop.webs] == [
        True
    ] * 3


def test_wrong_passwords_count_at_all_webs_together(shop, buyers):
    answers = [_try_password(shop.webs[n % 3], "astray", "not this one") for n in range(6)]
    assert answers == [422] * 5 + [429]
    assert _try_password(shop.webs[0], "astray", "a long enough pass") == 429


def test_data_copy_asked_for_at_one_is_fetched_from_another(shop, buyers):
    member = signed_in(shop, "kael")
    _post(member, shop.webs[0], "/account/data/", {})
    eventually(lambda: "/account/data/" in _letter(shop.webs[1], "kael"), within=60)
    path = re.search(r"/account/data/[\w:.-]+/", _letter(shop.webs[1], "kael"))
    fetched = member.get(shop.webs[2] + path[0], timeout=15)
    assert (fetched.status_code, fetched.content[:2]) == (200, b"PK")


def test_periodic_work_is_done_once_though_two_workers_want_it(shop):
    eventually(lambda: _ticks(shop) >= 2, within=130)  # a whole minute passed for both of them
    assert shop.query(TWICE) == []


def test_cache_that_is_gone_costs_a_fraction_of_a_second(shop, buyers):
    usual = max(_seconds(shop, web) for web in shop.webs)
    shop.kill("cache")
    first, later = ([_seconds(shop, web) for web in shop.webs] for _ in range(2))
    print(f"sign-in: {usual:.2f} s, without the cache {max(first):.2f}, then {max(later):.2f} s")
    assert max(first + later) < usual + 1
    for path in ("/search/?q=piece", "/bag/", "/vault/"):
        assert {page.status_code for page in shop.get(path)} == {200}
    shop.start("cache")


# --- what is done and asked at a web ------------------------------------------------------------
def _etags(shop: Grown, path: str) -> set[str]:
    return {page.headers["ETag"] for page in shop.get(path)}


def _post(browser: requests.Session, web: str, path: str, form: dict) -> requests.Response:
    page = browser.get(web + path, timeout=15).text
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert found, f"{path} has no form"
    form = {**form, "csrfmiddlewaretoken": found[1]}
    origin = f"http://{browser.headers['Host']}" if "Host" in browser.headers else web
    headers = {"Origin": origin, "Referer": origin + path}
    return browser.post(web + path, form, headers=headers, allow_redirects=False, timeout=15)


def _try_password(web: str, handle: str, password: str) -> int:
    form = {"login": f"{handle}@ashes.example", "password": password}
    browser = requests.Session()
    browser.headers["X-Forwarded-For"] = f"192.0.2.{len(handle)}"  # limits of one are no other's
    browser.headers["Host"] = "127.0.0.1"  # all webs are of one address, as behind a proxy
    return _post(browser, web, "/account/login/", form).status_code


def _seconds(shop: Grown, web: str) -> float:
    begun = time.monotonic()
    assert _try_password(web, "mira", "a long enough pass") == 302
    return time.monotonic() - begun


def _letter(web: str, handle: str) -> str:
    """The newest letter to this member, as /dev/mail/ shows it."""
    listed = requests.get(f"{web}/dev/mail/", timeout=15).text
    for path in re.findall(r'href="(/dev/mail/[^"/]+/)"', listed):
        letter = requests.get(web + path, timeout=15).text
        if f"{handle}@ashes.example" in letter:
            return letter
    return ""


def _ticks(shop: Grown) -> int:
    [(count,)] = shop.query(
        "SELECT count(DISTINCT args) FROM seen WHERE task = 'ashes_club.tasks.take_up_stalled_jobs'"
    )
    return count
