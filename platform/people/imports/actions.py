"""Imports a list of people, all or nothing, and takes a whole import back."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.locks import wait_for
from core.spreadsheets.cells import Place
from core.text import fold
from people.correcting import correct_people
from people.history import BATCH, Kind, note
from people.imports.columns import guess
from people.imports.preview import CHANGED, NEW, REFUSED, Line, preview
from people.imports.reading import Table
from people.models import PeopleList, Person

State = PeopleList.State
DRAFTS_KEPT = timedelta(days=1)  # a draft holds names that nobody has decided to keep


@transaction.atomic
def start_import(*, table: Table, name: str, actor: User) -> PeopleList:
    """Keep what was read until it is decided on; older drafts go."""
    PeopleList.objects.filter(state=State.DRAFT, made_at__lt=timezone.now() - DRAFTS_KEPT).delete()
    return PeopleList.objects.create(
        name=name[:120], headers=table.headers, table=table.rows, made_by=actor,
        mapping={fold(header): field for header, field in guess(table.headers).items()},
    )  # fmt: skip


@transaction.atomic
def map_columns(*, batch: PeopleList, mapping: dict[str, str]) -> None:
    """Say which column is what; the next list with such columns begins with it."""
    batch.mapping = {fold(header): field for header, field in mapping.items()}
    batch.save(update_fields=["mapping"])


def lines_of(batch: PeopleList, place: Place) -> list[Line]:
    """The preview of a draft."""
    mapping = {header: batch.mapping.get(fold(header), "") for header in batch.headers}
    return preview(batch.headers, batch.table, mapping, place)


@transaction.atomic
def apply_import(*, batch: PeopleList, place: Place, actor: User) -> None:
    """Write every row, or none: ValidationError where a row is refused or the batch is no draft any more."""
    wait_for_other_imports()
    batch = _locked(batch, State.DRAFT)
    lines = lines_of(batch, place)
    refused = sum(line.status == REFUSED for line in lines)
    if refused or not lines:
        raise ValidationError(_("Nothing was imported. Rows refused: %(count)s. Mend the list and begin anew.")
                              % {"count": refused})  # fmt: skip
    new = Person.objects.bulk_create([Person(**line.values) for line in lines if line.status == NEW], batch_size=BATCH)
    note(kind=Kind.IMPORTED, people=[(person, {}) for person in new], by=actor, source=batch.uuid)
    changed = [(line.person.pk, line.before, line.after) for line in lines if line.status == CHANGED and line.person]
    corrections = [(pk, after) for pk, _before, after in changed]
    correct_people(corrections=corrections, kind=Kind.UPDATED, actor=actor, source=batch.uuid)
    batch.changes = {
        "new": [person.pk for person in new], "changed": changed, "same": len(lines) - len(new) - len(changed),
    }  # fmt: skip
    batch.state, batch.table = State.APPLIED, []
    batch.save(update_fields=["changes", "state", "table"])


@transaction.atomic
def undo_import(*, batch: PeopleList, actor: User) -> int:
    """Take away who came with it and give the others their former values; the number of people who stay because they
    have taken part since."""
    wait_for_other_imports()
    batch = _locked(batch, State.APPLIED)
    known = Person.objects.filter(erased_at__isnull=True).in_bulk(
        [pk for pk, _before, _after in batch.changes["changed"]]
    )
    corrections = []
    for pk, before, after in batch.changes["changed"]:
        if pk in known:
            back = {name: before[name] for name in before if getattr(known[pk], name) == after[name]}
            corrections.append((pk, back))
    correct_people(corrections=corrections, kind=Kind.TAKEN_BACK, actor=actor, source=batch.uuid)
    new = set(batch.changes["new"])
    staying = _staying(new)
    Person.objects.filter(pk__in=new - staying).delete()
    batch.state = State.UNDONE
    batch.changes = {"new": [], "changed": [], "same": 0}
    batch.save(update_fields=["changes", "state"])
    return len(staying)


def _staying(people: set[int]) -> set[int]:
    """Those with an account, merged, or named by any row that protects them. Locked: nobody joins a list meanwhile."""
    rows = list(Person.objects.select_for_update().filter(pk__in=people))
    staying = {row.pk for row in rows if row.user_id or row.merged_into_id}
    for relation in Person._meta.related_objects:
        name = relation.field.name
        if relation.on_delete is models.PROTECT:
            naming = relation.related_model._base_manager.filter(**{f"{name}__in": people})
            staying.update(naming.values_list(name, flat=True))
    return staying


def wait_for_other_imports() -> None:
    """Two lists at once, or a list and a records workbook, would not see each other's people."""
    wait_for("import")


def _locked(batch: PeopleList, state: str) -> PeopleList:
    batch = PeopleList.objects.select_for_update().get(pk=batch.pk)
    if batch.state != state:
        raise ValidationError(
            _("This list is now “%(state)s”. Go back and look.") % {"state": batch.get_state_display()}
        )
    return batch
