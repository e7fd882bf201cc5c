"""Labels and values of a record's fields, as its page, its history and the comparison of two records show them."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.codes import region_name
from people.models import Person

PERSON_FIELDS: tuple[tuple[str, Promise], ...] = (
    ("full_name", _("Name")),
    ("name_other_script", _("Name in the other script")),
    ("email", _("Mail address")),
    ("phone", _("Phone")),
    ("category", _("Profession")),
    ("institution", _("Institution")),
    ("institution_type", _("Kind of institution")),
    ("person_region", _("Region")),
    ("sex", _("Sex")),
    ("age_band", _("Age band")),
    ("person_language", _("Language")),
)
LABELS: dict[str, Promise] = {"ref": _("Reference"), **dict(PERSON_FIELDS)}


def field_text(person: Person, name: str) -> str:
    """A field's value in words; empty where nothing is known."""
    if name == "person_region":
        return str(region_name(person.person_region)) if person.person_region else ""
    display: Any = getattr(person, f"get_{name}_display", None)
    return str(display() if display and getattr(person, name) else getattr(person, name) or "")


def known_fields(person: Person) -> list[tuple[Promise, str]]:
    """Label and words of everything known."""
    return [(label, value) for name, label in PERSON_FIELDS if (value := field_text(person, name))]
