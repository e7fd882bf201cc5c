"""Disability as the person declares it (definitions.md, section 8, 3): asked where the NGO asks, with its own consent.

It is written here alone, and stands in no list, no history and no log: with the person, with what keeps their axes as
they were, and in figures.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.languages import active
from people.axis_snapshots import axis_snapshots_of
from people.models import DisabilityConsent, DisabilityQuestion, Person


def is_asked() -> bool:
    """Whether the active NGO asks."""
    return DisabilityQuestion.objects.filter(is_asked=True).exists()


def has_declared(person: Person) -> bool:
    """Whether the person has agreed to have it kept."""
    return DisabilityConsent.objects.filter(person__in=Person.objects.of(person), withdrawn_at=None).exists()


@transaction.atomic
def ask(*, asked: bool, actor: User) -> None:
    """Turn the question on or off. What was declared stays with those who declared it until they take it back."""
    DisabilityQuestion.objects.update_or_create(pk=1, defaults={"is_asked": asked, "changed_by": actor})


@transaction.atomic
def declare(*, person: Person, value: str, past: bool = False, on_paper: bool = False) -> None:
    """Keep what the person says of themself, with their agreement; with `past` also in sessions already taken. Raises
    ValidationError where the NGO does not ask."""
    if not is_asked():
        raise ValidationError(_("This organisation does not ask about disability."))
    records = list(Person.objects.of(person).select_for_update(of=("self",)))
    if not has_declared(person):
        DisabilityConsent.objects.create(person=person, language=active(), on_paper=on_paper)
    _write(records, value, copies=past)


@transaction.atomic
def take_back(*, person: Person) -> None:
    """Withdraw the agreement: it is unknown from now on, in past sessions too."""
    records = list(Person.objects.of(person).select_for_update(of=("self",)))
    DisabilityConsent.objects.filter(person__in=records, withdrawn_at=None).update(withdrawn_at=timezone.now())
    _write(records, "", copies=True)


def _write(records: list[Person], value: str, *, copies: bool) -> None:
    for record in records:
        record.disability = value
        record.save(update_fields=["disability"])
    for copy in axis_snapshots_of([record.pk for record in records]) if copies else ():
        copy.disability = value
        copy.save(update_fields=["disability"])
