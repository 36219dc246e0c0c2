"""A migration that would hurt the version that still serves does not pass `make check`."""

import pytest
from django.contrib.postgres.operations import AddConstraintNotValid, AddIndexConcurrently
from django.db import connection, models
from django.db.migrations import Migration, operations
from django.db.migrations.loader import MigrationLoader

from tests.migration_lint import complaints, read_released

pytestmark = pytest.mark.django_db

POSITIVE = models.CheckConstraint(condition=models.Q(price_cents__gt=1), name="item_has_a_price")
BY_KIND = models.Index(fields=["kind"], name="item_by_kind")

BAD = {
    "ban-drop-column": operations.RemoveField("item", "kind_word"),
    "ban-drop-table": operations.RunSQL("DROP TABLE catalog_season"),
    "renaming-column": operations.RenameField("item", "kind_word", "word"),
    "renaming-table": operations.AlterModelTable("season", "catalog_chapter"),
    "ban-drop-default": operations.AddField("item", "worn", models.IntegerField(default=0)),
    "adding-not-nullable-field": operations.AlterField(
        "item", "price_cents", models.IntegerField()
    ),
    "require-concurrent-index-creation": operations.AddIndex("item", BY_KIND),
    "constraint-missing-not-valid": operations.AddConstraint("item", POSITIVE),
    "changing-column-type": operations.AlterField("item", "kind_word", models.IntegerField()),
}
GOOD = {
    "column_with_a_default_of_the_database": operations.AddField(
        "item", "worn", models.IntegerField(db_default=0)
    ),
    "column_that_may_be_null": operations.AddField("item", "worn", models.IntegerField(null=True)),
    "constraint_for_new_rows": AddConstraintNotValid("item", POSITIVE),
    "new_table": operations.CreateModel(
        "shelf",
        [
            ("id", models.BigAutoField(primary_key=True)),
            ("item", models.ForeignKey("catalog.item", models.CASCADE)),
            ("name", models.CharField(max_length=9, unique=True)),
        ],
        options={"indexes": [models.Index(fields=["name"], name="shelf_by_name")]},
    ),
    "field_that_the_code_lets_go_of": operations.SeparateDatabaseAndState(
        state_operations=[operations.RemoveField("item", "kind_word")]
    ),
}


@pytest.fixture
def look_at():
    """What is said of a made-up migration that stands after all others."""

    def look(*steps: operations.base.Operation, **said_of_itself: object) -> list[str]:
        loader = MigrationLoader(connection, replace_migrations=False)
        [newest] = loader.graph.leaf_nodes("catalog")
        migration = Migration("9999_made_up", "catalog")
        migration.dependencies, migration.operations = [newest], list(steps)
        for name, value in said_of_itself.items():
            setattr(migration, name, value)
        loader.graph.add_node(("catalog", "9999_made_up"), migration)
        loader.graph.add_dependency(migration, ("catalog", "9999_made_up"), newest)
        return complaints(migration, loader, read_released())

    return look


@pytest.mark.parametrize("rule", BAD)
def test_bad_migration_is_refused_by_the_rule_it_breaks(look_at, rule):
    said = look_at(BAD[rule])
    assert any(line.startswith(f"catalog.9999_made_up: {rule}: ") for line in said), said


@pytest.mark.parametrize("example", GOOD)
def test_migration_that_only_adds_passes(look_at, example):
    assert look_at(GOOD[example]) == []


def test_rows_are_not_written_while_their_table_is_closed(look_at):
    steps = [GOOD["column_that_may_be_null"], operations.RunPython(operations.RunPython.noop)]
    assert "rows-beside-tables" in look_at(*steps)[0]
    assert look_at(steps[1]) == []


def test_index_that_nobody_waits_for_passes(look_at, monkeypatch):
    # It refuses to be inside a transaction, as every test is.
    monkeypatch.setattr(AddIndexConcurrently, "_ensure_not_in_transaction", lambda *_: None)
    assert look_at(AddIndexConcurrently("item", BY_KIND), atomic=False) == []


def test_rule_may_be_broken_for_a_reason(look_at):
    reason = {"require-concurrent-index-creation": "a hundred rows"}
    assert look_at(BAD["require-concurrent-index-creation"], allowed=reason) == []
    assert look_at(BAD["ban-drop-column"], allowed=reason)


def test_column_may_go_once_its_last_user_was_released_before(look_at):
    drop = BAD["ban-drop-column"]
    assert look_at(drop, let_go_in=("catalog", "0010_what_changed_in_a_file")) == []
    assert look_at(drop, let_go_in=("catalog", "9998_of_this_release"))
    assert look_at(BAD["renaming-column"], let_go_in=("catalog", "0010_what_changed_in_a_file"))
