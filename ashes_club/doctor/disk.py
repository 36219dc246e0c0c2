"""Room: how much is left where the club writes, and is there a backup from today?"""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage, storages

from ashes_club.backup import shelf
from ashes_club.doctor.finding import Finding, fault, fine, look

MB, GB = 10**6, 10**9
LITTLE, NONE = 2 * GB, 200 * MB  # bytes
DAY = 86_400  # seconds


def check() -> Iterator[Finding]:
    for name, folder in places().items():
        yield judge_room(name, shutil.disk_usage(folder).free)
    yield _backups()


def places() -> dict[str, Path]:
    """Where the club writes; a folder that is still to come is where it will lie."""
    named = {"state": settings.VAR_DIR, "backups": settings.BACKUP_DIR}
    if isinstance(storages["default"], FileSystemStorage):
        named["uploads"] = settings.MEDIA_DIR
    return {name: _that_exists(Path(folder)) for name, folder in named.items()}


def judge_room(name: str, free: int) -> Finding:
    """`free` is in bytes."""
    said = f"{free / GB:.1f} GB left for {name}."
    if free < NONE:
        return fault(said, "Make room now: pages are still shown, and nothing can be written.")
    return look(said, "Make room soon.") if free < LITTLE else fine(said)


def _that_exists(folder: Path) -> Path:
    return next(each for each in (folder, *folder.parents) if each.exists())


def _backups() -> Finding:
    newest = max(shelf.archives(), default=None, key=lambda each: each.stat().st_mtime)
    to_do = "Run python manage.py backup every night; docs/operations.md says how."
    if newest is None:
        return look("There is no backup here.", to_do)
    age = time.time() - newest.stat().st_mtime
    said = f"The newest backup is {newest.name}."
    return look(f"{said} It is {age / DAY:.0f} days old.", to_do) if age > 2 * DAY else fine(said)
