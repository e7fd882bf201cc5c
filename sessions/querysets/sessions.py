"""Sessions and half-days: who may see which, in what order, found by folded text, with their numbers and codes."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from accounts.models import JoinCode, JoinCodeQuerySet, User
from accounts.roles import Ability, abilities
from core.folding import containing
from sessions.models import Evidence, HeadCount, Registration, Slot, TrainingSession
from sessions.querysets.people import registrations_of
from sessions.querysets.presence import positive_evidence

PLANNED_KEPT = datetime.timedelta(days=90)  # in a coordinator's calendar


class SessionQuerySet(QuerySet[TrainingSession]):
    def open_to(self, user: Any) -> "SessionQuerySet":
        """All sessions for those who manage them, a trainer's own for a trainer, none for anybody else."""
        can = abilities(user)
        if Ability.MANAGE_SESSIONS in can:
            return self.all()
        return self.filter(trainers=user) if Ability.RUN_OWN_SESSIONS in can else self.none()

    def in_state(self, state: str) -> "SessionQuerySet":
        """Those in one state; all when it is empty."""
        return self.filter(state=state) if state else self

    def matching(self, text: str) -> "SessionQuerySet":
        """Those whose title, city, project, cycle or reference contain the words."""
        return containing(self, text, "title", "city", "project", "ref", "cycle__code", "cycle__name")

    def narrowed(self, *, kind: str | None, region: str | None, year: int | None) -> "SessionQuerySet":
        """Those of one kind, region and year of a half-day, as far as these are given."""
        found = self.filter(**{name: value for name, value in (("kind", kind), ("region", region)) if value})
        in_year = Slot.objects.filter(session=OuterRef("pk"), date__year=year)
        return found.filter(Exists(in_year)) if year else found

    def agenda(self, today: datetime.date) -> "SessionQuerySet":
        """Today's, then the upcoming by date, then the past from the latest; adds `when` and days."""
        days = Slot.objects.filter(session=OuterRef("pk")).order_by().values("session")
        coming = days.filter(date__gte=today)
        return self.annotate(
            first_day=Subquery(days.annotate(day=Min("date")).values("day")),
            last_day=Subquery(days.annotate(day=Max("date")).values("day")),
            next_day=Subquery(coming.annotate(day=Min("date")).values("day")),
            when=models.Case(
                When(next_day=today, then=Value("today")),
                When(next_day__gt=today, then=Value("upcoming")),
                default=Value("past"),
                output_field=models.CharField(),
            ),
            turn=models.Case(When(next_day=today, then=0), When(next_day__gt=today, then=1), default=2),
        ).order_by("turn", F("next_day").asc(nulls_last=True), F("last_day").desc(nulls_last=True), "-pk")

    def with_numbers(self) -> "SessionQuerySet":
        """Adds `slot_count` and `registered`."""
        listed = Registration.objects.on_list().by_human()
        return self.annotate(slot_count=_number(Slot.objects), registered=_number(listed, "who"))


def _number(rows: Any, what: Any = "pk") -> Coalesce:
    of_session = rows.filter(session=OuterRef("pk")).order_by().values("session")
    return Coalesce(
        Subquery(of_session.annotate(number=Count(what, distinct=True)).values("number")),
        0,
        output_field=models.IntegerField(),
    )


def training_sessions() -> SessionQuerySet:
    """Where every read of sessions begins."""
    return SessionQuerySet(TrainingSession)


def slots_with_numbers(session: TrainingSession) -> QuerySet[Slot]:
    """The half-days in their order with `present` (people) and `headcount`."""
    present = positive_evidence().filter(slot=OuterRef("pk")).order_by().values("slot")
    heads = HeadCount.objects.valid().filter(slot=OuterRef("pk")).order_by().values("slot")
    return session.slots.annotate(
        present=Coalesce(Subquery(present.annotate(number=Count("who", distinct=True)).values("number")), 0),
        headcount=Coalesce(Subquery(heads.annotate(number=Sum("count")).values("number")), 0),
    )


def slots_with_marks(session: TrainingSession) -> QuerySet[Slot]:
    """Half-days that bear any evidence or head-count, voided ones too: they can no longer be removed."""
    return session.slots.filter(
        Exists(Evidence.objects.filter(slot=OuterRef("pk"))) | Exists(HeadCount.objects.filter(slot=OuterRef("pk")))
    )


def join_codes(session: TrainingSession) -> JoinCodeQuerySet:
    """All codes ever given out for the session."""
    return JoinCode.objects.filter(target_kind=JoinCode.Target.SESSION, target_uuid=session.uuid)


def join_code(session: TrainingSession) -> JoinCode | None:
    """The code with which participants join the session, if one is open."""
    return join_codes(session).open().order_by("-created_at").first()


def open_codes(sessions: Iterable[TrainingSession]) -> dict[Any, str]:
    """The open code of each session that has one, by its UUID."""
    uuids = [session.uuid for session in sessions]
    codes = JoinCode.objects.open().filter(target_kind=JoinCode.Target.SESSION, target_uuid__in=uuids)
    return dict(codes.order_by("created_at").values_list("target_uuid", "code"))


def years_with_sessions() -> list[int]:
    """Years in which a half-day is planned or was, the latest first."""
    return list(Slot.objects.order_by("-date__year").values_list("date__year", flat=True).distinct())


def trainer_minutes(year: int) -> list[tuple[Any, int, int, int]]:
    """(user, sessions, half-days, minutes) of whoever ran held half-days in the year, those with most hours first.

    A half-day is credited to those of the session's trainers who ran it (`Slot.run_by`); to all where nobody is named.
    """
    held = Slot.objects.filter(date__year=year, session__state=TrainingSession.State.HELD).order_by()
    named: dict[int, set[int]] = {}
    for slot, user in held.filter(run_by=F("session__trainers")).values_list("pk", "run_by"):
        named.setdefault(slot, set()).add(user)
    given: dict[int, list[tuple[int, int]]] = {}
    rows = held.filter(session__trainers__isnull=False)
    for slot, session, minutes, user in rows.values_list("pk", "session", "minutes", "session__trainers"):
        if user in named.get(slot, {user}):
            given.setdefault(user, []).append((session, minutes))
    users = User.objects.in_bulk(given)
    found = [
        (users[pk], len({session for session, _minutes in ran}), len(ran), sum(minutes for _session, minutes in ran))
        for pk, ran in given.items()
    ]
    return sorted(found, key=lambda row: (-row[3], row[0].pk))


def public_sessions(today: datetime.date) -> QuerySet[TrainingSession]:
    """Those planned, to come and listed for everybody, the first first, with `free` places (None: no limit)."""
    sessions = training_sessions().filter(state=TrainingSession.State.PLANNED, is_public=True)
    sessions = sessions.annotate(first_day=Min("slots__date"), last_day=Max("slots__date")).filter(last_day__gte=today)
    taken = _number(Registration.objects.on_list().by_human(), "who")
    return sessions.annotate(free=F("capacity") - taken).prefetch_related("slots").order_by("first_day", "pk")


def slots_of_user(user: Any, today: datetime.date) -> list[tuple[Slot, bool]]:
    """The half-days of one's calendar: of sessions one is on the list of, of those one runs, and, for whoever manages
    sessions, of all the NGO plans (of those the past `PLANNED_KEPT` only); with each, whether its staff page is open to
    the user."""
    placed = registrations_of(user).on_list().values("session")
    opened = training_sessions().open_to(user)
    runs = TrainingSession.trainers.through.objects.filter(trainingsession=OuterRef("session"), user=user)
    slots = Slot.objects.annotate(is_open=Exists(opened.filter(pk=OuterRef("session"))))
    planned = Q(is_open=True) & (Q(date__gte=today - PLANNED_KEPT) | Exists(runs))
    slots = slots.filter(Q(session__in=placed) | planned).select_related("session")
    return [(slot, slot.is_open) for slot in slots.order_by("date", "part_order", "pk")]
