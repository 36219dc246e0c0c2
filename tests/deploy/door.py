"""The front door with its real conf, before a house that does as a test says."""

import json
import os
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import BaseRequestHandler, UDPServer

import pytest

from tests.browser.club import free_port

CONF = Path(__file__).resolve().parents[2] / "deploy" / "proxy"
HOST = "ashes.example"

needs_nginx = pytest.mark.skipif(
    not all(map(shutil.which, ("nginx", "envsubst", "openssl"))),
    reason="nginx, gettext-base and openssl are not all here. Debian: apt install nginx-light …",
)


@dataclass
class Answer:
    """What came back: status, headers by their small names, body."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def was(self) -> str:
        """HIT, MISS, STALE, REVALIDATED…; empty where the cache was not asked."""
        return self.headers.get("x-cache", "")


@dataclass
class House:
    """Stands in for the club: `say` is what it answers; `asked` what it was asked."""

    asked: list[dict[str, str]] = field(default_factory=list)
    say: Callable[[dict[str, str]], tuple[int, dict[str, str], bytes]] | None = None
    close: Callable[[], None] = print

    def answers(self, status: int = 200, body: bytes = b"the page", **headers: str) -> None:
        """From now on, to everything."""
        self.asked.clear()
        said = {name.replace("_", "-"): value for name, value in headers.items()}
        self.say = lambda asked: (status, said, body)

    def answers_public(self, body: bytes = b"the page", fresh_for: int = 60, **more: str) -> None:
        """As ashes_club.page_cache does, but fresh for `fresh_for` seconds, which may be past."""
        until = f"@{int(time.time()) + fresh_for}"
        headers = {"Cache_Control": "public, max-age=0, s-maxage=60", "X_Accel_Expires": until}
        self.answers(200, body, **{"ETag": '"one"', **headers, **more})


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    house: House

    def answer(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        asked = {name.lower(): value for name, value in self.headers.items()}
        asked |= {"method": self.command, "path": self.path, "body": str(self.rfile.read(length))}
        self.house.asked.append(asked)
        status, headers, body = self.house.say(asked)
        if status == 200 and headers.get("ETag") and asked.get("if-none-match") == headers["ETag"]:
            status, body = 304, b""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_GET = do_HEAD = do_POST = answer

    def log_message(self, *about: object) -> None:
        pass


@dataclass
class Door:
    """A running nginx: where it is, and where it keeps its log."""

    port: int
    folder: Path
    web: str

    def ask(
        self, path: str, method: str = "GET", body: bytes | None = None, **headers: str
    ) -> Answer:
        """One request by an address of its own; names of headers are written with `_`."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, {"Host": HOST, **named})
        reply = connection.getresponse()
        said = {name.lower(): value for name, value in reply.getheaders()}
        answer = Answer(reply.status, said, reply.read())
        connection.close()
        return answer

    def log_line(self, request_id: str) -> dict[str, str]:
        """What the log says of this request; it is written within a second or so."""
        until = time.monotonic() + 10
        while time.monotonic() < until:
            for line in (self.folder / "access.log").read_text().splitlines():
                if request_id in line and line.endswith("}"):
                    return json.loads(line)
            time.sleep(0.02)
        raise AssertionError("the request is not in the log")


@contextmanager
def house() -> Iterator[tuple[House, str]]:
    """A house, and its host and port."""
    stands_in = House()
    handler = type("OwnHandler", (Handler,), {"house": stands_in})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, args=[0.02], daemon=True).start()

    def close() -> None:
        server.shutdown()
        server.server_close()

    stands_in.close = close
    try:
        yield stands_in, f"127.0.0.1:{server.server_port}"
    finally:
        close()


class NobodyByThisName(BaseRequestHandler):
    """The whole of a name server that knows of nobody."""

    def handle(self) -> None:
        asked, server = self.request
        no_such_name = asked[:2] + b"\x81\x83" + asked[4:6] + bytes(6) + asked[12:]
        server.sendto(no_such_name, self.client_address)


@contextmanager
def knows_no_name() -> Iterator[str]:
    """Host and port of such a name server."""
    with UDPServer(("127.0.0.1", 0), NobodyByThisName) as server:
        threading.Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
        yield f"127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@contextmanager
def opened(folder: Path, web: str, **settings: str) -> Iterator[Door]:
    """The door before `web`, as its container opens it."""
    ports = {name: free_port() for name in ("LISTEN", "LISTEN_TLS", "HEALTH_PORT")}
    own = {name: f"127.0.0.1:{port}" for name, port in ports.items()}
    own |= {"HEALTH_PORT": str(ports["HEALTH_PORT"]), "ACCESS_LOG": str(folder / "access.log")}
    own |= {f"{name}_DIR": str(folder / name.lower()) for name in ("RUN", "CACHE", "CERT")}
    environment = {**os.environ, **own, "CONF_DIR": str(CONF), "WEB": web, **settings}
    nginx = subprocess.Popen([CONF / "open-door"], env=environment)
    door = Door(ports["LISTEN"], folder, web)
    try:
        _wait_for(ports["HEALTH_PORT"], nginx)
        yield door
    finally:
        nginx.terminate()
        nginx.wait(10)


def _wait_for(health_port: int, nginx: subprocess.Popen) -> None:
    until = time.monotonic() + 15
    while time.monotonic() < until and nginx.poll() is None:
        try:
            health = HTTPConnection("127.0.0.1", health_port, timeout=1)
            health.request("GET", "/")
            health.getresponse()  # `nginx -t` listens as well, and answers nobody
            return
        except (OSError, HTTPException):
            time.sleep(0.02)
    raise AssertionError("nginx did not open")
