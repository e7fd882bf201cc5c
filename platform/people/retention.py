"""Retention of people's records (the administrator's, docs/roles.md): whose time is over, the decision, the erasures.

Nothing is erased without a person's decision, unless the NGO said that it goes by itself.
"""

import datetime
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import ABILITIES, Role
from core.locks import wait_for
from people.activity import silent_since
from people.erasure import erase_records
from people.models import Erasure, Person, PersonQuerySet, Retention

STAFF = [role.value for role in Role if ABILITIES[role]]


def rule() -> Retention | None:
    """The NGO's rule; None: people are kept until somebody asks."""
    return Retention.objects.select_related("changed_by").first()


@transaction.atomic
def set_rule(*, months: int | None, automatic: bool, actor: User) -> None:
    """Write the rule, or take it away. Nobody is erased by this: the worker's next look sees to what goes by itself."""
    wait_for("retention")  # a rule taken away leaves no row that a second press could wait for
    if months is None:
        Retention.objects.all().delete()
        return
    given = {"months": months, "automatic": automatic, "changed_by": actor}
    found = {"over": time_is_over(months).count(), "looked_at": timezone.now()}
    Retention.objects.update_or_create(pk=1, defaults=given | found)


def first_day_kept(months: int) -> datetime.date:
    """Who was heard of on this day or later is kept."""
    today = timezone.localdate()
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    return datetime.date(year, month + 1, min(today.day, 28))  # some days longer at a month's end


def time_is_over(months: int) -> PersonQuerySet:
    """Those of whom nothing was heard for so many months, the longest silent first; nobody who works here.

    Each has `last_heard`.
    """
    return _not_staff(silent_since(first_day_kept(months)))


def time_is_over_for() -> int:
    """How many the worker found at its last look."""
    return Retention.objects.values_list("over", flat=True).first() or 0


@transaction.atomic
def decide_erasure(*, people: Iterable[int], actor: User | None) -> Erasure:
    """Keep the decision to erase these; `carry_out` does it. ValidationError where the time of one is not over."""
    current = Retention.objects.select_for_update().first()
    wanted = set(people)
    over = set(time_is_over(current.months).filter(pk__in=wanted).values_list("pk", flat=True)) if current else set()
    already = {pk for waiting in unfinished() for pk in waiting.people}
    if not wanted or wanted - over or wanted <= already:
        raise ValidationError(_("The list has changed since it was shown. Look at it again; nobody was erased."))
    ids = sorted(wanted - already)
    return Erasure.objects.create(cause=Erasure.Cause.TIME_OVER, people=ids, total=len(ids), decided_by=actor)


def carry_out(erasure: Erasure) -> None:
    """Erase one after the other, each in one transaction with its line of the report: it can be stopped anywhere."""
    while _erase_next(erasure.pk):
        pass
    look()


@transaction.atomic
def _erase_next(pk: int) -> bool:
    """Whether anybody is left."""
    erasure = Erasure.objects.select_for_update().get(pk=pk)
    if not erasure.people:
        if erasure.done_at is None:
            erasure.done_at = timezone.now()
            erasure.save(update_fields=["done_at"])
        return False
    person = _still_over().filter(pk=erasure.people.pop()).first()
    if person is None:
        erasure.kept += 1
    else:
        erased = erase_records(person=person, actor=erasure.decided_by)
        erasure.erased += 1
        for axis in sorted(erased.unknown):
            erasure.unknown[axis] = erasure.unknown.get(axis, 0) + 1
    erasure.save(update_fields=["people", "kept", "erased", "unknown"])
    return True


def look() -> Erasure | None:
    """The worker's look: note how many are over; with the NGO's standing decision, that for those found today."""
    current = Retention.objects.first()
    if current is None:
        return None
    found = list(time_is_over(current.months).values_list("pk", flat=True))
    Retention.objects.filter(pk=current.pk).update(over=len(found), looked_at=timezone.now())
    if found and current.automatic and not unfinished():
        return decide_erasure(people=found, actor=None)
    return None


def unfinished() -> list[Erasure]:
    """Decisions not carried out yet, or broken off."""
    return list(Erasure.objects.filter(done_at=None))


def _still_over() -> PersonQuerySet:
    current = Retention.objects.first()
    return time_is_over(current.months) if current else Person.objects.none()


def _not_staff(people: PersonQuerySet) -> PersonQuerySet:
    working = Person.objects.filter(user__groups__name__in=STAFF)
    return people.exclude(pk__in=working.values("pk")).exclude(absorbed__in=working.values("pk"))
