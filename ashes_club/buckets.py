"""Uploads in a bucket of S3's kind instead of in a folder, for clubs of more than one machine.

Nothing in the bucket is public: the club reads it with its key, and serves public files at
/media/ itself, so that no page asks anybody else for anything. What goes wrong is told as of a
disk, by OSError: whoever keeps files need not know where.
"""

import errno
import io
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import IO, Any
from urllib.parse import urljoin

import boto3
from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.files import File
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage
from storages.utils import clean_name

BUFFER = 256 * 1024  # bytes
PATIENCE = {"connect_timeout": 3, "read_timeout": 15}  # seconds

_MAKING = threading.Lock()  # a session may be used by one thread at a time


@cache
def _session(key: str | None, secret: str | None) -> boto3.Session:
    return boto3.Session(aws_access_key_id=key, aws_secret_access_key=secret)


@contextmanager
def as_of_a_disk() -> Iterator[None]:
    """FileNotFoundError for what is not there, OSError for everything else."""
    try:
        yield
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] == 404:
            raise FileNotFoundError(errno.ENOENT, "It is not in the bucket") from error
        raise OSError(errno.EIO, f"The bucket refuses: {error}") from error
    except (BotoCoreError, Boto3Error) as error:
        raise OSError(errno.EIO, f"The bucket does not answer: {error}") from error


class Bucket(S3Storage):
    """django-storages' S3, which is asked for no more of a file than is read."""

    client_config = Config(
        **PATIENCE,
        retries={"total_max_attempts": 3, "mode": "standard"},
        # Checksums beyond those of S3 itself are what its look-alikes stumble over.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )

    @property
    def connection(self) -> Any:
        """One of this thread's own; they share what took a second to read."""
        with _MAKING:
            return super().connection

    def _create_session(self) -> boto3.Session:
        return _session(self.access_key, self.secret_key)

    @as_of_a_disk()
    def _open(self, name: str, mode: str = "rb") -> File:
        if mode != "rb":
            return super()._open(name, mode)
        return Opened(self, self._normalize_name(clean_name(name)))

    @as_of_a_disk()
    def _save(self, name: str, content: File) -> str:
        return super()._save(name, content)

    @as_of_a_disk()
    def delete(self, name: str) -> None:
        super().delete(name)

    @as_of_a_disk()
    def exists(self, name: str) -> bool:
        return super().exists(name)

    @as_of_a_disk()
    def listdir(self, name: str) -> tuple[list[str], list[str]]:
        return super().listdir(name)

    @as_of_a_disk()
    def size(self, name: str) -> int:
        return super().size(name)


class PublicBucket(Bucket):
    """What pages show: at the club's own address."""

    def url(self, name: str, *_: Any, **__: Any) -> str:
        return urljoin(settings.MEDIA_URL, filepath_to_uri(name).lstrip("/"))


class PrivateBucket(Bucket):
    """What buyers paid for: at no address."""

    def url(self, name: str, *_: Any, **__: Any) -> str:
        raise ValueError("This file is not accessible via a URL.")


class Opened(File):
    """A file of a bucket; one that was closed can be opened again, as a disk's can."""

    def __init__(self, bucket: Bucket, key: str) -> None:
        self._bucket, self._key = bucket, key
        super().__init__(self._start(), key)

    def open(self, mode: str | None = None, *_: Any, **__: Any) -> "Opened":
        if self.closed:
            self.file = self._start()
        self.seek(0)
        return self

    def _start(self) -> IO[bytes]:
        client = self._bucket.connection.meta.client
        return io.BufferedReader(Reading(client, self._bucket.bucket_name, self._key), BUFFER)


class Reading(io.RawIOBase):
    """One object from wherever it is read on; going elsewhere in it costs another request."""

    def __init__(self, client: Any, bucket: str, key: str) -> None:
        self._client, self._object = client, {"Bucket": bucket, "Key": key}
        head = client.head_object(**self._object)
        self._size, self._etag = head["ContentLength"], head["ETag"]
        self._at = self._body_at = 0
        self._body: Any = None

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        self._at = max(0, start + offset)
        return self._at

    @as_of_a_disk()
    def readinto(self, buffer: Any) -> int:
        if self._at >= self._size:
            return 0
        if self._body is None or self._body_at != self._at:
            self._ask()
        data = self._body.read(len(buffer))
        buffer[: len(data)] = data
        self._at += len(data)
        self._body_at = self._at
        return len(data)

    def close(self) -> None:
        self._drop()
        super().close()

    def _ask(self) -> None:
        """For this very version of it: half of one and half of another would be neither."""
        self._drop()
        part = {"Range": f"bytes={self._at}-", "IfMatch": self._etag}
        self._body = self._client.get_object(**self._object, **part)["Body"]

    def _drop(self) -> None:
        if self._body is not None:
            self._body.close()
            self._body = None
