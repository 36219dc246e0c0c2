"""With uploads in a bucket nothing needs a folder: not a page, not the Locker, not a backup."""

import os
from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.stub import Stubber
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from moto import mock_aws

from accounts.models import DataCopy
from ashes_club.backup import archive, files, work
from ashes_club.doctor.storage import check
from ashes_club.env import Environment
from catalog.models import Item, ItemFile
from payments.models import Copy
from tests.catalog.test_admin import facts

pytestmark = pytest.mark.django_db
NAME = "ashes"
GIVEN = {"MEDIA_S3_BUCKET": NAME, "MEDIA_S3_REGION": "eu-central-1"}
GIVEN |= {"MEDIA_S3_KEY": "key", "MEDIA_S3_SECRET": "a/secret+of=amazon"}
CONTENT = os.urandom(700_000)  # more than is read at once


@pytest.fixture
def bucket(settings, monkeypatch) -> Any:
    """An empty bucket, which the club uses; what is asked of it is not slow and not far."""
    with mock_aws():
        settings.STORAGES = {**settings.STORAGES, **_configured(monkeypatch, GIVEN)}
        made = storages["default"].bucket
        made.create(CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
        settings.MEDIA_ROOT = "/nowhere"
        for model in (ItemFile, DataCopy):  # a field asks for its storage once, when it is made
            monkeypatch.setattr(model._meta.get_field("file"), "storage", storages["private"])
        yield made


def _configured(monkeypatch, given: dict[str, str]) -> dict[str, Any]:
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    return Environment().media(folder=None)  # type: ignore[arg-type]


def _keys(bucket) -> list[str]:
    return sorted(each.key for each in bucket.objects.all())


@pytest.fixture
def had(bucket, mira, make_item) -> tuple[Copy, ItemFile]:
    """A copy of Mira's and the file that comes with it."""
    item = make_item()
    file = ItemFile(item=item, label="Full picture", format="WebP")
    file.file.save("full.webp", ContentFile(CONTENT))
    return Copy.objects.create(item=item, serial=7, owner=mira), file


# --- what pages show ----------------------------------------------------------------------------
def test_picture_uploaded_at_the_desk_is_shown_at_the_clubs_own_address(
    bucket, client, ash, picture_bytes, run_tasks
):
    client.force_login(ash)
    inline = {"images-TOTAL_FORMS": 1, "images-0-alt": "A flame.", "images-0-position": 0}
    upload = SimpleUploadedFile("flame.png", picture_bytes(size=(400, 300)))
    client.post("/admin/catalog/item/add/", facts(**inline, **{"images-0-file": upload}))
    run_tasks()
    image = Item.objects.get(slug="new-ember").images.get()
    assert _keys(bucket) == [f"public/{image.folder}/{name}" for name in
                             ("300.avif", "300.webp", "picture.webp")]  # fmt: skip
    address = default_storage.url(image.rendition_name(300, "webp"))
    assert address == f"/media/{image.folder}/300.webp"
    client.logout()
    shown = client.get(address)
    assert shown["Content-Type"] == "image/webp"
    assert b"".join(shown.streaming_content)[8:12] == b"WEBP"


def test_public_file_is_kept_long_and_asked_for_again_in_vain(bucket, client):
    default_storage.save("art/flame.webp", ContentFile(b"a flame"))
    first = client.get("/media/art/flame.webp")
    assert first["Cache-Control"] == "public, max-age=31536000, s-maxage=86400, immutable"
    again = client.get("/media/art/flame.webp", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again["ETag"]) == (304, first["ETag"])


@pytest.mark.parametrize("name", ["art/none.webp", "art", "../private/pieces/x", "a/../b"])
def test_no_other_name_leads_anywhere(bucket, client, had, name):
    assert client.get(f"/media/{name}").status_code == 404


# --- what is paid for ---------------------------------------------------------------------------
def test_private_file_has_no_address(had):
    with pytest.raises(ValueError, match="not accessible"):
        had[1].file.storage.url(had[1].file.name)


def test_download_is_whole_or_goes_on_where_it_broke_off(had, bucket, client, mira):
    copy, file = had
    assert _keys(bucket) == [f"private/{file.file.name}"]
    client.force_login(mira)
    link = client.get(reverse("payments:download", args=[copy.pk, file.pk])).url
    whole = client.get(link)
    assert b"".join(whole.streaming_content) == CONTENT
    assert whole["Content-Length"] == str(len(CONTENT))
    rest = client.get(link, headers={"Range": "bytes=650000-"})
    assert (rest.status_code, b"".join(rest.streaming_content)) == (206, CONTENT[650_000:])
    middle = client.get(link, headers={"Range": "bytes=10-19"})
    assert b"".join(middle.streaming_content) == CONTENT[10:20]


def test_copy_of_a_members_data_is_packed_and_fetched(bucket, client, mira, run_tasks):
    assert DataCopy.ask(mira)
    run_tasks()
    made = DataCopy.objects.get()
    assert _keys(bucket) == [f"private/{made.file.name}"]
    client.force_login(mira)
    packed = client.get(reverse("accounts:data_detail", args=[made.token]))
    assert b"".join(packed.streaming_content)[:2] == b"PK"


# --- what operators need ------------------------------------------------------------------------
def test_backup_carries_the_files_and_brings_them_back(
    had, bucket, settings, tmp_path, monkeypatch
):
    default_storage.save("art/flame ü.webp", ContentFile(b"a flame"))
    settings.BACKUP_DIR = tmp_path
    monkeypatch.setattr(work, "_add_database", lambda writer, progress: None)
    path = work.make(datetime(2026, 11, 26, tzinfo=UTC), print).path
    held = _keys(bucket)
    bucket.objects.delete()
    for name, content in archive.read(path, settings.BACKUP_KEY):
        if files.is_file(name):
            files.put(name, content)
    assert _keys(bucket) == held
    assert storages["private"].open(had[1].file.name).read() == CONTENT


def test_file_can_be_closed_and_opened_again(had):
    file = had[1].file
    with file.open("rb") as opened:
        assert opened.read(3) == CONTENT[:3]
    with file.open("rb") as opened:
        assert opened.read(3) == CONTENT[:3]


def test_doctor_writes_reads_and_removes(bucket):
    assert {finding.state for finding in check()} == {"fine"}
    assert _keys(bucket) == []


def test_bucket_that_refuses_is_told_as_a_disk_would_be(bucket):
    client = default_storage.connection.meta.client
    with Stubber(client) as refusing:
        refusing.add_client_error("head_object", "AccessDenied", http_status_code=403)
        with pytest.raises(OSError, match="refuses"):
            default_storage.open("art/flame.webp")


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"MEDIA_S3_REGION": "eu"}, "MEDIA_S3_BUCKET must be the name"),
        ({"MEDIA_S3_BUCKET": NAME, "MEDIA_S3_KEY": "key"}, "must be set together"),
    ],
)
def test_half_a_bucket_stops_the_start(monkeypatch, given, sentence):
    with pytest.raises(ImproperlyConfigured, match=sentence):
        _configured(monkeypatch, given)
