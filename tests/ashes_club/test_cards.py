"""A page has a card in the club's look for other sites, drawn beforehand and true to the page."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils import timezone
from PIL import Image

from accounts.models import User
from ashes_club import cards
from ashes_club.cards import drawing, faces, lockers
from ashes_club.cards.lettering import Hand
from ashes_club.models import Card
from ashes_club.tasks import look_after_cards
from catalog.models import ItemImage, ItemSet
from lore.models import Page, Status
from payments.models import Copy

pytestmark = pytest.mark.django_db
SOME_WORDS = {"path": "/vault/a/", "room": "vault", "title": "A Long Fire", "kind": "Epic wrap"}


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def make_page(kael: User):
    def make(**fields):
        given = {
            "kind": "place",
            "status": Status.PUBLISHED,
            "author": kael,
            "title": "The Volcano",
        }
        given |= {"slug": "volcano", "standfirst": "A mountain of fire.", **fields}
        return Page.objects.create(**given)

    return make


@pytest.fixture
def pictured():
    """Give an item a real picture, of one colour."""

    def give(item, colour=(200, 40, 10), size=(700, 700)):
        out = BytesIO()
        Image.new("RGB", size, colour).save(out, "WEBP")
        file = ContentFile(out.getvalue(), "picture.webp")
        return ItemImage.objects.create(item=item, file=file, alt="A flame.")

    return give


def opened(card):
    with card.file.open("rb") as file:
        picture = Image.open(file)
        picture.load()
        return picture


def page_of(client, thing):
    return client.get(thing.get_absolute_url()).text


def test_card_is_a_jpeg_of_1200_by_630_with_the_picture_at_the_right(make_item, pictured):
    pictured(make_item())
    assert cards.draw_missing() == 1
    picture = opened(Card.objects.get())
    assert (picture.format, picture.size) == ("JPEG", (1200, 630))
    assert picture.getpixel((900, 300)) == pytest.approx((200, 40, 10), abs=6)
    assert picture.getpixel((10, 10)) == pytest.approx((17, 13, 11), abs=6)


def test_lore_is_drawn_on_paper(make_page):
    make_page()
    cards.draw_missing()
    assert opened(Card.objects.get()).getpixel((10, 10)) == pytest.approx((242, 237, 228), abs=6)


def test_pieces_sets_and_lore_pages_have_cards(make_item, make_record, make_page):
    item_set = ItemSet.objects.create(name="Embers", slug="embers")
    make_item(item_set=item_set, slug="piece")
    make_record(slug="record")  # shows its plate
    make_page()
    assert cards.draw_missing() == 3
    paths = set(Card.objects.values_list("path", flat=True))
    assert paths == {"/vault/piece/", "/sets/embers/", "/lore/volcano/"}


def test_what_has_no_page_yet_has_no_card(make_item, make_page):
    make_item(entered_on=timezone.localdate() + timedelta(days=3))
    make_page(status=Status.DRAFT)
    make_page(slug="later", title="Later", publish_at=timezone.now() + timedelta(days=3))
    assert cards.draw_missing() == 0


def test_card_of_lore_takes_nothing_but_title_kind_and_standfirst(make_page):
    page = make_page(body="The secret.", infobox=[{"label": "Fate", "value": "Secret"}])
    face = cards.face_of(page)
    assert (face.title, face.kind) == ("The Volcano", "Place, from the lore")
    assert face.words == "A mountain of fire."
    assert "ecret" not in repr(face)


def test_page_shows_the_picture_of_its_item_until_the_card_is_drawn(client, make_item, pictured):
    item = make_item(name="Cinderveil")
    image = pictured(item)
    page = page_of(client, item)
    assert f'og:image" content="http://127.0.0.1:8000{image.file.url}"' in page
    assert 'og:image:width" content="700"' in page
    assert 'og:image:alt" content="A flame."' in page
    cards.draw_missing()
    page = page_of(client, item)
    assert f'og:image" content="http://127.0.0.1:8000{Card.objects.get().file.url}"' in page
    assert 'og:image:width" content="1200"><meta property="og:image:height" content="630"' in page
    assert 'og:image:alt" content="Cinderveil. Rare wrap."' in page
    assert "summary_large_image" in page


def test_fallback_has_the_measures_of_its_rendition(client, make_item, pictured):
    item = make_item()
    image = pictured(item)
    ItemImage.objects.update(width=2400, height=1600, widths=[300, 600, 1200])
    page = page_of(client, item)
    assert image.rendition_name(1200) in page
    assert 'og:image:width" content="1200"><meta property="og:image:height" content="800"' in page


def test_set_and_lore_page_show_their_cards(client, make_item, make_page):
    item_set = ItemSet.objects.create(name="Embers", slug="embers")
    make_item(item_set=item_set)
    page = make_page()
    cards.draw_missing()
    assert "/media/cards/sets/embers/" in page_of(client, item_set)
    assert "/media/cards/lore/volcano/" in page_of(client, page)


def test_page_without_card_or_picture_names_none(client, make_page):
    assert "og:image" not in page_of(client, make_page())


def test_changed_title_is_never_shown_on_the_old_card(client, make_page):
    page = make_page()
    cards.draw_missing()
    Page.objects.update(title="The Great Volcano")
    assert "og:image" not in page_of(client, page)
    assert cards.draw_missing() == 1
    assert Card.objects.count() == 2


def test_selling_a_copy_changes_no_card(make_item):
    item = make_item()
    before = cards.face_of(item).digest
    item.sold, item.price_cents = 3, 4800
    assert cards.face_of(item).digest == before


def test_old_card_goes_a_day_after_it_was_drawn(make_item):
    item = make_item()
    cards.draw_missing()
    old = Card.objects.get()
    item.name = "Another name"
    item.save()
    cards.draw_missing()
    assert cards.retire() == 0
    Card.objects.filter(pk=old.pk).update(made_at=timezone.now() - timedelta(days=2))
    assert cards.retire() == 1
    assert not default_storage.exists(old.file.name)
    assert Card.objects.get().digest == cards.face_of(item).digest


def test_current_card_stays_however_old(make_item):
    make_item()
    cards.draw_missing()
    Card.objects.update(made_at=timezone.now() - timedelta(days=400))
    assert cards.retire() == 0


def test_nothing_is_drawn_twice(make_item):
    make_item()
    assert (cards.draw_missing(), cards.draw_missing()) == (1, 0)


def test_unreadable_picture_keeps_no_other_card_from_being_drawn(make_item, pictured):
    image = pictured(make_item())
    default_storage.delete(image.file.name)
    make_item(slug="whole")
    assert cards.draw_missing(limit=1) == 1
    assert Card.objects.get().path == "/vault/whole/"


def test_worker_draws_in_batches_and_the_command_all_at_once(make_item, monkeypatch, capsys):
    monkeypatch.setattr("ashes_club.tasks.BATCH", 2)
    for _ in range(5):
        make_item()
    look_after_cards(timestamp=0)
    assert Card.objects.count() == 2
    call_command("draw_cards")
    assert Card.objects.count() == 5
    assert "Cards: 3 drawn, 0 retired" in capsys.readouterr().out


def test_pages_draw_no_card(client, make_item, monkeypatch):
    monkeypatch.setattr(drawing, "draw", lambda face: pytest.fail("drawn in a request"))
    page_of(client, make_item())
    assert not Card.objects.exists()


def test_name_beyond_the_fonts_has_no_card_and_its_page_its_picture(client, make_item, pictured):
    item = make_item(name="灰の鳥")
    pictured(item)
    assert cards.draw_missing() == 0
    assert "og:image" in page_of(client, item)


@pytest.mark.parametrize("title", ["Łódź ħearth", "Żar", "A" * 120, "One " * 30, "x"])
def test_any_latin_name_has_its_room(title):
    face = faces.Face(**{**SOME_WORDS, "title": title, "rarity": "epic"})
    assert drawing.can_draw(face)
    assert len(drawing.draw(face)) > 10_000


@pytest.mark.parametrize("rarity", drawing.SALTS)
def test_each_rung_has_its_mark_and_keyline(rarity, make_item, pictured):
    item = make_item(rarity=rarity)
    pictured(item)
    plain = faces.Face(**{**SOME_WORDS, "picture": ItemImage.objects.get().file.name})
    marked = cards.face_of(item)
    assert marked.keyline == "night"
    assert drawing.draw(marked) != drawing.draw(plain)


def test_long_words_end_with_an_ellipsis_within_their_room():
    hand = Hand("small serif", 25)
    lines = hand.cut("The current parts below them, closes above them. " * 9, 458, 5)
    assert len(lines) == 5
    assert lines[-1].endswith("…")
    assert max(map(hand.width, lines)) <= 458


# --- Lockers that are shown -----------------------------------------------------------------------
@pytest.fixture
def shown_locker(mira, make_item, pictured):
    """Mira's Locker, shown: the rarest of its pieces has a picture."""
    mira.shows_locker = True
    mira.save()
    for name, rarity in [("Ash", "common"), ("Nova", "mythic"), ("Ember", "epic")]:
        item = make_item(name=name, slug=name.lower(), rarity=rarity)
        pictured(item)
        Copy.objects.create(item=item, serial=3, owner=mira)
    return mira


def test_shown_locker_has_a_card_with_its_rarest_piece(client, shown_locker):
    face = cards.face_of(shown_locker)
    assert (face.path, face.title, face.kind) == ("/members/mira/", "mira", "A Locker of 3 pieces")
    assert face.words == "Among them Nova, Ember, Ash."
    assert face.picture == ItemImage.objects.get(item__slug="nova").file.name
    cards.draw_missing()
    assert "/media/cards/members/mira/" in page_of(client, shown_locker)


def test_locker_shows_the_picture_of_its_rarest_piece_until_its_card_is_drawn(client, shown_locker):
    assert ItemImage.objects.get(item__slug="nova").file.url in page_of(client, shown_locker)


def test_locker_that_is_not_shown_has_no_card(shown_locker):
    User.objects.update(shows_locker=False, shows_profile=True)
    assert not cards.face_of(User.objects.get(pk=shown_locker.pk)).picture
    cards.draw_missing()
    assert not Card.objects.filter(path__startswith="/members/").exists()


def test_faces_of_many_lockers_cost_as_much_as_of_one(
    shown_locker, kael, make_item, django_assert_num_queries
):
    with django_assert_num_queries(2):  # copies with owners, pictures of the pieces
        list(lockers.shown_lockers())
    User.objects.update(shows_locker=True)
    Copy.objects.create(item=make_item(), serial=4, owner=kael)
    with django_assert_num_queries(2):
        assert len(list(lockers.shown_lockers())) == 2
