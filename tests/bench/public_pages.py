"""How fast the public pages are, beside a bare Django view on the same server, in one run.

    python -m tests.bench.public_pages [--rounds 5] [--seconds 1] [--cold | --bare]

`--cold` is without the pages kept in memory, `--bare` without the pieces they are made of either.

Machines are noisy and differ; a ratio taken within a second does not. Each page stands between
two runs of the floor, and the ratio is taken inside that triple. Needs wrk (Debian: apt install
wrk) and talks to 127.0.0.1 only.
"""

import argparse
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.browser.club import free_port, running

PAGES = {
    "home": "/",
    "vault": "/vault/",
    "vault, filtered": "/vault/?rarity=epic&rarity=rare",
    "item": "/vault/three-sleepers/",
    "reading room": "/lore/",
    "article": "/lore/volcano/",
}
SERVER = ["--interface", "wsgi", "--blocking-threads", "4", "--no-ws", "--log-level", "warning"]


def main() -> None:
    options = _options()
    if not shutil.which("wrk"):
        sys.exit("This bench needs wrk. Debian: apt install wrk")
    kept = {"PAGE_CACHE": str(int(not options.cold)), "PIECES": str(int(not options.bare))}
    with (
        tempfile.TemporaryDirectory() as folder,
        running(Path(folder), **kept) as club,
        floor() as bare,
    ):
        ratios = {name: [] for name in PAGES}
        for number in range(options.rounds):
            print(f"round {number + 1} of {options.rounds}", file=sys.stderr, flush=True)
            for name, path in PAGES.items():
                ratios[name].append(_ratio(club.url + path, bare, options.seconds))
        _report(ratios)


@contextmanager
def floor() -> Iterator[str]:
    """The floor's address, on a server set up like the club's."""
    port = free_port()
    command = [sys.executable, "-m", "granian", *SERVER, "--port", str(port)]
    server = subprocess.Popen([*command, "tests.bench.floor:application"])
    url = f"http://127.0.0.1:{port}/"
    try:
        _wait_for(url)
        yield url
    finally:
        server.terminate()
        server.wait(10)


def _ratio(page: str, bare: str, seconds: int) -> float:
    before, ours, after = (_rate(url, seconds) for url in (bare, page, bare))
    return ours / ((before + after) / 2)


def _rate(url: str, seconds: int) -> float:
    """Requests a second of this address, four connections at a time."""
    command = ["wrk", "-t1", "-c4", f"-d{seconds}s", url]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in told or "Socket errors" in told:
        sys.exit(f"{url} did not answer as it should:\n{told}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", told)[1])


def _wait_for(url: str) -> None:
    for _ in range(100):
        try:
            urllib.request.urlopen(url, timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    sys.exit(f"{url} does not answer.")


def _report(ratios: dict[str, list[float]]) -> None:
    print(f"{'page':<18}{'median':>8}{'min':>8}{'max':>8}   (share of the bare view's rate)")
    for name, found in ratios.items():
        middle = statistics.median(found)
        print(f"{name:<18}{middle:>8.2f}{min(found):>8.2f}{max(found):>8.2f}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=1)
    parser.add_argument("--cold", action="store_true")
    parser.add_argument("--bare", action="store_true")
    options = parser.parse_args()
    options.cold |= options.bare
    return options


if __name__ == "__main__":
    main()
