"""`python -m tests.upgrading.making NAME`: writes `NAME.sql.xz` and what it says, `NAME.json`, of the state of today.

The hub and one invented NGO of the demo with their years, in the embedded database of this checkout: it must be empty.
Made once for a version and kept; to make one of an older commit, copy this folder into a worktree of that commit.
"""

import json
import lzma
import subprocess
import sys
from pathlib import Path

from tests.upgrading import telling
from tests.upgrading.telling import LEFT_OUT, SCHEMA, YEARS

HERE = Path(__file__).parent


def main(name: str) -> None:
    """Make the database, then tell and dump it."""
    telling.begin()
    fill()
    (HERE / f"{name}.json").write_text(json.dumps(telling.tell(), ensure_ascii=False, indent=1, sort_keys=True) + "\n")
    (HERE / f"{name}.sql.xz").write_bytes(lzma.compress(dump(), preset=9 | lzma.PRESET_EXTREME))


def fill() -> None:
    """What `make demo` makes, with one NGO of the six."""
    from django.core.management import call_command
    from django_tenants.utils import tenant_context

    from demo.figures import NGOS
    from demo.management.commands import demo
    from demo.publishing import add_impact_page, publish_years
    from network.actions import roll_up_network
    from tenants.models import Tenant

    call_command("setup_database")
    made = demo.Command()
    demo.FULL_COURSE = ""  # the hub has it whole
    made._make_ngo(next(ngo for ngo in NGOS if ngo.schema == SCHEMA))
    made._make_hub_accounts()
    roll_up_network(years=YEARS)
    with tenant_context(Tenant.objects.get(schema_name="hub")):
        publish_years(YEARS)
        add_impact_page()


def dump() -> bytes:
    """The whole database as plain SQL, of no owner; for PostgreSQL 14 and newer."""
    from config import embedded_pg
    from config.settings.base import VAR

    server = embedded_pg.ensure(VAR)
    left_out = [f"--exclude-table-data=*.{table}" for table in LEFT_OUT]
    written = subprocess.run(
        [server.binaries / "pg_dump", "-h", str(server.socket), "-U", embedded_pg.USER, "--no-owner", "--no-privileges",
         "--no-comments", *left_out, embedded_pg.DATABASE],
        capture_output=True, check=True,
    )  # fmt: skip
    return written.stdout


if __name__ == "__main__":
    main(sys.argv[1])
