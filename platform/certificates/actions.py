"""Actions on certificates: issued once for each person and training, reissued, revoked, their names shown or not."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from certificates.models import Certificate, Letterhead, Revocation, Upheld
from certificates.page_logo import forget_logos
from certificates.trainings import Training, ready_in, words_today
from core.languages import ORDER
from people.models import Person

BOTH = ("fr", "ar")  # of a certificate in two languages


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

    Without a `language` each is in French and Arabic where the NGO and the training have both (`_usual_language`).
    Merged records are one person.
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
            objectives=dict(training.objectives),
            minutes=minutes[holder.pk], starts_on=training.starts_on, ends_on=training.ends_on,
            language=language or _usual_language(training, holder), organisation=_organisation(), letterhead=letterhead,
            issued_by=actor,
        )
        for holder in holders if holder.pk not in issued
    ]  # fmt: skip
    issued |= {certificate.person_id: certificate for certificate in Certificate.objects.bulk_create(new)}
    return [issued[pk] for pk in minutes]


@transaction.atomic
def reissue_certificate(*, certificate: Certificate, language: str, actor: User) -> Certificate:
    """The same in another language, under today's letterhead; the older edition points to it and stays verifiable.

    Raises ValidationError for a language it is in already, for one that its training is not ready in, and for what is
    replaced, revoked or nobody’s any more. What was printed in a language stays; a new one is read as it is today.
    """
    old = Certificate.objects.select_for_update(of=("self",)).with_state().get(pk=certificate.pk)
    if old.language == language or old.state != Certificate.State.VALID or not old.holder:
        raise ValidationError(_("This certificate has changed in the meantime. Go back and look again."))
    titles, objectives = _words_for(old, language)
    new = Certificate.objects.create(
        person_id=old.person_id, holder=old.holder, holder_other_script=old.holder_other_script,
        target_kind=old.target_kind, target_uuid=old.target_uuid, titles=titles, objectives=objectives,
        minutes=old.minutes,
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


def change_letterhead(*, texts: Mapping[str, str], logo: bytes, actor: User | None, stamp: bytes = b"") -> Letterhead:
    """What stands on certificates from now on; those issued before keep theirs. Pages show the logo at once."""
    transaction.on_commit(forget_logos)
    return Letterhead.objects.create(**texts, logo=logo, stamp=stamp, created_by=actor)


def _current(training: Training, holders: list[Person]) -> Any:
    people = Person.objects.filter(pk__in=[holder.pk for holder in holders])
    return Certificate.objects.about(training.kind, training.uuid).current().of_people(people).order_by("pk")


def _editions(certificate: Certificate) -> Any:
    return Certificate.objects.about(certificate.target_kind, certificate.target_uuid).filter(
        person_id=certificate.person_id
    )


def _locked_editions(certificate: Certificate) -> list[Certificate]:
    return list(_editions(certificate).select_for_update().order_by("pk"))


def _words_for(old: Certificate, language: str) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Titles and objectives of an edition in `language`. Raises ValidationError where the training is not ready."""
    wanted = language.split("-")
    if not set(wanted) <= set(ready_in(old.target_kind, old.titles)):
        today = words_today(old.target_kind, old.target_uuid)
        titles, objectives = {**today.titles, **old.titles}, {**today.objectives, **old.objectives}
    else:
        titles, objectives = old.titles, old.objectives
    missing = [code for code in wanted if code not in ready_in(old.target_kind, titles)]
    if missing:
        names = dict(Certificate.Edition.choices)
        raise ValidationError(
            _("The course is not ready in this language yet: %(language)s. Take the certificate in another one, or ask "
              "who is in charge of the course to have it translated; from then on it is to be had here.")
            % {"language": names[missing[0]]}
        )  # fmt: skip
    return titles, objectives


def _usual_language(training: Training, person: Person) -> str:
    """French and Arabic where the NGO offers both and the training is ready in them; English for who reads English."""
    user, ready = person.user, ready_in(training.kind, training.titles)
    own = person.person_language or (user.language if user else "")
    if own == "en" and own in ready:
        return own
    if set(BOTH) <= set(ready) & set(_offered()):
        return "-".join(BOTH)
    return next((code for code in (own, *ORDER) if code in ready), ORDER[0])


def _offered() -> list[str]:
    return getattr(connection.tenant, "languages", None) or list(ORDER)  # type: ignore[attr-defined]


def _organisation() -> dict[str, str]:
    """The active tenant's names; which tenant it is, this app does not know."""
    tenant = connection.tenant  # type: ignore[attr-defined]  # of django-tenants, which has no types
    names = {code: getattr(tenant, f"name_{code}", "") for code in ORDER}
    return {code: name for code, name in names.items() if name}
