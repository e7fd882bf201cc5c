"""Every migration runs beside the code of before (docs/upgrading.md), or says with a reason why it does not."""

import re
from pathlib import Path

import pytest
from django.contrib.postgres.functions import RandomUUID
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from core.concurrently import AddIndex
from tenants import side_by_side

ROOT = Path(__file__).parents[2]
FIRST = "0001_schema"
OURS = sorted(
    key
    for key, migration in MigrationLoader(None).disk_migrations.items()
    if Path(__import__(migration.__module__, fromlist=["x"]).__file__).is_relative_to(ROOT)
    and ".venv" not in __import__(migration.__module__, fromlist=["x"]).__file__
    and key[1] != FIRST
)


@pytest.mark.parametrize("key", OURS, ids=".".join)
def test_a_migration_breaks_no_rule_but_those_it_excuses(key):
    unexcused = side_by_side.broken_rules(key) - side_by_side.excuses(key).keys()
    assert {rule: side_by_side.RULES[rule] for rule in unexcused} == {}


@pytest.mark.parametrize("key", OURS, ids=".".join)
def test_an_excuse_is_needed_and_gives_a_reason(key):
    assert side_by_side.excuses(key).keys() <= side_by_side.broken_rules(key)
    assert [rule for rule, reason in side_by_side.excuses(key).items() if len(reason.split()) < 5] == []


def test_the_manual_has_every_rule():
    said = (ROOT / "docs" / "upgrading.md").read_text()
    assert set(re.findall(r"^\| `(\w+)` \|", said, re.MULTILINE)) == side_by_side.RULES.keys()


def test_every_large_table_is_one_of_ours_or_of_wagtail():
    state = MigrationLoader(None).project_state()
    assert {name for name in side_by_side.LARGE if tuple(name.split(".")) not in state.models} == set()


TEXT, FILLED = models.CharField(max_length=20), models.CharField(max_length=20, db_default="")
UNKNOWN = models.CharField(max_length=20, null=True)
PERSON = models.ForeignKey("people.Person", models.CASCADE, null=True)
NAMED = models.Index(fields=["text"], name="thing_text")
ONCE = models.UniqueConstraint(fields=["text"], name="thing_once")
SHORT = models.CheckConstraint(condition=~models.Q(text=""), name="thing_says")


def changing(field):
    return migrations.AlterField("thing", "text", field)


def in_state_alone(*operations):
    return migrations.SeparateDatabaseAndState(state_operations=list(operations))


def in_database_alone(*operations):
    return migrations.SeparateDatabaseAndState(database_operations=list(operations))


def of_person(operation):
    operation.model_name = "person"
    return operation


def nothing(apps, schema_editor):
    pass


CASES = {
    "a column that may be empty": ([migrations.AddField("thing", "more", UNKNOWN)], set()),
    "a column that the database fills": ([migrations.AddField("thing", "more", FILLED)], set()),
    "by an expression": ([migrations.AddField("thing", "more", models.UUIDField(db_default=RandomUUID()))], set()),
    "a column with a default of Python alone": (
        [migrations.AddField("thing", "more", models.CharField(max_length=9, default=""))], {"required"}),
    "a table of links": ([migrations.AddField("thing", "people", models.ManyToManyField("people.Person"))], set()),
    "a column goes": ([migrations.RemoveField("thing", "text")], {"removes"}),
    "a column is renamed": ([migrations.RenameField("thing", "text", "words")], {"removes"}),
    "a table goes": ([migrations.DeleteModel("Thing")], {"removes"}),
    "a table is renamed": ([migrations.RenameModel("Thing", "Object")], {"removes"}),
    "a column is stored under another name": (
        [changing(models.CharField(max_length=20, db_column="words"))], {"removes"}),
    "first step, of a column that must be given": ([in_state_alone(migrations.RemoveField("thing", "text"))],
                                                   {"required"}),
    "first step, of a column that may be empty": ([in_state_alone(migrations.RemoveField("thing", "empty"))], set()),
    "second step": ([in_database_alone(migrations.RemoveField("thing", "text"))], {"removes"}),
    "second step in SQL": ([migrations.RunSQL("ALTER TABLE thing DROP COLUMN text")], {"removes"}),
    "must not be empty any more": ([migrations.AlterField("thing", "empty", TEXT)], {"tightens"}),
    "may be empty from now on": ([changing(UNKNOWN)], set()),
    "longer": ([changing(models.CharField(max_length=40))], set()),
    "of any length": ([changing(models.TextField())], set()),
    "shorter": ([changing(models.CharField(max_length=10))], {"tightens"}),
    "unique": ([changing(models.CharField(max_length=20, unique=True))], {"tightens"}),
    "other choices": ([changing(models.CharField(max_length=20, choices=[("a", "A")]))], set()),
    "another type": ([changing(models.IntegerField())], {"rewrites"}),
    "a constraint": ([migrations.AddConstraint("thing", SHORT)], {"tightens"}),
    "a new table with all its own": (
        [migrations.CreateModel("New", [("text", TEXT)], options={"constraints": [ONCE]}),
         migrations.AddConstraint("new", SHORT), migrations.AddIndex("new", NAMED),
         migrations.AddField("new", "more", TEXT)], set()),
    "names that Django makes up": (
        [migrations.CreateModel("New", [("text", TEXT)], options={"unique_together": {("text",)}})], {"unnamed"}),
    "an index of a small table": ([migrations.AddIndex("thing", NAMED)], set()),
    "an index of a large table": ([migrations.AddIndex("person", NAMED)], {"locks"}),
    "an index of a large table, beside those who write": ([AddIndex("person", NAMED)], set()),
    "a key of a large table": ([migrations.AddField("person", "friend", PERSON)], {"locks"}),
    "an index in SQL": ([migrations.RunSQL("CREATE INDEX thing_text ON thing (text)")], {"locks"}),
    "an index in SQL, beside those who write": (
        [migrations.RunSQL("CREATE INDEX CONCURRENTLY thing_text ON thing (text)")], set()),
    "two statements": ([migrations.RunSQL("SET x = 1; SET y = 2")], {"statements"}),
    "rows": ([migrations.RunPython(nothing)], {"data"}),
    "rows in SQL": ([migrations.RunSQL("UPDATE thing SET text = ''")], {"data"}),
    "rows and a column": ([migrations.AddField("thing", "more", FILLED), migrations.RunPython(nothing)],
                          {"data", "mixed"}),
}  # fmt: skip


@pytest.fixture
def before() -> ProjectState:
    state = ProjectState()
    app = "people"
    migrations.CreateModel("Person", [("id", models.BigAutoField(primary_key=True)), ("text", TEXT)]).state_forwards(
        app, state
    )
    migrations.CreateModel("Thing", [("text", TEXT), ("empty", UNKNOWN)]).state_forwards(app, state)
    return state


@pytest.mark.parametrize(("operations", "expected"), CASES.values(), ids=CASES)
def test_what_breaks_a_rule(before, operations, expected):
    migration = migrations.Migration("9999_change", "people")
    migration.operations = operations
    assert set(side_by_side._broken(migration, before)) == expected


def test_without_a_transaction_one_operation_alone(before):
    migration = migrations.Migration("9999_change", "people")
    migration.atomic, migration.operations = False, [AddIndexConcurrently("person", NAMED), changing(UNKNOWN)]
    assert set(side_by_side._broken(migration, before)) == {"resumes"}


def test_a_migration_of_wagtail_is_judged_like_ours():
    assert side_by_side.suits_old_code(("wagtailcore", "0070_rename_pagerevision_revision")) is False
    assert side_by_side.suits_old_code(("tenants", "0003_tenant_uuid")) is True
