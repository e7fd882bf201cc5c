"""When somebody was last heard of: apps above say which of their rows are a sign of it, and which a presence."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import DateField, F, Max, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Greatest, TruncDate

from people.models import Consent, Person, PersonQuerySet


@dataclass(frozen=True)
class Signs:
    """Rows with an annotated `day`; `own` and `merged`: the paths to the person and to what they were merged into."""

    rows: Callable[[], QuerySet[Any]]
    own: str = "person"
    merged: str = "person__merged_into"
    is_presence: bool = False
    is_to_come: bool = False  # days may lie ahead: they keep somebody, but tell of nothing heard


_signs: list[Signs] = []


def register_signs(signs: Signs) -> None:
    """Say where people are heard of."""
    _signs.append(signs)


def with_last_presence(people: PersonQuerySet) -> PersonQuerySet:
    """Adds `last_presence`, the day, of whichever merged record; none: None."""
    return people.annotate(last_presence=_latest([signs for signs in _signs if signs.is_presence]))


def with_last_heard(people: PersonQuerySet) -> PersonQuerySet:
    """Adds `last_heard`, the day, never one to come: of any sign at all, the making of the record among them."""
    return people.annotate(last_heard=_latest([signs for signs in _signs if not signs.is_to_come]))


def silent_since(day: datetime.date) -> PersonQuerySet:
    """People of whom nothing was heard on that day or later, nor is anything to come, the longest silent first."""
    people = Person.objects.canonical().filter(erased_at__isnull=True).annotate(last_heard=_latest(_signs))
    return people.filter(last_heard__lt=day).order_by("last_heard", "pk")


def _latest(signs: list[Signs]) -> Any:
    """The greatest day of all; by index from each person, whatever the number of rows."""
    days = [_last(one.rows(), path) for one in signs for path in (one.own, one.merged)]
    nothing = Value(None, output_field=DateField())
    return Greatest(nothing, nothing, *days, output_field=DateField())  # NULLs are passed over by PostgreSQL


def _last(rows: QuerySet[Any], path: str) -> Subquery:
    theirs = rows.filter(**{path: OuterRef("pk")}).order_by().values(path)
    return Subquery(theirs.annotate(last=Max("day")).values("last"))


def _made() -> QuerySet[Person]:
    return Person.objects.annotate(day=TruncDate("created_at"))


def _signed_in() -> QuerySet[Person]:
    return Person.objects.annotate(day=TruncDate(F("user__last_login")))


def _agreed() -> QuerySet[Consent]:
    return Consent.objects.annotate(day=TruncDate("given_at"))


register_signs(Signs(_made, "pk", "merged_into"))
register_signs(Signs(_signed_in, "pk", "merged_into"))
register_signs(Signs(_agreed))
