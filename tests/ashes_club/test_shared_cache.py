"""Processes count together while the cache answers, and each for itself while it is away."""

import shutil
import signal
import subprocess
import time
from collections.abc import Iterator

import psutil
import pytest
import redis
from django.core.cache import cache
from django.core.cache.backends.base import BaseCache
from django.urls import reverse
from redis.backoff import ConstantBackoff
from redis.retry import Retry

from ashes_club import env, shared_cache
from ashes_club.absence import Absence
from ashes_club.doctor import State, caches
from ashes_club.env import Environment
from tests.browser.club import free_port

SERVER = shutil.which("valkey-server") or shutil.which("redis-server")
needs_server = pytest.mark.skipif(
    not SERVER, reason="No valkey-server or redis-server here: apt-get install redis-server"
)


@pytest.fixture(autouse=True)
def absence(monkeypatch) -> Absence:
    """What this process knows of the server; nothing yet."""
    for name, nothing in {"reason": "", "_ask_at": 0.0, "_say_at": 0.0}.items():
        monkeypatch.setattr(shared_cache.absence, name, nothing)
    return shared_cache.absence


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[str, psutil.Process]]:
    """The URL of a real server, and its process."""
    port = free_port()
    command = [str(SERVER), "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
    running = psutil.Popen(command, stdout=subprocess.DEVNULL)
    url = f"valkey://127.0.0.1:{port}/0"
    _wait_for(url)
    yield url, running
    running.kill()
    running.wait()


def _wait_for(url: str) -> None:
    asked = redis.Redis.from_url(
        url.replace("valkey", "redis"), retry=Retry(ConstantBackoff(0.05), 200)
    )
    assert asked.ping()


def _made(url: str) -> BaseCache:
    """The cache as a process has it whose CACHE_URL this is."""
    options = _configuration(url)
    return shared_cache.SharedCache(options["LOCATION"], options)


def _configuration(url: str) -> dict:
    class Given(Environment):
        production = False

        def str(self, name, **_):
            return url

    return Given().cache("CACHE_URL", development="locmem://")


@pytest.fixture
def nobody_there(settings) -> None:
    """The club's cache is at an address where nothing listens."""
    settings.CACHES = {
        **settings.CACHES,
        "default": _configuration(f"redis://127.0.0.1:{free_port()}/0"),
    }


# --- while it answers ---------------------------------------------------------------------------
@needs_server
def test_what_one_process_keeps_another_finds(server):
    here, there = _made(server[0]), _made(server[0])
    here.set("tries", [3, 2, 1], timeout=60)
    assert there.get("tries") == [3, 2, 1]
    assert not there.add("tries", []), "a lock is taken once"


@needs_server
def test_limit_of_tries_counts_across_processes(server, client, mira, settings):
    settings.CACHES = {**settings.CACHES, "default": _configuration(server[0])}
    cache.clear()
    answers = [_sign_in(client, "a wrong password") for _ in range(6)]
    assert [answer.status_code for answer in answers] == [422] * 5 + [429]
    there = redis.Redis.from_url(server[0].replace("valkey", "redis"))
    assert there.keys("club:*login_failed*"), "the count is where every process looks"


# --- while it is away ---------------------------------------------------------------------------
def test_member_signs_in_without_it_in_a_fraction_of_a_second(nobody_there, client, mira):
    started = time.monotonic()
    assert _sign_in(client, "a long enough pass").status_code == 302
    assert time.monotonic() - started < 1


def test_wrong_passwords_are_counted_without_it(nobody_there, client, mira):
    answers = [_sign_in(client, "a wrong password") for _ in range(6)]
    assert answers[-1].status_code == 429


def test_search_and_bag_work_without_it(nobody_there, client, db):
    assert client.get(reverse("search"), {"q": "ember"}).status_code == 200
    assert client.get(reverse("payments:bag_detail")).status_code == 200


def test_its_absence_is_said_once_a_minute(nobody_there, caplog):
    for number in range(20):
        cache.set(f"thing-{number}", number)
        assert cache.get(f"thing-{number}") == number
    assert [record.levelname for record in caplog.records] == ["WARNING"]


@needs_server
def test_server_that_hangs_costs_one_caller_its_patience(server, absence, monkeypatch):
    url, process = server
    kept = _made(url)
    kept.set("name", "shared")
    process.send_signal(signal.SIGSTOP)
    try:
        started = time.monotonic()
        assert kept.get("name") is None
        assert kept.add("name", "own") and kept.get("name") == "own"
        assert time.monotonic() - started < 3 * env.CACHE_OPTIONS["SOCKET_TIMEOUT"]
    finally:
        process.send_signal(signal.SIGCONT)
    monkeypatch.setattr(absence, "_ask_at", 0.0)
    assert kept.get("name") == "shared", "it is asked again, and believed"
    assert not absence.reason


@needs_server
def test_doctor_is_not_deceived_by_what_a_process_keeps_itself(server, settings):
    url = server[0].replace("//", "//club:a-password-of-nobody@")
    settings.CACHES = {**settings.CACHES, "default": _configuration(url)}
    assert [finding.state for finding in caches.check()] == [State.FAULT]


def _sign_in(client, password):
    form = {"login": "mira@ashes.example", "password": password}
    return client.post(reverse("account_login"), form)
