"""A keeper's picture comes in through the same wall as every other."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

pytestmark = pytest.mark.django_db


@pytest.fixture
def save(client, ash, kael, media):
    """Save Kael's page at the desk with a picture, or without one; Kael as he is then."""
    client.force_login(ash)
    address = f"/admin/accounts/user/{kael.pk}/change/"

    def send(**fields):
        given = {"email": kael.email, "handle": "kael", "byline": "Kael", "is_active": "on"}
        answer = client.post(address, {**given, **fields})
        kael.refresh_from_db()
        return answer

    return send


def test_picture_of_a_keeper_is_drawn_anew(save, kael, picture_bytes):
    save(picture=SimpleUploadedFile("me.jpg", picture_bytes("JPEG", (300, 300))))
    with Image.open(kael.picture) as picture:
        assert (picture.format, picture.size) == ("WEBP", (300, 300))


def test_file_that_is_no_picture_is_refused_with_a_sentence(save, kael):
    answer = save(picture=SimpleUploadedFile("me.png", b"<svg onload=alert(1)>"))
    assert "not a JPEG, PNG, WebP or AVIF picture" in answer.text
    assert not kael.picture


def test_saving_without_a_picture_keeps_it_and_clearing_removes_it(save, kael, picture_bytes):
    save(picture=SimpleUploadedFile("me.png", picture_bytes("PNG", (30, 30))))
    save()
    assert kael.picture
    save(**{"picture-clear": "on"})
    assert not kael.picture
