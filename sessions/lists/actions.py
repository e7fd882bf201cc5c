"""Import a list, all or nothing; take a whole import back."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.text import fold
from people.correcting import correct_person
from people.models import PeopleList, Person
from sessions.lists.columns import guess
from sessions.lists.preview import CHANGED, NEW, REFUSED, Line, preview
from sessions.lists.reading import Table
from sessions.records.cells import Place

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
def apply_import(*, batch: PeopleList, place: Place) -> None:
    """Write every row, or none: ValidationError where a row is refused or the batch is no draft any more."""
    batch = _locked(batch, State.DRAFT)
    lines = lines_of(batch, place)
    refused = sum(line.status == REFUSED for line in lines)
    if refused or not lines:
        raise ValidationError(_("Nothing was imported. Rows refused: %(count)s. Mend the list and begin anew.")
                              % {"count": refused})  # fmt: skip
    new, changed = [], []
    for line in lines:
        if line.status == NEW:
            new.append(Person.objects.create(**line.values).pk)
        elif line.status == CHANGED and line.person:
            correct_person(person=line.person, fields=line.after, also_past=False)
            changed.append([line.person.pk, line.before, line.after])
    batch.changes = {"new": new, "changed": changed, "same": len(lines) - len(new) - len(changed)}
    batch.state, batch.table = State.APPLIED, []
    batch.save(update_fields=["changes", "state", "table"])


@transaction.atomic
def undo_import(*, batch: PeopleList) -> int:
    """Take away who came with it and give the others their former values; the number of people who stay because they
    have taken part since."""
    batch = _locked(batch, State.APPLIED)
    kept = 0
    for pk, before, after in batch.changes["changed"]:
        person = Person.objects.filter(pk=pk, erased_at__isnull=True).first()
        if person is not None:
            back = {name: before[name] for name in before if getattr(person, name) == after[name]}
            correct_person(person=person, fields=back, also_past=False)
    for person in Person.objects.filter(pk__in=batch.changes["new"]):
        try:
            with transaction.atomic():
                if person.user_id or person.absorbed.exists() or person.merged_into_id:
                    kept += 1
                else:
                    person.delete()
        except ProtectedError:
            kept += 1
    batch.state = State.UNDONE
    batch.changes = {"new": [], "changed": [], "same": 0}
    batch.save(update_fields=["changes", "state"])
    return kept


def _locked(batch: PeopleList, state: str) -> PeopleList:
    batch = PeopleList.objects.select_for_update().get(pk=batch.pk)
    if batch.state != state:
        raise ValidationError(
            _("This list is now “%(state)s”. Go back and look.") % {"state": batch.get_state_display()}
        )
    return batch
