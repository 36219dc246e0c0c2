"""What pages refer to and a folder brings along: sources, shelves and pictures."""

import datetime as dt
from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from PIL import Image

from core.pictures.intake import LONGEST_EDGE, clean
from lore.exchange.files import CATEGORIES, MEDIA, SOURCES, Folder, line_of
from lore.exchange.names import Names
from lore.exchange.problems import Problem
from lore.models import Category, MediaAsset, Source

# A field of the database, and its name in a file.
SOURCE_FIELDS = {
    "publisher": "publisher",
    "title": "title",
    "url": "url",
    "archived_url": "archived_url",
    "published_on": "published",
    "accessed_on": "accessed",
    "is_official": "official",
}
MEDIA_FIELDS = {
    "alt": "alt",
    "is_decorative": "is_decorative",
    "caption": "caption",
    "credit": "credit",
    "licence": "licence",
    "licence_note": "licence_note",
    "added_at": "added",
}
CATEGORY_FIELDS = {"title": "title", "description": "description"}
Row = dict[str, Any]


# --- out -------------------------------------------------------------------------------------
def sources_out() -> dict[str, Row]:
    rows = Source.objects.select_related("gate", "gate_release").order_by("key")
    return {row.key: {**_out(row, SOURCE_FIELDS), **_named("gate", row.gate_key)} for row in rows}


def categories_out() -> dict[str, Row]:
    """What stands within another comes after it."""
    rows = list(Category.objects.select_related("parent").order_by("slug"))
    laid: dict[str, Row] = {}
    while len(laid) < len(rows):
        for row in rows:
            if row.slug not in laid and (row.parent is None or row.parent.slug in laid):
                within = _named("within", row.parent.slug if row.parent else "")
                laid[row.slug] = {**_out(row, CATEGORY_FIELDS), **within}
    return laid


def media_out(folder: Path) -> dict[str, Row]:
    """The words of each picture; its file is copied to `folder`."""
    told = {}
    for row in MediaAsset.objects.shown().select_related("added_by").order_by("key"):
        told[row.key] = {**_out(row, MEDIA_FIELDS), "added_by": row.added_by.handle}
        folder.mkdir(exist_ok=True)
        with row.file.open("rb") as file:
            (folder / f"{row.key}.webp").write_bytes(file.read())
    return told


def _out(row: models.Model, fields: dict[str, str]) -> Row:
    values = {name: getattr(row, field) for field, name in fields.items()}
    return {name: value for name, value in values.items() if value not in ("", None, False)}


def _named(name: str, value: str) -> Row:
    return {name: value} if value else {}


# --- in --------------------------------------------------------------------------------------
def read_sources(
    folder: Folder, names: Names, waiting: dict[str, str]
) -> tuple[list[Source], list[Problem]]:
    """The sources of a folder. Those that a release of the same folder covers are `waiting`
    for it: by their key, its key."""

    def make(key: str, given: Row) -> Source:
        gate = given.pop("gate", "")
        season = names.all_of("catalog.Season", "code").get(gate)
        releases = names.all_of("lore.Release", "key")
        if gate and not season and gate not in releases:
            raise ValidationError({"gate": f"“{gate}” is not known."})
        release = None if season else releases.get(gate)
        if gate and not (season or release):
            waiting[key] = gate
        return Source(key=key, gate=season, gate_release=release, **_in(given, SOURCE_FIELDS))

    return _read(folder, SOURCES, make)


def read_categories(folder: Folder) -> tuple[list[Category], list[Problem]]:
    """The shelves of a folder, their parents as rows of the same list or of the database."""
    there = {row.slug: row for row in Category.objects.all()}

    def make(key: str, given: Row) -> Category:
        within = given.pop("within", "")
        if within and within not in there:
            raise ValidationError({"within": f"“{within}” is not known, or comes after this."})
        row = Category(slug=key, parent=there.get(within), **_in(given, CATEGORY_FIELDS))
        there.setdefault(key, row)
        return row

    return _read(folder, CATEGORIES, make)


def read_media(folder: Folder, names: Names) -> tuple[list[MediaAsset], list[Problem]]:
    users = names.all_of(settings.AUTH_USER_MODEL, "handle")

    def make(key: str, given: Row) -> MediaAsset:
        by = given.pop("added_by", "")
        if by not in users:
            raise ValidationError({"added_by": f"“{by}” is not known."})
        row = MediaAsset(key=key, added_by=users[by], **_in(given, MEDIA_FIELDS))
        row.file = picture_of(folder.path / Path(MEDIA).stem / f"{key}.webp")
        return row

    return _read(folder, MEDIA, make)


def _read(
    folder: Folder, name: str, make: Callable[[str, Row], Any]
) -> tuple[list[Any], list[Problem]]:
    rows, problems = [], []
    for key, given in folder.tables.get(name, {}).items():
        try:
            row = make(key, dict(given))
            row.clean_fields(exclude=_relations(row))
            rows.append(row)
        except ValidationError as error:
            problems += list(_told(folder, name, key, error))
    return rows, problems


def _told(folder: Folder, name: str, key: str, error: ValidationError) -> Iterable[Problem]:
    by_field = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    for field, messages in by_field.items():
        table = line_of(folder.texts[name], (key,))
        below = "\n".join(folder.texts[name].splitlines()[table:])
        spelt = {**SOURCE_FIELDS, **MEDIA_FIELDS}.get(field, field)
        line = table + line_of(below, (spelt,)) if spelt and f"{spelt} =" in below else table
        yield Problem(name, line, f"{key}: {messages[0]}")


def _in(given: Row, fields: dict[str, str]) -> Row:
    spelt = {name: field for field, name in fields.items()}
    if unknown := given.keys() - spelt.keys():
        name = sorted(unknown)[0]
        raise ValidationError({name: f"“{name[:40]}” is not a key of this form."})
    return {spelt[name]: _value(value) for name, value in given.items() if value != ""}


def _value(value: Any) -> Any:
    if isinstance(value, dt.datetime) and value.tzinfo is None:
        return value.replace(tzinfo=dt.UTC)
    return value


def _relations(row: models.Model) -> set[str]:
    return {field.name for field in row._meta.fields if field.is_relation} | {"file"}


def picture_of(path: Path) -> ContentFile:
    """The picture at `path`, checked as an upload is. One of our own making stays as it is."""
    if path.is_symlink() or not path.is_file():
        raise ValidationError({"": f"The picture {path.name} is missing."})
    raw = path.read_bytes()
    redrawn = clean(SimpleUploadedFile(path.name, raw, "image/webp"))
    return ContentFile(raw, "picture.webp") if _is_bare(raw) else redrawn


def _is_bare(raw: bytes) -> bool:
    """A WebP with a picture in it and nothing else, of a size that we keep."""
    picture = Image.open(BytesIO(raw))
    is_whole = int.from_bytes(raw[4:8], "little") + 8 == len(raw)
    extra = {"exif", "icc_profile", "xmp"} & picture.info.keys()
    return is_whole and not extra and max(picture.size) <= LONGEST_EDGE
