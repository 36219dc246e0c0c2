"""Who may do what with the wiki: three groups, each with all that the one before it may.

A migration makes them. A table that comes later is given to them by adding it here and calling
`make_groups` again from the migration that follows it.
"""

from typing import Any

from django.apps import apps as present_apps
from django.contrib.auth import get_user_model
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet

CONTRIBUTOR, EDITOR, CHIEF_EDITOR = "Contributor", "Editor", "Chief editor"

_SEEN = "item itemset season"  # of the catalogue: found while writing
_ROWS = "claim claimsource relation statusquestion statusanswer timelineentry keyfigure"
_THINGS = "page pagealias source mediaasset category release"

RIGHTS: dict[str, tuple[str, ...]] = {
    CONTRIBUTOR: (
        *(f"catalog.view_{name}" for name in _SEEN.split()),
        *(f"lore.view_{name}" for name in [*_ROWS.split(), *_THINGS.split()]),
        *("lore.view_pagerevision", "lore.view_desknote", "lore.add_desknote"),
        # Rows of a page are part of its text; the page itself stays.
        *(f"lore.{verb}_{name}" for verb in ("add", "change", "delete") for name in _ROWS.split()),
        *("lore.add_page", "lore.change_page", "lore.add_pagealias"),
        *("lore.add_source", "lore.change_source"),
        *("lore.add_mediaasset", "lore.change_mediaasset"),
    ),
    EDITOR: (
        *("lore.publish_page", "lore.restore_page", "lore.archive_page"),
        *("lore.add_category", "lore.change_category", "lore.add_release", "lore.change_release"),
    ),
    CHIEF_EDITOR: (
        "lore.take_down_page",
        *(f"lore.delete_{name}" for name in ("source", "category", "release", "mediaasset")),
    ),
}


def make_groups(apps: Any = present_apps) -> None:
    """The three groups with exactly these rights; of tables that do not exist yet, none."""
    for label in ("catalog", "lore"):
        _make_permissions(apps.get_app_config(label), apps)
    permissions = {
        f"{p.content_type.app_label}.{p.codename}": p
        for p in apps.get_model("auth", "Permission").objects.select_related("content_type")
    }
    rights: list[str] = []
    for name, more in RIGHTS.items():
        rights += more
        group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=name)
        group.permissions.set(permissions[right] for right in rights if right in permissions)


def who_may(codename: str) -> QuerySet:
    """Those who may enter the admin and do this to pages; the shopkeeper is one of them."""
    right = Permission.objects.filter(content_type__app_label="lore", codename=codename)
    given = Q(groups__permissions__in=right) | Q(user_permissions__in=right)
    keepers = get_user_model().objects.filter(is_active=True, is_staff=True)
    return keepers.filter(given | Q(is_superuser=True)).distinct().order_by("handle")


def _make_permissions(config: Any, apps: Any) -> None:
    """Django makes them after the last migration; a migration that gives them needs them now."""
    config.models_module = getattr(config, "models_module", True)
    create_permissions(config, apps=apps, verbosity=0)
