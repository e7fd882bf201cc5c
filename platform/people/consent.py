"""Consent of participants: which version of the text holds, who has agreed to it, giving and withdrawing.

The text itself is `templates/people/_consent_text.html`. Whoever changes what it says raises VERSION: everybody is
then asked again at the next visit.
"""

import datetime
from enum import Enum

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.languages import active
from people.history import Kind, note
from people.models import Consent, Person

VERSION = 1


class State(Enum):
    """Where a signed-in user stands."""

    NOT_NEEDED = "takes part in nothing"
    CURRENT = "agreed to the text as it is"
    OLDER = "agreed to an older text"
    WITHDRAWN = "agreed once and withdrew"
    NONE = "never agreed"


def state_of(user: User) -> State:
    """One query: the newest valid consent of the user's person."""
    rows = Person.objects.filter(user=user).values_list("consents__version", "consents__withdrawn_at")
    found = list(rows)
    if not found:
        return State.NOT_NEEDED
    versions = [version for version, withdrawn_at in found if version is not None and withdrawn_at is None]
    if not versions:
        return State.NONE if found == [(None, None)] else State.WITHDRAWN
    return State.CURRENT if max(versions) >= VERSION else State.OLDER


def was_ever_asked(person: Person) -> bool:
    """Whether the person agreed at some time, and so was asked for the axes too: nobody is asked twice."""
    return person.consents.exists()


@transaction.atomic
def give_consent(*, person: Person) -> None:
    """Keep that the person agrees to the text as it is, in the language it is read in; once more changes nothing."""
    Person.objects.select_for_update().get(pk=person.pk)  # two presses at once write one row
    if not person.consents.valid().filter(version=VERSION).exists():
        Consent.objects.create(person=person, version=VERSION, language=active())


@transaction.atomic
def record_paper_consent(*, person: Person, day: datetime.date, language: str, actor: User) -> None:
    """Keep that the person signed the text as it is on paper, on `day`. ValidationError where they agreed already."""
    Person.objects.select_for_update().get(pk=person.pk)
    if Consent.objects.valid().filter(person__in=Person.objects.of(person), version=VERSION).exists():
        raise ValidationError(_("This person has agreed to the text already. Look at the record."))
    given_at = timezone.make_aware(datetime.datetime.combine(day, datetime.time()))
    Consent.objects.create(person=person, version=VERSION, language=language, given_at=given_at, on_paper=True)
    note(kind=Kind.CONSENT, people=[(person, {})], by=actor)


@transaction.atomic
def withdraw_consent(*, person: Person, actor: User | None = None) -> bool:
    """Nothing more is written about the person's learning until they agree again; whether there was any agreement.

    No `actor`: the person themself.
    """
    withdrawn = Consent.objects.filter(person__in=Person.objects.of(person)).withdraw()
    if withdrawn:
        note(kind=Kind.WITHDRAWN, people=[(person, {})], by=actor)
    return bool(withdrawn)
