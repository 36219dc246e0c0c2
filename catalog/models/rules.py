"""What the database refuses of an item, whoever asks: rights, sale and editions."""

from django.db import models
from django.db.models import F, Q

from catalog.models.choices import Kind, Shelf

LONGEST_EARLY_ACCESS = 14 * 24  # hours

RULES: list[models.BaseConstraint] = [
    models.CheckConstraint(
        condition=Q(shelf=Shelf.ORIGINALS)
        | Q(
            price_cents=None,
            edition_size=None,
            per_member_limit=None,
            opens_at=None,
            early_access_hours=0,
            ends_at=None,
            sold=0,
            held=0,
        ),
        name="item_archive_is_never_for_sale",
        violation_error_message="An Archive record has no price, edition or opening.",
    ),
    models.CheckConstraint(
        condition=Q(opens_at=None)
        | Q(
            price_cents__isnull=False,
            rights_checked_at__isnull=False,
            rights_checked_by__isnull=False,
            uses_epic_ip=False,
        ),
        name="item_sale_needs_price_and_rights",
        violation_error_message=(
            "Before it opens, a piece needs a price and a rights check, and must use "
            "nothing of Epic Games."
        ),
    ),
    models.CheckConstraint(
        condition=Q(price_cents=None) | Q(price_cents__gt=0),
        name="item_price_is_positive",
        violation_error_message="A price is more than nothing.",
    ),
    models.CheckConstraint(
        condition=Q(edition_size=None) | Q(edition_size__gte=F("sold") + F("held")),
        name="item_edition_is_never_oversold",
        violation_error_message="The edition is smaller than what is sold and held.",
    ),
    models.UniqueConstraint(
        fields=["game_id"],
        condition=~Q(game_id=""),
        name="item_game_id_is_recorded_once",
        violation_error_message="A record with this id in the game is there already.",
    ),
    models.CheckConstraint(
        condition=Q(kind_word="") | Q(kind=Kind.OTHER),
        name="item_kind_word_is_for_other_kinds",
        violation_error_message="Only a kind called Other has a word of its own.",
    ),
    models.CheckConstraint(
        condition=Q(edition_size=None) | Q(edition_size__gte=1),
        name="item_edition_is_positive",
        violation_error_message="An edition has one copy or more.",
    ),
    models.CheckConstraint(
        condition=Q(per_member_limit=None) | Q(per_member_limit__gte=1),
        name="item_limit_is_positive",
        violation_error_message="A member may have one copy or more.",
    ),
    models.CheckConstraint(
        condition=Q(ends_at=None) | Q(opens_at__isnull=False, ends_at__gt=F("opens_at")),
        name="item_ends_after_it_opens",
        violation_error_message="A piece ends after it has opened.",
    ),
    models.CheckConstraint(
        condition=Q(early_access_hours__gte=0, early_access_hours__lte=LONGEST_EARLY_ACCESS),
        name="item_early_access_is_sane",
        violation_error_message="Early access lasts from no hour to two weeks.",
    ),
]
