"""`python -m tests.upgrading.cloning FIRST LAST [bare]`: clones the NGO of a loaded database so often, with its rows.

Those that are bare have nothing but the list of what was migrated: for looking who lacks what.
"""

import sys

from tests.upgrading import telling
from tests.upgrading.telling import SCHEMA


def main(first: int, last: int, *, bare: bool) -> None:
    """Make them in the database of `DATABASE_URL`."""
    telling.begin()
    from django.db import connection

    from tenants.clone import clone_schema

    with connection.cursor() as cursor:
        for place in range(first, last):
            name = f"ngo_{place:03}"
            if bare:
                cursor.execute(f"CREATE SCHEMA {name}")
                cursor.execute(f"CREATE TABLE {name}.django_migrations AS TABLE {SCHEMA}.django_migrations")
            else:
                clone_schema(SCHEMA, name)
            cursor.execute(
                "INSERT INTO tenants_tenant (schema_name, kind, state, name_fr, name_ar, name_en, languages, country,"
                " accent, created_at) VALUES (%s, 'ngo', 'active', %s, '', '', '{fr}', 'MA', '', now()) RETURNING id",
                [name, name],
            )
            cursor.execute(
                "INSERT INTO tenants_domain (domain, is_primary, tenant_id) VALUES (%s, true, %s)",
                [f"{name.replace('_', '-')}.localhost", cursor.fetchone()[0]],
            )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]), bare="bare" in sys.argv)
