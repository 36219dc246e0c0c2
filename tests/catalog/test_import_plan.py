"""Each row beside the book: what is new, what changes, what is refused and where."""

import pytest

from catalog.importing import runs
from catalog.models import Item, ItemImage, Season
from tests.catalog.csvs import counts, record

pytestmark = pytest.mark.django_db


@pytest.fixture
def season(db):
    return Season.objects.create(number=8, code="C1S8", chapter=1, label="Chapter 1, Season 8")


def test_new_rows_become_archive_records_with_all_their_facts(write, season):
    facts = {"type": "Outfit", "rarity": "Legendary", "series": "Lava Series", "set": "Flame"}
    dates = {"introduced": "C1S8", "last_seen": "2026-02-11", "never_in_shop": "no"}
    write(record(1, name="Blaze", **facts, **dates))
    item = Item.objects.get()
    assert (item.shelf, item.slug, item.kind, item.rarity) == (
        "archive", "blaze", "outfit", "legendary",
    )  # fmt: skip
    assert (item.series, item.game_set, item.season) == ("Lava Series", "Flame", season)
    assert (item.game_id, f"{item.last_seen_on}", item.never_in_shop) == (
        "ID_1", "2026-02-11", False,
    )  # fmt: skip
    assert Item.objects.entered().get() == item


def test_imported_record_is_found_by_search_at_once(write):
    write(record(1, name="Café Brûlé"))
    assert Item.objects.matching("cafe brul").exists()


def test_accessions_follow_the_last_one_without_a_gap(write, make_item):
    make_item(accession=214)
    write(*(record(number) for number in range(1200)))
    found = Item.objects.filter(shelf="archive").order_by("accession")
    assert list(found.values_list("accession", flat=True)) == list(range(215, 1415))


def test_namesakes_get_addresses_of_their_own(write, make_item):
    make_item(slug="flames")
    write(*(record(number, name="Flames") for number in range(4)), record(9, name="☆"))
    slugs = set(Item.objects.filter(shelf="archive").values_list("slug", flat=True))
    assert slugs == {"flames-wrap", "flames-wrap-2", "flames-wrap-3", "flames-wrap-4", "id_9"}


def test_address_given_to_a_namesake_is_none_that_the_file_itself_claims(write):
    header = ["id", "slug", "name", "type"]
    write(["a", "", "Flames", "Wrap"], ["b", "flames", "Flames", "Wrap"], header=header)
    slugs = Item.objects.order_by("game_id").values_list("slug", flat=True)
    assert list(slugs) == ["flames-wrap", "flames"]


def test_same_file_again_writes_nothing(write, django_capture_on_commit_callbacks, ash):
    rows = [record(number, rarity="Rare") for number in range(5)]
    write(*rows)
    before = list(Item.objects.order_by("pk").values())
    assert counts(write(*rows)) == {"unchanged": 5}
    assert list(Item.objects.order_by("pk").values()) == before


def test_unchanged_rows_cause_no_statement_that_writes_items(
    write, check, django_assert_max_num_queries
):
    rows = [record(number) for number in range(3)]
    write(*rows)
    upload = check(*rows)
    upload.wait()
    with django_assert_max_num_queries(20) as made:
        runs.run(upload)
    assert not [q for q in made if 'UPDATE "catalog_item"' in q["sql"] or "INSERT" in q["sql"]]


def test_record_that_is_there_is_changed_and_not_doubled(write, make_record):
    item = make_record(game_id="ID_1", name="Blaze", kind="wrap", slug="a-blaze", theme="fire")
    upload = write(record(1, name="Blaze", rarity="Epic"))
    assert counts(upload) == {"changed": 1}
    assert upload.outcome["samples"][0]["changes"] == ["rarity: nothing → epic"]
    item.refresh_from_db()
    assert (item.slug, item.rarity, item.theme) == ("a-blaze", "epic", "fire")


def test_record_without_its_id_is_known_by_its_address_and_gets_the_id(write, make_record):
    make_record(slug="blaze", name="Blaze", kind="wrap")
    write({"game_id": "ID_1", "slug": "blaze", "name": "Blaze", "kind": "wrap"},
          header=["game_id", "slug", "name", "kind"])  # fmt: skip
    assert Item.objects.get().game_id == "ID_1"


def test_change_by_import_is_in_the_history_of_the_item(write, make_record, ash, client):
    item = make_record(game_id="ID_1", name="Blaze", kind="wrap")
    write(record(1, name="Blaze", rarity="Epic"))
    client.force_login(ash)
    page = client.get(f"/admin/catalog/item/{item.pk}/history/").text
    assert "Import of items.csv changed rarity." in page


def test_empty_cell_keeps_what_the_club_knows_and_the_report_says_so(write, make_record):
    item = make_record(game_id="ID_1", name="Blaze", kind="wrap", rarity="epic")
    upload = write(record(1, name="Blaze"))
    item.refresh_from_db()
    assert item.rarity == "epic"
    assert "Empty cells where the club knows something: 1. It is kept." in upload.outcome["unknown"]


def test_empty_cell_erases_where_that_was_asked_for(write, make_record):
    item = make_record(game_id="ID_1", name="Blaze", kind="wrap", rarity="epic", series="Lava")
    write(record(1, name="Blaze"), erases=True)
    item.refresh_from_db()
    assert (item.rarity, item.series) == ("", "")


def test_what_could_not_be_known_is_counted(check, season):
    upload = check(
        record(1, introduced="C9S9"), record(2, introduced="C1S8", rarity="Rare"),
        record(3, last_seen="2026-01-01", never_in_shop="0"), record(4, never_in_shop="1"),
    )  # fmt: skip
    assert upload.outcome["unknown"] == [
        "Rarity unknown: 3 records.",
        "Season unknown: 3 records.",
        "No set in the game, or an unknown one: 4 records.",
        "Unknown when last seen: 2 records.",
        "Not said whether it was ever in the game's shop: 2 records.",
        "The club has no season “C9S9” (1 row): left empty.",
    ]


def test_columns_the_club_keeps_no_fact_of_are_named(check):
    upload = check(
        ["a", "A", "wrap", "500", "FNR"], header=["id", "name", "type", "price_vbucks", "source"]
    )
    assert upload.outcome["left_aside"] == ["price_vbucks", "source"]


def test_kind_nobody_knows_is_kept_with_its_word_and_found_by_it(write, client):
    upload = write(record(1, type="Hoverboard"))
    item = Item.objects.get()
    assert (item.kind, item.kind_word, item.get_kind_display()) == (
        "other",
        "Hoverboard",
        "Hoverboard",
    )
    assert (
        "The club has no kind “Hoverboard” (1 row): entered as Other"
        in upload.outcome["unknown"][-1]
    )
    assert Item.objects.matching("hoverboard").get() == item
    assert "Hoverboard" in client.get(item.get_absolute_url()).text


def test_kinds_of_the_game_are_known_by_their_words(write):
    for number, word in enumerate(["LEGO® Kit", "Built-In Emote", "jam track", "Car Decal"]):
        write(record(number, type=word))
    kinds = Item.objects.order_by("game_id").values_list("kind", flat=True)
    assert list(kinds) == ["lego-kit", "built-in-emote", "jam-track", "car-decal"]


def test_new_record_gets_a_plate_that_hangs_already(write, make_record, give_picture):
    plate = give_picture(make_record())
    ItemImage.objects.filter(pk=plate.pk).update(file="art/plate-07/600.webp", alt="A plate.")
    write(record(1))
    image = Item.objects.get(game_id="ID_1").lead_image
    assert (image.file.name, image.alt, image.width) == ("art/plate-07/600.webp", "A plate.", 1200)
    assert ItemImage.objects.count() == 2
