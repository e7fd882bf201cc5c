"""Which migrations may run while the code of before is still at work: the rules of `docs/upgrading.md`, as code.

During an upgrade old code reads and writes tables that are migrated already, and after it until the last process is
started anew. A migration that breaks a rule says so, with the reason, in one of two attributes of its class:
`beside_old_code` where the old code does not mind all the same, `stops_old_code` where it must show no page until the
new code is there. Both map the rule's name to the reason. `tests/architecture/test_migrations.py` holds ours to it;
an upgrade asks `suits_old_code` of every migration, Wagtail's and Django's too.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, cast

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import connection, models
from django.db.migrations import Migration, operations
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models.fields import NOT_PROVIDED

RULES = {
    "removes": "a column or a table that the old code reads goes or gets another name",
    "required": "a column must have a value and the database has none to give: a row of the other code is refused",
    "tightens": "a value that the old code may write is refused: NOT NULL, unique, shorter, a constraint",
    "rewrites": "a column gets another type: the whole table is written anew behind a lock",
    "locks": "an index of a large table is made while nobody may write: use core.concurrently.AddIndex",
    "data": "rows are changed: does the old code read and write them as they are then?",
    "mixed": "rows and tables are changed in one migration: rows stay locked until both are done",
    "statements": "a RunSQL holds more than one statement",
    "unnamed": "a constraint or an index whose name Django makes up: give it one, by which a later migration finds it",
    "resumes": "several operations without a transaction: stopped between them, it cannot be run again",
}  # fmt: skip
# Tables that grow with every half-day, answer or message.
LARGE = {
    "courses.answer", "courses.attempt", "courses.lessonprogress", "impact.onlineday", "impact.periodtally",
    "impact.presenceday", "people.person", "people.recordchange", "people.sentmessage", "training_sessions.evidence",
    "training_sessions.registration", "training_sessions.testscore", "wagtailcore.pagelogentry",
    "wagtailcore.referenceindex", "wagtailcore.revision", "wagtailsearch.indexentry",
}  # fmt: skip
ROWS = re.compile(r"\s*(insert|update|delete|with|truncate|copy)\b", re.IGNORECASE)
INDEX = re.compile(r"\s*create\s+(unique\s+)?index\s+(?!concurrently)", re.IGNORECASE)
REMOVALS = (operations.RemoveField, operations.DeleteModel, operations.RenameField, operations.RenameModel,
            operations.AlterModelTable)  # fmt: skip
TOGETHER = (operations.AlterUniqueTogether, operations.AlterIndexTogether)
NO_TABLES = (operations.RunPython, operations.RunSQL, operations.AlterModelOptions, operations.AlterModelManagers)

Key = tuple[str, str]  # app label, name


@cache
def _loader() -> MigrationLoader:
    return MigrationLoader(None)


@cache
def broken_rules(key: Key) -> frozenset[str]:
    """The rules that a migration on disk breaks, excused or not."""
    migration = _loader().graph.nodes.get(key)
    if migration is None:  # replaced by a squashed one, which is asked too
        return frozenset()
    return frozenset(_broken(migration, _loader().project_state(key, at_end=False)))


def excuses(key: Key) -> dict[str, str]:
    """Rule -> reason, as the migration has them."""
    migration = _loader().graph.nodes[key]
    return getattr(migration, "beside_old_code", {}) | getattr(migration, "stops_old_code", {})


@cache
def suits_old_code(key: Key) -> bool:
    """Whether pages of the old code may be shown while this runs, and afterwards."""
    harmless = getattr(_loader().graph.nodes.get(key), "beside_old_code", {})
    return broken_rules(key) <= harmless.keys()


def _broken(migration: Migration, state: ProjectState) -> Iterator[str]:
    own = set[str]()  # models that are new with this migration: no row and no old code knows them
    changes_rows = [operation for operation in migration.operations if _is_of_rows(operation)]
    if changes_rows:
        yield "data"
        if any(not isinstance(operation, NO_TABLES) for operation in migration.operations):
            yield "mixed"
    if not migration.atomic and len(migration.operations) > 1:
        yield "resumes"
    for operation in migration.operations:
        yield from _of_operation(operation, migration.app_label, state, own)
        if isinstance(operation, operations.CreateModel):
            own.add(f"{migration.app_label}.{operation.name_lower}")
        operation.state_forwards(migration.app_label, state)


def _is_of_rows(operation: Operation) -> bool:
    if isinstance(operation, operations.RunSQL):
        return any(ROWS.match(statement) for statement in _statements(operation))
    return isinstance(operation, operations.RunPython)


def _of_operation(operation: Operation, app: str, state: ProjectState, own: set[str]) -> Iterator[str]:
    if isinstance(operation, operations.SeparateDatabaseAndState):
        for part in operation.database_operations:
            yield from _of_operation(part, app, state, own)
        for part in operation.state_operations:
            if isinstance(part, operations.RemoveField) and _must_be_given(_field(state, app, part)):
                yield "required"
        return
    model = f"{app}.{getattr(operation, 'model_name_lower', '') or getattr(operation, 'name_lower', '')}"
    if isinstance(operation, TOGETHER) or _is_together(operation):
        yield "unnamed"
    if isinstance(operation, operations.RunSQL):
        yield from _of_sql(operation)
    if model in own:
        return
    if isinstance(operation, REMOVALS):
        yield "removes"
    elif isinstance(operation, operations.AddField):
        yield from _of_new_field(operation.field, model)
    elif isinstance(operation, operations.AlterField):
        yield from _of_changed_field(_field(state, app, operation), operation.field, model)
    elif isinstance(operation, operations.AddConstraint | operations.AlterUniqueTogether):
        yield "tightens"
    if model in LARGE and _locks(operation):
        yield "locks"


def _locks(operation: Operation) -> bool:
    """Whether it makes or removes an index while nobody may write."""
    if isinstance(operation, operations.AddConstraint):
        return not isinstance(operation.constraint, models.CheckConstraint)
    index = isinstance(operation, operations.AddIndex | operations.RemoveIndex)
    return index and not isinstance(operation, AddIndexConcurrently | RemoveIndexConcurrently)


def _of_new_field(field: models.Field, model: str) -> Iterator[str]:
    if not field.many_to_many and _must_be_given(field):
        yield "required"
    if model in LARGE and _has_index(field):
        yield "locks"


def _of_changed_field(before: models.Field, after: models.Field, model: str) -> Iterator[str]:
    if before.db_column != after.db_column:
        yield "removes"
    if (before.null and not after.null) or (after.unique and not before.unique):
        yield "tightens"
    if model in LARGE and _has_index(after) and not _has_index(before):
        yield "locks"
    if before.is_relation or after.is_relation:
        if before.is_relation != after.is_relation:
            yield "rewrites"
        return
    lengths = before.max_length, after.max_length
    if isinstance(before, models.CharField) and isinstance(after, models.CharField) and None not in lengths:
        if cast(int, lengths[1]) < cast(int, lengths[0]):
            yield "tightens"
    elif before.db_type(connection) != after.db_type(connection) and not _is_wider(before, after):
        yield "rewrites"


def _is_wider(before: models.Field, after: models.Field) -> bool:
    """Whether PostgreSQL changes the type in its catalogue alone."""
    return isinstance(before, models.CharField) and isinstance(after, models.TextField)


def _of_sql(operation: operations.RunSQL) -> Iterator[str]:
    statements = list(_statements(operation))
    if len(statements) > 1:
        yield "statements"
    for statement in statements:
        if INDEX.match(statement):
            yield "locks"
        if re.search(r"\b(drop\s+(column|table)|rename)\b", statement, re.IGNORECASE):
            yield "removes"


def _statements(operation: operations.RunSQL) -> Iterator[str]:
    given: Any = operation.sql
    for part in [given] if isinstance(given, str) else given:
        text = part if isinstance(part, str) else part[0]
        yield from (statement for statement in text.split(";") if statement.strip())


def _field(state: ProjectState, app: str, operation: Any) -> models.Field:
    return state.models[app, operation.model_name_lower].fields[operation.name]


def _must_be_given(field: models.Field) -> bool:
    return not (field.null or field.db_default is not NOT_PROVIDED or getattr(field, "generated", False))


def _has_index(field: models.Field) -> bool:
    return bool(getattr(field, "db_index", False) or field.unique)


def _is_together(operation: Operation) -> bool:
    options = operation.options if isinstance(operation, operations.CreateModel) else {}
    return bool(options.get("unique_together") or options.get("index_together"))


def all_suit(keys: Iterable[Key]) -> bool:
    """Whether the old code may go on showing pages while these run."""
    return all(suits_old_code(key) for key in keys)
