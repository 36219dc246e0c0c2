"""An archive that only BACKUP_KEY opens, written and read in pieces of a megabyte.

    ashes-club-sealed-1 | 16 bytes of salt | 16 bytes that prove the key | pieces

The key of each archive is scrypt of BACKUP_KEY and its own salt, so a nonce may simply count.
Each piece is ChaCha20-Poly1305 of up to a megabyte; the last byte of its nonce says whether it is
the last one, so that neither a piece that is missing nor an end cut off goes unnoticed. It is the
STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár (2015), as age uses it.
"""

import os
from io import RawIOBase
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from ashes_club.backup.errors import BadArchive

MAGIC = b"ashes-club-sealed-1"
SALT, TAG = 16, 16  # bytes
PIECE = 2**20  # bytes, before sealing
GOES_ON, ENDS, PROVES = b"\x00", b"\x01", b"\x02"  # the last byte of a nonce


class Sealer:
    """Something to write to; `close` seals the last piece, and leaves `raw` open."""

    def __init__(self, raw: BinaryIO, key: str) -> None:
        salt = os.urandom(SALT)
        self._raw, self._cipher = raw, _cipher(key, salt)
        self._waiting, self._number = bytearray(), 0
        raw.write(MAGIC + salt + _proof(self._cipher))

    def write(self, data: bytes) -> int:
        self._waiting += data
        while len(self._waiting) > PIECE:  # a full last piece waits: only the end knows it is last
            self._seal(bytes(self._waiting[:PIECE]), GOES_ON)
            del self._waiting[:PIECE]
        return len(data)

    def tell(self) -> int:
        """How much was written to it, for tarfile; the beginning is all it asks about."""
        return self._number * PIECE + len(self._waiting)

    def close(self) -> None:
        self._seal(bytes(self._waiting), ENDS)

    def _seal(self, piece: bytes, ending: bytes) -> None:
        self._raw.write(self._cipher.encrypt(_nonce(self._number, ending), piece, None))
        self._number += 1


class Opener(RawIOBase):
    """Reads what a Sealer wrote; BadArchive where the key is wrong, or the archive is not whole."""

    def __init__(self, raw: BinaryIO, key: str) -> None:
        head = raw.read(len(MAGIC) + SALT + TAG)
        self._raw, self._cipher = raw, _cipher(key, head[len(MAGIC) :][:SALT])
        if head[-TAG:] != _proof(self._cipher):
            raise BadArchive("BACKUP_KEY is not the key this archive was sealed with.")
        self._opened, self._number = b"", 0
        self._next = raw.read(PIECE + TAG)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        if not self._opened and self._next:
            self._opened = self._open()
        given = self._opened[: len(buffer)]
        buffer[: len(given)] = given
        self._opened = self._opened[len(given) :]
        return len(given)

    def _open(self) -> bytes:
        sealed, self._next = self._next, self._raw.read(PIECE + TAG)
        ending = GOES_ON if self._next else ENDS
        try:
            opened = self._cipher.decrypt(_nonce(self._number, ending), sealed, None)
        except InvalidTag as error:
            where = "cut off" if ending == ENDS else f"damaged in megabyte {self._number + 1}"
            raise BadArchive(f"This archive is {where}. Take another one.") from error
        self._number += 1
        return opened


def is_sealed(head: bytes) -> bool:
    return head.startswith(MAGIC)


def _cipher(key: str, salt: bytes) -> ChaCha20Poly1305:
    """A tenth of a second and 32 MB a guess, for keys that were thought up by people."""
    return ChaCha20Poly1305(Scrypt(salt=salt, length=32, n=2**15, r=8, p=1).derive(key.encode()))


def _proof(cipher: ChaCha20Poly1305) -> bytes:
    return cipher.encrypt(_nonce(0, PROVES), b"", None)


def _nonce(number: int, ending: bytes) -> bytes:
    return number.to_bytes(11, "big") + ending
