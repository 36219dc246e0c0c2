"""Faults of the spoiler shield: words that open earlier than what they tell of."""

from collections.abc import Iterable, Iterator
from typing import Any

from lore.faults.fault import Fault, note, warning
from lore.faults.rows import short
from lore.faults.seasons import Seasons
from lore.inline import keys_in, strip_links
from lore.models import Page
from lore.models.snapshot import Snapshot
from lore.rendering.parser import parse
from lore.rendering.parts import Part
from lore.rendering.settle import plain
from lore.rendering.walk import Reading

# Rows that say something under a gate of their own, and the fields that say it.
STATEMENTS = {"claims": ("text",), "questions": ("question", "reason")}
LIES_OPEN = "lies in the open"


def faults_of_gates(snapshot: Snapshot, seasons: Seasons) -> Iterator[Fault]:
    parts = Reading(parse(snapshot["body"])).parts
    linked = _seasons_of_pages([*map(_keys_of, parts), _keys_in_rows(snapshot)])
    yield from _of_parts(snapshot, parts, seasons, linked)
    yield from _of_statements(snapshot, seasons)
    yield from _of_entries(snapshot, seasons)
    yield from _of_ties(snapshot, seasons, linked)


# --- the text --------------------------------------------------------------------------------
def _of_parts(
    snapshot: Snapshot, parts: list[Part], seasons: Seasons, linked: dict[str, tuple[str, str]]
) -> Iterator[Fault]:
    for part in parts[1:]:
        if not seasons.is_gate(part.gate):
            words = f"No season and no release lifts the ash over “{part.title}”: only asking does."
            yield warning(words)
    for part in parts:
        gate = part.gate if part.number else snapshot["season"]
        for what in _told_too_early(part, gate, seasons, linked):
            yield _too_early(part, seasons.label(gate), what)


def _too_early(part: Part, opens: str, what: str) -> Fault:
    """Under ash a slip; in the open only told: a link may well name what comes later."""
    if part.number:
        return warning(f"The passage “{part.title}” opens with {opens}, and it {what}")
    return note(f"In the open, the text {what}")


def _told_too_early(
    part: Part, gate: str, seasons: Seasons, linked: dict[str, tuple[str, str]]
) -> Iterator[str]:
    for key in dict.fromkeys(_keys_of(part)):
        title, season = linked.get(key, ("", ""))
        if seasons.is_later(season, gate):
            yield f"links to “{title}”, which belongs to {seasons.label(season)}."
    for code in seasons.spoken_of(plain(part.pieces))[:1]:
        if seasons.is_later(code, gate):
            yield f"speaks of {seasons.label(code)}."


def _keys_of(part: Part) -> list[str]:
    return [mark.meta["key"] for mark in part.marks if mark.type == "wikilink"]


# --- rows ------------------------------------------------------------------------------------
def _of_statements(snapshot: Snapshot, seasons: Seasons) -> Iterator[Fault]:
    for part, (first, *others) in STATEMENTS.items():
        for row in snapshot[part]:
            if row["gate_release"]:
                continue  # which season a part of a work came after, nobody has said
            told, place = short(row[first]), f"{part}-group"
            gate = row["gate"] or snapshot["season"]
            words = " ".join(row[name] for name in (first, *others))
            for code in seasons.spoken_of(words)[:1]:
                if seasons.is_later(code, gate):
                    opens = f"opens with {seasons.label(gate)}" if row["gate"] else LIES_OPEN
                    yield warning(f"“{told}” {opens} and speaks of {seasons.label(code)}.", place)
            if row["gate"] and seasons.is_later(snapshot["season"], row["gate"]):
                yield note(f"The gate of “{told}” is earlier than the page itself.", place)


def _of_entries(snapshot: Snapshot, seasons: Seasons) -> Iterator[Fault]:
    for entry in snapshot["timeline"]:
        stated, dated = entry["season"], seasons.at(entry["date"])
        if entry["precision"] == "day" and stated and seasons.is_later(dated, stated):
            words = f"“{short(strip_links(entry['text']))}” stands under {seasons.label(stated)}"
            yield warning(f"{words}, but its day lies in {seasons.label(dated)}.", "timeline-group")


def _of_ties(
    snapshot: Snapshot, seasons: Seasons, linked: dict[str, tuple[str, str]]
) -> Iterator[Fault]:
    for tie in snapshot["ties"]:
        title, season = linked.get(tie["to"], ("", ""))
        opens = tie["season"] or snapshot["season"]
        if seasons.is_later(season, opens):
            words = f"The tie to “{title}” opens with {seasons.label(opens)}"
            yield warning(f"{words}; that page belongs to {seasons.label(season)}.", "ties-group")


def _keys_in_rows(snapshot: Snapshot) -> list[str]:
    texts = (entry["text"] for entry in snapshot["timeline"])
    return [*keys_in(texts), *(tie["to"] for tie in snapshot["ties"])]


def _seasons_of_pages(keys: Iterable[list[str]]) -> dict[str, tuple[str, str]]:
    """Title and season of every page that is pointed at, by the key that points; two statements."""
    wanted = {key for some in keys for key in some if key}
    rows: list[Any] = list(Page.objects.answering_to(wanted)) if wanted else []
    pks = {row["pk"] for row in rows}
    codes = dict(Page.objects.filter(pk__in=pks).values_list("pk", "season__code"))
    return {row["answers_to"]: (row["title"], codes[row["pk"]] or "") for row in rows}
