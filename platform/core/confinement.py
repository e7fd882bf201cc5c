"""Reads uploaded files in a sandboxed process of its own.

Spreadsheets, archives, pictures and PDFs are read by libraries in C, C++ and Rust that a file of a kilobyte can bring
to take all memory, to spin, to crash or to abort the process; in the web server that ends every request of the worker.
No check beforehand is complete: it would have to know the file as well as its reader does. So a reader runs in a fresh
process with a limit of memory, of processor time and of time by the clock; whatever becomes of it, the caller has a
result or an exception that says a sentence.

    answer = run_confined("people.imports.grids:read_list", file, most_rows=5000, most_columns=60)
    answer.value, answer.blobs

The function is named, not given: it is imported in the child from a module that imports no Django. It takes a binary
file that can be sought in and the given arguments (JSON values), and returns a JSON value or a `core.confined.Answer`;
`core.confined.Refusal` is its way to say what is wrong. Nothing of the child is unpickled: a reader taken over by a
file could send code. The child knows no setting, no secret and no connection: its environment is empty, descriptors are
closed, the command line holds no content. It writes no file.

It is started anew and not forked: a worker with threads must not be, and its memory would be copied. The start takes
20 ms, with Pillow and pdfium 60 ms. Two children at most read for one process at a time; who waits too long is told so.

macOS holds no limit of memory: there the checks of the readers and the limits of time must do.
"""

import json
import logging
import os
import signal
import stat
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.confined import LENGTH, Answer

logger = logging.getLogger(__name__)

MEGABYTE = 1024 * 1024
MOST_AT_ONCE = 2
PATIENCE = 8.0  # seconds a file waits for its turn

START = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from core.confined import main; main()"
KEPT = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH")  # where Python itself may need them
OUT_OF_TIME = {-signal.SIGXCPU, -signal.SIGALRM}
OUT_OF_MEMORY = (b"memory allocation of", b"bad_alloc", b"MemoryError", b"out of memory")

_turns = threading.BoundedSemaphore(MOST_AT_ONCE)


@dataclass(frozen=True)
class Limits:
    """`memory` of the process and `output`, its answer, in bytes; `processor` and `seconds` (by the clock) in seconds.

    The server gives a request 30 seconds (gunicorn): waiting for a turn and reading must fit in them.
    """

    memory: int = 512 * MEGABYTE
    processor: float = 15
    seconds: float = 20
    output: int = 64 * MEGABYTE


class ConfinementError(Exception):
    """The file was not read. As a string: the sentence for whoever handed it in, in the active language."""

    sentence: str | Promise = ""

    def __str__(self) -> str:
        return str(self.sentence)


class Refused(ConfinementError):  # noqa: N818 - says what happened
    """The reader says what is wrong, as a code and values; the caller has the sentence."""

    def __init__(self, code: str, values: dict[str, Any]) -> None:
        super().__init__(code)
        self.code, self.values = code, values
        self.sentence = code


class TooMuch(ConfinementError):  # noqa: N818 - says what happened
    """Reading took more `what` (memory, time, output) than it may."""

    sentence = _("Reading this file takes more memory or time than is given to one file. "
                 "Make it smaller or split it, then choose it again.")  # fmt: skip

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class Died(ConfinementError):  # noqa: N818 - says what happened
    """The reader crashed; `where` says how, without a word of the file."""

    sentence = _("This file is damaged, or written in a way that cannot be read. Save it anew, then choose it again.")

    def __init__(self, where: str) -> None:
        super().__init__(where)
        self.where = where


class Busy(ConfinementError):  # noqa: N818 - says what happened
    """Too many files are being read by this process."""

    sentence = _("Several files are being read at the moment. Wait a minute, then choose this one again.")


def run_confined(
    function: str, source: bytes | IO[bytes], *, limits: Limits | None = None, **arguments: Any
) -> Answer:  # fmt: skip
    """What the function ("package.module:function") makes of `source`. Raises ConfinementError.

    A real file is read by the child itself and takes no memory here; it is left at its beginning.
    """
    limits = limits or Limits()
    order = {"function": function, "arguments": arguments, "limits": asdict(limits)}
    command = [sys.executable, "-I", "-S", "-X", "utf8", "-c", START, json.dumps(_places()), json.dumps(order)]
    with _turn():
        ended = _Child(command, source, limits).run()
    try:
        return _judged(ended, limits)
    except Died as death:
        logger.warning("%s died: %s", function, death.where)
        raise


@contextmanager
def _turn() -> Iterator[None]:
    if not _turns.acquire(timeout=PATIENCE):
        raise Busy
    try:
        yield
    finally:
        _turns.release()


def _places() -> list[str]:
    """Where the child finds modules: as here, from any folder."""
    own = str(Path(__file__).resolve().parents[1])
    return list(dict.fromkeys([own, *(os.path.abspath(place) for place in sys.path)]))


@dataclass(frozen=True)
class _Ended:
    status: int
    is_late: bool
    output: bytes
    errors: bytes


class _Child:
    """One process: fed, awaited, ended when it takes too long or says too much."""

    def __init__(self, command: list[str], source: bytes | IO[bytes], limits: Limits) -> None:
        self.command, self.source, self.limits = command, source, limits
        self.is_late = False

    def run(self) -> _Ended:
        """Start it and wait until it is gone."""
        file = _regular(self.source)
        # The child's standard error never blocks it, and is looked at only once it is gone.
        errors, far_end = os.pipe()
        os.set_blocking(errors, False)
        os.set_blocking(far_end, False)
        try:
            self.process = subprocess.Popen(
                self.command, stdin=subprocess.PIPE if file is None else file, stdout=subprocess.PIPE, stderr=far_end,
                cwd="/", env={name: os.environ[name] for name in KEPT if name in os.environ}, start_new_session=True,
            )  # fmt: skip
        finally:
            os.close(far_end)
        try:
            output = self._talk(feed=file is None)
            return _Ended(self.process.returncode, self.is_late, output, _waiting_bytes(errors))
        finally:
            os.close(errors)
            if file is not None and not isinstance(self.source, bytes):
                self.source.seek(0)

    def _talk(self, *, feed: bool) -> bytes:
        assert self.process.stdout is not None  # noqa: S101 - a pipe, see above
        clock = threading.Timer(self.limits.seconds, self._end_late)
        clock.daemon = True
        clock.start()
        try:
            if feed:
                threading.Thread(target=self._feed, daemon=True).start()
            with self.process.stdout as stdout:
                return stdout.read(self.limits.output + 1)
        finally:
            clock.cancel()
            self._end()

    def _feed(self) -> None:
        assert self.process.stdin is not None  # noqa: S101 - a pipe, see above
        data = self.source if isinstance(self.source, bytes) else self.source.read()
        with suppress(OSError), self.process.stdin as stdin:  # it may be gone, having read enough
            stdin.write(data)

    def _end_late(self) -> None:
        self.is_late = True
        self._kill()

    def _end(self) -> None:
        """It has closed its output, or said too much: it goes now."""
        try:
            self.process.wait(1)
        except subprocess.TimeoutExpired:
            self._kill()
            self.process.wait()

    def _kill(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)


def _regular(source: bytes | IO[bytes]) -> int | None:
    """The descriptor of a file on disk; of everything else none."""
    if isinstance(source, bytes):
        return None
    source.seek(0)
    try:
        descriptor = source.fileno()
    except (OSError, AttributeError):
        return None
    return descriptor if stat.S_ISREG(os.fstat(descriptor).st_mode) else None


def _waiting_bytes(pipe: int) -> bytes:
    try:
        return os.read(pipe, 65536)
    except BlockingIOError:
        return b""


def _judged(ended: _Ended, limits: Limits) -> Answer:
    """What came back, or why nothing did."""
    if ended.is_late or ended.status in OUT_OF_TIME:
        raise TooMuch("time")
    if len(ended.output) > limits.output:
        raise TooMuch("output")
    if ended.status == -signal.SIGKILL or (ended.status and any(word in ended.errors for word in OUT_OF_MEMORY)):
        raise TooMuch("memory")
    if ended.status:
        raise Died(f"signal {-ended.status}" if ended.status < 0 else f"exit {ended.status}")
    told, blobs = _unframed(ended.output)
    match told.get("state"):
        case "done":
            return Answer(told["value"], blobs)
        case "refused":
            raise Refused(told["code"], told["values"])
        case "memory":
            raise TooMuch("memory")
    raise Died(str(told.get("where", ""))[:200])


def _unframed(output: bytes) -> tuple[dict[str, Any], list[bytes]]:
    try:
        start = LENGTH.size + LENGTH.unpack_from(output)[0]
        told = json.loads(output[LENGTH.size : start])
        blobs = []
        for length in told.get("blobs", ()):
            blobs.append(output[start : start + length])
            start += length
    except (ValueError, TypeError, AttributeError, LookupError, RecursionError, struct.error) as error:
        raise Died("no answer") from error
    if start != len(output):
        raise Died("no answer")
    return told, blobs
