"""Erases a person (definitions.md, rule 8): identity, contact and account go, a tombstone stays, no count moves."""

import uuid
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from accounts.deactivation import deactivate_account, forget_in_log
from accounts.models import CODE_ALPHABET, User
from accounts.roles import is_staff_member
from people.axis_snapshots import axis_snapshots_of
from people.extension_points import axis_snapshots
from people.history import Kind, note
from people.models import (
    COPIED_FIELDS,
    Consent,
    DisabilityConsent,
    Erasure,
    Hint,
    Merge,
    MutedReminder,
    NightCall,
    Person,
    PushSubscription,
    RecordChange,
)
from people.models.humans import WHO
from people.signals import person_erased

K = 5  # fewer people of one combination in a year could be told apart
WITHHELD = "–"  # for a reason in free words, which may name somebody
IDENTITY = ("full_name", "name_other_script", "email", "phone", "institution", "ref", "uuid", "erased_at")


@dataclass(frozen=True)
class Erased:
    """What an erasure did: the random reference that stays, and the axes that became unknown on record or copies."""

    ref: str
    unknown: frozenset[str]


@transaction.atomic
def erase_person(*, person: Person, actor: User | None = None) -> Erased:
    """Erase one person because they asked, and keep the report. ValidationError for staff: their account does work."""
    erased = erase_records(person=person, actor=actor)
    Erasure.objects.create(
        cause=Erasure.Cause.ASKED, decided_by=actor, total=1, erased=1, done_at=timezone.now(),
        unknown=dict.fromkeys(sorted(erased.unknown), 1),
    )  # fmt: skip
    return erased


@transaction.atomic
def erase_records(*, person: Person, actor: User | None) -> Erased:
    """Erase all records of the human. ValidationError for staff: their account does work."""
    records = list(Person.objects.of(person).select_for_update(of=("self",)).select_related("user"))
    users = [record.user for record in records if record.user]
    if any(is_staff_member(user) for user in users):
        raise ValidationError(
            _("This account works for the organisation. An administrator takes the role away first; then it can go.")
        )
    ref = get_random_string(10, CODE_ALPHABET)
    unknown = _coarsen(records)
    for number, record in enumerate(records):
        _entomb(record, ref if number == 0 else f"{ref}-{number}")
    for user in users:
        deactivate_account(user=user, ref=ref)
    rows = Person.objects.filter(pk__in=[record.pk for record in records])
    Consent.objects.filter(person__in=rows).forget()
    DisabilityConsent.objects.filter(person__in=rows).delete()
    MutedReminder.objects.filter(person__in=rows).delete()
    NightCall.objects.filter(person__in=rows).delete()
    PushSubscription.objects.filter(person__in=rows).delete()
    Hint.objects.filter(Q(one__in=rows) | Q(other__in=rows)).delete()
    RecordChange.objects.filter(person__in=rows).forget()
    merges = Merge.objects.filter(Q(absorbed__in=rows) | Q(kept__in=rows))
    merges.exclude(reason="").update(reason=WITHHELD)
    note(kind=Kind.ERASED, people=[(record, {}) for record in records], by=actor)
    person_erased.send(Person, people=rows, ref=ref)
    return Erased(ref, frozenset(unknown))


def _entomb(record: Person, ref: str) -> None:
    """The random reference stands for the name; the old address of the row leads nowhere."""
    record.full_name = record.ref = ref
    record.name_other_script = record.email = record.phone = record.institution = ""
    record.uuid, record.erased_at = uuid.uuid4(), timezone.now()
    record.save(update_fields=[*IDENTITY, *COPIED_FIELDS])
    forget_in_log(record, label=ref)


def _coarsen(records: list[Person]) -> set[str]:
    """Of each copy keep the axes that K people of its year share; of the person those of the latest year.

    Returns the axes that became unknown anywhere.
    """
    kept_of_year = _year_reader()
    years, unknown = [], set[str]()
    for copy in axis_snapshots_of([record.pk for record in records]):
        years.append(copy.year)
        unknown |= _keep(copy, kept_of_year(copy.year))
        copy.save(update_fields=COPIED_FIELDS)
    for record in records:
        unknown |= _keep(record, kept_of_year(max(years, default=record.created_at.year)))
    return unknown


def _year_reader() -> Any:
    """year -> the axes of everybody counted in it, read once."""

    @cache
    def read(year: int) -> list[tuple[int, dict[str, str]]]:
        found = set()
        for snapshots in axis_snapshots:
            rows = snapshots().filter(year=year).annotate(who=WHO)
            found.update(rows.values_list("who", *COPIED_FIELDS))
        return [(row[0], dict(zip(COPIED_FIELDS, row[1:], strict=True))) for row in found]

    return read


def _keep(holder: Any, people: list[tuple[int, dict[str, str]]]) -> set[str]:
    """Blank axes, that of the rarest value first, until K people of the year bear the rest; those blanked."""

    def sharing(wanted: dict[str, str]) -> int:
        return len({who for who, axes in people if all(axes[axis] == value for axis, value in wanted.items())})

    known = {axis: value for axis, value in holder.copied().items() if value}
    blanked = set()
    while known and sharing(known) < K:
        rarest = min(known, key=lambda axis: sharing({axis: known[axis]}))
        del known[rarest]
        blanked.add(rarest)
        setattr(holder, rarest, "")
    return blanked
