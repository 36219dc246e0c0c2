"""Making an archive, and bringing one back."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path

from django.conf import settings

from ashes_club.backup import archive, database, files, shelf
from ashes_club.backup.errors import BackupError

Tell = Callable[[str], None]
MB = 10**6
EVERY = 100 * MB  # bytes between two lines of progress


@dataclass(frozen=True)
class Made:
    """An archive that lies on the shelf, and those it took the place of."""

    path: Path
    manifest: archive.Manifest
    removed: list[Path]


def make(at: datetime, tell: Tell) -> Made:
    """Write an archive of the database as it is now, and of every file it speaks of.

    Files are taken before the dump, and those that came meanwhile after it: one that the dump
    speaks of is missing only if somebody removed it in these minutes.
    """
    key, manifest = settings.BACKUP_KEY, archive.Manifest(made_at=at.isoformat())
    with shelf.new_archive(at, is_sealed=bool(key)) as (out, path):
        writer = archive.Writer(out, key, manifest)
        progress = Progress(tell)
        _add_files(writer, progress)
        _add_database(writer, progress)
        _add_files(writer, progress)
        writer.close()
    return Made(path, manifest, shelf.remove_old())


def _add_files(writer: archive.Writer, progress: "Progress") -> None:
    for name in files.names():
        content = None if name in writer.manifest.digests else files.open_file(name)
        if content:
            with content:
                writer.add(name, content, content.size)
            progress.reached("files", writer.manifest.size)


def _add_database(writer: archive.Writer, progress: "Progress") -> None:
    with database.snapshot() as snapshot:
        writer.manifest.rows = snapshot.rows
        for number, piece in zip(count(), snapshot.dump(), strict=False):
            writer.add(f"{archive.DATABASE}{number:07}", io.BytesIO(piece), len(piece))
            progress.reached("database", writer.manifest.size)


def restore(path: Path, *, replace: bool, tell: Tell) -> archive.Manifest:
    """Bring an archive back: BackupError, and nothing touched, unless all of it is whole.

    The database is replaced in one transaction, then the files; those that the archive does not
    know stay where they are.
    """
    if not (replace or database.is_empty()):
        raise BackupError("This database is not empty. To throw it away, add --replace.")
    manifest = verify(path, tell)
    tell("Restoring the database.")
    database.load(_dump(path))
    _compare(manifest)
    tell("Restoring the files.")
    for name, content in archive.read(path, settings.BACKUP_KEY):
        if files.is_file(name):
            files.put(name, content)
    return manifest


def verify(path: Path, tell: Tell) -> archive.Manifest:
    """Read an archive from end to end; BadArchive where it could not be brought back."""
    tell(f"Reading {path.name} from end to end.")
    progress = Progress(tell)
    return archive.verify(path, settings.BACKUP_KEY, lambda size: progress.reached("read", size))


def _dump(path: Path) -> Iterator[bytes]:
    for name, content in archive.read(path, settings.BACKUP_KEY):
        if name.startswith(archive.DATABASE):
            yield content.read()


def _compare(manifest: archive.Manifest) -> None:
    with database.connect() as connection:
        rows = database.count_rows(connection)
    differing = sorted(name for name, _ in rows.items() ^ manifest.rows.items())
    if differing:
        raise BackupError(f"Rows are missing in {', '.join(dict.fromkeys(differing))}.")


class Progress:
    """A line for every 100 MB."""

    def __init__(self, tell: Tell) -> None:
        self._tell, self._told = tell, 0

    def reached(self, what: str, size: int) -> None:
        if size - self._told >= EVERY:
            self._told = size
            self._tell(f"  {what}: {size // MB:,} MB so far")
