"""The disk is full: reads go on, writes are refused in a sentence, and nothing half is left."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from io import BytesIO
from pathlib import Path
from typing import Any

import psycopg
import pytest
import requests
from django.core.files.base import ContentFile
from PIL import Image

from core.room import WholeFiles, is_full
from tests.faults.shop import Buyer, Shop, eventually, full, make_buyers, opened, owned, small_disk

pytestmark = pytest.mark.faults
ADD = "/admin/lore/mediaasset/add/"


@pytest.fixture(scope="module")
def shop() -> Iterator[Shop]:
    """Uploads and state on disks of their own; the database too, with room for a day's work."""
    disks = {"media": "80m", "var": "20m", "pg": "400m", "backups": "1m"}
    with opened(disks, STRIPE_APART="1", BACKUP_DIR="{folder}/backups") as running:
        yield running


@pytest.fixture(scope="module")
def buyers(shop: Shop) -> dict[str, tuple[Buyer, str]]:
    return make_buyers(shop, ["uploads", "letters", "books"])


@pytest.fixture(scope="module")
def keeper(shop: Shop, buyers: Any) -> Buyer:
    return Buyer(shop, shop.tell_desk("sign_in_keeper"))


def test_half_a_file_is_no_file(tmp_path):
    with ExitStack() as stack:
        small_disk(tmp_path / "disk", "1m", stack)
        storage = WholeFiles(tmp_path / "disk")
        with pytest.raises(OSError) as refused:
            storage.save("art/piece.webp", ContentFile(bytes(2**21)))
        assert is_full(refused.value)
        assert storage.listdir("art") == ([], [])


def test_upload_is_refused_in_a_sentence_and_keeps_what_was_typed(shop, keeper, fault_table):
    with full(shop.folder / "media"):
        answer = _upload(shop, keeper)
        assert answer.status_code == 422
        assert "The disk of the club is full" in answer.text
        assert "A plume of ash" in answer.text
        assert not _files(shop)
        assert requests.get(f"{shop.url}/vault/?q=anything", timeout=15).status_code == 200
    assert not _assets(shop)
    assert "The disk of the club is full" not in _upload(shop, keeper).text
    assert _assets(shop) == [("plume",)]
    shop.comes_to(lambda: any(each.suffix == ".avif" for each in _files(shop)))
    fault_table.add(
        "Disk of the uploads full",
        "pages as before; the form says so and keeps what was typed; no row, no half file",
    )


def test_letter_that_finds_no_room_comes_later(shop, buyers, fault_table):
    """The demo's letters are files; where they are not, a full disk keeps none back."""
    buyer, slug = buyers["letters"]
    buyer.fill_bag(slug)
    with full(shop.folder / "var"):
        assert shop.stripe.pay(buyer.press_pay()).paid
        shop.comes_to(lambda: owned(shop, "letters") == 1)
    shop.comes_to(lambda: "letters@" in _letters(shop), within=120)
    fault_table.add(
        "Disk of the state full",
        "pages and purchases as before; the letter comes once there is room",
    )


def test_backup_that_finds_no_room_says_so_and_leaves_nothing(shop, fault_table):
    with full(shop.folder / "backups"):
        done = shop.manage("backup")
        assert (done.returncode, "Traceback" in done.stderr) == (1, False)
        assert "No backup was made" in done.stderr
        assert "No space left" in done.stderr
        assert [each.name for each in (shop.folder / "backups").iterdir()] == ["filler"]
    fault_table.add(
        "Disk of the backups full",
        "nothing; `manage.py backup` ends with exit code 1 and says why, without a broken archive",
    )


def test_database_without_room_is_read_and_refuses_to_be_written(shop, buyers, fault_table):
    _write_ahead(shop)
    with full(shop.folder / "pg"):
        refused = _write_until_refused(shop)
        assert (refused.status_code, refused.headers.get("Retry-After")) == (503, "10")
        assert "Closed for a moment" in refused.text
        for path in ("/", "/vault/?q=never+asked", "/vault/piece-books/"):
            assert requests.get(shop.url + path, timeout=15).status_code == 200, path
    buyer, slug = buyers["books"]
    shop.comes_to(lambda: buyer.fill_bag(slug) is None)
    assert shop.stripe.pay(buyer.press_pay()).paid
    shop.comes_to(lambda: owned(shop, "books") == 1)
    assert shop.comes_to(lambda: "The books agree." in shop.tell_desk("reconcile"))
    fault_table.add(
        "Disk of the database full",
        "pages as before; what would write is answered 503, and works once there is room",
    )


# --- what is done and looked at ----------------------------------------------------------------
def _upload(shop: Shop, keeper: Buyer) -> requests.Response:
    page = keeper.get(ADD).text
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token, page[:300]
    form = {
        "csrfmiddlewaretoken": token[1],
        "key": "plume",
        "alt": "A plume of ash over the water",
        "credit": "The drawing room",
        "licence": "club",
        "is_not_of_the_game": "on",
    }
    headers = {"Origin": shop.url, "Referer": shop.url + ADD}
    picture = {"file": ("plume.png", _picture(), "image/png")}
    return keeper.session.post(shop.url + ADD, form, files=picture, headers=headers, timeout=60)


def _picture() -> bytes:
    out = BytesIO()
    Image.effect_noise((700, 700), 80).save(out, "PNG")
    return out.getvalue()


def _write_ahead(shop: Shop) -> None:
    """As in a club that has run for a day: files of the log lie ready to be written again.

    A server that finds no room for its log stops instead, and is away until there is some.
    """
    with psycopg.connect(shop.environment["DATABASE_URL"], autocommit=True) as connection:
        for number in range(4):
            connection.execute("SELECT pg_logical_emit_message(false, 'faults', %s)", [str(number)])
            connection.execute("SELECT pg_switch_wal()")
        connection.execute("CHECKPOINT")


def _write_until_refused(shop: Shop) -> requests.Response:
    """Visitors fill bags, until there is no room for one more."""

    def fill() -> list[requests.Response]:
        answer = requests.post(
            f"{shop.url}/bag/lines/",
            {"item": "piece-books", "quantity": "1"},
            headers={"Origin": shop.url},
            timeout=30,
            allow_redirects=False,
        )
        return [answer] if answer.status_code >= 500 else []  # alone, a refusal is as good as no

    return eventually(fill, within=120)[0]


def _files(shop: Shop) -> list[Path]:
    """Uploads; the worker draws cards of its own."""
    return [each for each in (shop.folder / "media").rglob("lore/**/*") if each.is_file()]


def _assets(shop: Shop) -> list[tuple]:
    return shop.query("SELECT key FROM lore_mediaasset")


def _letters(shop: Shop) -> str:
    return "\n".join(path.read_text() for path in (shop.folder / "var" / "mail").glob("*"))
