"""`python -m tests.upgrading.telling FILE`: upgrades a database; writes into the file what it says then as JSON.

The database is that of `DATABASE_URL`: one of `making.py`, loaded by `loading.py`.
"""

import json
import os
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = "save_hoceima"
YEARS = (2018, 2019)
AXES = ("sex", "region")
LEFT_OUT = ("django_session", "wagtailsearch_indexentry")  # of no use to an upgrade; the index fills itself again
PASSWORD = "wasl-demo"
LANGUAGES = ("fr", "ar", "en")
# Of each account, pages that it has had from the beginning.
ITS_PAGES = {
    "coordinator": ("sessions/", "people/", "figures/"),
    "trainer": ("sessions/",),
    "administrator": ("figures/",),
    "reviewer": ("", ),
    "funder": ("figures/reports/",),
    "participant": ("me/",),
}  # fmt: skip


def begin() -> None:
    """Django with the settings of the demo."""
    sys.path[:0] = [str(ROOT / "platform"), str(ROOT)]
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.demo"
    import django  # needs the settings above

    django.setup()


def tell() -> dict[str, Any]:
    """What must be the same after an upgrade: figures, rows of each table, addresses of pages."""
    return {
        "schema": SCHEMA,
        "figures": {
            f"{scope} {year} {axis}": _count(scope, year, axis)
            for scope in (SCHEMA, "--network")
            for year in YEARS
            for axis in ("", *AXES)
            if scope == SCHEMA or not axis
        },
        "rows": {schema: dict(_rows(schema)) for schema in ("public", "hub", SCHEMA)},
        "pages": {schema: sorted(_pages(schema)) for schema in ("hub", SCHEMA)},
    }


def _count(scope: str, year: int, axis: str) -> Any:
    from django.core.management import call_command

    output = StringIO()
    by = ["--by", axis] if axis else []
    call_command("count", scope, "--from", f"{year}-01-01", "--to", f"{year}-12-31", *by, stdout=output)
    return json.loads(output.getvalue())


def _rows(schema: str) -> Iterator[tuple[str, int]]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = to_regnamespace(%s) AND relkind = 'r' ORDER BY 1",
            [schema],
        )
        for (table,) in cursor.fetchall():
            if table not in LEFT_OUT:
                cursor.execute(f'SELECT count(*) FROM "{schema}"."{table}"')  # noqa: S608
                yield table, cursor.fetchone()[0]


def _pages(schema: str) -> Iterator[str]:
    from django_tenants.utils import schema_context
    from wagtail.models import Page

    with schema_context(schema):
        for page in Page.objects.live().filter(depth__gt=1):
            if url := page.get_url():
                yield url


def answers() -> dict[str, dict[str, int]]:
    """Statuses of the pages that readers see, and of those of each account after it signed in by its password."""
    from django.test import Client

    hosts = {"hub": "localhost", SCHEMA: f"{SCHEMA.replace('_', '-')}.localhost"}
    told: dict[str, dict[str, int]] = {}
    for schema, host in hosts.items():
        nobody = Client(headers={"host": host})
        told[schema] = {
            path: nobody.get(path).status_code
            for page in sorted(_pages(schema))
            for path in (page.replace("/fr/", f"/{code}/", 1) for code in LANGUAGES)
        }
    for name, pages in ITS_PAGES.items():
        client = Client(headers={"host": hosts[SCHEMA]})
        signed_in = client.post("/fr/sign-in/", {"username": name, "password": PASSWORD})
        told[name] = {"sign-in": signed_in.status_code} | {
            page: client.get(f"/fr/{page}").status_code for page in pages
        }
    return told


def upgrade() -> dict[str, str]:
    """What the commands say that an operator runs; each raises where something is amiss."""
    from django.core.management import call_command

    told = {}
    for name, command in (("first", "setup_database"), ("again", "setup_database"), ("verified", "verify_snapshots"),
                          ("recounted", "recount")):  # fmt: skip
        output = StringIO()
        call_command(command, stdout=output)
        told[name] = output.getvalue()
    return told


def main(path: Path) -> None:
    begin()
    told = {"printed": upgrade()} | tell() | {"answers": answers()}
    path.write_text(json.dumps(told, ensure_ascii=False))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
