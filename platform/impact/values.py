"""Values of the axes in words, and the choices they are picked from."""

import datetime
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.utils.translation import gettext as _

from core.codes import UNKNOWN, AgeBand, Category, InstitutionType, Language, Sex, region_name
from core.dates import month_name
from people.models import Person
from sessions.models import TrainingSession

CODED: dict[str, Any] = {
    "sex": Sex,
    "age_band": AgeBand,
    "category": Category,
    "institution_type": InstitutionType,
    "language": Language,
    "session_language": Language,
    "modality": TrainingSession.Modality,
    "kind": TrainingSession.Kind,
}
_OF_SESSIONS = {"region": "region", "project": "project", "cycle": "cycle__code"}


def in_words(axis: str, value: str) -> str:
    """A cell's name as readers know it."""
    if value == UNKNOWN:
        return _("Without a project") if axis == "project" else _("Unknown")
    if axis in CODED:
        try:
            return str(CODED[axis](value).label)
        except ValueError:
            return value
    if axis in ("region", "person_region"):
        return str(region_name(value))
    if axis == "month":
        day = datetime.date.fromisoformat(f"{value}-01")
        return f"{month_name(day)} {day.year}"
    return value


def all_choices() -> dict[str, list[tuple[str, str]]]:
    """What the active tenant may choose on each axis: coded values, or those its sessions and people have."""
    sessions = TrainingSession.objects.aggregate(
        **{axis: ArrayAgg(column, distinct=True, default=[]) for axis, column in _OF_SESSIONS.items()}
    )
    people = Person.objects.aggregate(person_region=ArrayAgg("person_region", distinct=True, default=[]))
    found = {axis: [value for value in enum.values if value != "event"] for axis, enum in CODED.items()}
    found |= {axis: sorted(value for value in values if value) for axis, values in (sessions | people).items()}
    return {
        axis: [
            *((value, in_words(axis, value)) for value in values),
            *([] if axis == "kind" else [(UNKNOWN, in_words(axis, UNKNOWN))]),
        ]
        for axis, values in found.items()
    }
