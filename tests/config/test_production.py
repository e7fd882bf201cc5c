"""Production settings stop the start with one clear line when something is missing or weak."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.keys import RANDOM

ROOT = Path(__file__).resolve().parents[2]
GOOD = {
    "DATABASE_URL": "postgresql://wasl:secret@db.example.org:5432/wasl",
    "SECRET_KEY": RANDOM,
    "NETWORK_TOKEN_KEY": RANDOM[::-1],
    "EMAIL_HOST": "mail.example.org",
}


def run(code: str, changes: dict[str, str], settings: str = "production") -> subprocess.CompletedProcess[str]:
    """Run Python with these settings and nothing else in the environment; an empty value leaves a variable out."""
    environment = {name: value for name, value in (GOOD | changes).items() if value}
    environment |= {"PATH": os.environ["PATH"], "PYTHONPATH": f"{ROOT / 'platform'}:{ROOT}"}
    environment["DJANGO_SETTINGS_MODULE"] = f"config.settings.{settings}"
    return subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        *(pytest.param({name: ""}, f"{name} is not set", id=f"no {name}") for name in GOOD),
        pytest.param({"SECRET_KEY": RANDOM[:49]}, "SECRET_KEY is too weak", id="short key"),
        pytest.param({"SECRET_KEY": "ab" * 30}, "SECRET_KEY is too weak", id="repeated key"),
        pytest.param({"NETWORK_TOKEN_KEY": RANDOM[:31]}, "NETWORK_TOKEN_KEY is too weak", id="short token key"),
        pytest.param({"DATABASE_URL": "mysql://x/y"}, "DATABASE_URL must look like", id="other database"),
        pytest.param({"DATABASE_URL": "postgresql://host"}, "DATABASE_URL must look like", id="no database"),
        pytest.param({"EMAIL_PORT": "mail"}, "EMAIL_PORT='mail' is not a whole number", id="port"),
        pytest.param({"SECURE_SSL_REDIRECT": "perhaps"}, "neither yes nor no", id="flag"),
    ],
)
def test_a_missing_or_weak_variable_stops_the_start(changes: dict[str, str], why: str) -> None:
    done = run("import config.settings.production", changes)
    assert done.returncode == 1
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith("django.core.exceptions.ImproperlyConfigured: ")
    assert why in last
    assert not any(value in last for value in changes.values() if len(value) > 20)  # a secret is never repeated


CAREFUL = """
import django
django.setup()
from django.conf import settings
from django.urls import NoReverseMatch, resolve, reverse, Resolver404
assert not settings.DEBUG and not settings.DEMO
assert settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE and settings.SECURE_SSL_REDIRECT
for urlconf in ("config.urls_hub", "config.urls_tenant"):
    try:
        reverse("design", urlconf)
    except NoReverseMatch:
        pass
    else:
        raise AssertionError(urlconf)
    try:
        resolve("/_design/", urlconf)
    except Resolver404:
        continue
    raise AssertionError(urlconf)
"""


def test_production_is_careful_and_has_no_design_page() -> None:
    done = run(CAREFUL, {})
    assert (done.returncode, done.stderr) == (0, "")
