"""The server leaves: who has knocked is let in, who comes later is turned away."""

import signal
import socket
import subprocess
import sys
import time

import psutil
import pytest

from ashes_club.serving.newcomers import listeners, turn_away_at
from tests.browser.club import ROOT, free_port

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the filter is Linux's")


@pytest.fixture
def door():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener


def test_newcomer_is_not_let_in_and_can_send_nothing(door):
    turn_away_at(door)
    with pytest.raises(TimeoutError):
        socket.create_connection(door.getsockname(), timeout=0.05)


def test_who_has_knocked_before_is_let_in_and_answered(door):
    with socket.create_connection(door.getsockname()) as visitor:
        turn_away_at(door)
        visitor.sendall(b"my order")
        server_side, _ = door.accept()
        with server_side:
            assert server_side.recv(99) == b"my order"
            server_side.sendall(b"thank you")
        assert visitor.recv(99) == b"thank you"


def test_newcomer_is_refused_once_the_door_is_closed(door):
    address = door.getsockname()
    turn_away_at(door)
    door.close()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(address, timeout=0.05)


def test_doors_of_this_process_are_found_and_nothing_else(door):
    with socket.create_connection(door.getsockname()):
        found = list(listeners())
        assert door.getsockname() in [each.getsockname() for each in found]
        assert all(each.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN) for each in found)
        for each in found:
            each.close()


def test_server_that_is_told_to_end_while_it_begins_ends():
    """Its worker is still being loaded then, and knows nothing yet of signals."""
    command = [sys.executable, "-m", "ashes_club.serving", "--port", str(free_port())]
    server = subprocess.Popen(command, cwd=ROOT)
    try:
        while not psutil.Process(server.pid).children():
            time.sleep(0.01)
        server.send_signal(signal.SIGTERM)
        server.wait(20)
    finally:
        server.kill()
