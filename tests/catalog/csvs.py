"""CSV files made for the tests: nothing of a real list lies in the repository."""

import csv
import io
import random

HEADER = ["id", "name", "type", "rarity", "series", "set", "introduced", "last_seen",
          "never_in_shop"]  # fmt: skip
REAL_HEADER = ["id", "name", "type", "rarity", "series", "set", "introduced", "introduced_basis",
               "added", "last_seen", "never_in_shop", "price_vbucks", "source"]  # fmt: skip
KINDS = ["Outfit", "Back Bling", "Pickaxe", "Emote", "Spray", "Wrap", "Loading Screen", "Emoticon",
         "Glider", "Car Decal", "Jam Track", "Wheel", "Built-In Emote", "LEGO® Kit"]  # fmt: skip
NAMES = ["Banner", "'Ember Thief", 'The "Old" Flame', "Café Brûlé", "Stōker", "☆", "♪",
         "Ash, twice", "Who’s there", "Lava Walk", "¡Fuego!"]  # fmt: skip
RARITIES = ["Common", "Uncommon", "Rare", "Epic", "Legendary", "Mythic", ""]


def make(*rows, header=HEADER, delimiter=",", encoding="utf-8"):
    """The bytes of a file. Rows are lists, or dicts by column with the others left empty."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(header)
    for row in rows:
        writer.writerow([row.get(name, "") for name in header] if isinstance(row, dict) else row)
    return out.getvalue().encode(encoding)


def record(number, **cells):
    """A row of the Archive, with what has to be known."""
    return {"id": f"ID_{number}", "name": f"Record {number}", "type": "Wrap", **cells}


def like_the_real_one(count, seasons=("C1S8", "C2S1"), seed=7):
    """A file of the shape the lists of the game have: half of it unknown, names shared by many."""
    dice = random.Random(seed)
    return make(*(_row(number, dice, seasons) for number in range(count)), header=REAL_HEADER)


def _row(number, dice, seasons):
    name = dice.choice(NAMES) if dice.random() < 0.1 else f"{dice.choice(NAMES)} {number}"
    known = dice.random() < 0.4
    season = dice.choice(seasons) if dice.random() < 0.2 else ""
    basis, added = ("source", "2019-02-28") if season else ("", "")
    return [
        f"CID_{number}_Athena", name, dice.choice(KINDS), dice.choice(RARITIES),
        "Lava Series" if dice.random() < 0.2 else "", "The Set" if dice.random() < 0.2 else "",
        season, basis, added, f"202{number % 6}-0{number % 9 + 1}-15" if known else "",
        dice.choice(["0", "", "0"]) if known else dice.choice(["1", ""]), "", "FNR",
    ]  # fmt: skip


def counts(upload):
    """Rows by verdict, those there are none of left out."""
    return {verdict: number for verdict, number in upload.outcome["counts"] if number}
