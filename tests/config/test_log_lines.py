"""The log of a server: one object to a line, which tells what happened and nothing of anybody."""

import json
import logging
import sys

import pytest
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import IntegrityError

from accounts.roles import Role
from config.watching.log_lines import JsonFormatter
from people.tasks import erase_people
from tests.support.queue import run_worker

SECRETS = ("Amina", "amina@example.org", "0612345678", "ABCD-EFGH")


class Kept(logging.Handler):
    """What a server would have written, as objects."""

    def __init__(self):
        super().__init__()
        self.setFormatter(JsonFormatter())
        self.lines = []

    def emit(self, record):
        self.lines.append(json.loads(self.format(record)))


@pytest.fixture
def log():
    """Of everything, from INFO on."""
    root, kept = logging.getLogger(), Kept()
    level = root.level
    root.addHandler(kept)
    root.setLevel(logging.INFO)
    yield kept.lines
    root.setLevel(level)
    root.removeHandler(kept)


def of_requests(log):
    return [line for line in log if line["logger"] == "config.watching.requests"]


def test_a_request_is_one_line(log, client, own_ngo):
    answer = client.get("/fr/verify/ABCD-EFGH-JKMN/?name=Amina")
    (line,) = of_requests(log)
    assert {name: value for name, value in line.items() if name not in ("time", "seconds")} == {
        "level": "INFO", "logger": "config.watching.requests", "message": "request",
        "request": answer.headers["X-Request-ID"], "tenant": "own_ngo", "route": "certificates:verify_code",
        "method": "GET", "status": answer.status_code,
    }  # fmt: skip
    assert 0 <= line["seconds"] < 60


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics", "/tls-ask?domain=x", "/static/nothing.css"])
def test_questions_of_programs_and_static_files_are_left_out(log, client, own_ngo, path):
    client.get(path)
    assert of_requests(log) == []


@pytest.mark.parametrize(
    ("proxies", "given", "is_taken"),
    [
        (1, "0f8fad5b-d9cb-469f-a165-70867728950e", True),
        (1, "0F8FAD5BD9CB469FA16570867728950E", True),
        (0, "0f8fad5b-d9cb-469f-a165-70867728950e", False),
        (1, "amina@example.org", False),
        (1, "0612345678", False),
        (1, "0f8fad5b-d9cb-469f-a165-70867728950e\n", False),
    ],
)
def test_the_number_is_the_proxy_s_or_a_new_one(client, own_ngo, settings, proxies, given, is_taken):
    settings.TRUSTED_PROXIES = proxies
    number = client.get("/fr/", headers={"x-request-id": given}).headers["X-Request-ID"]
    assert len(number) == 32
    assert (number == "0f8fad5bd9cb469fa16570867728950e") is is_taken


def test_what_is_logged_meanwhile_bears_the_request_s_number(log, client, own_ngo):
    answer = client.get("/fr/nothing-here-amina@example.org/")
    found = [line for line in log if line["logger"] == "django.request"]
    assert [(line["request"], line["tenant"], line["message"]) for line in found] == [
        (answer.headers["X-Request-ID"], "own_ngo", "Not Found: (path)")
    ]


def raised(error):
    try:
        raise error
    except BaseException:
        return sys.exc_info()


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ValueError("invalid literal for int() with base 10: 'Amina'"), "ValueError: "),
        (KeyError("amina@example.org"), "KeyError: "),
        (ObjectDoesNotExist("Amina"), "django.core.exceptions.ObjectDoesNotExist: "),
        (ValidationError("Amina"), "django.core.exceptions.ValidationError: "),
        (TypeError("Field 'id' expected a number but got 'Amina'."),
         "TypeError: Field '…' expected a number but got '…'."),
        (AttributeError("'str' object has no attribute 'x'"), "AttributeError: 'str' object has no attribute 'x'"),
        (FileNotFoundError(2, "No such file or directory", "/media/Amina.png"),
         "FileNotFoundError: No such file or directory"),
        (IntegrityError('duplicate key\nDETAIL:  Key (name)=(Amina) already exists.'),
         "django.db.utils.IntegrityError: duplicate key"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else "",
)  # fmt: skip
def test_an_exception_is_told_without_values(log, error, words):
    logging.getLogger("x").error("It failed with %s.", error, exc_info=raised(error))
    (line,) = log
    lines = line["exception"].splitlines()
    assert lines[-1].strip() == words.strip()
    assert lines[0] == "Traceback (most recent call last):"
    assert not any(secret in json.dumps(line) for secret in SECRETS)


def test_addresses_and_numbers_in_words_of_others_are_left_out(log):
    logging.getLogger("x").warning("Could not reach amina@example.org or +212 6 12 34 56 78, SMTP 550.")
    assert log[0]["message"] == "Could not reach (address) or (number), SMTP 550."


def test_a_view_that_fails_is_told_with_its_lines(log, own_ngo, sign_in, monkeypatch):
    def fail(*_args, **_kwargs):
        somebody = "Amina"
        raise ValueError(somebody)

    client = sign_in(own_ngo, Role.COORDINATOR)
    client.raise_request_exception = False
    monkeypatch.setattr("people.forms.finding.find_people", fail)
    answer = client.get("/fr/people/?q=Amina")
    assert answer.status_code == 500
    number = answer.headers["X-Request-ID"]
    assert f"<bdi>{number}</bdi>" in answer.content.decode().replace("<wbr>", "")  # so that it can be told
    (line,) = [line for line in log if line["logger"] == "django.request"]
    assert (line["message"], line["level"]) == ("Internal Server Error: (path)", "ERROR")
    assert "raise ValueError(somebody)" in line["exception"]
    assert line["request"] == number
    assert "Amina" not in json.dumps(log)


@pytest.mark.django_db(transaction=True)
def test_a_task_that_fails_is_one_line_with_its_exception(log, own_ngo, other_ngo):
    with other_ngo:
        result = erase_people.enqueue(0)  # there is none
    run_worker()
    (line,) = [line for line in log if line["logger"] == "config.watching.tasks"]
    assert {name: line[name] for name in ("level", "message", "task", "name", "tenant", "status")} == {
        "level": "ERROR", "message": "task", "task": str(result.id), "name": "people.tasks.erase_people",
        "tenant": "other_ngo", "status": "failed",
    }  # fmt: skip
    assert line["exception"].splitlines()[-1].startswith("people.models")
