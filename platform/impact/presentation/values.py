"""Values of the axes in words, and the choices they are picked from."""

import datetime
from typing import Any

from django.utils.translation import gettext as _

from core.codes import (
    UNKNOWN,
    AgeBand,
    AgeGroup,
    Category,
    CategoryGroup,
    Disability,
    InstitutionType,
    Language,
    Sex,
    country_name,
    country_of,
    region_name,
)
from core.dates import month_name
from impact.facts.definitions import BESIDE, CROSSED, parts_of
from impact.presentation.extent import Extent
from people.disability import is_asked
from sessions.models import TrainingSession
from sessions.projects import titled

CODED: dict[str, Any] = {
    "sex": Sex,
    "age_band": AgeBand,
    "category": Category,
    "institution_type": InstitutionType,
    "language": Language,
    "session_language": Language,
    "modality": TrainingSession.Modality,
    "disability": Disability,
    "kind": TrainingSession.Kind,
    "audience": TrainingSession.Audience,
    "category_group": CategoryGroup,
    "age_group": AgeGroup,
}


def is_offered(axis: str) -> bool:
    """Whether figures are told apart by it on pages: disability where the NGO asks."""
    return axis != "disability" or is_asked()


def in_words(axis: str, value: str) -> str:
    """A cell's name as readers know it; of two axes that are crossed both."""
    if CROSSED in axis:
        parts = zip(parts_of(axis), value.split(BESIDE, 1), strict=True)
        return " · ".join(in_words(part, one) for part, one in parts)
    if value == UNKNOWN:
        return _("Without a project") if axis == "project" else _("Unknown")
    if axis == "project":
        return titled(value)
    if axis in CODED:
        try:
            return str(CODED[axis](value).label)
        except ValueError:
            return value
    if axis in ("region", "person_region"):
        return str(region_name(value))
    if axis in ("country", "person_country"):
        return country_name(value)
    if axis == "month":
        day = datetime.date.fromisoformat(f"{value}-01")
        return f"{month_name(day)} {day.year}"
    return value


def all_choices(extent: Extent) -> dict[str, list[tuple[str, str]]]:
    """What may be chosen on each axis: coded values, or those the sessions and people of the tenant have."""
    found = {axis: [value for value in enum.values if value != "event"] for axis, enum in CODED.items()}
    for level, axis in (("country", "region"), ("person_country", "person_region")):
        found[level] = sorted({country_of(value) for value in extent.choices.get(axis, ())})
    return {
        axis: [
            *((value, in_words(axis, value)) for value in values),
            *([] if axis in ("kind", "audience") else [(UNKNOWN, in_words(axis, UNKNOWN))]),
        ]
        for axis, values in (found | extent.choices).items()
    }
