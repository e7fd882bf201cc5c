"""The four drills of docs/operators.md, on a demo of their own: `.venv/bin/python -m tools.drills [FOLDER]`.

Each breaks something for good, mends it by the commands of the page, and compares what stands there with what stood:
tenants, hosts, figures of every NGO, published figures. Prints how long each took; some ten minutes and 1 GB of disk.
"""

import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
YEAR = ("--from", "2019-01-01", "--to", "2019-12-31")
LOST = "from django.db import connection as c; c.cursor().execute('DROP SCHEMA hub CASCADE')"


class Platform:
    """A demo below a folder: its commands, and what it holds."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.variables = {
            "DJANGO_SETTINGS_MODULE": "config.settings.demo",
            "WASL_VAR": str(folder / "var"),
            "BACKUP_TO": str(folder / "backups"),
            "BACKUP_KEY": secrets.token_urlsafe(48),
        }

    def run(self, *command: str, fails: bool = False, **variables: str) -> str:
        """What a command says; it must end well, or, with `fails`, must not."""
        environment = os.environ | self.variables | variables
        done = subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=environment, capture_output=True,
                              text=True, check=False)  # fmt: skip
        if bool(done.returncode) != fails:
            sys.exit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}")
        return done.stderr.strip() if fails else done.stdout

    def holds(self) -> dict[str, Any]:
        """Tenants with hosts and states, the figures of each NGO, the chains of what was published."""
        tenants = json.loads(self.run("list_tenants"))
        ngos = [tenant["schema"] for tenant in tenants if tenant["kind"] == "ngo"]
        return {
            "tenants": tenants,
            "figures": {schema: json.loads(self.run("count", schema, *YEAR)) for schema in ngos},
            "published": self.run("verify_snapshots"),
        }

    @property
    def backup(self) -> str:
        return str(max((self.folder / "backups").glob("wasl-*")))


def lose_an_ngo(here: Platform) -> None:
    schema = next(one["schema"] for one in json.loads(here.run("list_tenants")) if one["kind"] == "ngo")
    here.run("drop_tenant", schema, "--yes")
    timed("one NGO", lambda: here.run("restore_platform", here.backup, "--only", schema))


def lose_the_hub(here: Platform) -> None:
    here.run("shell", "-c", LOST)
    timed("the hub", lambda: here.run("restore_platform", here.backup, "--only", "hub"))


def lose_the_disk(here: Platform) -> None:
    """Database and uploads are gone; the backups and the file of the environment are elsewhere."""
    here.run("db", "stop")
    shutil.rmtree(here.variables["WASL_VAR"])
    timed("the disk", lambda: here.run("restore_platform", here.backup))


def lose_the_key(here: Platform) -> None:
    """A new BACKUP_KEY opens nothing old; the former one beside it does. A lost SECRET_KEY has staff set up anew."""
    former, new = here.variables["BACKUP_KEY"], secrets.token_urlsafe(48)
    refused = here.run("restore_platform", here.backup, "--only", "hub", fails=True, BACKUP_KEY=new)
    if "BACKUP_KEY" not in refused:
        sys.exit(f"Another key should be told: {refused}")
    here.variables |= {"BACKUP_KEY": new, "BACKUP_KEY_FALLBACKS": former}
    here.run("shell", "-c", LOST)
    here.run("restore_platform", here.backup, "--only", "hub")
    timed("the key", lambda: (here.run("keep", "--no-trial"), here.run("rotate_keys", "--forget-unreadable")))


def timed(name: str, act: Callable[[], object]) -> None:
    began = time.monotonic()
    act()
    print(f"| {name} | {time.monotonic() - began:.0f} s |", flush=True)


def main(folder: Path) -> None:
    here = Platform(folder)
    (folder / "backups").mkdir(exist_ok=True)
    timed("(the demo is made)", lambda: here.run("demo"))
    timed("(a backup, with its trial)", lambda: here.run("keep"))
    print(f"  {Path(here.backup).stat().st_size / 1e6:.1f} MB", flush=True)
    before = here.holds()
    for drill in (lose_an_ngo, lose_the_hub, lose_the_disk, lose_the_key):
        drill(here)
        if here.holds() != before:
            sys.exit(f"{drill.__name__}: other things came back than were there")
    here.run("db", "stop")
    print("All four came back as they were.")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory(prefix="wasl-drills-") as made:
            os.chmod(made, 0o755)  # noqa: S103  the database's own user has to reach it
            main(Path(made))
