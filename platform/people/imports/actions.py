"""Imports a list of people, all or nothing, and takes a whole import back."""

import datetime
import uuid
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.locks import wait_for
from core.spreadsheets.cells import Place
from people.correcting import correct_people
from people.extension_points import Arrival, Destination, list_destinations
from people.history import BATCH, Kind, note_new
from people.imports.choices import Choices
from people.imports.columns import ATTENDANCE
from people.imports.judging import Reading, read_book
from people.imports.lines import CHANGED, NEW, Line
from people.imports.reading import Book
from people.imports.remembering import remember, remembered
from people.imports.report import as_json
from people.imports.understanding import without_birth_dates
from people.models import PeopleList, Person

State = PeopleList.State
DRAFTS_KEPT = datetime.timedelta(days=1)  # a draft holds names that nobody has decided to keep
WRITTEN_AT_ONCE = 5000  # people of a long list, so that not all of them are in memory twice


@transaction.atomic
def start_import(*, book: Book, actor: User, onto: uuid.UUID | None = None) -> PeopleList:
    """Keep what was read until it is decided on; older drafts go."""
    PeopleList.objects.filter(state=State.DRAFT, made_at__lt=timezone.now() - DRAFTS_KEPT).delete()
    book = without_birth_dates(book, remembered=remembered(), today=timezone.localdate())
    return PeopleList.objects.create(
        name=book.name[:120], book=book.as_json(), choices=Choices().as_json(), made_by=actor, onto=onto
    )


def read_draft(batch: PeopleList, place: Place) -> Reading:
    """A draft as it stands."""
    return read_book(Book.from_json(batch.book), Choices.from_json(batch.choices), place)


@transaction.atomic
def choose(*, batch: PeopleList, choices: Choices, onto: uuid.UUID | None) -> None:
    """Keep what was chosen for a draft."""
    batch.choices, batch.onto = choices.as_json(), onto
    batch.save(update_fields=["choices", "onto"])


@transaction.atomic
def apply_import(*, batch: PeopleList, place: Place, actor: User) -> None:
    """Write a draft, or nothing: ValidationError where a row is refused or the batch is no draft any more."""
    wait_for_other_imports()
    batch = _locked(batch, State.DRAFT)
    reading = read_draft(batch, place)
    remember(Choices.from_json(batch.choices), reading.understood)
    _write(batch, reading, actor)


@transaction.atomic
def import_book(
    *, book: Book, choices: Choices, place: Place, actor: User | None = None, onto: uuid.UUID | None = None,
    dry_run: bool = False,
) -> tuple[Reading, dict[str, Any]]:  # fmt: skip
    """Write a list that nobody looks at first, and tell what became of it (`report.as_json`); where a row is refused
    nothing
    is written."""
    wait_for_other_imports()
    reading = read_book(book, choices, place)
    book.sheets.clear()  # a long list's cells are not needed any more
    told = as_json(book, reading)
    if not reading.judged.is_blocked:
        _write(PeopleList(name=book.name[:120], made_by=actor, onto=onto), reading, actor)
        if dry_run:
            transaction.set_rollback(True)
    return reading, told


def _write(batch: PeopleList, reading: Reading, actor: User | None) -> None:
    judged = reading.judged
    if judged.is_blocked or not judged.lines:
        said = _("Nothing was imported. Rows refused: %(count)s. Mend the list and begin anew.")
        raise ValidationError(said % {"count": judged.counts["refused"]})
    new = [line for line in judged.lines if line.status == NEW]
    changed = [
        (line.person.pk, line.before, line.after) for line in judged.lines if line.status == CHANGED and line.person
    ]
    ids = _write_new(new, batch.uuid, actor)
    corrections = [(pk, after) for pk, _before, after in changed]
    correct_people(corrections=corrections, kind=Kind.UPDATED, actor=actor, source=batch.uuid)
    batch.changes = {
        "new": ids, "changed": changed, "same": judged.counts["same"],
        "left_out": len(reading.understood.left_out) + judged.counts["left_out"] + judged.counts["refused"],
    }  # fmt: skip
    if batch.onto:
        batch.changes["onto"] = _put_onto(batch.onto, reading, dict(zip(map(id, new), ids, strict=True)), actor)
    batch.state, batch.book, batch.choices = State.APPLIED, {}, {}
    batch.save()


def _write_new(lines: Sequence[Line], source: uuid.UUID, actor: User | None) -> list[int]:
    ids = []
    for begins in range(0, len(lines), WRITTEN_AT_ONCE):
        part = [Person(**line.values) for line in lines[begins : begins + WRITTEN_AT_ONCE]]
        people = Person.objects.bulk_create(part, batch_size=BATCH)
        ids += [person.pk for person in people]
    note_new(people=ids, by=actor, source=source)
    return ids


def destination() -> Destination:
    """What lists are put onto."""
    return next(iter(list_destinations))


def _put_onto(onto: uuid.UUID, reading: Reading, new: dict[int, int], actor: User | None) -> Any:
    arrivals = [
        Arrival(line.person.pk if line.person else new[id(line)], line.marks or {}) for line in reading.judged.taken
    ]
    headings = {column.at: column.heading for column in reading.understood.columns if column.field == ATTENDANCE}
    return destination().put(onto, arrivals, headings, actor)


@transaction.atomic
def undo_import(*, batch: PeopleList, actor: User) -> int:
    """Take away who came with it and give the others their former values; the number of people who stay because they
    have taken part since."""
    wait_for_other_imports()
    batch = _locked(batch, State.APPLIED)
    if batch.onto and batch.changes.get("onto"):
        destination().take_back(batch.onto, batch.changes["onto"], actor)
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
