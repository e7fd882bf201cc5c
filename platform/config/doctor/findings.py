"""What a check finds, the registry of checks, and their examination one after the other."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import Error as DatabaseError
from django.utils.translation import gettext as _

from config.first_run.answers import first_line
from core.registry import Registry


class State(StrEnum):
    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True)
class Finding:
    """What was found in one sentence, and what to do about it; a finding that is ok has no remedy."""

    state: State
    says: str
    remedy: str = ""


def well(says: str) -> Finding:
    return Finding(State.OK, says)


def doubtful(says: str, remedy: str) -> Finding:
    return Finding(State.WARNING, says, remedy)


def broken(says: str, remedy: str) -> Finding:
    return Finding(State.ERROR, says, remedy)


@dataclass(frozen=True)
class Check:
    """`name` is the `check` of the JSON, which scripts rely on."""

    name: str
    look: Callable[[], Finding]
    asks_database: bool = False


checks: Registry[Check] = Registry("config: what the doctor looks at")
Look = Callable[[], Finding]


def check(name: str, *, order: int, asks_database: bool = False) -> Callable[[Look], Look]:
    """Plug a function in as the check `name`: 10 settings, 20 database, 30 hosts and mail, 40 files, 50 processes."""

    def plug(look: Look) -> Look:
        checks.add(Check(name, look, asks_database), key=name, order=order)
        return look

    return plug


def examine() -> Iterator[tuple[str, Finding]]:
    """Name and finding of each check, in order; what asks the database is not looked at where that is away."""
    is_away = False
    for one in checks:
        found = _not_looked_at() if is_away and one.asks_database else _look(one)
        is_away = is_away or (one.name == "database" and found.state == State.ERROR)
        yield one.name, found


def as_json(name: str, found: Finding) -> dict[str, Any]:
    """As docs/interfaces.md has it."""
    return {"check": name, "state": found.state.value, "says": found.says, "remedy": found.remedy}


def _look(one: Check) -> Finding:
    try:
        return one.look()
    except DatabaseError as error:
        says = _("The database answered with an error: %(said)s") % {"said": first_line(error)}
        return broken(says, _("Run `setup_database`."))
    except Exception as error:  # a check that fails is a finding, and keeps no other from being made
        name = type(error).__name__
        return broken(
            _("This could not be looked at: %(error)s") % {"error": f"{name}: {error}"}, _("Mend that first.")
        )


def _not_looked_at() -> Finding:
    return doubtful(_("Not looked at, since the database does not answer."), _("Mend the database first."))
