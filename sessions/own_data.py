"""What sessions keep about a person: for the page "My data", and where the axes are copied."""

from collections import Counter, defaultdict

from django.db.models import Min, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce, ExtractYear
from django.utils.translation import gettext as _

from core.dates import number
from people.extension_points import Entry, Fact, Section
from people.models import PersonQuerySet
from people.own_data import axis_facts
from sessions.models import AttendanceDispute, Evidence, Registration, Slot, TestScore
from sessions.querysets import positive_evidence
from sessions.wording import half_day


def registered_axes() -> QuerySet[Registration]:
    """Registrations, counted in the year of the session's first half-day."""
    first = Slot.objects.filter(session=OuterRef("session")).order_by().values("session").annotate(day=Min("date"))
    return Registration.objects.annotate(
        year=Coalesce(ExtractYear(Subquery(first.values("day"))), ExtractYear("registered_at"))
    )


def sessions_section(records: PersonQuerySet) -> Section:
    """Each session with its half-days, which of them were attended, and the tests: a handful of queries."""
    slots = Prefetch("session__slots", Slot.objects.order_by("date", "part_order", "number"))
    registrations = Registration.objects.filter(person__in=records).select_related("session").prefetch_related(slots)
    attended = Counter(positive_evidence().filter(person__in=records).values_list("slot", flat=True))
    rows: dict[int, list[Evidence]] = defaultdict(list)
    for row in Evidence.objects.filter(person__in=records).select_related("slot").order_by("pk"):
        rows[row.slot.session_id].append(row)
    scores: dict[int, list[TestScore]] = defaultdict(list)
    for score in TestScore.objects.filter(person__in=records).order_by("pk"):
        scores[score.session_id].append(score)
    entries = [
        _session(registration, set(attended), rows[registration.session_id], scores[registration.session_id])
        for registration in registrations.order_by("registered_at", "pk")
    ]
    return Section("sessions", _("My sessions"), _("You are on no session’s list yet."), entries)


def _session(registration: Registration, attended: set[int], rows: list[Evidence], scores: list[TestScore]) -> Entry:
    session = registration.session
    half_days = list(session.slots.all())
    present = sum(slot.pk in attended for slot in half_days)
    facts = [
        Fact("state", _("State"), session.get_state_display(), session.state),
        Fact("first_day", _("First day"), half_days[0].date if half_days else None),
        Fact("city", _("City"), session.city),
        Fact("registered_at", _("On the list since"), registration.registered_at),
        Fact(
            "half_days", _("Half-days attended"),
            _("%(present)s of %(all)s") % {"present": present, "all": len(half_days)},
            {"present": present, "all": len(half_days)},
        ),
        *(_test(score) for score in scores),
        *axis_facts(registration),
    ]  # fmt: skip
    return Entry(session.title, facts, {"sheet": [_row(row) for row in rows]})


def _test(score: TestScore) -> Fact:
    label = _("Test before") if score.kind == TestScore.Kind.PRE else _("Test after")
    shown = _("%(score)s of %(maximum)s") % {"score": number(score.points), "maximum": number(score.most)}
    return Fact(f"test_{score.kind}", label, shown, {"score": str(score.score), "maximum": str(score.maximum)})


def _row(row: Evidence) -> Entry:
    """A line of the sign-in sheet; one that was corrected stays and is voided by the next."""
    facts = [
        Fact("source", _("noted by"), row.get_source_display(), row.source),
        Fact("minutes", _("minutes"), row.minutes),
        Fact("server_time", _("on"), row.server_time),
        Fact("reason", _("reason"), row.reason),
    ]
    return Entry(half_day(row.slot), facts)


def disputes_section(records: PersonQuerySet) -> Section:
    """The presences the person said are wrong, and what became of it."""
    rows = AttendanceDispute.objects.filter(person__in=records).select_related("slot__session")
    empty = _("You have contested no presence.")
    return Section("contests", _("Contested presences"), empty, [_dispute(row) for row in rows])


def _dispute(row: AttendanceDispute) -> Entry:
    facts = [
        Fact("half_day", _("Half-day"), half_day(row.slot), {"date": row.slot.date.isoformat(), "part": row.slot.part}),
        Fact("claim", _("What I said"), row.get_claim_display(), row.claim),
        Fact("made_at", _("Contested on"), row.made_at),
        Fact("outcome", _("Outcome"), row.get_outcome_display(), row.outcome),
        Fact("reason", _("Reason"), row.reason),
        Fact("settled_at", _("Decided on"), row.resolved_at),
    ]  # fmt: skip
    return Entry(row.slot.session.title, facts)
