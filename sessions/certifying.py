"""Certificates of sessions: issued by a coordinator to everybody who has completed one."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from accounts.models import User
from certificates.actions import issue_certificates
from certificates.grounds import Lost, find_lost
from certificates.models import Certificate, CertificateQuerySet
from certificates.trainings import Training
from certificates.wording import is_arabic
from core.codes import Language
from people.models import Person
from sessions.actions.guards import lock_for_update
from sessions.completion import (
    LACKS,
    Lack,
    Standing,
    counts_completions,
    lack_of,
    minutes_of,
    post_scores_of,
    standings,
)
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
    session = lock_for_update(session)
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


def lost_grounds(certificates: list[Certificate]) -> dict[int, Lost]:
    """Of certificates of sessions, those whose holders have not completed them any more: five queries."""
    found = TrainingSession.objects.filter(uuid__in={one.target_uuid for one in certificates})
    by_uuid = {session.uuid: session for session in found.annotate(scheduled=Sum("slots__minutes"))}
    keys = [session.pk for session in by_uuid.values()]
    minutes, scores, running = minutes_of(keys), post_scores_of(keys), _running(keys)
    lost = {}
    for one in certificates:
        session, who = by_uuid.get(one.target_uuid), one.who
        if session is None or not counts_completions(session):
            lost[one.pk] = Lost(_("the session is not held"), "not held")
        elif (session.pk, who) in running:
            lost[one.pk] = Lost(_("the holder runs the session"), "runs")
        elif lack := _lack(session, who, minutes, scores):
            given = scores[session.pk].get(who)
            fact = f"{lack} {minutes[session.pk].get(who, 0)}/{session.scheduled} {given and given[0]}"
            lost[one.pk] = Lost(LACKS[lack], fact)
    return lost


def _lack(session: Any, who: int, minutes: Any, scores: Any) -> Lack | None:
    return lack_of(session, who, minutes[session.pk], session.scheduled or 0, scores[session.pk])


def _running(sessions: list[int]) -> set[tuple[int, int]]:
    """Session and person of whoever runs it, by whichever record."""
    rows = Person.objects.filter(user__training_sessions__in=sessions)
    return set(rows.values_list("user__training_sessions", Coalesce("merged_into", "pk")))


def warnings_of(session: TrainingSession) -> list[str]:
    """What to say after a correction: whose certificate of the session has no ground any more."""
    about = Certificate.objects.about(Certificate.Target.SESSION, session.uuid)
    return [
        _("The certificate of %(name)s has lost its ground: %(reason)s. A coordinator decides whether it is revoked or "
          "kept.") % {"name": one.holder, "reason": lost.reason}
        for one, lost in find_lost(about)
    ]  # fmt: skip
