"""The people of a session: on its list, off it, running it, disputing; merged records are one human."""

from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from core.folding import containing
from people.models import Person, PersonQuerySet
from sessions.models import AttendanceDispute, FeedbackGiven, Registration, TrainingSession
from sessions.models.registration import RegistrationQuerySet


def people_on_list(session: TrainingSession) -> PersonQuerySet:
    """The people registered for a session, merged records replaced by the one that remains, by name."""
    listed = Registration.objects.on_list().filter(session=session).by_human().values("who")
    return Person.objects.filter(pk__in=listed).in_order()


def people_registered(session: TrainingSession) -> PersonQuerySet:
    """Everybody with a registration, in whatever state."""
    rows = Registration.objects.filter(session=session).by_human().values("who")
    return Person.objects.filter(pk__in=rows).in_order()


def people_off_list(session: TrainingSession) -> list[tuple[Person, Registration]]:
    """Those who wait (in their turn), were invited or said no, each with their registration."""
    placed = people_on_list(session).values("pk")
    rows = session.registrations.exclude(status=Registration.Status.CONFIRMED).by_human().exclude(who__in=placed)
    found = list(rows.order_by("-status", "since", "pk"))  # waiting, invited, declined
    people = Person.objects.in_bulk([row.who for row in found])
    return [(people[row.who], row) for row in found]


def people_named(text: str) -> PersonQuerySet:
    """People of the NGO whose names, in either script, contain all words of `text`."""
    return containing(Person.objects.canonical().in_order(), text, "full_name", "name_other_script")


def people_of(users: Any) -> PersonQuerySet:
    """The participants who these users are, by whichever of their merged records."""
    records = Person.objects.filter(user__in=users).annotate(who=Coalesce("merged_into", "pk"))
    return Person.objects.filter(pk__in=records.values("who"))


_TRAINERS = """
SELECT coalesce(p.merged_into_id, p.id) FROM training_sessions_trainingsession_trainers t
JOIN people_person p ON p.user_id = t.user_id WHERE t.trainingsession_id = %s"""


def trainer_people(session: TrainingSession) -> PersonQuerySet:
    """The people who run the session: they never count as its participants (definitions.md, rule 11)."""
    return people_of(session.trainers.values("pk"))


def trainer_ids(session: TrainingSession) -> set[int]:
    """The ids of the same people. By hand: every mark asks, and must not wait for what a query of models costs."""
    with connection.cursor() as cursor:
        cursor.execute(_TRAINERS, [session.pk])
        return {person for (person,) in cursor.fetchall()}


def registrations_of(user: Any) -> RegistrationQuerySet:
    """The registrations of the human who the user is, by whichever of their merged records, with `who`."""
    rows = Registration.objects.by_human()
    return rows.filter(who__in=people_of([user]).values("pk"))


def standing_of(user: Any) -> dict[int, Registration]:
    """The user's registration by session; one with a place before the others."""
    rows = registrations_of(user).order_by("-status", "pk")
    return {row.session_id: row for row in rows}  # with a place: comes last, stays


def disputes_of(person: Person) -> QuerySet[AttendanceDispute]:
    """The presences that the person disputed, by whichever of their merged records."""
    return AttendanceDispute.objects.by_human().filter(who=person.pk)


def open_disputes(session: TrainingSession) -> QuerySet[AttendanceDispute]:
    """Those of the session that staff have still to resolve, with the record of each human."""
    rows = AttendanceDispute.objects.filter(slot__session=session, outcome=AttendanceDispute.Outcome.OPEN)
    return rows.select_related("person__merged_into")


def has_answered(session: TrainingSession, person: Person) -> bool:
    """Whether the person, by whichever of their merged records, has said how the session was."""
    return FeedbackGiven.objects.filter(session=session).by_human().filter(who=person.pk).exists()
