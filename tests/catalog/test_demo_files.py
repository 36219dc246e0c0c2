"""The demo's files: originals, Archive records, seasons and their pictures agree."""

import csv
from collections import Counter
from datetime import UTC, date, datetime

import numpy as np
import pytest
from PIL import Image

from catalog import art
from catalog.art import files, masters
from catalog.art.plates import COUNT, plate_name

ORIGINALS = masters.originals()
SETS = masters.sets()
BY_SLUG = {record["slug"]: record for record in ORIGINALS}
RIGHTS = ("artist", "year", "licence", "originality", "alt", "description")


def rows(name):
    with (masters.DEMO / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ARCHIVE, SEASONS = rows("archive.csv"), rows("seasons.csv")


def test_there_are_enough_originals_in_enough_sets():
    assert len(ORIGINALS) >= 48
    assert len(SETS) >= 8


@pytest.mark.parametrize("field", ["slug", "name", "accession"])
def test_no_two_originals_share_a_name_or_number(field):
    assert len({record[field] for record in ORIGINALS}) == len(ORIGINALS)


def test_every_set_is_led_by_one_of_its_pieces():
    for group in SETS:
        assert BY_SLUG[group["lead"]]["set"] == group["slug"]


def test_every_set_has_six_pieces_or_more():
    pieces = Counter(record["set"] for record in ORIGINALS)
    assert set(pieces) == {group["slug"] for group in SETS}
    assert min(pieces.values()) >= 6


@pytest.mark.parametrize("record", ORIGINALS, ids=lambda record: record["slug"])
def test_an_original_can_be_drawn_and_may_be_sold(record):
    assert record["family"] in art.KINDS[record["kind"]]
    assert record["tone"] in art.FAMILIES[record["family"]].TONES
    assert record["rarity"] in art.RARITIES
    assert record["price_cents"] > 0
    assert all(record[field] for field in RIGHTS)
    assert record["series"] == ""


def test_no_more_copies_are_taken_than_exist():
    for record in ORIGINALS:
        assert record["taken"] <= record.get("edition_size", record["taken"])


def test_the_demo_takes_few_enough_copies_to_load_quickly():
    assert sum(record["taken"] for record in ORIGINALS) < 4000


def test_kiln_heart_is_all_taken():
    assert BY_SLUG["kiln-heart"]["taken"] == BY_SLUG["kiln-heart"]["edition_size"] == 25


def test_accessions_follow_the_days_of_entry():
    entered = [r["entered"] for r in sorted(ORIGINALS, key=lambda r: r["accession"])]
    assert entered == sorted(entered)
    assert ORIGINALS[0]["slug"] == "three-sleepers"


def test_nothing_is_taken_before_it_opens():
    after = datetime(2026, 12, 1, tzinfo=UTC)
    future = [record for record in ORIGINALS if record["opens"] >= after]
    assert len(future) == 3
    assert all(record["taken"] == 0 for record in future)
    assert all(record["opens"].date() >= record["entered"] for record in ORIGINALS)


def test_two_pieces_are_retired():
    retired = [record["retired"] for record in ORIGINALS if "retired" in record]
    assert len(retired) == 2
    assert all(isinstance(day, date) for day in retired)


@pytest.mark.parametrize("word", ["fortnite", "epic games", "v-bucks", "victory royale", "!"])
def test_originals_speak_of_no_game_and_do_not_shout(word):
    said = " ".join(r["name"] + r["description"] + r["alt"] for r in ORIGINALS)
    assert word not in (said + " ".join(group["story"] for group in SETS)).lower()


def test_the_archive_has_records_and_no_prices():
    assert len(ARCHIVE) >= 200
    assert not [column for column in ARCHIVE[0] if "price" in column]


def test_archive_slugs_are_unique_and_clash_with_no_original():
    slugs = [row["slug"] for row in ARCHIVE]
    assert len(set(slugs)) == len(slugs)
    assert not set(slugs) & set(BY_SLUG)


def test_a_record_names_a_known_season_or_none():
    assert {row["season"] for row in ARCHIVE} - {""} <= {row["code"] for row in SEASONS}


def test_archive_values_are_of_known_kinds():
    assert {row["rarity"] for row in ARCHIVE} <= {"", *art.RARITIES}
    assert {row["never_in_shop"] for row in ARCHIVE} <= {"", "yes", "no"}
    assert {row["theme"] for row in ARCHIVE} == {"fire", "ash", "ember", "lava", "phoenix"}
    assert all(date.fromisoformat(row["last_seen"]) for row in ARCHIVE if row["last_seen"])


def test_seasons_are_numbered_in_order_of_their_start():
    assert [int(row["number"]) for row in SEASONS] == list(range(1, 42))
    starts = [date.fromisoformat(row["starts_on"]) for row in SEASONS]
    assert starts == sorted(starts)
    assert len({row["code"] for row in SEASONS}) == 41


@pytest.mark.parametrize("record", ORIGINALS, ids=lambda record: record["slug"])
def test_the_pictures_of_an_original_are_there_and_within_budget(record):
    for edge, (_, budget) in files.SIZES.items():
        path = masters.PICTURES / files.file_name(record["slug"], edge)
        assert path.stat().st_size <= budget
        assert Image.open(path).size == (edge, edge)


def test_every_plate_is_there_and_grey():
    for number in range(COUNT):
        for edge in files.PLATE_SIZES:
            image = Image.open(masters.PICTURES / files.file_name(plate_name(number), edge))
            assert image.size == (edge, edge)
            assert np.ptp(np.asarray(image.convert("RGB")).astype(int), axis=2).max() <= 4


def test_the_pictures_together_weigh_less_than_25_megabytes():
    pictures = list(masters.PICTURES.iterdir())
    assert len(pictures) == len(ORIGINALS) * len(files.SIZES) + COUNT * len(files.PLATE_SIZES)
    assert sum(path.stat().st_size for path in pictures) < 25_000_000
