"""The files' part: everything in both storages, wherever they keep it."""

import posixpath
import shutil
from collections.abc import Iterator
from tempfile import SpooledTemporaryFile

from django.core.files import File
from django.core.files.storage import Storage, storages

from ashes_club.backup.archive import Content

SHELVES = {"public": "default", "private": "private"}  # in the archive, and Django's alias
IN_MEMORY = 8 * 2**20  # bytes of a file, before it waits on disk


def names() -> Iterator[str]:
    """Every file, as public/<name> or private/<name>."""
    for shelf, alias in SHELVES.items():
        for name in _below(storages[alias], ""):
            yield f"{shelf}/{name}"


def open_file(name: str) -> File | None:
    """The file of this name, or None where it was removed after it was named."""
    storage, path = _place(name)
    try:
        return storage.open(path)
    except FileNotFoundError:
        return None


def is_file(name: str) -> bool:
    """Whether this name in an archive is a file's."""
    return name.partition("/")[0] in SHELVES


def put(name: str, content: Content) -> None:
    """Store it under this very name, in the place of one that is there."""
    storage, path = _place(name)
    storage.delete(path)
    with SpooledTemporaryFile(IN_MEMORY) as held:
        shutil.copyfileobj(content, held)
        held.seek(0)
        storage.save(path, File(held, path))


def _place(name: str) -> tuple[Storage, str]:
    shelf, _, path = name.partition("/")
    return storages[SHELVES[shelf]], path


def _below(storage: Storage, folder: str) -> Iterator[str]:
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:  # nothing was ever put there
        return
    yield from (posixpath.join(folder, name) for name in sorted(files))
    for name in sorted(folders):
        yield from _below(storage, posixpath.join(folder, name))
