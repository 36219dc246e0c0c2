"""Files: can they be written, read and removed, the public ones and those that were paid for?"""

import secrets
from collections.abc import Iterator

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

from ashes_club.doctor.finding import Finding, fault, fine

NAMES = {"default": "public", "private": "private"}


def check() -> Iterator[Finding]:
    for alias, name in NAMES.items():
        yield _round_trip(storages[alias], name)


def _round_trip(storage: Storage, name: str) -> Finding:
    told = secrets.token_bytes(16)
    try:
        path = storage.save(f"doctor-{secrets.token_hex(8)}", ContentFile(told))
        with storage.open(path) as file:
            came_back = file.read()
        storage.delete(path)
    except OSError as error:
        to_do = "See MEDIA_DIR and the rights of this process there, or MEDIA_S3_BUCKET."
        return fault(f"A {name} file cannot be kept: {error.strerror or error}.", to_do)
    if came_back == told:
        return fine(f"A {name} file was written, read and removed.")
    return fault(f"A {name} file came back changed.", "Look at the disk, or at the storage.")
