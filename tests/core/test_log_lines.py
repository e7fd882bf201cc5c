"""No line of the log holds what a row holds: PostgreSQL quotes it, names included, in its errors."""

import io
import logging
from logging.config import dictConfig

import psycopg
import pytest
from django.conf import settings
from django.db import DataError, IntegrityError, connection, transaction

from core.log_lines import without_rows
from people.models import Person

NAME = "Amina\nBenali\n\nExemple"
BROKEN = '[{"full_name": "Amina]'
ROWS = "INSERT INTO people_person (full_name) SELECT * FROM json_to_recordset(%s) AS row (full_name text)"


@pytest.fixture
def lines():
    """What the console gets by the settings of every installation."""
    stream = io.StringIO()
    told = settings.LOGGING["formatters"]["line"]
    handlers = {"here": {"class": "logging.StreamHandler", "formatter": "line", "stream": stream}}
    loggers = {"tests.log_lines": {"handlers": ["here"], "propagate": False}}
    dictConfig({"version": 1, "disable_existing_loggers": False, "formatters": {"line": told}, "handlers": handlers,
                "loggers": loggers})  # fmt: skip
    return stream


logger = logging.getLogger("tests.log_lines")


def refused(action):
    """The error of a write that the database refuses."""
    with pytest.raises((IntegrityError, DataError)) as raised, transaction.atomic():
        action()
    return raised.value


def broken_row():
    return refused(lambda: Person.objects.create(full_name=NAME, sex=None))


def test_a_refused_row_is_not_printed(own_ngo, lines):
    error = broken_row()
    assert "Amina" in str(error)  # PostgreSQL did say it
    logger.error("Could not keep %s", "it", exc_info=error)
    text = lines.getvalue()
    assert [word in text for word in ("Amina", "Benali", "Exemple", "DETAIL", "Failing row")] == [False] * 5
    assert text.splitlines()[0].endswith(" ERROR tests.log_lines Could not keep it")
    assert 'psycopg.errors.NotNullViolation: null value in column "sex"' in text
    assert "The above exception was the direct cause of the following exception:" in text
    assert text.splitlines()[-1].startswith('django.db.utils.IntegrityError: null value in column "sex"')
    assert "tests/core/test_log_lines.py" in text  # the way to the fault is kept


def test_neither_in_a_chain_nor_in_a_group_nor_in_a_message(own_ngo, lines):
    def fail():
        try:
            raise broken_row()
        except IntegrityError as error:
            raise RuntimeError(f"Not kept: {error}") from ValueError(str(error))

    def fail_again():
        try:
            fail()
        except RuntimeError as error:
            raise ExceptionGroup("Several", [error, broken_row()])  # noqa: B904  its context is what is tried here

    try:
        fail_again()
    except ExceptionGroup as error:
        logger.exception("It failed: %s", broken_row())
        logger.exception(error)
        logger.exception(f"{broken_row()}")
    text = lines.getvalue()
    assert [word in text for word in ("Amina", "Benali", "Exemple", "DETAIL", "Failing row")] == [False] * 5
    assert "During handling of the above exception, another exception occurred:" in text
    assert text.count('RuntimeError: Not kept: null value in column "sex"') == 6


def test_a_value_that_the_first_line_quotes_is_left_out(own_ngo, lines):
    with connection.cursor() as cursor:
        error = refused(lambda: cursor.execute("SELECT %s::text::integer", [NAME]))
        assert "Amina" in str(error)
        logger.error("No number", exc_info=error)
        error = refused(lambda: cursor.execute(ROWS, [BROKEN]))
        assert "CONTEXT:  JSON data" in str(error)
        logger.error("No JSON: %s", error, exc_info=error)
    text = lines.getvalue()
    assert ("Amina" in text, "CONTEXT" in text, "JSON data" in text) == (False, False, False)
    assert "psycopg.errors.InvalidTextRepresentation: SQLSTATE 22P02\n" in text


def test_other_errors_are_printed_as_python_does(own_ngo, lines):
    with pytest.raises(psycopg.OperationalError) as raised:
        psycopg.connect("host=127.0.0.1 port=1 connect_timeout=1")
    logger.error("No database", exc_info=raised.value)
    error = KeyError("sex")
    error.add_note("a note")
    logger.error("No key", exc_info=error)
    assert "port 1 failed" in lines.getvalue()
    assert lines.getvalue().endswith("tests.log_lines No key\nKeyError: 'sex'\na note\n")


def test_what_another_handler_printed_is_not_taken_over(own_ngo, lines):
    record = logger.makeRecord("tests", logging.ERROR, "", 0, "%s", (1,), (IntegrityError, broken_row(), None))
    logging.Formatter().format(record)
    assert "Amina" in record.exc_text
    logger.handle(record)
    assert "Amina" not in lines.getvalue()


@pytest.mark.parametrize(
    ("text", "kept"),
    [("Nothing to hide", "Nothing to hide"), ("Failing row contains (Amina).", ""),
     ("duplicate key\nDETAIL:  Key (email)=(amina@example.org) exists.\nmore", "duplicate key"),
     ("bad json\n  CONTEXT:  JSON data, line 1: Amina", "bad json"), ("In DETAIL: said", "In DETAIL: said")],
    ids=["plain", "row", "detail", "context", "amid a line"],
)  # fmt: skip
def test_a_text_ends_where_a_row_begins(text, kept):
    assert without_rows(text) == kept


def test_no_address_is_printed(own_ngo, lines):
    """Wagtail logs whom a notice did not reach, and the mail server's answer names the address again."""
    error = OSError({"amina@example.org": (550, b"no such user")})
    logger.error("Failed to send notification email '%s' to %s", "Wasl", "amina@example.org", exc_info=error)
    assert lines.getvalue().endswith(
        "tests.log_lines Failed to send notification email 'Wasl' to (address)\n"
        "OSError: {'(address)': (550, b'no such user')}\n"
    )
