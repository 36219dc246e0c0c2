"""Files are fetched by links that are short-lived, bound to a member, limited and resumable."""

import time

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from catalog.models import ItemFile
from payments import downloads
from payments.models import Copy, Download, Handover
from payments.models.download import PER_HOUR

CONTENT = bytes(range(200))


@pytest.fixture
def had(mira, make_item, settings, tmp_path):
    """A copy of Mira's and the file that comes with it."""
    settings.STORAGES = {
        **settings.STORAGES,
        "private": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        },
    }
    item = make_item()
    copy = Copy.objects.create(item=item, serial=7, owner=mira)
    file = ItemFile(item=item, label="Full picture", format="WebP")
    file.file.save("full.webp", ContentFile(CONTENT))
    return copy, file


def _link(client, had):
    copy, file = had
    reply = client.get(reverse("payments:download", args=[copy.pk, file.pk]))
    assert reply.status_code == 302
    return reply.url


def _body(reply):
    return b"".join(reply.streaming_content)


def test_link_leads_to_the_file_under_a_speaking_name(client, mira, had):
    client.force_login(mira)
    reply = client.get(_link(client, had))
    assert _body(reply) == CONTENT
    assert f"{had[0].item.slug}-no-7-" in reply["Content-Disposition"]
    assert reply["Cache-Control"] == "private, no-store"


def test_link_is_of_no_use_to_anybody_else(client, mira, kael, had):
    client.force_login(mira)
    link = _link(client, had)
    client.force_login(kael)
    assert client.get(link).status_code == 404
    client.logout()
    assert client.get(link).status_code == 302


def test_link_grows_old(client, mira, had, monkeypatch):
    client.force_login(mira)
    link = _link(client, had)
    later = time.time() + downloads.GOOD_FOR + 1
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    assert client.get(link).status_code == 404


@pytest.mark.parametrize("token", ["x", "a:b:c", "W10:1:2", "%01"])
def test_forged_link_is_404(client, mira, had, token):
    client.force_login(mira)
    assert client.get(f"/locker/files/{token}/").status_code == 404


def test_frozen_or_returned_copy_opens_no_link(client, mira, had):
    client.force_login(mira)
    link = _link(client, had)
    Copy.objects.update(frozen_at=timezone.now())
    assert client.get(link).status_code == 404
    Copy.objects.update(frozen_at=None, returned_at=timezone.now())
    assert client.get(link).status_code == 404


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-9", 0, 9),
        ("bytes=150-", 150, 199),
        ("bytes=-20", 180, 199),
        ("bytes=5-999", 5, 199),
    ],
)
def test_broken_off_download_goes_on(client, mira, had, asked, first, last):
    client.force_login(mira)
    reply = client.get(_link(client, had), headers={"range": asked})
    assert reply.status_code == 206
    assert reply["Content-Range"] == f"bytes {first}-{last}/200"
    assert int(reply["Content-Length"]) == last - first + 1
    assert _body(reply) == CONTENT[first : last + 1]


@pytest.mark.parametrize("asked", ["bytes=200-", "bytes=9-3"])
def test_part_that_is_not_there_is_416(client, mira, had, asked):
    client.force_login(mira)
    reply = client.get(_link(client, had), headers={"range": asked})
    assert (reply.status_code, reply["Content-Range"]) == (416, "bytes */200")


@pytest.mark.parametrize("asked", ["bytes=0-1,5-6", "lines=1-2", "bytes=-", "nonsense"])
def test_range_we_do_not_know_gets_the_whole(client, mira, had, asked):
    client.force_login(mira)
    reply = client.get(_link(client, had), headers={"range": asked})
    assert (reply.status_code, _body(reply)) == (200, CONTENT)


def test_too_many_downloads_are_429_and_going_on_is_not_counted(client, mira, had):
    copy, file = had
    Download.objects.bulk_create(
        Download(copy=copy, file=file, member=mira, version=1) for _ in range(PER_HOUR - 1)
    )
    client.force_login(mira)
    link = _link(client, had)
    _body(client.get(link))
    assert client.get(link).status_code == 429
    assert client.get(link, headers={"range": "bytes=0-"}).status_code == 429
    assert client.get(link, headers={"range": "bytes=100-"}).status_code == 206


def test_no_public_path_leads_to_the_file(client, had):
    file = had[1]
    for address in (f"/media/{file.file.name}", f"/static/{file.file.name}"):
        assert client.get(address).status_code == 404


def test_files_go_with_the_copy_and_its_giver_keeps_the_count(client, mira, kael, had):
    copy, file = had
    client.force_login(mira)
    client.get(_link(client, had))
    Handover.give(copy, mira).accept(kael)
    assert client.get(reverse("payments:download", args=[copy.pk, file.pk])).status_code == 404
    client.force_login(kael)
    assert _body(client.get(_link(client, had))) == CONTENT
    assert [Download.objects.lately_by(each).count() for each in (mira, kael)] == [1, 1]


def test_sealed_copy_hands_out_no_file_and_links_that_are_out_end(client, mira, had):
    copy, file = had
    client.force_login(mira)
    link = _link(client, had)
    Handover.give(copy, mira)
    assert client.get(link).status_code == 404
    assert client.get(reverse("payments:download", args=[copy.pk, file.pk])).status_code == 404
