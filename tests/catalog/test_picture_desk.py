"""The shopkeeper sees how far each picture is, and can have it made again."""

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from catalog.models import ItemImage

pytestmark = pytest.mark.django_db
LIST = "/admin/catalog/itemimage/"


@pytest.fixture
def desk(client, ash):
    client.force_login(ash)
    return client


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"widths": []}, "Queued, 6 to make"),
        ({"widths": [], "made": 2}, "Made 2 of 6"),
        ({"made": 6, "has_avif": True}, "300 px, 600 px, 1200 px, as WebP and AVIF"),
        ({"made": 0, "has_avif": True}, "Queued, 6 to make"),
        ({"made": 1, "failure": "The disc is full."}, "Failed after 1 of 6. The disc is full."),
        ({"width": 200, "widths": [], "has_avif": True}, "Small enough as it is"),
    ],
)
def test_standing_of_a_picture_is_told_in_words(make_item, give_picture, fields, words):
    assert give_picture(make_item(), **fields).standing == words


def test_list_shows_standing_measures_and_colour(desk, make_item, give_picture):
    give_picture(make_item(name="Cinderveil"), colour="#2a1510", made=2)
    page = desk.get(LIST).text
    for words in ("Cinderveil", "1200 × 1200 px", 'fill="#2a1510"', "Made 2 of 6"):
        assert words in page


@pytest.mark.parametrize(("value", "count"), [("waiting", 2), ("failed", 1), ("made", 1)])
def test_list_can_be_narrowed_to_a_standing(desk, make_item, give_picture, value, count):
    give_picture(make_item())
    give_picture(make_item(), has_avif=True, made=0)
    give_picture(make_item(), failure="The disc is full.")
    give_picture(make_item(), has_avif=True, made=6)
    page = desk.get(LIST, {"renditions": value})
    assert page.context["cl"].result_count == count


def test_making_again_queues_once_and_keeps_what_pages_show(desk, make_item, give_picture):
    images = [give_picture(make_item(), made=6, has_avif=True, failure="Once.") for _ in range(2)]
    chosen = {"action": "make_again", "_selected_action": [image.pk for image in images]}
    page = desk.post(LIST, chosen, follow=True).text
    assert "2 pictures queued" in page
    assert set(ItemImage.objects.values_list("made", "failure", "has_avif")) == {(0, "", True)}
    assert ProcrastinateJob.objects.get().task_name == "catalog.tasks.render_waiting"


def test_pictures_are_added_on_the_page_of_their_item_only(desk):
    assert desk.get(f"{LIST}add/").status_code == 403
