"""Whether files can be taken in: everything that a form would refuse, with file and line."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from lore.exchange.files import PageFile, line_of
from lore.exchange.form import GATES, SPELT, BadValue, from_head
from lore.exchange.names import Names
from lore.exchange.problems import Problem
from lore.models import Page, PageAlias, Status
from lore.models.infobox import check_rows
from lore.models.page import ADDRESSES_OF_ITS_OWN
from lore.models.parts import MANY, OWN, ROWS, Field, Named, Rows
from lore.models.snapshot import Snapshot
from lore.rendering import MAX_SOURCE_BYTES, key_of

ADDRESS = re.compile(r"[-a-zA-Z0-9_]{1,160}")
Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Written:
    """A page as a file has it: its words, and where it stands."""

    file: PageFile
    snapshot: Snapshot
    status: str
    publish_at: dt.datetime | None
    revised_at: dt.datetime


def read_page(file: PageFile, names: Names) -> tuple[Written | None, list[Problem]]:
    """What a file says, unless something in it is wrong."""
    try:
        slug = str(file.head.get("address", file.slug))
        snapshot = from_head(file.head, slug, file.body, names.seasons)
        written = Written(file, snapshot, *_standing(file.head))
    except BadValue as error:
        return None, [_problem(file, error.path, str(error))]
    found = [_problem(file, path, text) for path, text in _wrong(snapshot, names)]
    return written, found


def _problem(file: PageFile, path: Path, text: str) -> Problem:
    return Problem(file.name, line_of(file.text, path) if path else 1, text)


# --- where it stands -------------------------------------------------------------------------
def _standing(head: dict[str, Any]) -> tuple[str, dt.datetime | None, dt.datetime]:
    status = head.get("state", Status.PUBLISHED)
    if status not in Status.values:
        raise BadValue(("state",), f"“{str(status)[:40]}” is no state: {', '.join(Status.values)}.")
    written = _moment(head, "written", dt.datetime.now(dt.UTC))
    public = _moment(head, "public_from", written) if status == Status.PUBLISHED else None
    if "public_from" in head:
        public = _moment(head, "public_from", written)
    return status, public, _moment(head, "revised", written)


def _moment(head: dict[str, Any], name: str, usual: dt.datetime) -> dt.datetime:
    value = head.get(name, usual)
    if isinstance(value, dt.datetime):
        return value if value.tzinfo else value.replace(tzinfo=dt.UTC)
    if isinstance(value, dt.date):
        return dt.datetime.combine(value, dt.time(), dt.UTC)
    raise BadValue((name,), f"“{name}” is a date such as 2026-11-21.")


# --- what it says ----------------------------------------------------------------------------
def _wrong(snapshot: Snapshot, names: Names) -> Iterator[tuple[Path, str]]:
    yield from _wrong_name(snapshot)
    yield from _wrong_fields(Page, OWN, snapshot, (), names)
    if len(snapshot["body"].encode()) > MAX_SOURCE_BYTES:
        yield (), f"The text is longer than {MAX_SOURCE_BYTES:,} bytes."
    try:
        check_rows(snapshot["infobox"])
    except ValidationError as error:
        yield ("infobox",), error.messages[0]
    for rows in ROWS:
        yield from _wrong_rows(Page, rows, snapshot[rows.name], (_spelt(rows.name),), names)


def _wrong_name(snapshot: Snapshot) -> Iterator[tuple[Path, str]]:
    slug = snapshot["slug"]
    if not ADDRESS.fullmatch(slug) or slug in ADDRESSES_OF_ITS_OWN:
        yield (), f"“{slug[:40]}” cannot be the address of a page."
    if not key_of(snapshot["title"]):
        yield ("title",), "A title needs at least one letter or figure."


def _wrong_rows(
    owner: type[models.Model], rows: Rows, kept: list[Snapshot], path: Path, names: Names
) -> Iterator[tuple[Path, str]]:
    model = model_of(owner, rows)
    for place, row in enumerate(kept):
        if rows.name != "aliases":
            yield from _wrong_fields(model, rows.fields, row, (*path, place), names)
        elif len(row["title"]) > 160 or not key_of(row["title"]):
            yield path, f"“{row['title'][:40]}” cannot be a name."
        for below in rows.below:
            yield from _wrong_rows(model, below, row[below.name], (*path, place, below.name), names)


def _wrong_fields(
    model: type[models.Model], fields: Iterable[Field], row: Snapshot, path: Path, names: Names
) -> Iterator[tuple[Path, str]]:
    for field in fields:
        if field.name in ("infobox", "body", "slug"):
            continue
        at = (*path, "gate" if field.name in GATES else _spelt(field.name))
        kind = model._meta.get_field(field.attribute)
        text = _wrong_value(field, kind, row[field.name], names)
        if text:
            yield at, text


def _wrong_value(field: Field, kind: Any, value: Any, names: Names) -> str:
    if value in ("", None) and not kind.blank and not kind.has_default():
        return f"“{_spelt(field.name)}” is missing."
    if isinstance(field.form, Named):
        known = not value or field.form.optional or names.knows(field.form, value)
        return "" if known else f"“{value}” is not known."
    if isinstance(value, str) and len(value) > (kind.max_length or len(value)):
        return f"At most {kind.max_length} characters fit here, and these are {len(value):,}."
    try:
        kind.clean(field.form.give(value, names), None)
    except ValidationError as error:
        return error.messages[0]
    return ""


def _spelt(name: str) -> str:
    return SPELT.get(name, name)


def model_of(owner: type[models.Model], rows: Rows) -> type[models.Model]:
    """The model of the rows of one kind."""
    relation: Any = owner._meta.get_field(rows.relation)
    return relation.related_model


# --- one beside the others -------------------------------------------------------------------
def double_names(pages: list[Written]) -> list[Problem]:
    """Titles that two pages would bear."""
    slugs = {page.file.slug for page in pages}
    taken = dict(Page.objects.exclude(slug__in=slugs).values_list("key", "slug"))
    found = []
    for page in pages:
        key, title = key_of(page.snapshot["title"]), page.snapshot["title"]
        if key in taken:
            found.append(
                _problem(page.file, ("title",), f"{taken[key]} has the title “{title}” already.")
            )
        taken[key] = page.file.name
    return found


def without_taken_names(pages: list[Written]) -> list[Problem]:
    """Take out other names to which another page answers; which those were."""
    own = {key_of(page.snapshot["title"]): page.file.slug for page in pages}
    own |= {page.file.slug: page.file.slug for page in pages}
    kept = Page.objects.values_list("key", "slug"), Page.objects.values_list("slug", "slug")
    aliases = PageAlias.objects.values_list("key", "page__slug")
    taken = {**dict(kept[0]), **dict(kept[1]), **dict(aliases), **own}
    notes = []
    for page in pages:
        free = []
        for alias in page.snapshot["aliases"]:
            by = taken.setdefault(key_of(alias["title"]), page.file.slug)
            if by == page.file.slug and key_of(alias["title"]) not in own:
                free.append(alias)
            elif by != page.file.slug:
                text = f"{by} answers to “{alias['title']}” already; the name was left out."
                notes.append(_problem(page.file, ("aliases",), text))
        page.snapshot["aliases"] = free
    return notes


def without_strangers(pages: list[Written], names: Names) -> list[Problem]:
    """Take out pieces and shelves that are not there, and ties that lead nowhere; which."""
    notes = []
    for page in pages:
        for many in MANY:
            lost = [one for one in page.snapshot[many.name] if not names.knows(many.to, one)]
            kept = [one for one in page.snapshot[many.name] if one not in lost]
            page.snapshot[many.name] = kept
            notes += [
                _problem(page.file, (many.name,), f"“{one}” is not there; it was left out.")
                for one in lost
            ]
    return notes
