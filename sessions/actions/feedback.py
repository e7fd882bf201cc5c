"""What participants say: a presence contested and settled, feedback given once and without a name."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from people.models import Person
from sessions.actions.attendance import Mark, correct_presence, record_presences
from sessions.actions.guards import locked
from sessions.models import FEEDBACK_STEP, Contest, Evidence, Feedback, FeedbackGiven, Slot, TrainingSession
from sessions.querysets import contests_of, has_answered, presences


@transaction.atomic
def contest_presence(*, slot: Slot, person: Person) -> Contest:
    """The person says that what is recorded of them is wrong; once more gives the open one."""
    locked(slot.session)
    if slot.date > timezone.localdate():
        raise ValidationError(_("This half-day has not taken place yet."))
    claim = Contest.Claim.ABSENT if person.pk in presences(slot) else Contest.Claim.PRESENT
    known = contests_of(person).filter(slot=slot, outcome=Contest.Outcome.OPEN).first()
    return known or Contest.objects.create(slot=slot, person=person, claim=claim)


@transaction.atomic
def withdraw_contest(*, slot: Slot, person: Person) -> None:
    """The person takes it back while nobody has settled it; that they said it stays on record."""
    locked(slot.session)
    withdrawn = {"outcome": Contest.Outcome.WITHDRAWN, "settled_at": timezone.now()}
    said = contests_of(person).filter(slot=slot, outcome=Contest.Outcome.OPEN).values("pk")
    if not Contest.objects.filter(pk__in=said).update(**withdrawn):
        raise ValidationError(_("This was settled already. Go back and look again."))


@transaction.atomic
def settle_contest(*, contest: Contest, uphold: bool, reason: str, actor: User) -> None:
    """Correct the presence as the person asks, or leave it, and say why. Evidence is added, never changed."""
    locked(contest.slot.session)
    contest = (
        Contest.objects.select_for_update(of=("self",)).select_related("slot__session", "person").get(pk=contest.pk)
    )
    if contest.outcome != Contest.Outcome.OPEN:
        raise ValidationError(_("This was settled already. Go back and look again."))
    if uphold:
        _correct(contest, reason, actor)
    contest.outcome = Contest.Outcome.UPHELD if uphold else Contest.Outcome.DENIED
    contest.reason, contest.settled_at, contest.settled_by = reason, timezone.now(), actor
    contest.save(update_fields=["outcome", "reason", "settled_at", "settled_by"])


@transaction.atomic
def give_feedback(*, session: TrainingSession, person: Person | None, marks: dict[str, int]) -> bool:
    """Keep one answer without a name or a time; a person's second is not taken (False). `person` None: from paper."""
    session = locked(session)  # or two at once would both be the fifth
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


def _correct(contest: Contest, reason: str, actor: User) -> None:
    slot, person = contest.slot, contest.person.merged_into or contest.person
    if contest.claim == Contest.Claim.PRESENT:
        record_presences(slot=slot, marks=[Mark(person)], actor=actor, source=Evidence.Source.TRAINER)
    elif person.pk in presences(slot):
        event = Mark(person).client_event_id
        correct_presence(slot=slot, person=person, minutes=0, reason=reason, client_event_id=event, actor=actor)
