"""The front door beside nginx with the same bytes as files, in one run; how soon a change shows.

    python -m tests.bench.front_door [--rounds 5] [--seconds 2] [--coding br]

Each page stands between two runs of the file, and the ratio is taken inside that triple: asked for
is half. Then a piece is published anew and one is bought, and the door is asked until it shows.
Needs nginx and wrk (Debian: apt install nginx-light wrk) and talks to 127.0.0.1 only.
"""

import argparse
import gzip
import json
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.purchase_check import Browser, buy
from tests.browser.club import Club, free_port, running
from tests.deploy.door import Door, opened

PAGES = {
    "home": "/",
    "item": "/vault/three-sleepers/",
    "article": "/lore/volcano/",
    "list": "/vault/",
}
PIECE = "/vault/three-sleepers/"
FILES = """
worker_processes auto; worker_rlimit_nofile 16384; pid {folder}/pid; error_log stderr crit;
events {{ worker_connections 4096; }}
http {{
    sendfile on; tcp_nopush on; keepalive_timeout 60s; access_log off; default_type text/html;
    server {{ listen 127.0.0.1:{port}; root {folder}; }}
}}
"""


def main() -> None:
    options = _options()
    if missing := [name for name in ("nginx", "wrk") if not shutil.which(name)]:
        sys.exit(f"This bench needs {' and '.join(missing)}. Debian: apt install nginx-light wrk")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        with (
            running(folder, PAGE_CACHE="1", PIECES="1") as club,
            _door(folder / "door", club) as door,
            _files(folder / "files", door, club, options.coding) as files,
        ):
            _report(_measure(door, files, club, options))
            _tell("a publish shows after", [_publish(club, door, n) for n in range(options.rounds)])
            _tell("a sale shows after", [_sell(club, door) for _ in range(2)])


@contextmanager
def _door(folder: Path, club: Club) -> Iterator[Door]:
    folder.mkdir()
    with opened(folder, f"127.0.0.1:{club.environment['PORT']}", UNLIMITED="127.0.0.1") as door:
        yield door


@contextmanager
def _files(folder: Path, door: Door, club: Club, coding: str) -> Iterator[str]:
    """The address of an nginx that serves what the door answers, byte for byte, as files."""
    folder.mkdir(mode=0o755)
    for name, path in PAGES.items():
        answer = door.ask(path, Host=_host(club), Accept_Encoding=coding)
        (folder / name).write_bytes(answer.body)
    port = free_port()
    (folder / "conf").write_text(FILES.format(folder=folder, port=port))
    nginx = subprocess.Popen(["nginx", "-c", folder / "conf", "-g", "daemon off; user root;"])
    try:
        _wait_until(lambda: _answers(f"http://127.0.0.1:{port}/home"))
        yield f"http://127.0.0.1:{port}"
    finally:
        nginx.terminate()
        nginx.wait(10)


def _measure(
    door: Door, files: str, club: Club, options: argparse.Namespace
) -> dict[str, list[tuple[float, float]]]:
    """For each page and round: requests a second at the door, and of its file around that."""
    headers = ["-H", f"Host: {_host(club)}", "-H", f"Accept-Encoding: {options.coding}"]
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in PAGES}
    for number in range(options.rounds):
        print(f"round {number + 1} of {options.rounds}", file=sys.stderr, flush=True)
        for name, path in PAGES.items():
            before = _rate(f"{files}/{name}", options.seconds)
            ours = _rate(f"http://127.0.0.1:{door.port}{path}", options.seconds, headers)
            after = _rate(f"{files}/{name}", options.seconds)
            found[name].append((ours, (before + after) / 2))
    return found


def _rate(url: str, seconds: int, headers: list[str] | None = None) -> float:
    command = ["wrk", "-t1", "-c16", f"-d{seconds}s", *(headers or []), url]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in told or "Socket errors" in told:
        sys.exit(f"{url} did not answer as it should:\n{told}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", told)[1])


def _publish(club: Club, door: Door, number: int) -> float:
    """Seconds from the commit of a new name until the door's page has it."""
    name = f"Three Sleepers, draught {number}"
    _page(club, door, PIECE)
    club.query("UPDATE catalog_item SET name = %s WHERE slug = 'three-sleepers' RETURNING 1", name)
    begun = time.perf_counter()
    _wait_until(lambda: name in _page(club, door, PIECE))
    return time.perf_counter() - begun


def _sell(club: Club, door: Door) -> float:
    """Seconds from the commit that takes a copy for a buyer until the door counts one fewer."""
    there, shown = _taken(club), _left(club, door)
    till = Browser(f"http://127.0.0.1:{door.port}", _host(club))
    buyer = threading.Thread(target=buy, args=[till, ""])
    buyer.start()
    _wait_until(lambda: _taken(club) > there)
    begun = time.perf_counter()
    _wait_until(lambda: _left(club, door) < shown)
    took = time.perf_counter() - begun
    buyer.join()
    return took


def _taken(club: Club) -> int:
    return club.query("SELECT sum(sold + held) FROM catalog_item")[0][0]


def _left(club: Club, door: Door) -> int:
    return sum(item["left"] or 0 for item in json.loads(_page(club, door, "/vault.json"))["items"])


def _page(club: Club, door: Door, path: str) -> str:
    answer = door.ask(path, Host=_host(club), Accept_Encoding="gzip")
    is_pressed = answer.headers.get("content-encoding") == "gzip"
    return (gzip.decompress(answer.body) if is_pressed else answer.body).decode()


def _host(club: Club) -> str:
    return club.url.removeprefix("http://")


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


def _wait_until(holds: Callable[[], bool], within: float = 30) -> None:
    until = time.monotonic() + within
    while not holds():
        if time.monotonic() > until:
            sys.exit(f"It did not come true within {within:.0f} s.")
        time.sleep(0.01)


def _report(found: dict[str, list[tuple[float, float]]]) -> None:
    print(
        f"{'page':<10}{'door, a second':>16}{'file, a second':>16}{'ratio':>8}{'min':>8}{'max':>8}"
    )
    for name, pairs in found.items():
        ratios = [ours / file for ours, file in pairs]
        rates = [statistics.median(each) for each in zip(*pairs, strict=True)]
        middle = statistics.median(ratios)
        print(f"{name:<10}{rates[0]:>9,.0f}{rates[1]:>9,.0f}{middle:>8.2f}", end="")
        print(f"{min(ratios):>8.2f}{max(ratios):>8.2f}")


def _tell(what: str, seconds: list[float]) -> None:
    middle = statistics.median(seconds)
    print(f"{what} {middle:.2f} s, at most {max(seconds):.2f} s, {len(seconds)} times", flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=2)
    parser.add_argument("--coding", default="br")
    return parser.parse_args()


if __name__ == "__main__":
    main()
