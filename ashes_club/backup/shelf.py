"""The folder of the archives: their names, one in the making, and which are kept."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

OPEN, SEALED, PARTIAL = ".tar", ".tar.sealed", ".partial"
STALE = 86_400  # seconds; a backup that was killed leaves its beginning behind


def archives() -> list[Path]:
    """Whole archives, oldest first: their names begin with the time."""
    folder = Path(settings.BACKUP_DIR)
    return sorted(each for each in folder.glob("ashes-club-*.tar*") if each.suffix != PARTIAL)


@contextmanager
def new_archive(at: datetime, *, is_sealed: bool) -> Iterator[tuple[BinaryIO, Path]]:
    """A file to write to, and the path it has once it is whole; nothing stays of a broken one."""
    name = f"ashes-club-{at:%Y%m%dT%H%M%SZ}{SEALED if is_sealed else OPEN}"
    whole = Path(settings.BACKUP_DIR) / name
    whole.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    partial = whole.with_name(name + PARTIAL)
    try:
        with open(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            yield file, whole
            file.flush()
            os.fsync(file.fileno())
        partial.rename(whole)
    finally:
        partial.unlink(missing_ok=True)


def remove_old() -> list[Path]:
    """Keep the newest BACKUP_KEEP; what a killed backup left behind goes after a day."""
    gone = archives()[: -settings.BACKUP_KEEP]
    for each in Path(settings.BACKUP_DIR).glob(f"ashes-club-*{PARTIAL}"):
        if time.time() - each.stat().st_mtime > STALE:
            gone.append(each)
    for each in gone:
        each.unlink()
    return gone
