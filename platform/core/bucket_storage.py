"""Keeps files in a bucket of object storage (S3 and its like): a tenant's uploads, and backups.

Nothing there has a public address: a file's address is ours, and our view asks who may see it. Imported only where a
bucket is set, since its library is heavy.
"""

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from tempfile import SpooledTemporaryFile
from typing import IO, Any, cast

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.db import connection
from django.utils.crypto import get_random_string
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage
from storages.utils import clean_name

from core.storage import StorageAwayError, StrippingStorage

TAKEN = "PreconditionFailed"
MISSING = {"404", "NoSuchKey"}
CLIENT = Config(
    connect_timeout=5, read_timeout=30, retries={"max_attempts": 3, "mode": "standard"},
    # Not every make of object storage knows the newer check sums.
    request_checksum_calculation="when_required", response_checksum_validation="when_required",
    s3={"addressing_style": "auto"},
)  # fmt: skip


@contextmanager
def _told_in_our_words() -> Iterator[None]:
    """A bucket that does not answer or lets nobody in is an OSError like a disk that does not."""
    try:
        yield
    except ClientError as error:
        if error.response["Error"]["Code"] in MISSING:
            raise FileNotFoundError(errno.ENOENT, "The bucket has no such file") from error
        raise StorageAwayError(f"The bucket refused: {error.response['Error']['Code']}") from error
    except BotoCoreError as error:
        raise StorageAwayError(f"The bucket does not answer: {type(error).__name__}") from error


def _in_our_words(method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def told(*args: Any, **kwargs: Any) -> Any:
        with _told_in_our_words():
            return method(*args, **kwargs)

    return told


class PrivateBucket(S3Storage):
    """A bucket whose failures are OSErrors, and in which no file is written over."""

    def get_default_settings(self) -> dict[str, Any]:
        ours = {"default_acl": None, "file_overwrite": False, "client_config": CLIENT}
        return cast(dict[str, Any], super().get_default_settings()) | ours

    _open = _in_our_words(S3Storage._open)
    _save = _in_our_words(S3Storage._save)
    delete = _in_our_words(S3Storage.delete)
    exists = _in_our_words(S3Storage.exists)
    listdir = _in_our_words(S3Storage.listdir)
    size = _in_our_words(S3Storage.size)
    get_modified_time = _in_our_words(S3Storage.get_modified_time)

    def probe(self) -> None:
        """Write a file and remove it again. Raises OSError."""
        name = f"probe-{get_random_string(12)}"
        with _told_in_our_words():
            self.bucket.Object(name).put(Body=b"ok")
            self.bucket.Object(name).delete()


class BucketStorage(StrippingStorage, PrivateBucket):
    """Each tenant's uploads below `<schema>/`, as in the folder of media; no name leads out of it."""

    @property
    def location(self) -> str:
        return cast(str, cast(Any, connection).schema_name)  # of django-tenants' wrapper

    def url(self, name: str | None, *args: Any, **kwargs: Any) -> str:
        """Ours, never the bucket's: hosts tell tenants apart."""
        return settings.MEDIA_URL + (filepath_to_uri(name) or "").lstrip("/")

    def _save(self, name: str, content: Any) -> str:
        """Two who save the same name at once get two: the bucket refuses the second. Whole or not at all, as a bucket
        does."""
        with SpooledTemporaryFile(self.max_memory_size) as whole, _told_in_our_words():
            for chunk in content.chunks():
                whole.write(chunk if isinstance(chunk, bytes) else chunk.encode())
            while True:
                whole.seek(0)
                key = self._key(name)
                try:
                    self.bucket.Object(key).put(Body=whole, IfNoneMatch="*", **self._get_write_parameters(key, content))
                except ClientError as error:
                    if error.response["Error"]["Code"] != TAKEN:
                        raise
                    name = self.get_available_name(name)
                else:
                    return key.removeprefix(f"{self.location}/")

    @_in_our_words
    def replace(self, name: str, content: bytes) -> None:
        """Put other content in place of a stored file's, at once: a reader gets the one or the other."""
        self.bucket.Object(self._key(name)).put(Body=content)

    @_in_our_words
    def clear(self) -> None:
        """Delete every file of the active tenant."""
        self.bucket.objects.filter(Prefix=f"{self.location}/").delete()

    def walk(self, folder: str = "") -> Iterator[str]:
        """The name of every file of the active tenant, in order."""
        start = f"{self.location}/"
        below = f"{start}{folder.strip('/')}/" if folder else start
        with _told_in_our_words():
            yield from (found.key.removeprefix(start) for found in self.bucket.objects.filter(Prefix=below))

    def streamed(self, name: str) -> IO[bytes]:
        """A file to be sent: from where one goes to in it first, without the rest being fetched."""
        with _told_in_our_words():
            found = self.bucket.Object(self._key(name))
            found.load()
        return cast(IO[bytes], Streamed(found, name))

    def _key(self, name: str) -> str:
        return cast(str, self._normalize_name(clean_name(name)))


class Streamed:
    """A file in the bucket, fetched from where one goes to in it, as far as one reads."""

    def __init__(self, found: Any, name: str) -> None:
        self.found, self.name = found, name
        self.size: int = found.content_length
        self.at = 0
        self.body: Any = None

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self.at, os.SEEK_END: self.size}[whence]
        self.close()
        self.at = start + offset
        return self.at

    def read(self, size: int = -1) -> bytes:
        if self.at >= self.size:
            return b""
        with _told_in_our_words():
            if self.body is None:
                self.body = self.found.get(Range=f"bytes={self.at}-")["Body"]
            block = cast(bytes, self.body.read(None if size < 0 else size))
        self.at += len(block)
        return block

    def close(self) -> None:
        if self.body is not None:
            self.body.close()
            self.body = None
