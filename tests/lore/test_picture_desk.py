"""The picture desk of the wiki: nothing comes in without words, a maker and a licence."""

import struct
import zlib
from io import BytesIO

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from PIL import Image
from procrastinate.contrib.django.models import ProcrastinateJob

from lore.groups import make_groups
from lore.models import MediaAsset, MediaUse, Page
from lore.tasks import look_after_media, redraw_showing, render_media

pytestmark = pytest.mark.django_db
LIST = "/admin/lore/mediaasset/"
UPLOAD = f"{LIST}upload/"
FORM = {
    "alt": "A lamp at a flue.",
    "credit": "The Ashes Club drawing room",
    "licence": "club",
    "is_not_of_the_game": "on",
}


@pytest.fixture
def drop(editor, media, picture_bytes):
    """Drop a picture into a text as the desk's script does; the answer of the house."""

    def send(name="Night lamp.png", data=None, **fields):
        data = picture_bytes("PNG", (900, 600)) if data is None else data
        given = {**FORM, "file": SimpleUploadedFile(name, data), **fields}
        return editor.post(UPLOAD, {key: value for key, value in given.items() if value != ""})

    return send


def huge(width, height):
    """A PNG of a few bytes that claims to be very large."""
    chunk = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    head = struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))
    return b"\x89PNG\r\n\x1a\n" + head + struct.pack(">I", 0) + b"IDAT\x35\xaf\x06\x1e"


# --- coming in -------------------------------------------------------------------------------
def test_dropped_picture_is_kept_and_its_markdown_comes_back(drop, kael):
    answer = drop()
    assert answer.status_code == 201
    assert answer.json() == {
        "key": "night-lamp",
        "markdown": "![A lamp at a flue.](media:night-lamp)",
    }
    asset = MediaAsset.objects.get()
    assert (asset.width, asset.height, asset.added_by) == (900, 600, kael)
    assert asset.file.name.startswith("lore/night-lamp/")


def test_picture_is_drawn_anew_without_its_metadata(drop):
    exif = Image.Exif()
    exif[0x010F] = "A camera with a name"
    out = BytesIO()
    Image.new("RGB", (64, 48)).save(out, "JPEG", exif=exif)
    drop("a.jpg", out.getvalue())
    stored = MediaAsset.objects.get().file.read()
    assert b"A camera" not in stored
    assert stored[8:12] == b"WEBP"


def test_second_picture_of_a_name_gets_a_number(drop):
    assert [drop().json()["key"] for _ in range(3)] == [
        "night-lamp",
        "night-lamp-2",
        "night-lamp-3",
    ]


def test_name_without_letters_gives_way_to_the_words(drop):
    assert drop("___.png").json()["key"] == "a-lamp-at-a-flue"


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"alt": ""}, "alt", "Say what the picture shows"),
        ({"credit": ""}, "credit", "required"),
        ({"is_not_of_the_game": ""}, "is_not_of_the_game", "required"),
        ({"licence": "permission"}, "licence_note", "say who gave it"),
        ({"licence": "public-domain"}, "licence_note", "say who gave it"),
        ({"licence": "fair-use"}, "licence", "not one of the available choices"),
        ({"key": "two words"}, "key", "valid"),
        ({"data": b"<svg xmlns='http://www.w3.org/2000/svg'/>"}, "file", "not a JPEG"),
        ({"name": "a.svg", "data": b"<svg/>"}, "file", "not a JPEG"),
        ({"name": "a.gif", "data": b"GIF89a\x01\x00\x01\x00;"}, "file", "not a JPEG"),
        ({"name": "a.jpg"}, "file", "this is a PNG file"),
        ({"data": b""}, "file", "empty"),
        ({"data": huge(20_000, 20_000)}, "file", "far more pixels than we take"),
        ({"data": huge(20_000, 500)}, "file", "12,000 a side are the most we take"),
        ({"data": huge(9_000, 9_000)}, "file", "40 million are the most we take"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(drop, fields, field, words):
    answer = drop(**fields)
    assert answer.status_code == 400
    assert words in answer.json()["errors"][field][0]
    assert not MediaAsset.objects.exists()


def test_decorative_picture_needs_no_words(drop):
    assert drop(alt="", is_decorative="on").status_code == 201


def test_visitors_and_members_drop_nothing(client, mira, picture_bytes):
    given = {**FORM, "file": SimpleUploadedFile("a.png", picture_bytes("PNG", (8, 8)))}
    assert client.post(UPLOAD, given).status_code == 302
    client.force_login(mira)
    assert client.post(UPLOAD, given).status_code == 302
    assert not MediaAsset.objects.exists()


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"alt": ""}, "media_has_alt_or_is_decorative"),
        ({"credit": ""}, "media_has_credit"),
        ({"licence": "permission"}, "media_licence_says_who_gave_it"),
    ],
)
def test_database_refuses_what_no_form_was_asked_about(give_media, fields, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        give_media(**fields)
    with pytest.raises(ValidationError):
        MediaAsset(key="x", **{"alt": "A", "credit": "B", **fields}).validate_constraints()


# --- renditions ------------------------------------------------------------------------------
def test_renditions_are_left_to_the_worker_and_then_offered_on_the_page(
    drop, make_page, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        drop()
    job = ProcrastinateJob.objects.get(task_name="lore.tasks.render_media")
    page = make_page(body="![A lamp](media:night-lamp)")
    assert "srcset" not in Page.objects.get().html
    with django_capture_on_commit_callbacks(execute=True):
        render_media(**job.args)
    page.refresh_from_db()
    assert 'type="image/avif"' in page.html
    assert "/300.webp 300w" in page.html


def test_sweep_finds_what_nobody_queued(drop):
    drop()
    look_after_media(timestamp=0)
    assert MediaAsset.objects.get().is_whole


def test_new_picture_under_the_same_key_is_scaled_anew(drop, editor, picture_bytes):
    drop()
    look_after_media(timestamp=0)
    asset = MediaAsset.objects.get()
    new = SimpleUploadedFile("b.png", picture_bytes("PNG", (400, 300)))
    editor.post(f"{LIST}{asset.pk}/change/", {**FORM, "file": new})
    asset.refresh_from_db()
    assert (asset.width, asset.widths, asset.made) == (400, [], 0)
    assert asset.key == "night-lamp"


# --- on pages --------------------------------------------------------------------------------
def test_page_shows_the_picture_and_the_desk_says_where(editor, make_page, give_media):
    asset = give_media()
    page = make_page(body="![A lamp](media:watch)")
    assert "figure--media" in editor.get("/lore/volcano/").text
    change = editor.get(f"{LIST}{asset.pk}/change/").text
    assert f'<a href="/admin/lore/page/{page.pk}/change/">The Volcano</a>' in change
    assert "1 page<" in editor.get(LIST).text


def test_page_shows_a_picture_that_comes_after_it(
    editor, make_page, give_media, django_capture_on_commit_callbacks
):
    page = make_page(body="![A lamp](media:watch)")
    assert MediaUse.objects.get().asset is None
    with django_capture_on_commit_callbacks(execute=True):
        give_media().redraw_pages()
    page.refresh_from_db()
    assert "figure--media" in page.html
    assert MediaUse.objects.get().asset is not None


def test_changed_credit_is_under_the_picture_at_once(
    drop, editor, make_page, django_capture_on_commit_callbacks
):
    drop()
    make_page(body="![A lamp](media:night-lamp)")
    address = f"{LIST}{MediaAsset.objects.get().pk}/change/"
    with django_capture_on_commit_callbacks(execute=True):
        editor.post(address, {**FORM, "credit": "Kael"})
    assert "Kael. All rights reserved." in editor.get("/lore/volcano/").text


def test_picture_on_many_pages_is_changed_by_the_worker(
    make_page, give_media, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr("lore.models.showing.AT_ONCE", 1)
    asset = give_media()
    for n in range(2):
        make_page(f"Page {n}", "![A lamp](media:watch)")
    with django_capture_on_commit_callbacks(execute=True):
        asset.withdraw()
    assert Page.objects.filter(html__contains="figure--media").count() == 2
    job = ProcrastinateJob.objects.get(task_name="lore.tasks.redraw_showing")
    redraw_showing(**job.args)
    assert Page.objects.filter(html__contains="figure--media").count() == 0


def test_picture_taken_down_leaves_every_page_and_can_come_back(
    editor, make_page, give_media, django_capture_on_commit_callbacks
):
    asset = give_media()
    make_page(body="![A lamp](media:watch)")
    for action, shown in [("take_down", False), ("put_back", True)]:
        with django_capture_on_commit_callbacks(execute=True):
            editor.post(LIST, {"action": action, "_selected_action": [asset.pk]})
        assert ("figure--media" in editor.get("/lore/volcano/").text) is shown


def test_list_is_searched_by_words_and_makers(editor, give_media):
    give_media("watch")
    give_media("rule", alt="A rule.", credit="Kael")
    found = editor.get(LIST, {"q": "kael"})
    assert found.context["cl"].result_count == 1


def test_list_asks_no_statement_for_each_picture(editor, give_media, django_assert_max_num_queries):
    for n in range(8):
        give_media(f"picture-{n}")
    with django_assert_max_num_queries(12):
        editor.get(LIST)


def test_pictures_are_never_deleted(editor, give_media):
    asset = give_media()
    assert editor.get(f"{LIST}{asset.pk}/delete/").status_code == 403


def test_brackets_in_the_words_do_not_break_the_markdown(give_media):
    asset = give_media(alt="A [lamp]\\ (old)")
    assert asset.markdown == "![A  lamp   (old)](media:watch)"


@pytest.mark.parametrize(("group", "may"), [("Contributor", False), ("Chief editor", True)])
def test_only_chief_editors_take_pictures_down(client, mira, give_media, group, may):
    make_groups()
    mira.is_staff = True
    mira.save()
    mira.groups.add(Group.objects.get(name=group))
    client.force_login(mira)
    asset = give_media()
    client.post(LIST, {"action": "take_down", "_selected_action": [asset.pk]})
    assert MediaAsset.objects.filter(is_withdrawn=True).exists() is may


def test_contributors_may_drop_pictures_into_their_texts(client, mira, media, picture_bytes):
    make_groups()
    mira.is_staff = True
    mira.save()
    mira.groups.add(Group.objects.get(name="Contributor"))
    client.force_login(mira)
    given = {**FORM, "file": SimpleUploadedFile("a.png", picture_bytes("PNG", (8, 8)))}
    assert client.post(UPLOAD, given).status_code == 201
