"""The shopkeeper's desk: everything at a glance, and refusals as sentences in the form."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from catalog.models import Item, ItemFile, ItemImage, ItemSet

pytestmark = pytest.mark.django_db
NO_INLINES = {
    f"{name}-{what}": 0 for name in ("images", "files") for what in ("TOTAL_FORMS", "INITIAL_FORMS")
}


@pytest.fixture
def desk(client, ash, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "public"
    settings.STORAGES = {**settings.STORAGES, "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": tmp_path / "private"},
    }}  # fmt: skip
    client.force_login(ash)
    return client


def facts(**change):
    given = {
        "shelf": "originals", "accession": 77, "name": "New Ember", "slug": "new-ember",
        "kind": "wrap", "rarity": "rare", "entered_on": "2026-11-01", **NO_INLINES,
    }  # fmt: skip
    return given | change


def opening():
    when = timezone.now() + timedelta(days=1)
    return {"opens_at": f"{when:%Y-%m-%d}T18:00", "price_cents": 900}


def test_list_shows_state_stock_price_and_rights(desk, make_item, make_record, give_picture):
    give_picture(make_item(name="Cinderveil", edition_size=300, sold=41, held=2, price_cents=3200))
    make_record(name="Blaze")
    page = desk.get("/admin/catalog/item/").text
    for words in (
        "257 of 300 left",
        "41 / 2 / 300",
        "32.00",
        "In the record",
        "Epic&#x27;s material",
        "300.webp",
    ):
        assert words in page


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("state=taken", {"gone"}),
        ("rights=epic", {"record"}),
        ("q=clutch", {"kept"}),
        ("state=x", {"gone", "kept", "record"}),
    ],
)
def test_list_is_filtered_and_searched(desk, make_item, make_record, clutch, query, names):
    make_item(name="gone", edition_size=1, sold=1)
    make_item(name="kept", item_set=clutch)
    make_record(name="record")
    page = desk.get(f"/admin/catalog/item/?{query}")
    assert {item.name for item in page.context["cl"].result_list} == names


def test_list_costs_the_same_however_long_it_is(
    desk, make_item, give_picture, django_assert_num_queries
):
    for _ in range(3):
        give_picture(make_item())
    with django_assert_num_queries(9) as few:
        desk.get("/admin/catalog/item/")
    for _ in range(5):
        give_picture(make_item())
    with django_assert_num_queries(len(few)):
        desk.get("/admin/catalog/item/")


def test_new_piece_gets_the_next_accession(desk, make_item):
    make_item(accession=214)
    assert 'name="accession" value="215"' in desk.get("/admin/catalog/item/add/").text


def test_sale_without_a_rights_check_is_refused_in_the_form(desk):
    page = desk.post("/admin/catalog/item/add/", facts(**opening()))
    assert "needs a price and a rights check" in page.text
    assert not Item.objects.exists()


def test_a_moment_is_one_field_and_stays_to_the_second_where_nobody_touched_it(desk, make_item):
    item = make_item(retired_at=timezone.now().replace(microsecond=0, second=37))
    page = desk.get(f"/admin/catalog/item/{item.pk}/change/")
    shown = page.context["adminform"].form["retired_at"]
    assert shown.subwidgets[0].data["attrs"]["id"] == "id_retired_at"
    typed = shown.subwidgets[0].data["value"]
    assert not shown.field.has_changed(item.retired_at, typed)
    assert f'type="datetime-local" name="retired_at" value="{typed}"' in page.text


def test_rights_check_keeps_who_and_when(desk, ash):
    page = desk.post("/admin/catalog/item/add/", facts(**opening(), check_rights="on"))
    assert page.status_code == 302
    item = Item.objects.get()
    assert item.rights_checked_by == ash
    assert item.rights_checked_at is not None


def test_price_on_the_archive_is_refused_in_the_form(desk):
    page = desk.post("/admin/catalog/item/add/", facts(shelf="archive", price_cents=100))
    assert "An Archive record has no price" in page.text


def test_edition_below_what_is_sold_is_refused_in_the_form(desk, make_item):
    item = make_item(edition_size=10, sold=5)
    change = facts(accession=item.accession, slug=item.slug, edition_size=4, uses_epic_ip="")
    page = desk.post(f"/admin/catalog/item/{item.pk}/change/", change)
    assert "smaller than what is sold and held" in page.text


def with_picture(name, data):
    inline = {"images-TOTAL_FORMS": 1, "images-0-alt": "A flame.", "images-0-position": 0}
    return facts(**inline, **{"images-0-file": SimpleUploadedFile(name, data)})


def test_uploaded_picture_is_kept_as_webp_and_its_renditions_are_ordered(desk, picture_bytes):
    desk.post("/admin/catalog/item/add/", with_picture("Flame.PNG", picture_bytes()))
    image = ItemImage.objects.get()
    assert image.file.name.endswith("/picture.webp")
    assert (image.width, image.height, image.widths) == (1600, 1600, [])
    job = ProcrastinateJob.objects.get()
    assert (job.task_name, job.args) == ("catalog.tasks.render_picture", {"image_id": image.pk})


def test_bad_picture_is_refused_with_a_sentence_and_nothing_is_written(desk):
    page = desk.post("/admin/catalog/item/add/", with_picture("a.png", b"GIF89a, or so"))
    assert "This is not a JPEG, PNG, WebP or AVIF picture." in page.text
    assert not Item.objects.exists()


def test_picture_that_stays_is_not_drawn_again(desk, make_item, picture_bytes):
    item = make_item()
    file = ContentFile(picture_bytes("WEBP"), "picture.webp")
    image = ItemImage.objects.create(item=item, file=file, alt="A flame.", widths=[300, 600])
    change = facts(accession=item.accession, slug=item.slug, price_cents=900)
    change |= {"images-TOTAL_FORMS": 1, "images-INITIAL_FORMS": 1}
    change |= {"images-0-id": image.pk, "images-0-item": item.pk}
    change |= {"images-0-alt": "New words.", "images-0-position": 0}
    desk.post(f"/admin/catalog/item/{item.pk}/change/", change)
    image.refresh_from_db()
    assert (image.alt, image.widths) == ("New words.", [300, 600])
    assert not ProcrastinateJob.objects.exists()


def test_size_of_a_download_is_measured(desk):
    inline = {"files-TOTAL_FORMS": 1, "files-0-label": "Full picture", "files-0-format": "WebP"}
    inline |= {"files-0-version": 1, "files-0-file": SimpleUploadedFile("a.webp", b"12345")}
    desk.post("/admin/catalog/item/add/", facts(**inline))
    assert ItemFile.objects.get().size == 5


def test_sets_and_seasons_have_their_lists(desk, clutch, make_item):
    make_item(item_set=clutch)
    ItemSet.objects.update(lead=Item.objects.first())
    assert "The Clutch" in desk.get("/admin/catalog/itemset/").text
    assert desk.get("/admin/catalog/season/").status_code == 200
