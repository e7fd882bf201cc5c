"""Corrects the records of people."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from accounts.models import User
from people.axis_snapshots import axis_snapshots_of
from people.history import BATCH, Kind, changed_fields, note
from people.models import AXIS_FIELDS, Person


@transaction.atomic
def correct_person(*, person: Person, fields: dict[str, Any], also_past: bool, actor: User | None = None) -> None:
    """Write `fields`; with `also_past` the axes among them also to what sessions and courses keep.

    Without it a session keeps the axes as they were on its day (definitions.md, section 3, "The edges"). No
    `actor`: the person themself.
    """
    person = Person.objects.select_for_update(of=("self",)).select_related("user").get(pk=person.pk)
    axes = {name: fields[name] for name in AXIS_FIELDS if name in fields}
    changed, past_too = changed_fields(person, fields), also_past and bool(axes)
    if changed or past_too:
        note(kind=Kind.CORRECTED, people=[(person, changed)], by=actor, past_too=past_too)
    for name, value in fields.items():
        setattr(person, name, value)
    person.save(update_fields=list(fields))
    if person.user and (language := fields.get("person_language")):
        person.user.language = language
        person.user.save(update_fields=["language"])
    if past_too:
        for copy in axis_snapshots_of(Person.objects.of(person)):
            for name, value in axes.items():
                setattr(copy, name, value)
            copy.save(update_fields=list(axes))


@transaction.atomic
def correct_people(
    *, corrections: Sequence[tuple[int, dict[str, Any]]], kind: str, actor: User | None, source: uuid.UUID
) -> None:
    """What a list says of many, by id; a constant number of queries for each 500 of them.

    Past sessions stay as they were; so does the language of accounts, which a list knows nothing of.
    """
    people = Person.objects.select_for_update().in_bulk([pk for pk, _fields in corrections])
    noted, written = [], set()
    for pk, fields in corrections:
        noted.append((people[pk], changed_fields(people[pk], fields)))
        for name, value in fields.items():
            setattr(people[pk], name, value)
            written.add(name)
    if written:
        Person.objects.bulk_update(people.values(), sorted(written), batch_size=BATCH)
    note(kind=kind, people=noted, by=actor, source=source)
