"""The tables: are they those of this code?"""

from collections.abc import Iterator

from django.db import connection
from django.db.migrations.loader import MigrationLoader

from ashes_club.doctor.finding import Finding, fault, fine, look


def check() -> Iterator[Finding]:
    loader = MigrationLoader(connection)
    missing = sorted(set(loader.graph.nodes) - set(loader.applied_migrations))
    unknown = sorted(set(loader.applied_migrations) - set(loader.disk_migrations))
    if missing:
        said = f"{len(missing)} are not applied, the first is {'.'.join(missing[0])}."
        yield fault(said, "Run: python manage.py migrate")
    else:
        yield fine(f"All {len(loader.graph.nodes)} are applied.")
    if unknown:
        said = f"The database has had {len(unknown)} that this code does not know."
        yield look(said, "Right while a newer version is being rolled out; else deploy it again.")
