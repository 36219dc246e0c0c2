"""What no browser sends, sent byte by byte to the real server: answered calmly, and only once."""

import socket
from collections.abc import Iterator

import pytest
import requests

from tests.faults.shop import Shop, opened

pytestmark = pytest.mark.faults


@pytest.fixture(scope="module")
def shop() -> Iterator[Shop]:
    with opened() as running:
        running.kill("worker")
        running.kill("stripe")
        yield running


def say(shop: Shop, *lines: str | bytes, body: bytes = b"") -> bytes:
    """All that the server answers to these lines until it closes, or is silent for two seconds."""
    head = [line if isinstance(line, bytes) else line.encode() for line in lines]
    with socket.create_connection(("127.0.0.1", shop.ports["web"]), timeout=10) as wire:
        wire.settimeout(2)
        wire.sendall(b"\r\n".join([*head, b"", b""]) + body)
        return b"".join(_pieces(wire))


def _pieces(wire: socket.socket) -> Iterator[bytes]:
    try:
        while piece := wire.recv(65536):
            yield piece
    except (TimeoutError, ConnectionResetError):
        return


def status(answer: bytes) -> int:
    """Of the first answer; 0 where the server hung up instead."""
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/1.") else 0


def host(shop: Shop) -> str:
    return f"Host: 127.0.0.1:{shop.ports['web']}"


SMUGGLED = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


@pytest.mark.parametrize(
    "lines",
    [
        ["Content-Length: 5", "Content-Length: 6"],
        ["Content-Length: 5, 6"],
        ["Content-Length: +5"],
        ["Content-Length: -1"],
        ["Content-Length: 0x5"],
        ["Transfer-Encoding: chunked, identity"],
        ["Transfer-Encoding: xchunked"],
        ["Transfer-Encoding: chunked", "Transfer-Encoding: identity"],
        ["Content-Length : 5"],
    ],
)
def test_request_of_two_lengths_is_refused_and_carries_no_second_one(shop, lines):
    answer = say(shop, "POST /bag/lines/ HTTP/1.1", host(shop), *lines, body=b"hello" + SMUGGLED)
    assert status(answer) in {0, 400, 403, 501}
    assert answer.count(b"HTTP/1.1 200") == 0


def test_length_beside_chunks_does_not_count(shop):
    """The chunks decide, as the standard has it, or the request is refused; never the length."""
    lines = ["Content-Length: 4", "Transfer-Encoding: chunked", "Connection: close"]
    body = b"0\r\n\r\n"
    answer = say(shop, "POST /bag/lines/ HTTP/1.1", host(shop), *lines, body=body)
    assert answer.count(b"HTTP/1.1 ") == 1
    assert status(answer) < 500


@pytest.mark.parametrize(
    "line",
    [
        "Host: evil.example",
        "Host: 127.0.0.1@evil.example",
        "Host: ",
        "Host: xn--nxasmq6b.example",
        "Host: ąshes.example".encode(),
        b"Host: \xff\xfe",
        "Host: 127.0.0.1:80:80",
    ],
)
def test_host_that_is_not_ours_is_a_calm_refusal(shop, line):
    answer = say(shop, "GET / HTTP/1.1", line, "Connection: close")
    assert status(answer) in {0, 400}
    assert b"Traceback" not in answer


def test_two_hosts_are_refused(shop):
    answer = say(shop, "GET / HTTP/1.1", host(shop), "Host: evil.example", "Connection: close")
    assert status(answer) == 400 or b"evil" not in answer


@pytest.mark.parametrize(
    "path",
    [
        "/media/../manage.py",
        "/media/%2e%2e/manage.py",
        "/media/..%2fmanage.py",
        "/media/%2e%2e%2f%2e%2e%2fetc/passwd",
        "/media//etc/passwd",
        "/media/..%5cmanage.py",
        "/media/%00",
        "/static/../manage.py",
        "/static/%2e%2e/manage.py",
        "/static/..%2f..%2fetc/passwd",
        "/locker/files/1/../../../etc/passwd",
        "//evil.example/",
        "/\\evil.example",
        "/%ff%fe",
        "/%0d%0aSet-Cookie:%20a=b",
        "/vault/%0d%0aX: y",
        "/lore/%ed%a0%80/",
    ],
)
def test_path_that_leads_elsewhere_leads_nowhere(shop, path):
    answer = say(shop, f"GET {path} HTTP/1.1", host(shop), "Connection: close")
    assert status(answer) in {0, 301, 302, 400, 404}, answer[:200]
    assert b"root:" not in answer
    assert b"DJANGO_SETTINGS" not in answer
    assert b"Location: //evil" not in answer and b"Set-Cookie: a=b" not in answer


@pytest.mark.parametrize("size", [10_000, 70_000, 1_000_000])
@pytest.mark.parametrize("where", ["cookie", "query", "header"])
def test_huge_request_is_answered_or_refused_without_a_fault(shop, where, size):
    query = "?q=" + "x" * size if where == "query" else ""
    lines = {"cookie": f"Cookie: a={'x' * size}", "header": f"X-A: {'x' * size}"}
    asked = [f"GET /vault/{query} HTTP/1.1", host(shop), lines.get(where, "X-B: 1")]
    assert status(say(shop, *asked, "Connection: close")) in {0, 200, 400, 413, 414, 431}
    assert requests.get(f"{shop.url}/healthz", timeout=5).status_code == 200


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PROPFIND", "DELETE", "PUT"])
def test_method_that_no_page_has_is_refused(shop, method):
    target = "127.0.0.1:1" if method == "CONNECT" else "/"
    answer = say(shop, f"{method} {target} HTTP/1.1", host(shop), "Connection: close")
    assert status(answer) in {0, 400, 403, 404, 405, 501}


def test_stranger_fills_no_memory_with_addresses_of_their_own(shop):
    """Some hundred pages of their own: the process grows by what the page memory may hold."""
    before = _resident(shop)
    for number in range(400):
        requests.get(f"{shop.url}/vault/?x={number}", timeout=15)
    assert _resident(shop) - before < 96 * 2**20


def _resident(shop: Shop) -> int:
    """Bytes in memory of the web's processes."""
    total = 0
    for pid in _family(shop.running["web"].pid):
        with open(f"/proc/{pid}/statm") as file:
            total += int(file.read().split()[1]) * 4096
    return total


def _family(pid: int) -> list[int]:
    with open(f"/proc/{pid}/task/{pid}/children") as file:
        children = [int(each) for each in file.read().split()]
    return [pid, *(one for child in children for one in _family(child))]
