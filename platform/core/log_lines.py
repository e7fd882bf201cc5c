"""Log formatter that removes the values of rows: PostgreSQL adds to an error what it stumbled over, names included."""

import copy
import logging
import re
import traceback
from collections.abc import Callable, Iterator
from typing import Any

import django.db
import psycopg

_ADDED = re.compile(r"\s*^\s*(DETAIL:|CONTEXT:|Failing row contains).*", re.MULTILINE | re.DOTALL)
_ADDRESS = re.compile(r"[^\s<>'\"(){}:,;]+@[^\s<>'\"(){}:,;]+")  # of mail: Wagtail names whom it could not reach
Words = Callable[[BaseException], str]
_CAUSE = "\nThe above exception was the direct cause of the following exception:\n\n"
_CONTEXT = "\nDuring handling of the above exception, another exception occurred:\n\n"


class PlainFormatter(logging.Formatter):
    """Messages and tracebacks, those that led to others too, each database error by its first line alone."""

    def format(self, record: logging.LogRecord) -> str:
        own = copy.copy(record)  # other handlers get it as it was; what they made of the traceback is not taken over
        own.msg, own.args, own.exc_text = message_of(record, say), None, None
        return self.without_addresses(super().format(own))

    def formatException(self, ei: Any) -> str:  # noqa: N802  logging's own name
        return "".join(_chain(ei[1], set(), self.words)).rstrip("\n") if ei[1] is not None else "NoneType: None"

    def words(self, error: BaseException) -> str:
        """What is told of one error, beside its class."""
        return _words(error)

    @staticmethod
    def without_addresses(text: str) -> str:
        return _ADDRESS.sub("(address)", text)


def without_rows(text: str) -> str:
    """The text up to where a database error begins to quote a row; a value may hold line breaks, so nothing follows."""
    return _ADDED.sub("", text)


def say(error: BaseException) -> str:
    """A database error in words that hold no value of a row; any other as it is, but for what it quotes of one."""
    cause = error.__cause__ if isinstance(error, django.db.Error) else error
    if isinstance(cause, psycopg.Error):
        if isinstance(cause, psycopg.DataError):  # its first line quotes the value itself
            return f"SQLSTATE {cause.sqlstate}" if cause.sqlstate else "a value that cannot be written or read"
        return cause.diag.message_primary or without_rows(str(cause))
    return without_rows(str(error))


def message_of(record: logging.LogRecord, words: Words) -> str:
    """As `record.getMessage`, with the errors among its values said by `words`, and no row of a table."""
    own = copy.copy(record)
    if isinstance(record.args, tuple):
        own.args = tuple(words(value) if isinstance(value, BaseException) else value for value in record.args)
    return without_rows(own.getMessage())


def _chain(error: BaseException, seen: set[int], words: Words) -> Iterator[str]:
    """As Python writes a traceback, but for the words of each error."""
    seen.add(id(error))
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None and id(before) not in seen:
        yield from _chain(before, seen, words)
        yield _CAUSE if error.__cause__ else _CONTEXT
    if error.__traceback__:
        yield "Traceback (most recent call last):\n"
        yield from traceback.format_tb(error.__traceback__)
    yield f"{_kind(error)}: {words(error)}\n"
    for part in error.exceptions if isinstance(error, BaseExceptionGroup) else ():
        yield from _chain(part, seen, words)


def _words(error: BaseException) -> str:
    if isinstance(error, django.db.Error | psycopg.Error):
        return say(error)
    # Python's own wording: of a syntax error the line, of any error its notes.
    lines = "".join(traceback.format_exception_only(error)) if not isinstance(error, BaseExceptionGroup) else str(error)
    return without_rows(lines.removeprefix(f"{_kind(error)}: ").rstrip("\n"))


def _kind(error: BaseException) -> str:
    kind = type(error)
    return (
        kind.__qualname__ if kind.__module__ in ("builtins", "__main__") else f"{kind.__module__}.{kind.__qualname__}"
    )
