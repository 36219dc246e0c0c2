"""Putting the demo's lore into the tables. What is there already, an editor's work, stays."""

from collections.abc import Callable
from pathlib import Path

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from lore.exchange.entering import Terms, import_folder
from lore.groups import CHIEF_EDITOR, make_groups
from lore.models import Page, Relation

FOLDER = Path(__file__).resolve().parent
EDITOR_HANDLES = ["kael"]

Progress = Callable[[str], None]


def load(progress: Progress, folder: Path = FOLDER) -> None:
    """Load the new pages of `folder` and what they refer to; twice changes nothing. Accounts and
    the catalogue are loaded before. Raises BadFile for a folder that is not in the form."""
    make_editors()
    import_folder(folder, lambda line: progress(f"Lore: {line}"), terms=Terms(only_new=True))
    progress(f"Lore: {Page.objects.count()} pages, {Relation.objects.count()} ties")


def make_editors() -> Group:
    """The groups that keep the wiki, with kael as chief editor."""
    make_groups()
    group = Group.objects.get(name=CHIEF_EDITOR)
    for user in get_user_model().objects.filter(handle__in=EDITOR_HANDLES):
        user.groups.add(group)
        if not user.is_staff:
            user.is_staff = True
            user.save(update_fields=["is_staff"])
    return group
