"""Renditions are made by the worker, counted as they come, and offered only when they are whole."""

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from catalog.models import ItemImage
from catalog.tasks import look_after_pictures, render_picture, render_waiting
from core.pictures import renditions

pytestmark = pytest.mark.django_db


@pytest.fixture
def picture(media, make_item, picture_bytes):
    """A picture of 900 by 450 pixels, of which nothing is made yet."""

    def upload(data=None, **fields):
        data = picture_bytes("WEBP", (900, 450)) if data is None else data
        file = ContentFile(data, "picture.webp")
        return ItemImage.objects.create(item=make_item(), file=file, alt="A flame.", **fields)

    return upload


def files_of(image):
    return sorted(default_storage.listdir(str(image.folder))[1])


def test_task_writes_webp_and_avif_of_the_widths_that_fit(picture):
    image = picture()
    render_picture(image_id=image.pk)
    image.refresh_from_db()
    assert (image.widths, image.has_avif, image.made) == ([300, 600], True, 4)
    assert files_of(image) == ["300.avif", "300.webp", "600.avif", "600.webp", "picture.webp"]
    for width, format in [(300, "webp"), (600, "avif")]:
        with Image.open(default_storage.open(image.rendition_name(width, format))) as small:
            assert small.size == (width, width // 2)


def test_avif_is_smaller_than_webp_of_the_same_picture(picture):
    out = BytesIO()
    Image.effect_noise((900, 450), 60).convert("RGB").save(out, "WEBP", quality=95)
    image = picture(out.getvalue())
    render_picture(image_id=image.pk)
    avif, webp = (
        default_storage.size(image.rendition_name(600, kind)) for kind in ("avif", "webp")
    )
    assert avif < webp


def test_colour_is_the_mean_of_the_picture(picture):
    image = picture()
    render_picture(image_id=image.pk)
    image.refresh_from_db()
    red, green, blue = bytes.fromhex(image.colour[1:])
    assert (red, green, blue) == pytest.approx((90, 30, 10), abs=4)


def test_progress_is_on_record_after_each_rendition(picture, monkeypatch):
    image, seen = picture(), []
    real = renditions._write

    def watched(*given):
        seen.append(ItemImage.objects.get(pk=image.pk).made)
        real(*given)

    monkeypatch.setattr(renditions, "_write", watched)
    render_picture(image_id=image.pk)
    assert seen == [0, 1, 2, 3]


def test_no_format_is_offered_before_it_is_whole(picture, monkeypatch):
    image, seen = picture(), []
    real = renditions._write

    def watched(*given):
        known = ItemImage.objects.get(pk=image.pk)
        seen.append((known.widths, known.has_avif))
        real(*given)

    monkeypatch.setattr(renditions, "_write", watched)
    render_picture(image_id=image.pk)
    assert seen == [([], False), ([], False), ([300, 600], False), ([300, 600], False)]


def test_work_that_was_broken_off_goes_on_where_it_stopped(picture, monkeypatch):
    image, written = picture(made=2, widths=[300, 600]), []
    monkeypatch.setattr(renditions, "_write", lambda image, name, small: written.append(name))
    render_picture(image_id=image.pk)
    assert [name.rsplit("/", 1)[1] for name in written] == ["300.avif", "600.avif"]


def test_half_a_file_of_a_broken_attempt_is_written_anew(picture):
    image = picture()
    default_storage.save(image.rendition_name(300), ContentFile(b"half"))
    render_picture(image_id=image.pk)
    assert default_storage.size(image.rendition_name(300)) > 4
    assert len(files_of(image)) == 5


def test_damaged_file_leaves_its_reason_and_is_tried_again(picture):
    image = picture(b"no picture")
    with pytest.raises(OSError):
        render_picture(image_id=image.pk)
    image.refresh_from_db()
    assert image.failure.startswith("The file cannot be read")
    assert (image.made, image.has_avif) == (0, False)


def test_missing_file_leaves_its_reason(picture):
    image = picture()
    default_storage.delete(image.file.name)
    with pytest.raises(FileNotFoundError):
        render_picture(image_id=image.pk)
    assert ItemImage.objects.get().failure == "The file of the picture is not there."


def test_success_forgets_an_earlier_failure(picture):
    image = picture(failure="The file of the picture is not there.")
    render_picture(image_id=image.pk)
    image.refresh_from_db()
    assert image.failure == ""


def test_small_picture_needs_no_renditions(picture, picture_bytes):
    image = picture(picture_bytes("WEBP", (200, 100)))
    render_picture(image_id=image.pk)
    image.refresh_from_db()
    assert (image.wanted, image.widths, image.is_whole) == (0, [], True)
    assert files_of(image) == ["picture.webp"]


def test_sweep_makes_what_nobody_queued_and_no_failure_stops_it(picture):
    broken, whole = picture(b"no picture"), picture()
    look_after_pictures(timestamp=0)
    assert ItemImage.objects.get(pk=broken.pk).failure
    assert ItemImage.objects.get(pk=whole.pk).has_avif


def test_pictures_that_share_a_file_are_made_once(picture, make_item, monkeypatch):
    first = picture()
    second = ItemImage.objects.create(item=make_item(), alt="The same.", file=first.file.name)
    made = []
    real = renditions.make
    monkeypatch.setattr(renditions, "make", lambda image: (made.append(image.pk), real(image)))
    render_waiting()
    assert len(made) == 1
    second.refresh_from_db()
    assert second.is_whole


def test_picture_that_is_its_own_largest_rendition_is_not_drawn_over(picture, picture_bytes):
    image = picture()
    data = picture_bytes("WEBP", (600, 300), quality=10)
    own = default_storage.save(image.rendition_name(600), ContentFile(data))
    ItemImage.objects.filter(pk=image.pk).update(file=own, width=600, height=300)
    render_picture(image_id=image.pk)
    assert default_storage.open(own).read() == data


def test_task_for_a_deleted_picture_does_nothing():
    render_picture(image_id=404)
