"""The tables of a schema are listed by an index: the same ones that Django finds among all of the database."""

import pytest
from django.db import connection
from django_tenants.postgresql_backend.introspection import DatabaseSchemaIntrospection
from django_tenants.utils import schema_context

from tenants.provisioning import TEMPLATE_SCHEMA


@pytest.mark.one_machine
@pytest.mark.parametrize("schema", ["public", TEMPLATE_SCHEMA, "own_ngo"])
def test_they_are_those_of_django(own_ngo, schema):
    with schema_context(schema), connection.cursor() as cursor:
        cursor.execute("CREATE VIEW a_view AS SELECT 1 AS one")
        cursor.execute("CREATE TABLE in_parts (day date) PARTITION BY RANGE (day)")
        cursor.execute("CREATE TABLE a_part PARTITION OF in_parts DEFAULT")
        cursor.execute("COMMENT ON TABLE in_parts IS 'said of it'")
        found = connection.introspection.get_table_list(cursor)
        slow = DatabaseSchemaIntrospection(connection).get_table_list(cursor)
    assert found == sorted(slow)
    assert {("a_view", "v"), ("in_parts", "t"), ("a_part", "p")} <= {one[:2] for one in found}


def test_of_a_schema_that_is_not_there_there_are_none(own_ngo):
    with schema_context("nowhere"), connection.cursor() as cursor:
        assert connection.introspection.table_names(cursor) == []
