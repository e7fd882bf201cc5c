"""`python -m tests.upgrading.cloning FIRST LAST [bare]`: clones the NGO of a loaded database so often, with its rows.

Those that are bare have nothing but the list of what was migrated: for looking who lacks what.
"""

import sys

from tests.upgrading import telling
from tests.upgrading.telling import SCHEMA

# As the one that is cloned, whatever columns there are by then.
TENANT = """
INSERT INTO tenants_tenant SELECT (jsonb_populate_record(t, jsonb_build_object(
    'id', nextval(pg_get_serial_sequence('tenants_tenant', 'id')), 'uuid', gen_random_uuid(),
    'schema_name', %s::text, 'name_fr', %s::text))).*
FROM tenants_tenant t WHERE schema_name = %s RETURNING id"""

DOMAIN = """
INSERT INTO tenants_domain SELECT (jsonb_populate_record(d, jsonb_build_object(
    'id', nextval(pg_get_serial_sequence('tenants_domain', 'id')), 'domain', %s::text, 'tenant_id', %s::bigint))).*
FROM tenants_domain d JOIN tenants_tenant t ON t.id = d.tenant_id
WHERE t.schema_name = %s AND d.is_primary LIMIT 1"""


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
            cursor.execute(TENANT, [name, name, SCHEMA])
            made = cursor.fetchone()[0]
            cursor.execute(DOMAIN, [f"{name.replace('_', '-')}.localhost", made, SCHEMA])


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]), bare="bare" in sys.argv)
