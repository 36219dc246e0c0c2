"""Links to files: short-lived, signed, and of use to one member only."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from django.core import signing
from django.core.files import File
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase

from catalog.models import ItemFile
from payments.models import Copy

GOOD_FOR = 15 * 60  # seconds: a large file on a slow line may be taken up again so long
CHUNK = 64 * 1024  # bytes
_signer = signing.TimestampSigner(salt="payments.downloads")
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


def token_of(copy: Copy, file: ItemFile, user: Any) -> str:
    """What lets this member fetch this file for a while."""
    return _signer.sign_object([copy.pk, file.pk, user.pk])


def read_token(token: str, user: Any) -> tuple[int, int] | None:
    """Keys of copy and file; None for a token that is forged, too old or somebody else's."""
    try:
        copy_pk, file_pk, user_pk = _signer.unsign_object(token, max_age=GOOD_FOR)
    except (signing.BadSignature, ValueError):
        return None
    return (copy_pk, file_pk) if user_pk == user.pk else None


def send(copy: Copy, file: ItemFile, asked_range: str) -> HttpResponseBase:
    """The file, or the part of it that a browser asks for to go on where it broke off.

    Raises FileNotFoundError if the storage has lost it.
    """
    size = file.file.size
    part = read_range(asked_range, size)
    if part is None:
        response: HttpResponseBase = _whole(copy, file)
    elif part:
        response = _partial(copy, file, part, size)
    else:
        response = HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = f'"{file.pk}-{file.version}-{size}"'
    response["Cache-Control"] = "private, no-store"
    return response


def is_beginning(asked_range: str) -> bool:
    """Whether a request fetches a file anew; going on where one broke off is not counted."""
    found = _RANGE.fullmatch(asked_range.strip())
    return found is None or found[1] in {"", "0"}


def read_range(asked: str, size: int) -> range | None:
    """The bytes of a single range; None for the whole, an empty one for what cannot be had."""
    found = _RANGE.fullmatch(asked.strip())
    if found is None or not any(found.groups()):
        return None
    first, last = found.groups()
    if not first:  # the last so many bytes
        return range(max(0, size - int(last)), size)
    return range(int(first), min(int(last or size), size - 1) + 1)


def _whole(copy: Copy, file: ItemFile) -> HttpResponseBase:
    return FileResponse(file.file.open("rb"), as_attachment=True, filename=_name(copy, file))


def _partial(copy: Copy, file: ItemFile, part: range, size: int) -> HttpResponseBase:
    content = file.file.open("rb")
    content.seek(part.start)
    name = _name(copy, file)
    response = FileResponse(_read(content, len(part)), as_attachment=True, filename=name)
    response.status_code = 206
    response["Content-Length"] = str(len(part))
    response["Content-Range"] = f"bytes {part.start}-{part[-1]}/{size}"
    return response


def _read(content: File, left: int) -> Iterator[bytes]:
    with content:
        while left > 0 and (piece := content.read(min(CHUNK, left))):
            left -= len(piece)
            yield piece


def _name(copy: Copy, file: ItemFile) -> str:
    stored = PurePosixPath(str(file.file.name)).name
    return f"{copy.item.slug}-no-{copy.serial}-{stored}"
