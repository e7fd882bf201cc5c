"""What each command would do, statement by statement, is kept in `planned/`: whoever changes it sees what changes."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tenants.management.commands.scale import WORDS
from tenants.models import BackupRun, Tenant
from tenants.scale import steps
from tenants.scale.cluster import Cluster, Node
from tenants.scale.planning import planned
from tenants.scale.refusing import ScaleError
from tenants.scale.rules import Finding
from tenants.scale.standing import Standing, described

PLANNED = Path(__file__).parent / "planned"
HERE, EAST, WEST = (
    Node(number, number - 1, f"{name}.internal", 5432, is_active=True, takes_tenants=True)
    for number, name in enumerate(("here", "east", "west"), 1)
)
NGOS = ("save_fes", "save_rabat")
READY = Cluster(is_offered=True, is_loaded=True, version="13.2-1", has_reference=True, nodes=(HERE, EAST, WEST),
                places={"own_ngo": 2, "other_ngo": 2})  # fmt: skip
THERE = replace(READY, places=READY.places | dict.fromkeys(NGOS, 1))
PLANS = {
    "enable": (Cluster(is_offered=True, is_loaded=True), "enable", []),
    "distribute": (READY, "distribute", ["save_fes"]),
    "distribute-all": (READY, "distribute", []),
    "move": (THERE, "move", ["save_fes", WEST.name]),
    "drain": (THERE, "drain", [EAST.name]),
    "back": (THERE, "back", ["save_fes"]),
}
KEY = "ALTER TABLE save_fes.people_person DROP CONSTRAINT to_public"
FORBIDDEN = replace(READY, is_forbidden=True)


@pytest.fixture
def two_small_ngos(db, settings):
    """Of two tables each, one with a key to a shared table; backed up an hour ago."""
    settings.CLUSTER_COORDINATOR, settings.CLUSTER_NODES = HERE.name, [EAST.name, WEST.name]
    with connection.cursor() as cursor:
        for schema in NGOS:
            cursor.execute(f"CREATE SCHEMA {schema}; CREATE TABLE {schema}.accounts_user (id int);"
                           f" CREATE TABLE {schema}.people_person (id int)")  # fmt: skip
        cursor.execute("ALTER TABLE save_fes.people_person ADD CONSTRAINT to_public FOREIGN KEY (id)"
                       " REFERENCES public.django_content_type (id)")  # fmt: skip
    for schema in NGOS:
        Tenant.objects.create(schema_name=schema, name_fr=schema, languages=["fr"])
    BackupRun.objects.create(kind=BackupRun.Kind.BACKUP, good=True)
    name = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = "wasl"
    yield
    connection.settings_dict["NAME"] = name


@pytest.mark.parametrize("name", PLANS)
def test_a_plan_is_as_it_is_kept(two_small_ngos, name):
    """What `--dry-run` prints, and what is executed."""
    assert "\n".join(map(str, planned(*PLANS[name]))) + "\n" == (PLANNED / f"{name}.sql").read_text()


def test_a_plan_changes_nothing(two_small_ngos):
    with CaptureQueriesContext(connection) as captured:
        for plan in PLANS.values():
            planned(*plan)
    verbs = {query["sql"].split()[0] for query in captured}
    assert verbs <= {"SELECT", "SET"}


@pytest.mark.parametrize("name", [name for name in PLANS if name != "enable"])
def test_a_cluster_with_the_forbidden_setting_is_planned_for_no_more(two_small_ngos, name):
    _found, what, names = PLANS[name]
    places = PLANS[name][0].places
    with pytest.raises(ScaleError, match="enable_schema_based_sharding is on"):
        planned(replace(FORBIDDEN, places=places), what, names)


def test_status_is_as_it_is_kept():
    standing = Standing(
        cluster=replace(READY, is_forbidden=True, has_reference=False,
                        nodes=(HERE, EAST, WEST, Node(4, 3, "far.internal", 5432, True, False))),
        schemas=["hub", "other_ngo", "own_ngo", "save_fes"], sizes={"hub": 15_100_000, "save_fes": 9_400_000},
        away={WEST.name}, lacking=["citus.enable_schema_based_sharding is on: …"], lost=["lost_ngo"],
        unfinished=["half_ngo"], broken=[Finding("own_ngo", "a trigger", "people_person.strange")],
        extensions=["btree_gin"], orphans=["left_ngo"], hidden={"own_ngo": ["people_person", "people_consent"]},
        on_nodes={EAST.name: ["gone_ngo.people_person_102345", "gone_ngo.people_consent_102346"]}, parts=3,
    )  # fmt: skip
    assert "\n".join(described(standing)) + "\n" == (PLANNED / "status.txt").read_text()


def test_each_command_has_its_plan():
    assert {plan[1] for plan in PLANS.values()} | {"status"} == WORDS.keys()


def test_keys_go_before_the_reference_table_is_made(two_small_ngos):
    """The other way round the numbers of every tenant's rows began anew (trials)."""
    said = [step.statement for step in planned(*PLANS["enable"])]
    assert said.index(KEY) < said.index("SELECT create_reference_table('public.django_content_type')")


def test_what_nodes_need_is_there_before_they_join(two_small_ngos):
    said = [step.statement for step in planned(*PLANS["enable"])]
    joins = said.index("SELECT citus_add_node('east.internal', 5432)")
    assert [said.index(f"CREATE EXTENSION IF NOT EXISTS {name} SCHEMA public") < joins for name in
            ("pg_trgm", "unaccent")] == [True, True]  # fmt: skip


@pytest.mark.parametrize(("name", "parts"), [("a.example:5432", ("a.example", 5432)), ("::1:5432", ("::1", 5432))])
def test_an_address_in_its_parts(name, parts):
    assert steps.address(name) == parts


@pytest.mark.parametrize("name", ["", "a.example", ":5432", "a.example:", "a.example:x"])
def test_what_is_no_address(name):
    with pytest.raises(ValueError) as wrong:  # noqa: PT011  its message is what was given
        steps.address(name)
    assert str(wrong.value) == name


def test_a_name_cannot_end_a_text():
    assert steps.of_node("o'hare:1") == "'o''hare', 1"
