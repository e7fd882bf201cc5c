"""The last activity of people: when somebody was last present, and last heard of at all.

Apps above say which of their rows tell of it (`people.extension_points`); below are the people's own.
"""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db.models import DateField, F, Max, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Greatest, TruncDate

from people.extension_points import ActivitySource, activity_sources
from people.models import Consent, Person, PersonQuerySet


def with_last_presence(people: PersonQuerySet) -> PersonQuerySet:
    """Adds `last_presence`, the day, of whichever merged record; none: None."""
    return people.annotate(last_presence=_latest(source for source in activity_sources if source.is_presence))


def with_last_heard(people: PersonQuerySet) -> PersonQuerySet:
    """Adds `last_heard`, the day, never one to come: of any source, the making of the record among them."""
    return people.annotate(last_heard=_latest(source for source in activity_sources if not source.is_to_come))


def silent_since(day: datetime.date) -> PersonQuerySet:
    """People of whom nothing was heard on that day or later, nor is anything to come, the longest silent first."""
    people = Person.objects.canonical().filter(erased_at__isnull=True).annotate(last_heard=_latest(activity_sources))
    return people.filter(last_heard__lt=day).order_by("last_heard", "pk")


def _latest(sources: Iterable[ActivitySource]) -> Any:
    """The greatest day of all; by index from each person, whatever the number of rows."""
    days = [_last(one.rows(), path) for one in sources for path in (one.own, one.merged)]
    nothing = Value(None, output_field=DateField())
    return Greatest(nothing, nothing, *days, output_field=DateField())  # NULLs are passed over by PostgreSQL


def _last(rows: QuerySet[Any], path: str) -> Subquery:
    theirs = rows.filter(**{path: OuterRef("pk")}).order_by().values(path)
    return Subquery(theirs.annotate(last=Max("day")).values("last"))


def added() -> QuerySet[Person]:
    """Records, on the day they were made."""
    return Person.objects.annotate(day=TruncDate("created_at"))


def signed_in() -> QuerySet[Person]:
    """Records with an account, on the day of its last sign-in."""
    return Person.objects.annotate(day=TruncDate(F("user__last_login")))


def agreed() -> QuerySet[Consent]:
    """Agreements, on the day they were given."""
    return Consent.objects.annotate(day=TruncDate("given_at"))
