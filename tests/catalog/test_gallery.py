"""Every picture opens large, has its measures and its own colour, and comes as AVIF when it can."""

import pytest

pytestmark = pytest.mark.django_db


def page_of(client, item):
    return client.get(item.get_absolute_url()).text


def test_plate_is_a_plain_link_to_the_largest_public_picture(client, make_item, give_picture):
    item = make_item()
    give_picture(item)
    page = page_of(client, item)
    link = f'<a class="gallery__open gallery__lead" href="/media/art/{item.slug}/1200.webp">'
    assert link in page


def test_full_picture_of_a_large_upload_is_not_linked(client, make_item, give_picture):
    item = make_item()
    image = give_picture(item, width=4096, height=4096)
    image.file.name = f"art/{item.slug}/picture.webp"
    image.save()
    page = page_of(client, item)
    assert "/1200.webp" in page
    assert "picture.webp" not in page


def test_each_further_picture_stands_below_and_opens_too(client, make_item, give_picture):
    item = make_item()
    give_picture(item, alt="The front.")
    give_picture(item, alt="The back.", position=1)
    page = page_of(client, item)
    assert page.count('class="gallery__open') == 2
    assert page.index("The front.") < page.index("The back.")


def test_record_has_no_views_but_opens_large(client, make_record, give_picture):
    item = make_record()
    give_picture(item)
    page = page_of(client, item)
    assert 'name="view"' not in page
    assert "gallery__lead" in page


def test_item_without_a_picture_has_nothing_to_open(client, make_item):
    assert 'class="gallery__open' not in page_of(client, make_item())


def test_script_and_style_of_the_gallery_are_loaded_on_item_pages_only(client, make_item):
    page = page_of(client, make_item())
    assert "js/gallery.js" in page
    assert "css/gallery.css" in page
    assert "gallery." not in client.get("/vault/").text


def test_avif_is_offered_before_webp_once_it_is_whole(client, make_item, give_picture):
    item = make_item()
    image = give_picture(item)
    assert "image/avif" not in page_of(client, item)
    image.has_avif = True
    image.save()
    page = page_of(client, item)
    source = f'<source type="image/avif" srcset="/media/art/{item.slug}/300.avif 300w, '
    assert source in page
    assert page.index("image/avif") < page.index("600.webp 600w")


def test_picture_always_has_width_and_height(client, make_item, give_picture):
    item = make_item()
    give_picture(item, width=1200, height=800)
    assert 'width="1200" height="800"' in page_of(client, item)


def test_own_colour_stands_where_the_picture_will_be(client, make_item, give_picture):
    item = make_item()
    image = give_picture(item)
    assert 'class="tint"' not in page_of(client, item)
    image.colour = "#2a1510"
    image.save()
    assert '<rect width="100%" height="100%" fill="#2a1510"/>' in page_of(client, item)
