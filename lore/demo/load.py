"""Putting the demo's lore into the tables. What is there already, an editor's work, stays."""

from collections.abc import Callable
from pathlib import Path

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db.models import Q

from lore.exchange.entering import import_folder
from lore.models import Page, Relation

FOLDER = Path(__file__).resolve().parent
EDITORS = "Editors"
EDITOR_HANDLES = ["kael"]

Progress = Callable[[str], None]


def load(progress: Progress, folder: Path = FOLDER) -> None:
    """Load the new pages of `folder` and what they refer to; twice changes nothing. Accounts and
    the catalogue are loaded before. Raises BadFile for a folder that is not in the form."""
    make_editors()
    import_folder(folder, lambda line: progress(f"Lore: {line}"), only_new=True)
    progress(f"Lore: {Page.objects.count()} pages, {Relation.objects.count()} ties")


def make_editors() -> Group:
    """The group that keeps the wiki, with kael in it."""
    group, _ = Group.objects.get_or_create(name=EDITORS)
    group.permissions.set(
        Permission.objects.filter(
            Q(content_type__app_label="lore")
            | Q(content_type__app_label="catalog", codename__startswith="view_")
        )
    )
    for user in get_user_model().objects.filter(handle__in=EDITOR_HANDLES):
        user.groups.add(group)
        if not user.is_staff:
            user.is_staff = True
            user.save(update_fields=["is_staff"])
    return group
