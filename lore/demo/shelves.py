"""The demo's categories and its own pictures, which pages refer to by slug and key."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from lore.demo.files import BadFile
from lore.models import Category, MediaAsset

OWN_WORDS = ("alt", "is_decorative", "caption", "credit", "licence", "licence_note")


def load_categories(path: Path) -> dict[str, Category]:
    """Enter the categories of a file that are not there yet; all there are, by slug."""
    known = {category.slug: category for category in Category.objects.all()}
    for slug, given in _tables(path):
        within = given.get("within", "")
        if within and within not in known:
            raise BadFile(f"{path.name}: {slug} stands within {within}, which comes after it.")
        if slug not in known:
            known[slug] = Category.objects.create(
                slug=slug,
                title=given["title"],
                parent=known.get(within),
                description=given.get("description", ""),
            )
    return known


def load_media(path: Path, users: Mapping[str, Any]) -> None:
    """Enter the pictures of a file that are not there yet, from the folder of its name."""
    known = set(MediaAsset.objects.values_list("key", flat=True))
    for key, given in _tables(path):
        if key not in known:
            words = {name: given[name] for name in OWN_WORDS if name in given}
            asset = MediaAsset(key=key, added_by=users[given["added_by"]], **words)
            asset.file = _stored(path.parent / path.stem / f"{key}.webp", key)
            asset.save()


def _stored(picture: Path, key: str) -> str:
    """The name of the picture in the storage, where it is copied unless it is there."""
    name = f"lore/{key}/demo/picture.webp"
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(picture.read_bytes()))
    return name


def _tables(path: Path) -> list[tuple[str, dict[str, Any]]]:
    if not path.exists():
        return []
    return list(tomllib.loads(path.read_text(encoding="utf-8")).items())
