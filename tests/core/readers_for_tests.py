"""Readers that go wrong in every way, for `test_confinement`; run in a child, so no Django here."""

import os
import resource
import signal
import sys
import time

from core.confined import Answer, Refusal


def length(file):
    return len(file.read())


def echo(file, **arguments):
    return Answer(arguments, [file.read(), b""])


def surroundings(file):
    names = sorted(name for name in sys.modules if name.partition(".")[0] in ("django", "site", "psycopg"))
    fds = [fd for fd in range(3, 64) if _is_open(fd)]
    return {"modules": names, "environment": sorted(os.environ), "folder": os.getcwd(), "open": len(fds),
            "core": resource.getrlimit(resource.RLIMIT_CORE)[0]}  # fmt: skip


def _is_open(descriptor):
    try:
        os.fstat(descriptor)
    except OSError:
        return False
    return True


def refuse(file):
    raise Refusal("far", rows=3, name="été")


def fail(file):
    raise ValueError(f"of the content: {file.read()!r}")


def panic(file):
    raise BaseException("like pyo3's PanicException")


def fill(file):
    return len(bytearray(4 * 1024**3))


def fill_slowly(file):
    kept = []
    while True:
        kept.append(bytearray(1024**2))


def spin(file):
    while True:
        pass


def sleep(file):
    time.sleep(60)


def crash(file):
    os.kill(os.getpid(), signal.SIGSEGV)


def abort(file):
    os.write(2, b"memory allocation of 99999999 bytes failed\n")
    os.abort()


def leave(file):
    os._exit(7)


def leave_well(file):
    os._exit(0)


def say_too_much(file):
    return "x" * 3_000_000


def print_much(file):
    for _time in range(20_000):
        print("a line that no answer holds")  # noqa: T201
        print("another", file=sys.stderr)  # noqa: T201
    return "done"


def write(file, path):
    with open(path, "wb") as out:
        out.write(b"x")
    return "written"


def write_over(file, path):
    os.write(0, b"x")


def ignore(file):
    return "not read"


def wait_a_little(file):
    time.sleep(0.4)
    return os.getpid()


def modules_with(file, module):
    """What a reader's module brings along of what it must not."""
    __import__(module)
    return sorted({name.partition(".")[0] for name in sys.modules} & {"django", "wagtail", "psycopg"})
