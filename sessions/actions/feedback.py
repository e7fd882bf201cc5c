"""Attendance disputes, opened and resolved, and feedback: given once and without a name."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from people.models import Person
from sessions.actions.attendance import Mark, correct_presence, record_presences
from sessions.actions.guards import lock_for_update
from sessions.models import FEEDBACK_STEP, AttendanceDispute, Evidence, Feedback, FeedbackGiven, Slot, TrainingSession
from sessions.querysets import disputes_of, has_answered, presences


@transaction.atomic
def dispute_presence(*, slot: Slot, person: Person) -> AttendanceDispute:
    """The person says that what is recorded of them is wrong; once more gives the open one."""
    lock_for_update(slot.session)
    if slot.date > timezone.localdate():
        raise ValidationError(_("This half-day has not taken place yet."))
    claim = AttendanceDispute.Claim.ABSENT if person.pk in presences(slot) else AttendanceDispute.Claim.PRESENT
    known = disputes_of(person).filter(slot=slot, outcome=AttendanceDispute.Outcome.OPEN).first()
    return known or AttendanceDispute.objects.create(slot=slot, person=person, claim=claim)


@transaction.atomic
def withdraw_dispute(*, slot: Slot, person: Person) -> None:
    """The person takes it back while nobody has resolved it; that they said it stays on record."""
    lock_for_update(slot.session)
    withdrawn = {"outcome": AttendanceDispute.Outcome.WITHDRAWN, "resolved_at": timezone.now()}
    said = disputes_of(person).filter(slot=slot, outcome=AttendanceDispute.Outcome.OPEN).values("pk")
    if not AttendanceDispute.objects.filter(pk__in=said).update(**withdrawn):
        raise ValidationError(_("This was settled already. Go back and look again."))


@transaction.atomic
def resolve_dispute(*, dispute: AttendanceDispute, uphold: bool, reason: str, actor: User) -> None:
    """Correct the presence as the person asks, or leave it, and say why. Evidence is added, never changed."""
    lock_for_update(dispute.slot.session)
    rows = AttendanceDispute.objects.select_for_update(of=("self",)).select_related("slot__session", "person")
    dispute = rows.get(pk=dispute.pk)
    if dispute.outcome != AttendanceDispute.Outcome.OPEN:
        raise ValidationError(_("This was settled already. Go back and look again."))
    if uphold:
        _correct(dispute, reason, actor)
    dispute.outcome = AttendanceDispute.Outcome.UPHELD if uphold else AttendanceDispute.Outcome.DENIED
    dispute.reason, dispute.resolved_at, dispute.resolved_by = reason, timezone.now(), actor
    dispute.save(update_fields=["outcome", "reason", "resolved_at", "resolved_by"])


@transaction.atomic
def give_feedback(*, session: TrainingSession, person: Person | None, marks: dict[str, int]) -> bool:
    """Keep one answer without a name or a time; a person's second is not taken (False). `person` None: from paper."""
    session = lock_for_update(session)  # or two at once would both be the fifth
    if person is not None:
        if has_answered(session, person):
            return False
        FeedbackGiven.objects.create(session=session, person=person)
    Feedback.objects.create(session=session, from_paper=person is None, **marks)
    _complete_step(session, from_paper=person is None)
    return True


def _complete_step(session: TrainingSession, *, from_paper: bool) -> None:
    """Let the answers that wait be read once they are five. `session` is held."""
    answers = session.feedback.filter(from_paper=from_paper)
    waiting = list(answers.filter(step__isnull=True).values_list("pk", flat=True))
    if len(waiting) >= FEEDBACK_STEP:
        last = answers.aggregate(last=Max("step"))["last"] or 0
        answers.filter(pk__in=waiting).update(step=last + 1)


def _correct(dispute: AttendanceDispute, reason: str, actor: User) -> None:
    slot, person = dispute.slot, dispute.person.human
    if dispute.claim == AttendanceDispute.Claim.PRESENT:
        record_presences(slot=slot, marks=[Mark(person)], actor=actor, source=Evidence.Source.TRAINER)
    elif person.pk in presences(slot):
        event = Mark(person).client_event_id
        correct_presence(slot=slot, person=person, minutes=0, reason=reason, client_event_id=event, actor=actor)
