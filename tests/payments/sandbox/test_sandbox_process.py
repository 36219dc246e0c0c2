"""The process: starts with one command, stops cleanly, says plainly why it cannot start."""

import re
import signal
import socket
import subprocess
import time
from pathlib import Path

import pytest
import requests

import payments.sandbox
from payments.sandbox.testing import free_port, running_sandbox, start, temporary_database


@pytest.fixture(scope="module")
def database():
    with temporary_database() as url:
        yield url


def test_it_keeps_what_happened_over_a_restart(database):
    headers = {"Authorization": "Bearer sk_test_x"}
    for expected in (0, 1):
        with running_sandbox(database) as sandbox:
            assert sandbox.state()["objects"].get("customer", 0) == expected
            requests.post(f"{sandbox.url}/v1/customers", headers=headers, timeout=5)


def test_settings_of_a_shop_in_the_environment_are_not_ours(database, monkeypatch):
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "some_shop.settings")
    with running_sandbox(database) as sandbox:
        assert sandbox.state()["waiting"] == 0


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_cleanly_and_frees_its_port(database, ending):
    port = free_port()
    with running_sandbox(database, port=port):
        pass
    process = start(port, {"SANDBOX_DATABASE_URL": database})
    _wait_for_port(port)
    process.send_signal(ending)
    assert process.wait(timeout=15) == 0
    with pytest.raises(requests.ConnectionError):
        requests.get(f"http://127.0.0.1:{port}/", timeout=2)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"SANDBOX_DATABASE_URL": ""}, "SANDBOX_DATABASE_URL"),
        ({"SANDBOX_DATABASE_URL": "postgresql://u@127.0.0.1:1/x"}, "does not answer"),
    ],
)
def test_it_says_in_one_sentence_why_it_cannot_start(given, words):
    process = start(free_port(), given, stderr=subprocess.PIPE)
    _, text = process.communicate(timeout=20)
    assert process.returncode == 1
    assert words in text.decode() and "Traceback" not in text.decode()


def test_port_in_use_is_said_plainly(database):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        given = {"SANDBOX_DATABASE_URL": database}
        process = start(taken.getsockname()[1], given, stderr=subprocess.PIPE)
        _, text = process.communicate(timeout=20)
    assert b"cannot listen on 127.0.0.1" in text and b"Traceback" not in text


def _wait_for_port(port):
    for _ in range(200):
        with socket.socket() as probe:
            probe.settimeout(0.1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)


def test_it_imports_nothing_of_the_shop():
    folder = Path(payments.sandbox.__path__[0])
    shop = r"(payments(?!\.sandbox)|ashes_club|accounts|catalog|lore)\b"
    ours = re.compile(rf"\s*(from|import) {shop}")
    found = [
        (file.name, line)
        for file in folder.rglob("*.py")
        for line in file.read_text().splitlines()
        if ours.match(line)
    ]
    assert found == []
