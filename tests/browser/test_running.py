"""Journey 8, its first minute: `make run` says where the club is, and Ctrl-C ends all of it."""

import signal
import socket
import time
from pathlib import Path

import psutil
import pytest

from tests.browser.club import Club, free_port, open_process, running

CLOSES_WITHIN = 10  # seconds


def test_the_club_says_where_it_is_and_who_may_sign_in(club: Club) -> None:
    said = "".join(club.lines)
    for words in (club.url, f"{club.url}/dev/mail/", f"{club.url}/admin/", "4242 4242 4242 4242"):
        assert words in said
    for person in ("mira@ashes.example", "kael@ashes.example", "ash@ashes.example"):
        assert person in said
    assert "phoenix-rises-at-dawn" in said


def test_ctrl_c_closes_the_club_within_ten_seconds_and_leaves_nothing(tmp_path: Path) -> None:
    with running(tmp_path, DEMO="0") as opened:
        family = psutil.Process(opened.process.pid).children(recursive=True)
        assert len(family) >= 3  # web server, worker, sandbox
        began = time.monotonic()
        status = opened.close()
        assert [each for each in family if is_at_work(each)] == []
        assert status == 0
        assert time.monotonic() - began < CLOSES_WITHIN


def test_a_closed_terminal_closes_the_club_too(tmp_path: Path) -> None:
    with running(tmp_path, DEMO="0") as opened:
        family = psutil.Process(opened.process.pid).children(recursive=True)
        opened.process.send_signal(signal.SIGHUP)
        opened.process.wait(CLOSES_WITHIN)
        assert [each for each in family if is_at_work(each)] == []


def is_at_work(process: psutil.Process) -> bool:
    """Whether it still runs; one that has ended may wait for the system to strike it off."""
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@pytest.mark.parametrize("name", ["PORT", "SANDBOX_PORT"])
def test_a_busy_port_gets_one_sentence_that_names_it(name: str) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        taken = holder.getsockname()[1]
        ports = {"PORT": str(free_port()), "SANDBOX_PORT": str(free_port()), name: str(taken)}
        process = open_process(ports)
        said, _ = process.communicate(timeout=30)
    assert said == f"Port {taken} is taken. Choose another: {name}={taken + 1} make run\n"
    assert process.returncode == 1
