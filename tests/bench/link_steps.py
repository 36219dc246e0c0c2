"""What lore_links.py measures, inside Django: a page renamed without links to it, and with many."""

import sys
import time
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts.models import User
from lore.models import Page, PageLink, Status
from lore.rendering import key_of
from tests.lore.desk import typed

TEXT = (
    "It stands beside [[The Volcano]] and [[Place {}]]; [[Nobody Yet]] saw it.\n\n"
    + ("A paragraph of the length they have, **with** a stress and [[Place {}|a link]].\n\n") * 12
)
LINKS = ["the-volcano", "nobody-yet"]
MOST_LONGER = 0.5  # seconds


def main(pages: int) -> None:
    """Print each step with its seconds; exit with a sentence where the save has to wait."""
    ash = User.objects.create_superuser("ash@ashes.example", "a long enough pass", handle="ash")
    volcano = _volcano(ash)
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(ash)
    _rename(client, volcano, "A first round, to warm up")
    alone = _told("save, nothing links here", lambda: _rename(client, volcano, "The Volcano"))
    _fill(ash, pages)
    new = "Mount Ember"
    with_links = _told(f"save, {pages:,} link here", lambda: _rename(client, volcano, new))
    jobs: list[float] = []
    _told("background, all of them", lambda: _work(jobs))
    print(f"  {len(jobs)} jobs, the longest {max(jobs):.2f} s")
    _told("background once more", lambda: _again(volcano))
    assert PageLink.objects.filter(target=volcano).count() == pages
    if with_links - alone > MOST_LONGER:
        sys.exit("Saving waits for the pages that link here.")


def _volcano(author: User) -> Page:
    page = Page.objects.create(
        title="Begin", slug="volcano", kind="place", status=Status.PUBLISHED, author=author
    )
    page.revise(author, "Entered in the record.")
    return page


def _rename(client: Client, page: Page, title: str) -> None:
    address = f"/admin/lore/page/{page.pk}/change/"
    answer = client.post(address, typed(client.get(address), title=title, _publish=1))
    assert answer.status_code == 302, answer.content


def _fill(author: User, number: int) -> None:
    """Pages that link to the volcano, as if drawn by an older renderer."""
    made = [
        Page(
            title=f"Place {n}",
            slug=f"place-{n}",
            kind="place",
            author=author,
            body=_text(n, number),
        )
        for n in range(number)
    ]
    for page in made:
        page.status = Status.PUBLISHED
        page._set_time()
        page.name_itself()
    Page.objects.bulk_create(made)
    links = [PageLink(page=page, key=key) for page in made for key in _keys(page, number)]
    PageLink.objects.bulk_create(links)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _text(n: int, number: int) -> str:
    return TEXT.format((n + 1) % number, *[(n + 2) % number] * 12)


def _keys(page: Page, number: int) -> list[str]:
    n = int(page.slug.removeprefix("place-"))
    return [*LINKS, *(key_of(f"Place {(n + step) % number}") for step in (1, 2))]


def _work(took: list[float]) -> None:
    """What the worker does, one job after the other until none is left."""
    while job := ProcrastinateJob.objects.filter(status="todo", queue_name="lore").first():
        with connection.cursor() as cursor:
            cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", [job.pk])
        started = time.perf_counter()
        app.tasks[job.task_name].func(**job.args)
        took.append(time.perf_counter() - started)
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [job.pk])


def _again(page: Page) -> None:
    app.tasks["lore.tasks.rerender_linking"].func(keys=["the-volcano"])
    _work([])


def _told(name: str, do: Callable[[], Any]) -> float:
    started = time.perf_counter()
    do()
    took = time.perf_counter() - started
    print(f"{name:<32}{took:>8.2f} s", flush=True)
    return took
