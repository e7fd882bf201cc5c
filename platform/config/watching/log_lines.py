"""Log formatter of a server: one JSON object to a line, without a word about anybody.

`time`, `level`, `logger`, `message`; `request` or `task` (its number), `tenant` (its schema), `route` or `name`; of
what ended `status` and `seconds`; `exception`: the lines of code and the kind of each error, never a value.
"""

import datetime
import json
import logging
import re
from typing import Any

import django.db
import psycopg
from django.core.exceptions import ImproperlyConfigured
from django.template import TemplateSyntaxError

from config.watching.context import at_hand
from core.log_lines import PlainFormatter, message_of, say

# Errors whose words name code; others quote what somebody wrote.
OF_CODE = (AttributeError, ImportError, ImproperlyConfigured, NameError, TemplateSyntaxError)
QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
NUMBER = re.compile(r"\+?\d(?:[\s.-]?\d){8,}")  # of a phone, and of whatever is as long


class JsonFormatter(PlainFormatter):
    """A path that stands in a message, as Django writes it, is left out: it may hold a code or a token."""

    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, Any] = {
            "time": datetime.datetime.fromtimestamp(record.created, datetime.UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": clean(message_of(record, self.words), record),
        }
        told |= at_hand(getattr(record, "request", None)) | getattr(record, "told", {})
        if record.exc_info and record.exc_info[1] is not None:
            told["exception"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False, default=str)

    def words(self, error: BaseException) -> str:
        return careful_words(error)


def clean(message: str, record: logging.LogRecord | None = None) -> str:
    """The message without addresses of mail, long numbers and the request's path."""
    if request := getattr(record, "request", None):
        path = getattr(request, "path", "")
        for written in {path, path.encode("unicode_escape").decode()} - {"", "/"}:
            message = message.replace(written, "(path)")
    return NUMBER.sub("(number)", PlainFormatter.without_addresses(message))


def careful_words(error: BaseException) -> str:
    """What an error says, as far as it can say nothing of anybody; else nothing: its class and its lines suffice."""
    if isinstance(error, django.db.Error | psycopg.Error):
        return say(error)
    if isinstance(error, OSError):
        return error.strerror or ""  # without the file's name
    if isinstance(error, TypeError):
        return QUOTED.sub("'…'", str(error))
    return str(error) if isinstance(error, OF_CODE) else ""
