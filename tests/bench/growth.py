"""What one process, one connection and one order cost: the figures of docs/scale.md.

    python -m tests.bench.growth [--members 1000] [--seconds 4] [--jobs 2000]

A club of its own with demo content on the embedded PostgreSQL. Rates are of one web process of
four threads, and depend on what else the machine does; processor time a request does so far less.
Needs wrk (Debian: apt install wrk), and talks to 127.0.0.1 only.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import psycopg

from tests.bench.catalogue_import import empty_database
from tests.bench.public_pages import PAGES
from tests.browser.club import Club, running

STEPS = "from tests.bench.growth_steps import main; main({members})"
# PAGE_CACHE and PIECES: as in use; each page put together anew; and all of it drawn anew.
STATES = {"kept": ("1", "1"), "from pieces": ("0", "1"), "drawn anew": ("0", "0")}
FILL = """
INSERT INTO procrastinate_jobs (queue_name, task_name, args, status)
SELECT 'default', 'payments.tasks.send_wish_letter', '{"wish_id": 0, "because": "opened"}', 'todo'
FROM generate_series(1, %s) RETURNING id
"""
LEFT = "SELECT count(*) FROM procrastinate_jobs WHERE args ? 'wish_id'"
WHO = """
SELECT count(*) FILTER (WHERE query LIKE 'LISTEN public%%'), count(*) FROM pg_stat_activity
WHERE datname = %s AND pid <> pg_backend_pid()
"""


def main() -> None:
    options = _options()
    if not shutil.which("wrk"):
        sys.exit("This bench needs wrk. Debian: apt install wrk")
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}", flush=True)
    for name, (page, pieces) in STATES.items():
        with _club(PAGE_CACHE=page, PIECES=pieces) as club:
            _pages(club, name, options.seconds)
            if name == "kept":
                _connections(club)
                _queue(club, options.jobs)
    with empty_database() as url:
        environment = {**os.environ, "DATABASE_URL": url}
        for command in (["migrate", "-v0"], ["shell", "-v0", "-c", STEPS.format(**vars(options))]):
            subprocess.run([sys.executable, "manage.py", *command], env=environment, check=True)


@contextmanager
def _club(**settings: str) -> Iterator[Club]:
    with tempfile.TemporaryDirectory() as folder, running(Path(folder), **settings) as club:
        yield club


def _pages(club: Club, state: str, seconds: int) -> None:
    """Requests a second of each page by wrk, and the processor's time for one in the web."""
    web = _process(club, "granian")
    for name, path in {**PAGES, "asked again (304)": "/vault/"}.items():
        etag = _etag(club.url + path)  # and the page is kept from now on, where pages are
        also = ["-H", f"If-None-Match: {etag}"] if "304" in name else []
        before = _cpu(web)
        rate, count = _wrk(club.url + path, seconds, also)
        spent = (_cpu(web) - before) / count * 1000
        print(f"{f'{name}, {state}':<34}{rate:>8.0f} requests/s {spent:>8.2f} ms of a core")
    sizes = ", ".join(f"{each.memory_info().rss / 2**20:.0f}" for each in web)
    print(f"{'memory of the web, ' + state:<34}{sizes:>8} MB", flush=True)


def _wrk(url: str, seconds: int, also: list[str]) -> tuple[float, int]:
    """Requests a second, and how many there were."""
    told = subprocess.run(
        ["wrk", "-t1", "-c8", f"-d{seconds}s", *also, url], capture_output=True, text=True
    ).stdout
    count = int(re.search(r"(\d+) requests in", told)[1])  # type: ignore[index]
    return float(re.search(r"Requests/sec:\s+([\d.]+)", told)[1]), count  # type: ignore[index]


def _etag(url: str) -> str:
    with urllib.request.urlopen(url, timeout=60) as answer:
        return answer.headers["ETag"]


def _connections(club: Club) -> None:
    """Sessions at PostgreSQL once all threads were at work, worker and probes included."""
    for _ in range(2):
        subprocess.run(["wrk", "-t1", "-c8", "-d1s", f"{club.url}/me/"], capture_output=True)
    name = urlsplit(club.environment["DATABASE_URL"]).path.lstrip("/")
    [(listening, all_of_them)] = club.query(WHO, name)
    print(f"{'sessions: one web and one worker':<34}{all_of_them:>8} ({listening} listening)")


def _queue(club: Club, jobs: int) -> None:
    """Tasks a second of one worker (two at a time), from a filled queue."""
    worker = _process(club, "procrastinate")
    with psycopg.connect(club.environment["DATABASE_URL"]) as connection:
        connection.execute(FILL, [jobs])
    before, begun = _cpu(worker), time.perf_counter()
    while club.query(LEFT)[0][0]:
        time.sleep(0.2)
    seconds = time.perf_counter() - begun
    spent = (_cpu(worker) - before) / jobs * 1000
    rate = f"{jobs / seconds:>8.0f} tasks/s   "
    print(f"{'small tasks, one worker':<34}{rate} {spent:>8.2f} ms of a core", flush=True)


def _process(club: Club, word: str) -> list[psutil.Process]:
    """The processes of the club whose command names this, their children included."""
    every = psutil.Process(club.process.pid).children(recursive=True)
    found = [each for each in every if any(word in part for part in each.cmdline())]
    return [each for each in found if each.name() != "sh"]


def _cpu(processes: list[psutil.Process]) -> float:
    """Seconds so far."""
    return sum(sum(each.cpu_times()[:2]) for each in processes)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--members", type=int, default=1000)
    parser.add_argument("--seconds", type=int, default=4)
    parser.add_argument("--jobs", type=int, default=2000)
    return parser.parse_args()


if __name__ == "__main__":
    main()
