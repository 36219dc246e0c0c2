"""Public uploads come from the club's own address, and nothing beside them does."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage


@pytest.fixture
def flame(media) -> str:
    """The address of a stored file."""
    (media.parent / "private").mkdir()
    (media.parent / "private" / "paid.webp").write_bytes(b"paid for")
    return default_storage.url(default_storage.save("art/flame.avif", ContentFile(b"a flame")))


def test_file_is_sent_with_its_kind_and_kept_for_a_year(flame, client):
    sent = client.get(flame)
    assert b"".join(sent.streaming_content) == b"a flame"
    assert sent["Content-Type"] == "image/avif"
    assert sent["Cache-Control"] == "public, max-age=31536000, s-maxage=86400, immutable"
    assert not sent.cookies and "Cookie" not in sent.get("Vary", "")


def test_visitor_who_has_it_is_told_so(flame, client):
    etag = client.get(flame)["ETag"]
    again = client.get(flame, headers={"If-None-Match": etag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)


@pytest.mark.django_db  # for the page that says so
@pytest.mark.parametrize(
    "name",
    [
        "art/none.avif",
        "art/",
        "art/flame.avif/x",
        "../private/paid.webp",
        "%2e%2e/private/paid.webp",
    ],
)
def test_no_other_name_leads_anywhere(flame, client, name):
    assert client.get(f"/media/{name}").status_code == 404
