"""A member's profile, and as much of it as others may see."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.models import Departure, User

PROFILE = "/account/profile/"


@pytest.fixture
def save(client, mira, media):
    client.force_login(mira)

    def send(**fields):
        answer = client.post(PROFILE, {"handle": "mira", "bio": "", "theme": "", **fields})
        mira.refresh_from_db()
        return answer

    return send


def _with_place():
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    out = BytesIO()
    Image.new("RGB", (900, 600), (90, 30, 10)).save(out, "JPEG", exif=exif)
    return SimpleUploadedFile("me.jpg", out.getvalue())


def test_picture_is_drawn_anew_small_and_square_without_camera_data(save, mira):
    save(picture=_with_place())
    with Image.open(mira.picture) as picture:
        assert (picture.format, picture.size) == ("WEBP", (384, 384))
        assert not picture.getexif()
    assert "me" not in mira.picture.name.split("/")[-1]


def test_new_picture_takes_the_place_of_the_old_file(save, mira):
    save(picture=_with_place())
    storage, before = mira.picture.storage, mira.picture.name
    save(picture=_with_place())
    assert mira.picture.name != before and not storage.exists(before)
    after = mira.picture.name
    save(**{"picture-clear": "on"})
    assert not mira.picture and not storage.exists(after)


def test_file_that_is_no_picture_is_refused_and_the_words_are_kept(save, mira):
    bomb = SimpleUploadedFile("me.png", b"<svg onload=alert(1)>")
    answer = save(bio="Collects feathers.", picture=bomb)
    assert answer.status_code == 422
    assert "not a JPEG, PNG, WebP or AVIF picture" in answer.text
    assert "Collects feathers." in answer.text and not mira.picture


def test_members_show_nothing_before_they_say_so(client, mira):
    assert client.get("/members/mira/").status_code == 404


def test_page_shows_what_its_member_allows(client, save):
    save(bio="Collects feathers.", shows_profile="on")
    page = client.get("/members/mira/")
    assert "Collects feathers." in page.text and "In the club since" in page.text
    save(bio="Collects feathers.", shows_reviews="on")
    page = client.get("/members/mira/")
    assert page.status_code == 200 and "Collects feathers." not in page.text


def test_page_is_the_same_for_everyone_and_names_no_address(client, save, kael):
    save(shows_profile="on")
    pages = [client.get("/members/mira/")]
    client.logout()
    pages.append(client.get("/members/mira/"))
    assert pages[0].content == pages[1].content
    assert "public" in pages[0]["Cache-Control"] and "mira@ashes.example" not in pages[0].text


def test_search_engines_keep_the_page_only_if_asked(client, save):
    save(shows_profile="on")
    assert '<meta name="robots" content="noindex">' in client.get("/members/mira/").text
    save(shows_profile="on", is_findable="on")
    assert "noindex" not in client.get("/members/mira/").text


def test_words_of_a_member_are_no_markup(client, save):
    save(shows_profile="on", bio='"><script>alert(1)</script>')
    assert "<script>alert" not in client.get("/members/mira/").text


def test_member_who_leaves_is_shown_no_more(client, save, mira):
    save(shows_profile="on")
    Departure.ask(mira)
    assert client.get("/members/mira/").status_code == 404
    assert not User.objects.get(pk=mira.pk).has_page


def test_theme_follows_the_account_by_a_cookie(client, save):
    save(theme="dark")
    page = client.get(PROFILE)
    assert page.cookies["theme"].value == "dark" and 'data-theme="dark"' in page.text
    save(theme="")
    assert client.get(PROFILE).cookies["theme"].value == "system"


def test_nobody_gets_a_theme_cookie_who_never_chose(client, mira):
    client.force_login(mira)
    assert "theme" not in client.get(PROFILE).cookies


def test_public_pages_know_no_theme(client, save):
    save(theme="dark", shows_profile="on")
    page = client.get("/members/mira/")
    assert "data-theme=" not in page.text and not page.cookies
