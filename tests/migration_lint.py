"""Whether new migrations are safe beside the old version, which serves while they run.

Those of `released_migrations.txt` have been released and are looked at no more; each one beyond
is turned into SQL and read by squawk. `python -m tests.migration_lint --release` writes the list
anew: a step of every release. What is refused, and what one does instead: docs/decisions/0020.

A migration can say two things of itself, as attributes of its class:

    # A rule of squawk's, and why breaking it is harmless here.
    allowed = {"require-concurrent-index-creation": "some hundred rows"}
    # It takes away what nothing has used since this one, which is in an earlier release.
    let_go_in = ("catalog", "0031_shade_is_read_no_more")
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import django
from django.db import connection
from django.db.migrations import Migration, RunPython
from django.db.migrations.loader import MigrationLoader

APPS = {"accounts", "ashes_club", "catalog", "lore", "payments"}
RELEASED = Path(__file__).with_name("released_migrations.txt")
SQUAWK = Path(sys.executable).with_name("squawk")
# `migrate` sets the time limits itself; of types and of what can be run twice Django decides.
NOT_ASKED = [
    "require-lock-timeout",
    "require-statement-timeout",
    "prefer-robust-stmts",
    "prefer-text-field",
    "prefer-bigint-over-int",
    "prefer-bigint-over-smallint",
    "prefer-identity",
]
TAKEN_AWAY = {"ban-drop-column", "ban-drop-table"}
INSTEAD = {
    "ban-drop-column": "let go of it in one release, take it away in a later one: `let_go_in`",
    "ban-drop-table": "let go of it in one release, take it away in a later one: `let_go_in`",
    "ban-drop-default": "give it a db_default: the old version inserts rows without this column",
    "renaming-column": "add the new one beside it; the old version reads and writes the old one",
    "renaming-table": "keep it: `db_table` gives a model another name than its table",
    "adding-not-nullable-field": "a CHECK (… IS NOT NULL) NOT VALID first, then validate it",
    "require-concurrent-index-creation": "AddIndexConcurrently, in a migration with atomic = False",
    "constraint-missing-not-valid": "AddConstraintNotValid, then ValidateConstraint in another",
    "rows-beside-tables": "two migrations: else the table stays closed while the rows are written",
}


def main(arguments: list[str]) -> int:
    loader = MigrationLoader(connection, replace_migrations=False)
    ours = sorted(key for key in loader.graph.nodes if key[0] in APPS)
    if "--release" in arguments:
        RELEASED.write_text("".join(f"{app}.{name}\n" for app, name in ours))
        return 0
    released = read_released()
    new = [loader.graph.nodes[key] for key in ours if key not in released]
    said = [line for migration in new for line in complaints(migration, loader, released)]
    print("\n".join([*said, f"{len(new)} new migrations, {len(said)} complaints."]))
    return 1 if said else 0


def read_released() -> set[tuple[str, str]]:
    """App and name of each migration that is out."""
    lines = RELEASED.read_text().split()
    return {(app, name) for app, _, name in (line.partition(".") for line in lines)}


def complaints(
    migration: Migration, loader: MigrationLoader, released: set[tuple[str, str]]
) -> list[str]:
    """A sentence for each thing that would stand in the way of the version that serves."""
    statements = sql_of(migration, loader)
    broken = broken_rules(statements, atomic=migration.atomic)
    if migration.atomic and any(isinstance(step, RunPython) for step in migration.operations):
        closes = [each for each in statements if each.startswith("ALTER TABLE")]
        broken |= {"rows-beside-tables": closes[0]} if closes else {}
    allowed = set(getattr(migration, "allowed", {}))
    if getattr(migration, "let_go_in", None) in released:
        allowed |= TAKEN_AWAY
    return [
        f"{migration}: {rule}: {INSTEAD.get(rule, 'see squawkhq.com/docs/' + rule)}\n    {line}"
        for rule, line in broken.items()
        if rule not in allowed
    ]


def sql_of(migration: Migration, loader: MigrationLoader) -> list[str]:
    """What it would do, as statements and comments; the database is asked, and not changed."""
    state = loader.project_state((migration.app_label, migration.name), at_end=False)
    with connection.schema_editor(collect_sql=True, atomic=migration.atomic) as editor:
        migration.apply(state, editor, collect_sql=True)
        return editor.collected_sql


def broken_rules(statements: list[str], *, atomic: bool) -> dict[str, str]:
    """Rule -> the first line that breaks it; tables that the migration itself makes are let be."""
    sql = "\n".join(statements)
    # The oldest PostgreSQL that the club runs on.
    command = [SQUAWK, "--reporter", "json", "--pg-version", "14", "--exclude", ",".join(NOT_ASKED)]
    command += ["--assume-in-transaction"] if atomic else ["--no-assume-in-transaction"]
    done = subprocess.run(command, input=sql, capture_output=True, text=True)
    if done.stderr.strip():
        raise SystemExit(f"squawk could not read it: {done.stderr}")
    lines = sql.splitlines()
    new = set(re.findall(r'CREATE TABLE ("\w+")', sql))
    found = [(each["rule_name"], lines[each["line"]].strip()) for each in json.loads(done.stdout)]
    return {rule: line for rule, line in reversed(found) if not new & _table(line)}


def _table(line: str) -> set[str]:
    return set(re.findall(r'^(?:ALTER TABLE|CREATE .*?INDEX .*? ON) ("\w+")', line))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ashes_club.settings")
    django.setup()
    sys.exit(main(sys.argv[1:]))
