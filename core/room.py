"""Room on the disk: whether there is some, and files that are whole or not there at all."""

import errno
import shutil
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage

NO_ROOM = (
    "The disk of the club is full, so this file cannot be kept. Everything else you typed is "
    "still here. Tell whoever looks after the club, and send it again once there is room."
)
FULL = {errno.ENOSPC, errno.EDQUOT}
# Uploads stop a little before the disk is full: database and queue may stand on the same one.
LEFT_FREE = 50 * 2**20  # bytes


def is_full(error: BaseException | None) -> bool:
    """Whether this is a disk that is full, or an account on it that has had its share."""
    return isinstance(error, OSError) and error.errno in FULL


def refuse_without_room(storage: Storage, size: int) -> None:
    """ValidationError with a sentence where `size` more bytes would fill the disk.

    Only a disk of ours can be looked at; elsewhere there is always room.
    """
    if isinstance(storage, FileSystemStorage) and _free(storage) < size + LEFT_FREE:
        raise ValidationError(NO_ROOM)


def _free(storage: FileSystemStorage) -> int:
    folder = Path(storage.location)
    return shutil.disk_usage(next(each for each in (folder, *folder.parents) if each.exists())).free


class WholeFiles(FileSystemStorage):
    """Django's files on disk, without the first half of one for which there was no room."""

    def _save(self, name: str, content: File) -> str:
        try:
            return super()._save(name, content)  # type: ignore[misc]
        except OSError as error:
            if is_full(error):
                self._remove_half(name, content.size)
            raise

    def _remove_half(self, name: str, size: Any) -> None:
        """Never what another wrote there in the same moment: that one is whole."""
        if self.exists(name) and self.size(name) < size:
            self.delete(name)
