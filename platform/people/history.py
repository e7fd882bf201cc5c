"""The change history of a record: steps noted as they happen, read with the merges, forgotten with the person."""

import datetime
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from accounts.models import User
from people.extension_points import Entry, Fact, Section
from people.models import AXIS_FIELDS, Merge, PeopleList, Person, PersonQuerySet, RecordChange
from people.person_fields import LABELS, field_text

Kind = RecordChange.Kind
BATCH = 500
OWN = (Kind.CORRECTED, Kind.WITHDRAWN, Kind.ERASED)  # what people do themselves


@dataclass(frozen=True)
class Step:
    """Something done to a record; `record` names a merged one where it was done to that."""

    at: datetime.datetime
    what: str
    details: str = ""
    who: str = ""
    record: str = ""
    source: uuid.UUID | None = None  # the list it came with, while that can be opened


def changed_fields(person: Person, fields: dict[str, Any]) -> dict[str, Any]:
    """What `fields` would change, as a history may keep it: values of the coarse axes only."""
    changed = {name: value for name, value in fields.items() if (getattr(person, name) or "") != (value or "")}
    return {name: [getattr(person, name), value] if name in AXIS_FIELDS else None for name, value in changed.items()}


def note(
    *, kind: str, people: Iterable[tuple[Person, dict[str, Any]]], by: User | None, source: uuid.UUID | None = None,
    past_too: bool = False,
) -> None:  # fmt: skip
    """Write a step for each person, with the fields that `changed_fields` gave."""
    steps = [
        RecordChange(person=person, kind=kind, fields=fields, by=by, source=source, past_too=past_too)
        for person, fields in people
    ]
    RecordChange.objects.bulk_create(steps, batch_size=BATCH)


def note_new(*, people: Sequence[int], by: User | None, source: uuid.UUID) -> None:
    """The same for many (ids) who came with a list, in one statement."""
    table = RecordChange._meta.db_table
    statement = (
        f"INSERT INTO {table} (person_id, kind, fields, past_too, source, by_id)"
        " SELECT unnest(%s::bigint[]), %s, %s, %s, %s, %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(people), Kind.IMPORTED.value, "{}", False, source, by.pk if by else None])


def history_of(person: Person) -> list[Step]:
    """Everything done to a record and to those merged into it, the latest first: four queries."""
    records = {record.pk: record for record in Person.objects.of(person)}
    changes = list(RecordChange.objects.of_records(records).select_related("by"))
    sources = {change.source for change in changes if change.source}
    known = set(PeopleList.objects.filter(uuid__in=sources).values_list("uuid", flat=True)) if sources else set()
    steps = [_step(change, records, person, known) for change in changes]
    begun = {change.person_id for change in changes if change.kind in (Kind.ADDED, Kind.IMPORTED)}
    steps += [
        Step(record.created_at, str(Kind.ADDED.label), record=_other(record, person))
        for record in records.values()
        if record.pk not in begun
    ]
    return sorted([*steps, *_merges(person)], key=lambda step: step.at, reverse=True)


def _step(change: RecordChange, records: dict[int, Person], person: Person, known: set[uuid.UUID]) -> Step:
    details = _in_words(change)
    if change.past_too:
        details = _("%(fields)s, in past sessions too") % {"fields": details} if details else _("in past sessions too")
    themself = _("the person") if change.kind in OWN else ""
    return Step(
        change.at, change.get_kind_display(), details, str(change.by or themself),
        _other(records[change.person_id], person), change.source if change.source in known else None,
    )  # fmt: skip


def _in_words(change: RecordChange) -> str:
    """`Phone, Profession: Police → Judge`."""
    parts = []
    for name in (name for name in LABELS if name in change.fields):  # the database keeps no order of its own
        label = str(LABELS[name])
        if values := change.fields[name]:
            before, after = (field_text(Person(**{name: value}), name) or "–" for value in values)
            label = _("%(field)s: %(before)s → %(after)s") % {"field": label, "before": before, "after": after}
        parts.append(label)
    return _(", ").join(parts)


def _merges(person: Person) -> Iterable[Step]:
    for merge in Merge.objects.filter(kept=person).select_related("absorbed", "made_by", "ended_by"):
        name = merge.absorbed.full_name
        yield Step(merge.made_at, _("A merge"), who=str(merge.made_by or "–"), record=name)
        if merge.ended_at:
            who = str(merge.ended_by or "–")
            yield Step(merge.ended_at, _("A merge undone"), merge.reason, who, record=name)


def _other(record: Person, person: Person) -> str:
    return "" if record.pk == person.pk else record.full_name


def history_section(records: PersonQuerySet) -> Section:
    """For the page "My data": what was done to what is kept, without the names of those who work here."""
    entries = [
        Entry(
            change.get_kind_display(),
            [
                Fact("at", _("on"), change.at),
                Fact("fields", _("what"), _in_words(change), list(change.fields)),
                Fact("by", _("by"), _("the organisation") if change.by_id else _("yourself"), bool(change.by_id)),
            ],
        )
        for change in RecordChange.objects.of_records(records)
    ]
    return Section("history", _("What was changed in what is kept"), _("Nothing was changed yet."), entries)
