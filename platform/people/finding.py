"""Searches, filters and orders the register: by words, fields, gaps, and what apps above ask."""

from collections.abc import Callable
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, TextField, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.codes import REGIONS, UNKNOWN, Category, region_name
from core.folding import by_label, by_words, containing, folded
from core.languages import active
from people.activity import with_last_presence
from people.extension_points import questions
from people.models import AXIS_FIELDS, Consent, Person, PersonQuerySet

SEARCHED = ("full_name", "name_other_script", "institution")
LATIN, ARABIC = "[A-Za-z\u00c0-\u024f]", "[\u0621-\u064a]"


def _agrees() -> Exists:
    own, merged = Q(person=OuterRef("pk")), Q(person__merged_into=OuterRef("pk"))
    return Exists(Consent.objects.valid().filter(own | merged))


GAPS: dict[str, tuple[Promise, Callable[[], Any]]] = {
    "category": (_("No profession"), lambda: Q(category="")),
    "institution": (_("No institution"), lambda: Q(institution="")),
    "institution_type": (_("No kind of institution"), lambda: Q(institution_type="")),
    "person_region": (_("No region"), lambda: Q(person_region="")),
    "sex": (_("No sex"), lambda: Q(sex="")),
    "age_band": (_("No age band"), lambda: Q(age_band="")),
    "contact": (_("Neither mail address nor phone"), lambda: Q(email="", phone="")),
    "other_script": (_("No name in the other script"), lambda: Q(name_other_script="")),
    "consent": (_("No agreement on record"), lambda: ~_agrees()),
    "presence": (_("Never present"), lambda: Q(last_presence__isnull=True)),
}
ORDERS: dict[str, Promise] = {
    "latin": _("Name, in Latin letters"),
    "arabic": _("Name, in Arabic letters"),
    "-name": _("Name, in reverse"),
    "institution": _("Institution"),
    "-institution": _("Institution, in reverse"),
    "category": _("Profession"),
    "-category": _("Profession, in reverse"),
    "person_region": _("Region"),
    "-person_region": _("Region, in reverse"),
    "last": _("Last presence, the latest first"),
    "silent": _("Last presence, the oldest first"),
    "new": _("New in the register first"),
}


def everybody() -> PersonQuerySet:
    """The register: one record per person, without those erased."""
    return Person.objects.canonical().filter(erased_at__isnull=True)


def find_people(asked: dict[str, Any]) -> PersonQuerySet:
    """Those whom every part of `asked` (cleaned values of `people.forms.finding.FindForm`) leaves, in its order.

    Each has `last_presence`.
    """
    people = with_last_presence(everybody())
    if text := asked.get("q"):
        people = containing(people, text, *SEARCHED)
    for axis in AXIS_FIELDS:
        if value := asked.get(axis):
            people = people.filter(**{axis: "" if value == UNKNOWN else value})
    if account := asked.get("account"):
        people = people.filter(_has_account() if account == "yes" else ~_has_account())
    if gap := asked.get("gap"):
        people = people.filter(GAPS[gap][1]())
    for question in questions:
        people = question.narrow(people, asked)
    return _ordered(people, asked.get("order") or usual_order())


def usual_order() -> str:
    """By the name in the reader's letters."""
    return "arabic" if active() == "ar" else "latin"


def _has_account() -> Exists:
    """An account may hang on a record that was merged into this one."""
    own, merged = Q(pk=OuterRef("pk")), Q(merged_into=OuterRef("pk"))
    return Exists(Person.objects.filter(own | merged, user__isnull=False))


def _ordered(people: PersonQuerySet, order: str) -> PersonQuerySet:
    letters = usual_order() if order == "-name" else order
    name, otherwise = _name_in(ARABIC if letters == "arabic" else LATIN), folded("full_name")
    if order == "-name":
        return people.order_by(name.desc(nulls_last=True), otherwise.desc(), "pk")
    first: dict[str, tuple[Any, ...]] = {
        "institution": by_words("institution"),
        "category": by_label("category", Category.choices),
        "person_region": by_label("person_region", [(code, region_name(code)) for code in REGIONS]),
        "last": (F("last_presence").desc(nulls_last=True),),
        "silent": (F("last_presence").asc(nulls_first=True),),
        "new": (F("created_at").desc(),),
    }
    found = first.get(order.removeprefix("-"), ())
    if order in ("institution", "category", "person_region"):
        found = tuple(one.asc(nulls_last=True) for one in found)
    elif order.startswith("-"):
        found = tuple(one.desc(nulls_last=True) for one in found)
    return people.order_by(*found, name.asc(nulls_last=True), otherwise, "pk")


def _name_in(letters: str) -> Any:
    """Whichever of the two names is in these letters, without case, accents and letter variants; NULL: neither is."""
    return Case(
        When(full_name__regex=letters, then=folded("full_name")),
        When(name_other_script__regex=letters, then=folded("name_other_script")),
        output_field=TextField(),
    )
