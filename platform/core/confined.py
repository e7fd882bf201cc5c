"""The child side of a sandboxed process: its limits, the one function it runs, the answer it writes.

Django is not imported here, nor by the modules that are read in such a process: it would cost every upload a quarter of
a second.

`core.confinement` starts it; see there what it is for.
"""

import contextlib
import importlib
import json
import math
import os
import resource
import signal
import stat
import struct
import sys
import traceback
from dataclasses import dataclass, field
from io import BytesIO
from typing import IO, Any

LENGTH = struct.Struct(">Q")
OPEN_FILES = 64


class Refusal(Exception):  # noqa: N818 - a reader's own answer, not a fault
    """What the reader says of the file; the caller makes a sentence of `code` and `values` (JSON values)."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.code, self.values = code, values


@dataclass(frozen=True)
class Answer:
    """What was read: a JSON value and, beside it, bytes."""

    value: Any = None
    blobs: list[bytes] = field(default_factory=list)


def main() -> None:
    """Run what the command line orders, on standard input; write the answer where standard output was."""
    order = json.loads(sys.argv[2])
    out = os.dup(1)
    sys.stdout = sys.stderr = open(os.devnull, "w")  # noqa: SIM115 - what a library prints is no answer
    os.dup2(sys.stdout.fileno(), 1)
    limit_process(order["limits"])
    with os.fdopen(out, "wb") as answers:
        for part in _answer(order):
            answers.write(part)
    os._exit(0)  # without the destructors of libraries that a broken file may have left in disorder


def limit_process(limits: dict[str, float]) -> None:
    """Limit this process before it reads a byte. `memory` in bytes, `processor` and `seconds` in seconds.

    Where a system refuses a limit (macOS knows no limit of memory) the others hold.
    """
    processor = math.ceil(limits["processor"])
    for name, soft, hard in (
        ("RLIMIT_CORE", 0, 0),  # a core dump would hold the file, with names
        ("RLIMIT_FSIZE", 0, 0),
        ("RLIMIT_NOFILE", OPEN_FILES, OPEN_FILES),
        ("RLIMIT_CPU", processor, processor + 1),
        ("RLIMIT_DATA", int(limits["memory"]), int(limits["memory"])),
        ("RLIMIT_AS", int(limits["memory"]), int(limits["memory"])),
    ):
        with contextlib.suppress(AttributeError, OSError, ValueError):
            _set_limit(getattr(resource, name), soft, hard)
    signal.alarm(math.ceil(limits["seconds"]) + 1)  # where nobody is left to end it
    with contextlib.suppress(OSError):
        os.nice(5)  # pages go first
    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w") as file:
        file.write("1000")  # if the machine has no memory left, this process goes and no server


def _set_limit(name: int, soft: int, hard: int) -> None:
    highest = resource.getrlimit(name)[1]
    if highest != resource.RLIM_INFINITY:
        soft, hard = min(soft, highest), min(hard, highest)
    resource.setrlimit(name, (soft, hard))


def _answer(order: dict[str, Any]) -> list[bytes]:
    try:
        module, _colon, name = order["function"].partition(":")
        found = getattr(importlib.import_module(module), name)(_source(), **order["arguments"])
        answer = found if isinstance(found, Answer) else Answer(found)
        told = {"state": "done", "value": answer.value, "blobs": [len(blob) for blob in answer.blobs]}
        return [*_framed(told), *answer.blobs]
    except Refusal as refusal:
        told = {"state": "refused", "code": refusal.code, "values": refusal.values}
    except MemoryError:
        told = {"state": "memory"}
    except BaseException as error:  # a fault in Rust comes as a BaseException
        told = {"state": "died", "where": _where(error)}
    return _framed(told)


def _framed(told: dict[str, Any]) -> list[bytes]:
    written = json.dumps(told).encode()
    return [LENGTH.pack(len(written)), written]


def _where(error: BaseException) -> str:
    """Kind and place of a fault; not its message, which may quote the file."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} at {os.path.basename(last.filename)}:{last.lineno}"


def _source() -> IO[bytes]:
    """Standard input, which can be sought in."""
    if stat.S_ISREG(os.fstat(0).st_mode):
        os.lseek(0, 0, os.SEEK_SET)
        return os.fdopen(0, "rb")
    with os.fdopen(0, "rb") as file:
        return BytesIO(file.read())
