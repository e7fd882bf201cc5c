"""`python -m tests.tenants.killing DATABASE STEP COMMAND ...`: a management command that is killed at one step.

A real SIGKILL of a real process: nothing of it can clean up.
"""

import os
import signal
import sys
from collections.abc import Callable
from typing import Any, NamedTuple


class Step(NamedTuple):
    """Before or after the nth call of a function, as its module knows it."""

    module: str
    function: str
    after: bool = False
    call: int = 1


READING, FILLING, MAKING = "tenants.archive.reading", "tenants.archive.filling", "tenants.provisioning"
STEPS = {
    "before the clone": Step(MAKING, "clone_schema"),
    "after the clone": Step(MAKING, "clone_schema", after=True),
    "with the tenant's row": Step(MAKING, "tenant_created.send"),
    "after the tenant is made": Step(READING, "fill_tenant"),
    "amid the tables": Step(FILLING, "_translate_content_types"),
    "before the files": Step(FILLING, "_fill_media"),
    "amid the files": Step(FILLING, "tenant_storage.save_unchanged", call=2),
    "before it opens": Step(READING, "_open_to_readers"),
    "amid clearing away": Step(MAKING, "tenant_storage.clear", after=True),
    "before the schema is dropped": Step(MAKING, "drop_schema"),
    "after the schema is dropped": Step(MAKING, "drop_schema", after=True),
    "never": Step("os", "getpid", call=10**9),
}


def main(database: str, step: str, *command: str) -> None:
    """Run the command with the knife in place."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
    import django  # needs the settings above

    django.setup()
    from django.core.management import execute_from_command_line  # needs the set-up above

    from tests.database import _use  # needs the set-up above

    _use(database)
    _set(STEPS[step])
    execute_from_command_line(["manage.py", *command])


def _set(step: Step) -> None:
    owner: Any = sys.modules.get(step.module) or __import__(step.module, fromlist=["x"])
    *path, name = step.function.split(".")
    for part in path:
        owner = getattr(owner, part)
    found: Callable[..., Any] = getattr(owner, name)
    calls = [0]

    def killed(*args: Any, **kwargs: Any) -> Any:
        calls[0] += 1
        if calls[0] < step.call:
            return found(*args, **kwargs)
        if step.after:
            found(*args, **kwargs)
        return os.kill(os.getpid(), signal.SIGKILL)

    setattr(owner, name, killed)


if __name__ == "__main__":
    main(*sys.argv[1:])
