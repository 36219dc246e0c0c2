"""What every test may ask for: people, pieces and a club that forgets nothing between pages."""

import math
import os
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import timezone
from hypothesis import settings as hypothesis
from PIL import Image
from procrastinate.contrib.django import app as procrastinate_app
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts.models import User
from ashes_club.away import Outage
from catalog.models import Item, Shelf
from tests.migrated import template

# The same examples every time: a run says something about the change, not about the day.
# New ones are tried with `make test-code ARGS=--hypothesis-profile=wild`.
hypothesis.register_profile("repeatable", derandomize=True)
hypothesis.register_profile("wild", max_examples=1000)
hypothesis.load_profile("repeatable")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """The tables come from a copy, so that a single test starts in a second or two."""
    connection.settings_dict["TEST"]["TEMPLATE"] = template(by=os.environ["DATABASE_URL"])


@pytest.fixture(autouse=True)
def _nothing_remembered(settings: Any) -> None:
    """Pages are drawn anew in tests; those about what is kept switch it on."""
    settings.PAGE_CACHE = settings.PIECES = False
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()


@pytest.fixture(autouse=True)
def _no_reader_looks_at_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether a process looks depends on the second; the tests of the clock let every one look."""
    monkeypatch.setattr("lore.clock.LOOK_EVERY", math.inf)
    monkeypatch.setattr("lore.clock.clock.looked_at", 0.0)


@pytest.fixture(autouse=True)
def _no_outage_outlives_its_test(monkeypatch: pytest.MonkeyPatch) -> None:
    """What one test breaks is not away for the next; the probe of a test that ended is nobody's."""
    monkeypatch.setattr("ashes_club.away.outage", Outage())


@pytest.fixture
def mira(db: None) -> User:
    """A member and collector."""
    return User.objects.create_user("mira@ashes.example", "a long enough pass", handle="mira")


@pytest.fixture
def kael(db: None) -> User:
    """Another member: the stranger of every permission test, and a keeper where one is needed."""
    return User.objects.create_user(
        "kael@ashes.example", "a long enough pass", handle="kael", byline="Kael"
    )


@pytest.fixture
def ash(db: None) -> User:
    """The shopkeeper."""
    return User.objects.create_superuser("ash@ashes.example", "a long enough pass", handle="ash")


@pytest.fixture
def make_item(ash: User) -> Callable[..., Item]:
    """Make an Original that is on sale; every field can be given otherwise."""
    made = 0

    def make(**fields: Any) -> Item:
        nonlocal made
        made += 1
        now = timezone.now()
        given = {
            "shelf": Shelf.ORIGINALS,
            "accession": 9000 + made,
            "name": f"Piece {made}",
            "slug": f"piece-{made}",
            "kind": "wrap",
            "rarity": "rare",
            "entered_on": timezone.localdate() - timedelta(days=1),
            "price_cents": 1200,
            "edition_size": 10,
            "opens_at": now - timedelta(hours=1),
            "uses_epic_ip": False,
            "rights_checked_by": ash,
            "rights_checked_at": now,
            **fields,
        }
        return Item.objects.create(**given)

    return make


@pytest.fixture
def make_record(db: None) -> Callable[..., Item]:
    """Make an Archive record; every field can be given otherwise."""
    made = 0

    def make(**fields: Any) -> Item:
        nonlocal made
        made += 1
        given = {
            "shelf": Shelf.ARCHIVE,
            "accession": 5000 + made,
            "name": f"Record {made}",
            "slug": f"record-{made}",
            "kind": "outfit",
            "entered_on": timezone.localdate() - timedelta(days=1),
            **fields,
        }
        return Item.objects.create(**given)

    return make


@pytest.fixture
def run_tasks(db: None) -> Callable[[], int]:
    """Do what is queued, in this test's own transaction; says how many tasks were done."""

    def run() -> int:
        jobs = list(ProcrastinateJob.objects.filter(status="todo").order_by("id"))
        for job in jobs:
            procrastinate_app.tasks[job.task_name].func(**job.args)
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs WHERE status = 'todo'")
        return len(jobs)

    return run


@pytest.fixture
def media(settings: Any, tmp_path: Path) -> Path:
    """Uploads of this test go into a folder of its own."""
    settings.MEDIA_ROOT = tmp_path / "public"
    return tmp_path / "public"


@pytest.fixture
def picture_bytes() -> Callable[..., bytes]:
    """Encode a plain picture in a format Pillow knows."""

    def encode(format: str = "PNG", size: tuple = (1600, 1600), **options: Any) -> bytes:
        out = BytesIO()
        Image.new("RGB", size, (90, 30, 10)).save(out, format, **options)
        return out.getvalue()

    return encode
