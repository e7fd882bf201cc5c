"""The rules that let a tenant live on another machine, held without one; each broken on purpose, and found."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from config.first_run import answers
from tenants import provisioning
from tenants.archive import backup_tenant, restore_tenant
from tenants.archive.tables import rows
from tenants.models import Tenant
from tenants.scale import cluster
from tenants.scale.comparing import behind
from tenants.scale.rules import EXPECTED, RULES, Finding, broken_rules, unlisted_extensions

SCHEMAS = ["template", "hub", "own_ngo", "other_ngo"]


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


# They hold


@pytest.mark.django_db
def test_no_schema_breaks_a_rule():
    assert (broken_rules(SCHEMAS), unlisted_extensions()) == ([], [])


@pytest.mark.django_db
def test_what_is_asked_of_a_server_is_what_nodes_are_given():
    installed = {name for (name,) in rows("SELECT extname::text FROM pg_extension")}
    assert set(cluster.EXTENSIONS) == set(answers.EXTENSIONS)
    assert set(cluster.EXTENSIONS) <= installed <= EXPECTED


@pytest.mark.django_db(transaction=True)
def test_a_new_tenant_and_one_restored_break_none_and_count_on_behind_their_rows(tmp_path):
    made = provisioning.create_tenant("new_ngo", name="Figuier", host="new-ngo.localhost")
    file = tmp_path / "new_ngo.zip"
    backup_tenant(made, file)
    restore_tenant(file, "again_ngo")
    for schema in ("new_ngo", "again_ngo"):
        assert (schema, broken_rules([schema]), behind(schema)) == (schema, [], [])


KEY = """
ALTER TABLE own_ngo.wagtailcore_page ADD CONSTRAINT strange
FOREIGN KEY (content_type_id) REFERENCES public.django_content_type (id)"""


@pytest.mark.django_db(transaction=True)
def test_a_key_that_a_migration_makes_is_gone_after_it():
    """Those of Django and Wagtail make such keys; whoever migrates a tenant drops them."""
    run(KEY)
    run("DELETE FROM own_ngo.django_migrations WHERE app = 'network'")  # something to do
    assert broken_rules(SCHEMAS) == [Finding("own_ngo", "a key to a shared table", "wagtailcore_page.strange")]
    provisioning.migrate_tenant("own_ngo")
    assert broken_rules(SCHEMAS) == []


# Broken on purpose

KEY_TO_ANOTHER = """
ALTER TABLE own_ngo.people_person ADD CONSTRAINT strange
FOREIGN KEY (user_id) REFERENCES other_ngo.accounts_user (id)"""
TRIGGER = """
CREATE TRIGGER strange BEFORE UPDATE ON own_ngo.people_person
FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()"""
DEFAULT = """
CREATE FUNCTION public.strange() RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1';
ALTER TABLE own_ngo.people_person ADD strange int DEFAULT public.strange()"""
BROKEN = {
    "a key to a shared table": (KEY, "wagtailcore_page.strange"),
    "a key to another schema": (KEY_TO_ANOTHER, "people_person.strange"),
    "a table without a primary key": ("CREATE TABLE own_ngo.strange (x int)", "strange"),
    "no ordinary table": ("CREATE VIEW own_ngo.strange AS SELECT 1 AS x", "strange"),
    "a sequence of no column": ("CREATE SEQUENCE own_ngo.strange", "strange"),
    "a trigger": (TRIGGER, "people_person.strange"),
    "row-level security": ("ALTER TABLE own_ngo.people_person ENABLE ROW LEVEL SECURITY", "people_person"),
    "a function": ("CREATE FUNCTION own_ngo.strange() RETURNS int LANGUAGE sql AS 'SELECT 1'", "strange"),
    "something in public that no node has": (
        DEFAULT,
        "strange (default value for column strange of table own_ngo.people_person)",
    ),
}


def test_each_rule_is_broken_once():
    assert BROKEN.keys() == RULES.keys()


@pytest.mark.django_db
@pytest.mark.parametrize("rule", RULES)
def test_a_rule_that_is_broken_is_found_and_no_other(rule):
    statement, what = BROKEN[rule]
    run(statement)
    assert broken_rules(SCHEMAS) == [Finding("own_ngo", rule, what)]


@pytest.mark.django_db
def test_an_extension_that_no_node_would_be_given_is_found():
    run("CREATE EXTENSION btree_gin")
    assert unlisted_extensions() == ["btree_gin"]


@pytest.mark.django_db
def test_a_sequence_set_back_is_found_and_no_other():
    name = "own_ngo.auth_group_id_seq"
    [(last,)] = rows(f"SELECT last_value FROM {name}")  # noqa: S608
    run(f"SELECT setval('{name}', 1)")
    try:
        found = {schema: behind(schema) for schema in SCHEMAS}
    finally:
        run(f"SELECT setval('{name}', {last})")  # no rollback does
    assert found == {"template": [], "hub": [], "own_ngo": [name], "other_ngo": []}


@pytest.mark.django_db
def test_status_says_what_is_broken_missing_and_left_over_on_one_machine_too(capsys):
    run(BROKEN["a trigger"][0])
    run("CREATE EXTENSION btree_gin")
    run("CREATE SCHEMA left_ngo; CREATE TABLE left_ngo.accounts_user (id int)")
    Tenant.objects.create(schema_name="lost_ngo", name_fr="Perdue", languages=["fr"])
    Tenant.objects.create(schema_name="half_ngo", name_fr="Moitié", languages=["fr"], state=Tenant.State.UNFINISHED)
    call_command("scale", "status")
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if "Citus" not in line and "CLUSTER_" not in line] == [
        "one machine · no cluster",
        "missing · lost_ngo · its schema: restore it, or run `drop_tenant lost_ngo --yes`.",
        "missing · half_ngo · not whole: the command that restored, moved or removed it was stopped. Run that.",
        "breaks a rule · own_ngo · a trigger: people_person.strange",
        "breaks a rule · extension btree_gin: no node would have it",
        "left over · left_ngo · a schema without a tenant: run `drop_tenant left_ngo --yes`.",
    ]


@pytest.mark.django_db
def test_as_many_statements_for_four_schemas_as_for_one():
    many = set()
    for schemas in (SCHEMAS[:1], SCHEMAS):
        broken_rules(schemas)  # the first statement of a test chooses the schema
        with CaptureQueriesContext(connection) as captured:
            broken_rules(schemas)
        many.add(len(captured))
    assert many == {len(RULES)}
