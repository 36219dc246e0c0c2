"""Load the demo's catalogue. Loading it twice changes nothing."""

import csv
import tomllib
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction

from catalog.art import FAMILIES, archive_plate
from catalog.art.plates import ALT as PLATE_ALT
from catalog.demo import files
from catalog.models import Item, ItemSet, Season, Shelf
from catalog.tasks import render_waiting

FOLDER = Path(__file__).parent
KEEPER = "ash"
PALE = {"pale", "paper"}  # tones whose pictures take the day keyline
# Records are numbered apart from the pieces, and were all entered before the first of them.
FIRST_RECORD = 1001
ARCHIVE_ENTERED_ON = date(2026, 2, 1)

Progress = Callable[[str], None]


@transaction.atomic
def load(progress: Progress) -> None:
    """Write seasons, sets, pieces and records; `progress` is told each step as it begins."""
    progress("Seasons")
    for row in _rows("seasons.csv"):
        _season(row)
    seasons = {season.code: season for season in Season.objects.all()}
    originals = tomllib.loads((FOLDER / "originals.toml").read_text())
    _originals(originals, progress)
    progress("Archive")
    for number, row in enumerate(_rows("archive.csv"), FIRST_RECORD):
        _record(number, row, seasons)
    render_waiting.defer()


def _originals(originals: dict[str, Any], progress: Progress) -> None:
    keeper = get_user_model().objects.get(handle=KEEPER)
    sets = {facts["slug"]: _set(facts) for facts in originals["sets"]}
    for number, facts in enumerate(originals["originals"], 1):
        if number % 13 == 0:
            progress(f"Originals, {number} of {len(originals['originals'])}")
        item = _original(facts, sets[facts["set"]], keeper)
        files.add_pictures(item, facts["alt"], facts["tone"] in PALE)
        files.add_downloads(item)
    for place, facts in enumerate(originals["sets"], 1):
        lead = Item.objects.get(slug=facts["lead"])
        lead.featured = place
        lead.save(update_fields=["featured"])
        ItemSet.objects.filter(slug=facts["slug"]).update(lead=lead)


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def _season(row: dict[str, str]) -> None:
    facts = {
        "number": int(row["number"]),
        "chapter": int(row["chapter"]),
        "label": row["label"],
        "name": row["name"],
        "starts_on": _day(row["starts_on"]),
        "ends_on": _day(row["ends_on"]),
        "note": row["note"],
    }
    Season.objects.update_or_create(code=row["code"], defaults=facts)


def _set(facts: dict[str, Any]) -> ItemSet:
    defaults = {"name": facts["name"], "story": facts["story"]}
    return ItemSet.objects.update_or_create(slug=facts["slug"], defaults=defaults)[0]


def _original(facts: dict[str, Any], item_set: ItemSet, keeper: Any) -> Item:
    copied = ("accession", "name", "kind", "rarity", "theme", "series", "description", "artist",
              "year", "licence", "originality", "price_cents")  # fmt: skip
    defaults = {name: facts[name] for name in copied} | {
        "shelf": Shelf.ORIGINALS,
        "item_set": item_set,
        "entered_on": facts["entered"],
        "edition_size": facts.get("edition_size"),
        "per_member_limit": facts.get("per_member_limit"),
        "opens_at": facts["opens"],
        "early_access_hours": facts.get("early_access_hours", 0),
        "ends_at": facts.get("ends"),
        "retired_at": _midnight(facts.get("retired")),
        "recipe": _recipe(facts),
        "uses_epic_ip": False,
        "rights_checked_by": keeper,
        "rights_checked_at": _midnight(facts["entered"]),
    }
    return Item.objects.update_or_create(slug=facts["slug"], defaults=defaults)[0]


def _recipe(facts: dict[str, Any]) -> str:
    """Updraft 1; Updraft 1, seed 3 where the slug's first seed was turned down."""
    version = FAMILIES[facts["family"]].RECIPE_VERSION
    seed = facts.get("seed_version", 1)
    return f"{facts['family'].title()} {version}" + (f", seed {seed}" if seed > 1 else "")


def _record(number: int, row: dict[str, str], seasons: dict[str, Season]) -> None:
    copied = ("name", "kind", "rarity", "theme", "series", "game_id")
    defaults = {name: row[name] for name in copied} | {
        "shelf": Shelf.ARCHIVE,
        "accession": number,
        "game_set": row["set"],
        "season": seasons.get(row["season"]),
        "last_seen_on": _day(row["last_seen"]),
        "never_in_shop": row["never_in_shop"] == "yes",
        "entered_on": ARCHIVE_ENTERED_ON,
    }
    item = Item.objects.update_or_create(slug=row["slug"], defaults=defaults)[0]
    files.add_plate(item, archive_plate(item.slug), PLATE_ALT)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), UTC) if day else None
