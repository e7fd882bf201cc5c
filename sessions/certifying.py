"""Certificates of sessions: issued by a coordinator to everybody who has completed one."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from certificates.actions import Training, issue_certificates
from certificates.models import Certificate, CertificateQuerySet
from certificates.wording import is_arabic
from core.codes import Language
from people.models import Person
from sessions.actions.guards import locked
from sessions.completion import Standing, counts_completions, standings
from sessions.models import TrainingSession


@dataclass(frozen=True)
class Entry:
    """A person of the session, how far they have come and the certificate they have."""

    standing: Standing
    certificate: Certificate | None

    @property
    def is_due(self) -> bool:
        """Whether the next batch gives this person one."""
        return self.standing.completed and self.certificate is None and self.standing.person.erased_at is None


def session_certificates(session: TrainingSession) -> CertificateQuerySet:
    """The last editions of the session's certificates."""
    return Certificate.objects.with_state().about(Certificate.Target.SESSION, session.uuid).current()


def entries(session: TrainingSession) -> list[Entry]:
    """Everybody of the session, by name, with the certificate they have."""
    found = standings(session)
    people = Person.objects.filter(pk__in=[standing.person.pk for standing in found])
    issued = {certificate.who: certificate for certificate in session_certificates(session).of_people(people)}
    return [Entry(standing, issued.get(standing.person.pk)) for standing in found]


@transaction.atomic
def issue_session_certificates(*, session: TrainingSession, language: str, actor: User) -> int:
    """Issue to all who have completed the session and have none yet. Returns how many are new.

    Raises ValidationError for a session that cannot be completed.
    """
    session = locked(session)
    if not counts_completions(session):
        raise ValidationError(_("Certificates are issued once the session is marked as held."))
    due = {entry.standing.person: entry.standing.minutes for entry in entries(session) if entry.is_due}
    if due:
        issue_certificates(training=session_training(session), earned=due, language=language, actor=actor)
    return len(due)


def session_training(session: TrainingSession) -> Training:
    """What the certificate says. A session has one title, in the language it is written in."""
    days = [slot.date for slot in session.slots.all()]
    if is_arabic(session.title):
        language = Language.ARABIC.value
    else:
        language = Language.ENGLISH.value if session.language == Language.ENGLISH else Language.FRENCH.value
    return Training(
        kind=Certificate.Target.SESSION, uuid=session.uuid, titles={language: session.title},
        starts_on=min(days), ends_on=max(days),
    )  # fmt: skip
