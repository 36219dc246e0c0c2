"""An archive: a tar of files, the dump in pieces, and at the end a manifest of all of it.

    public/…, private/…   the files
    database/0000000      and on: put together they are a pg_dump in the custom format
    manifest.json         when it was made, the rows of each table, size and SHA-256 of the others

Without a key any tar reads it. It is not compressed again: dumps and pictures are already.
"""

import hashlib
import io
import json
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any, BinaryIO

from ashes_club.backup.errors import BadArchive
from ashes_club.backup.sealing import Opener, Sealer, is_sealed

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = "database/"
BUFFER = 2**20  # bytes
CUT = "This archive is cut off or damaged. Take another one."


@dataclass
class Manifest:
    """What is in an archive."""

    made_at: str  # ISO 8601
    rows: dict[str, int] = field(default_factory=dict)  # by table
    digests: dict[str, list[Any]] = field(default_factory=dict)  # by name: bytes, SHA-256
    format: int = FORMAT

    @property
    def size(self) -> int:
        """Bytes of everything."""
        return sum(size for size, _ in self.digests.values())


class Writer:
    """Takes in one thing after the other, and keeps the manifest."""

    def __init__(self, out: BinaryIO, key: str, manifest: Manifest) -> None:
        self.manifest = manifest
        self._sealer = Sealer(out, key) if key else None
        # Not tarfile.open("w|"): that would write on when it is collected after a failure.
        self._tar = tarfile.TarFile(fileobj=self._sealer or out, mode="w", copybufsize=BUFFER)  # type: ignore[arg-type]

    def add(self, name: str, content: IO[bytes], size: int) -> None:
        counted = Counted(content)
        self._append(name, counted, size)
        self.manifest.digests[name] = counted.digest

    def close(self) -> None:
        said = json.dumps(asdict(self.manifest)).encode()
        self._append(MANIFEST, io.BytesIO(said), len(said))
        self._tar.close()
        if self._sealer:
            self._sealer.close()

    def _append(self, name: str, content: Any, size: int) -> None:
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = size, 0o600
        self._tar.addfile(entry, content)


class Content:
    """One thing of an archive, to be read before the next one is asked for."""

    def __init__(self, inner: IO[bytes] | None) -> None:
        self._inner = inner or io.BytesIO()  # a folder's, of which we write none

    def read(self, size: int = -1) -> bytes:
        """BadArchive where the file ends before the thing does."""
        try:
            return self._inner.read(size)
        except tarfile.TarError as error:
            raise BadArchive(CUT) from error


class Counted:
    """Reads through to `content`, and remembers size and SHA-256 of what came."""

    def __init__(self, content: IO[bytes] | Content) -> None:
        self._content, self._sum, self._size = content, hashlib.sha256(), 0

    def read(self, size: int = -1) -> bytes:
        data = self._content.read(size)
        self._sum.update(data)
        self._size += len(data)
        return data

    @property
    def digest(self) -> list[Any]:
        return [self._size, self._sum.hexdigest()]


def read(path: Path, key: str) -> Iterator[tuple[str, Content]]:
    """Name and content of each thing, in order; BadArchive where the file is not whole."""
    with _opened(path, key) as plain:
        try:
            with tarfile.open(fileobj=plain, mode="r|", bufsize=BUFFER) as tar:  # type: ignore[call-overload]
                for entry in tar:
                    yield entry.name, Content(tar.extractfile(entry))
        except tarfile.TarError as error:
            raise BadArchive(CUT) from error


def verify(path: Path, key: str, tell: Callable[[int], None]) -> Manifest:
    """Read all of it and compare with its manifest; `tell` hears how many bytes were read."""
    found: dict[str, list[Any]] = {}
    manifest, seen = None, 0
    for name, content in read(path, key):
        if name == MANIFEST:
            manifest = _manifest(content.read())
            continue
        found[name] = _digest(content)
        seen += found[name][0]
        tell(seen)
    if manifest is None or found != manifest.digests:
        raise BadArchive(CUT)
    return manifest


def _digest(content: Content) -> list[Any]:
    counted = Counted(content)
    while counted.read(BUFFER):
        pass
    return counted.digest


def _manifest(said: bytes) -> Manifest:
    try:
        manifest = Manifest(**json.loads(said))
    except (ValueError, TypeError) as error:
        raise BadArchive(CUT) from error
    if manifest.format != FORMAT:
        raise BadArchive("Another version of the club made this archive: restore it with that.")
    return manifest


@contextmanager
def _opened(path: Path, key: str) -> Iterator[Any]:
    with path.open("rb") as raw:
        sealed = is_sealed(raw.read(64))
        raw.seek(0)
        if sealed and not key:
            raise BadArchive("This archive is sealed: set the BACKUP_KEY it was sealed with.")
        yield io.BufferedReader(Opener(raw, key), BUFFER) if sealed else raw
