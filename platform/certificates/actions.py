"""Actions on certificates: issued once for each person and training, reissued, revoked, their names shown or not."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from certificates.models import Certificate, Letterhead, Revocation, Upheld
from certificates.page_logo import forget_logos
from core.languages import ORDER
from people.models import Person


@dataclass(frozen=True)
class Training:
    """What a certificate speaks of; the course or session itself is in an app above."""

    kind: str  # Certificate.Target
    uuid: UUID
    titles: Mapping[str, str]  # by language
    starts_on: datetime.date
    ends_on: datetime.date


def issue_certificate(
    *, training: Training, person: Person, minutes: int, language: str = "", actor: User | None = None
) -> Certificate:
    """The person's certificate of the training: a new one, or the one there is."""
    (issued,) = issue_certificates(training=training, earned={person: minutes}, language=language, actor=actor)
    return issued


@transaction.atomic
def issue_certificates(
    *, training: Training, earned: Mapping[Person, int], language: str = "", actor: User | None = None
) -> list[Certificate]:
    """The certificate of each of these people, minutes by person; who has one keeps it.

    Without a `language` each is in the person's own. Merged records are one person.
    """
    minutes = {person.merged_into_id or person.pk: number for person, number in earned.items()}
    # Held, so that two presses at once give one certificate each.
    people = Person.objects.select_for_update(of=("self",)).filter(pk__in=minutes).select_related("user").order_by("pk")
    holders = list(people)
    issued = {certificate.who: certificate for certificate in _current(training, holders)}
    letterhead = Letterhead.objects.order_by("pk").last()
    new = [
        Certificate(
            person=holder, holder=holder.full_name, holder_other_script=holder.name_other_script,
            target_kind=training.kind, target_uuid=training.uuid, titles=dict(training.titles),
            minutes=minutes[holder.pk], starts_on=training.starts_on, ends_on=training.ends_on,
            language=language or _own_language(holder), organisation=_organisation(), letterhead=letterhead,
            issued_by=actor,
        )
        for holder in holders if holder.pk not in issued
    ]  # fmt: skip
    issued |= {certificate.person_id: certificate for certificate in Certificate.objects.bulk_create(new)}
    return [issued[pk] for pk in minutes]


@transaction.atomic
def reissue_certificate(*, certificate: Certificate, language: str, actor: User) -> Certificate:
    """The same in another language, under today's letterhead; the older edition points to it and stays verifiable.

    Raises ValidationError for a language it is in already, and for what is replaced, revoked or nobody’s any more.
    """
    old = Certificate.objects.select_for_update(of=("self",)).with_state().get(pk=certificate.pk)
    if old.language == language or old.state != Certificate.State.VALID or not old.holder:
        raise ValidationError(_("This certificate has changed in the meantime. Go back and look again."))
    new = Certificate.objects.create(
        person_id=old.person_id, holder=old.holder, holder_other_script=old.holder_other_script,
        target_kind=old.target_kind, target_uuid=old.target_uuid, titles=old.titles, minutes=old.minutes,
        starts_on=old.starts_on, ends_on=old.ends_on, language=language, number=old.number + 1,
        organisation=_organisation(), letterhead=Letterhead.objects.order_by("pk").last(), issued_by=actor,
        show_name=old.show_name,
    )  # fmt: skip
    old.replaced_by = new
    old.save(update_fields=["replaced_by"])
    return new


@transaction.atomic
def revoke_certificate(*, certificate: Certificate, reason: str, actor: User) -> None:
    """Say that it no longer holds, nor any other edition of it; once more changes nothing."""
    editions = _locked_editions(certificate)
    standing = Revocation.objects.filter(certificate__in=editions, lifted_at__isnull=True)
    revoked = set(standing.values_list("certificate", flat=True))
    Revocation.objects.bulk_create(
        Revocation(certificate=edition, reason=reason, by=actor) for edition in editions if edition.pk not in revoked
    )


@transaction.atomic
def restore_certificate(*, certificate: Certificate, actor: User) -> None:
    """It holds again, every edition of it; that it was revoked remains written."""
    editions = _locked_editions(certificate)
    standing = Revocation.objects.filter(certificate__in=editions, lifted_at__isnull=True)
    standing.update(lifted_at=timezone.now(), lifted_by=actor)


@transaction.atomic
def uphold_certificate(*, certificate: Certificate, fact: str, reason: str, actor: User) -> None:
    """Keep it although its ground has gone; `fact`: what has gone, as `grounds.Lost` says it."""
    Upheld.objects.create(certificate=certificate, fact=fact, reason=reason, by=actor)


def show_name(*, certificate: Certificate, shown: bool) -> None:
    """The holder agrees, or no longer agrees, that who verifies the code reads the name; for every edition."""
    _editions(certificate).update(show_name=shown)


def change_letterhead(*, texts: Mapping[str, str], logo: bytes, actor: User | None) -> Letterhead:
    """What stands on certificates from now on; those issued before keep theirs. Pages show the logo at once."""
    transaction.on_commit(forget_logos)
    return Letterhead.objects.create(**texts, logo=logo, created_by=actor)


def _current(training: Training, holders: list[Person]) -> Any:
    people = Person.objects.filter(pk__in=[holder.pk for holder in holders])
    return Certificate.objects.about(training.kind, training.uuid).current().of_people(people).order_by("pk")


def _editions(certificate: Certificate) -> Any:
    return Certificate.objects.about(certificate.target_kind, certificate.target_uuid).filter(
        person_id=certificate.person_id
    )


def _locked_editions(certificate: Certificate) -> list[Certificate]:
    return list(_editions(certificate).select_for_update().order_by("pk"))


def _own_language(person: Person) -> str:
    user = person.user
    return person.person_language or (user.language if user else "") or ORDER[0]


def _organisation() -> dict[str, str]:
    """The active tenant's names; which tenant it is, this app does not know."""
    tenant = connection.tenant  # type: ignore[attr-defined]  # of django-tenants, which has no types
    names = {code: getattr(tenant, f"name_{code}", "") for code in ORDER}
    return {code: name for code, name in names.items() if name}
