"""Strips a file inside the sandboxed process (`core.confinement`): no Django here."""

from typing import IO

from core.confined import Answer, Refusal
from core.metadata.errors import TooManyPixelsError, UnreadableError
from core.metadata.stripping import strip


def strip_file(file: IO[bytes], suffix: str) -> Answer:
    """The bare file as a blob, its suffix as the value. Refuses with `pixels` or `unreadable`."""
    try:
        stripped = strip(file.read(), suffix)
    except TooManyPixelsError:
        raise Refusal("pixels") from None
    except UnreadableError:
        raise Refusal("unreadable") from None
    return Answer(stripped.suffix, [stripped.data])
