"""Every change to what public pages are drawn from is announced, whoever makes it.

Statement triggers, so that an import of thousands of rows announces once; PostgreSQL folds the
equal announcements of a transaction into one and sends it at commit.
"""

from django.db import migrations

CHANNEL = "public_pages"  # as in ashes_club/announcements.py
TABLES = [
    "catalog_season",
    "catalog_itemset",
    "catalog_item",
    "catalog_itemimage",
    "catalog_itemfile",
    "lore_source",
    "lore_page",
    "lore_page_items",
    "lore_pagealias",
    "lore_pagelink",
    "lore_pagerevision",
    "lore_veil",
    "lore_claim",
    "lore_claimsource",
    "lore_relation",
    "lore_statusquestion",
    "lore_statusanswer",
    "lore_timelineentry",
    "payments_copy",
]
# Of a member only what a keeper's byline shows: signing in is no change to any page.
BYLINE = "UPDATE OF handle, byline, shelf, bio, picture"

FUNCTION = f"""
CREATE FUNCTION announce_public_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('{CHANNEL}', '');
    RETURN NULL;
END $$;
"""


def _trigger(table: str, when: str) -> str:
    return (
        f"CREATE TRIGGER announce_public_change AFTER {when} ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION announce_public_change();"
    )


FORWARDS = [
    FUNCTION,
    *(_trigger(table, "INSERT OR UPDATE OR DELETE OR TRUNCATE") for table in TABLES),
    _trigger("accounts_user", BYLINE),
]
BACKWARDS = "DROP FUNCTION announce_public_change() CASCADE;"


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("catalog", "0002_search"),
        ("lore", "0003_revisions_stay"),
        ("payments", "0001_bag_order_copy"),
    ]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
