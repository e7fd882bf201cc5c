"""Encrypts the backup of the platform as a file of age (age-encryption.org), and opens it again.

Any program of that name opens it too, with the key as `manage.py backup_key` prints it. Each 64 KB carry their place
and a proof, the last one that it is the last: what is changed, cut or put in another order is known.
"""

import hashlib
import os
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext as _

from tenants.archive.bech32 import encoded
from tenants.archive.checking import ArchiveError

if TYPE_CHECKING:
    from pyrage.x25519 import Identity

# The library is imported where it works: a web server, which makes no backup, need not hold it.
MARK = b"age-encryption.org/v1\n"
OWN_FORM = "AGE-SECRET-KEY-1"


def identity_of(key: str) -> "Identity":
    """The key of age that this text is, or that follows from it. Raises ValueError for a mistyped one of age."""
    from pyrage import IdentityError
    from pyrage.x25519 import Identity

    if not key.upper().startswith(OWN_FORM):
        digest = hashlib.sha256(b"wasl backup key\0" + key.encode()).digest()
        key = encoded("age-secret-key-", digest).upper()
    try:
        return Identity.from_str(key.upper())
    except IdentityError:
        raise ValueError("BACKUP_KEY looks like a key of age and is none: a letter is missing or wrong.") from None


def identities() -> list["Identity"]:
    """The keys that open: ours first, then the former ones; none where backups are not encrypted."""
    return [identity_of(key) for key in (settings.BACKUP_KEY, *settings.BACKUP_KEY_FALLBACKS) if key]


def is_sealed(path: Path) -> bool:
    """Whether the file is one of age."""
    with path.open("rb") as file:
        return file.read(len(MARK)) == MARK


@contextmanager
def sealing(out: IO[bytes]) -> Iterator[IO[bytes]]:
    """A file to write into; what is written reaches `out` encrypted, as it is where no key is set.

    Nothing readable touches the disk: a thread takes it from a pipe.
    """
    if not settings.BACKUP_KEY:
        yield out
        return
    from pyrage import encrypt_io

    recipient = identity_of(settings.BACKUP_KEY).to_public()
    reading, writing = os.pipe()
    source, sink = os.fdopen(reading, "rb"), os.fdopen(writing, "wb")
    thread = _Thread(lambda: encrypt_io(source, thread.noting(out), [recipient]), source)
    thread.start()
    try:
        with sink:
            yield sink
    except BrokenPipeError:  # nobody reads any more: why is known beside
        thread.join()
        raise (thread.error or BrokenPipeError()) from None
    finally:
        thread.join()
    if thread.error:
        raise thread.error


class _Thread(threading.Thread):
    """Encrypts or decrypts beside us; what goes wrong is kept, the file's own error before the library's."""

    def __init__(self, work: Callable[[], object], source: IO[bytes]) -> None:
        super().__init__(daemon=True)
        self.work, self.source = work, source
        self.error: Exception | None = None

    def run(self) -> None:
        try:
            self.work()
        except Exception as error:
            self.error = self.error or error
        finally:
            self.source.close()  # whoever still writes knows that nobody reads

    def noting(self, out: IO[bytes]) -> "_Noting":
        return _Noting(out, self)


class _Noting:
    """A file that remembers why it could not be written: the library tells only that it was so."""

    def __init__(self, out: IO[bytes], thread: _Thread) -> None:
        self.out, self.thread = out, thread

    def write(self, block: bytes) -> int:
        try:
            return self.out.write(block)
        except OSError as error:
            self.thread.error = error
            raise

    def flush(self) -> None:
        self.out.flush()


@contextmanager
def unsealed(path: Path) -> Iterator[IO[bytes]]:
    """The readable content of a backup, to go about in. What is decrypted lies in a file without a name, which is gone
    when the process is. Raises ArchiveError."""
    if not path.is_file():
        raise ArchiveError(_("There is no file %(path)s.") % {"path": path})
    if not is_sealed(path):
        with path.open("rb") as file:
            yield file
        return
    settings.VAR.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=settings.VAR) as plain:
        _decrypt(path, plain)
        plain.seek(0)
        yield plain


def digest_inside(path: Path) -> str:
    """The SHA-256 of what the file holds, read back from the disk and decrypted. Raises ArchiveError."""
    digest = Digesting()
    if is_sealed(path):
        _decrypt(path, digest)
    else:
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                digest.write(block)
    return digest.hexdigest()


class Digesting:
    """A file that passes on what is written, or keeps nothing of it, and knows the digest of all."""

    def __init__(self, through: Any = None) -> None:
        self.digest, self.through = hashlib.sha256(), through

    def write(self, block: bytes) -> int:
        self.digest.update(block)
        return self.through.write(block) if self.through else len(block)

    def flush(self) -> None:
        if self.through:
            self.through.flush()

    def hexdigest(self) -> str:
        return self.digest.hexdigest()


def _decrypt(path: Path, out: Any) -> None:
    from pyrage import DecryptError, decrypt_io

    keys = identities()
    if not keys:
        raise ArchiveError(_("The file is encrypted. Set BACKUP_KEY to the key it was made with."))
    with path.open("rb") as file:
        try:
            decrypt_io(file, out, keys)
        except DecryptError as error:
            raise ArchiveError(_why(str(error))) from error
        except OSError as error:
            if error.errno is not None:  # the disk is full, not the file wrong
                raise
            raise ArchiveError(_("The file is damaged: take another copy of it. Nothing was touched.")) from error


def _why(said: str) -> str:
    if "No matching keys" in said:
        return _("This file was encrypted with another key. Set BACKUP_KEY to that one, or add it to "
                 "BACKUP_KEY_FALLBACKS.")  # fmt: skip
    return _("The file is damaged: take another copy of it. Nothing was touched.")
