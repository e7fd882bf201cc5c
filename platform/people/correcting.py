"""Correcting what is kept about a person."""

from typing import Any

from django.db import transaction

from people.copies import copies_of
from people.models import AXIS_FIELDS, Person


@transaction.atomic
def correct_person(*, person: Person, fields: dict[str, Any], also_past: bool) -> None:
    """Write `fields`; with `also_past` the axes among them also to what sessions and courses keep.

    Without it a session keeps the axes as they were on its day (counting.md, section 3, "The edges").
    """
    person = Person.objects.select_for_update(of=("self",)).select_related("user").get(pk=person.pk)
    for name, value in fields.items():
        setattr(person, name, value)
    person.save(update_fields=list(fields))
    if person.user and (language := fields.get("person_language")):
        person.user.language = language
        person.user.save(update_fields=["language"])
    axes = {name: fields[name] for name in AXIS_FIELDS if name in fields}
    if also_past and axes:
        for copy in copies_of(Person.objects.of(person)):
            for name, value in axes.items():
                setattr(copy, name, value)
            copy.save(update_fields=list(axes))
