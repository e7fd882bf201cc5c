"""What a migration starts from and what it leads to, put together once for all tenants that are where others are.

Django draws all models anew before and after the migrations of each schema, which is most of the time of a small
upgrade. Both follow from the migrations a schema has had and from those it lacks.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.management.commands import migrate
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState
from django_tenants.utils import schema_context

from tenants.schemas import migrated
from tenants.upgrade import applied_in

Names = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Drawn:
    """The models before and after, of a schema that has had `applied` and lacks `planned`."""

    applied: Names
    planned: Names
    before: ProjectState
    after: ProjectState


_drawn: list[Drawn] = []  # of this process, and of those forked from it


class DrawnExecutor(MigrationExecutor):
    """Takes what is drawn already where it is of such a schema."""

    def _create_project_state(self, with_applied_migrations: bool = False) -> ProjectState:
        if with_applied_migrations:
            for one in _drawn:
                if one.applied == _applied(self):
                    return one.before
        state: ProjectState = super()._create_project_state(with_applied_migrations)  # type: ignore[misc]
        return state

    def migrate(
        self, targets: Any, plan: Any = None, state: Any = None, fake: bool = False, fake_initial: bool = False
    ) -> ProjectState:
        applied = _applied(self)
        state = super().migrate(targets, plan, state, fake, fake_initial)
        for one in _drawn:
            if (one.applied, one.planned) == (applied, _names(plan or ())):
                return one.after
        return state


def draw_for(schemas: Sequence[str]) -> None:
    """What most of these schemas need, for the processes that are forked from now on."""
    had = {schema: frozenset(names) for schema, names in applied_in(migrated(schemas)).items()}
    if not had:
        return
    (most, _number), *_others = Counter(had.values()).most_common(1)
    schema = next(schema for schema, names in had.items() if names == most)
    with schema_context(schema):
        executor: Any = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    before, after = (executor._create_project_state(with_applied_migrations=True) for _time in range(2))
    for migration, _backwards in plan:
        migration.mutate_state(after, preserve=False)
    _ = before.apps, after.apps  # drawn at the first look
    _drawn[:] = [Drawn(_applied(executor), _names(plan), before, after)]


def use_what_is_drawn() -> None:
    """In a forked process: the command `migrate` asks for it."""
    setattr(migrate, "MigrationExecutor", DrawnExecutor)  # noqa: B010  the stubs do not know what it imports


def _applied(executor: MigrationExecutor) -> Names:
    return frozenset(name for name in executor.loader.applied_migrations if name in executor.loader.graph.nodes)


def _names(plan: Any) -> Names:
    return frozenset((migration.app_label, migration.name) for migration, _backwards in plan)
