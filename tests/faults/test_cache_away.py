"""The shared cache is away: the club is slower, not down, and nobody is counted anew for ever."""

import re
import shutil
import subprocess
import time
from collections.abc import Iterator

import pytest
import requests

from tests.browser.club import free_port
from tests.faults.shop import Buyer, Shop, eventually, make_buyers, opened

pytestmark = pytest.mark.faults
SERVER = next(filter(None, map(shutil.which, ("valkey-server", "redis-server"))), None)
PORT = free_port()
SLOWER = 3.0  # seconds


def start_cache() -> subprocess.Popen:
    command = [str(SERVER), "--port", str(PORT), "--save", "", "--appendonly", "no"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL)


@pytest.fixture(scope="module")
def cache() -> Iterator[list[subprocess.Popen]]:
    """The running cache, in a list: tests stop it and start another."""
    if SERVER is None:
        pytest.skip("No valkey-server here. Debian: apt install valkey-server, or redis-server.")
    running = [start_cache()]
    yield running
    running[-1].terminate()
    running[-1].wait(10)


@pytest.fixture(scope="module")
def shop(cache: list[subprocess.Popen]) -> Iterator[Shop]:
    with opened(CACHE_URL=f"redis://127.0.0.1:{PORT}/0") as running:
        yield running


@pytest.fixture(scope="module")
def buyer(shop: Shop) -> tuple[Buyer, str]:
    return make_buyers(shop, ["guest"])["guest"]


def test_cache_away_is_slower_and_not_down(shop, cache, buyer, fault_table):
    guest, slug = buyer
    before = _round(shop, guest, slug)
    cache[-1].kill()
    cache[-1].wait(10)
    during = _round(shop, guest, slug)
    assert during < before + SLOWER
    cache.append(start_cache())
    eventually(lambda: _is_in_use(shop), within=30)
    after = _round(shop, guest, slug)
    fault_table.add(
        "Cache away",
        f"sign-in, search, bag as before: {during:.1f} s for all three, {before:.1f} s before "
        f"and {after:.1f} s after; the new one is in use without a restart",
        "what was counted for the limits",
    )


def test_wrong_passwords_are_counted_without_the_cache_too(shop, cache):
    cache[-1].kill()
    cache[-1].wait(10)
    try:
        answers = [_sign_in(shop, "nobody@ashes.example", "wrong" * 3)[1] for _ in range(12)]
    finally:
        cache.append(start_cache())
    assert answers[-1].status_code == 429


def _round(shop: Shop, guest: Buyer, slug: str) -> float:
    """Sign in, search, fill the bag, and look at it; seconds for all of it."""
    started = time.monotonic()
    session, answer = _sign_in(shop, "guest@ashes.example", "a long enough pass")
    assert answer.status_code == 302, answer.text[:500]
    assert "guest" in session.get(f"{shop.url}/account/profile/", timeout=15).text
    assert requests.get(f"{shop.url}/search/?q=piece", timeout=15).status_code == 200
    guest.fill_bag(slug)
    assert "Piece guest" in guest.get("/bag/").text
    return time.monotonic() - started


def _sign_in(shop: Shop, email: str, password: str) -> tuple[requests.Session, requests.Response]:
    session = requests.Session()
    address = f"{shop.url}/account/login/"
    page = session.get(address, timeout=15).text
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token
    form = {"csrfmiddlewaretoken": token[1], "login": email, "password": password}
    headers = {"Origin": shop.url, "Referer": address}
    answer = session.post(address, form, headers=headers, allow_redirects=False, timeout=15)
    return session, answer


def _is_in_use(shop: Shop) -> bool:
    _sign_in(shop, "nobody-else@ashes.example", "wrong" * 3)
    tool = shutil.which("valkey-cli") or shutil.which("redis-cli")
    command = [str(tool), "-p", str(PORT), "dbsize"]
    return subprocess.run(command, capture_output=True, text=True).stdout.strip() not in {"", "0"}
