"""Who has completed a session (definitions.md, section 3, CMP), and what the others lack."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from django.db.models import Case, IntegerField, Max, Value, When
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.models import Person
from sessions.models import TestScore, TrainingSession
from sessions.querysets import WHO, people_on_list, positive_evidence, trainer_people

Scores = dict[int, tuple[Decimal, Decimal]]  # score and maximum by person id
COMPLETED_KINDS = (TrainingSession.Kind.TRAINING, TrainingSession.Kind.AWARENESS)  # an event is listed, no more


class Lack(StrEnum):
    """Why somebody has not completed a session."""

    ABSENT = "absent"
    TOO_SHORT = "too short"
    NO_TEST = "no test"
    FAILED = "failed"


LACKS: dict[Lack, Promise] = {
    Lack.ABSENT: _("was not present"),
    Lack.TOO_SHORT: _("was present for less than 80 % of the time"),
    Lack.NO_TEST: _("has no score in the test after the session"),
    Lack.FAILED: _("is below the pass mark of the test"),
}


@dataclass(frozen=True)
class Standing:
    """How far a person has come in a session."""

    person: Person
    minutes: int
    lack: Lack | None

    @property
    def completed(self) -> bool:
        return self.lack is None

    @property
    def reason(self) -> Promise | str:
        return LACKS[self.lack] if self.lack else ""


def counts_completions(session: TrainingSession) -> bool:
    """Whether the session can be completed at all: held, and no mere event."""
    return session.state == TrainingSession.State.HELD and session.kind in COMPLETED_KINDS


def standings(session: TrainingSession) -> list[Standing]:
    """Of everybody on the list or present, by name; whoever runs the session is left out (rule 11)."""
    if not counts_completions(session):
        return []
    present, scores = _minutes(session), _post_scores(session)
    scheduled = sum(slot.minutes for slot in session.slots.all())
    listed = people_on_list(session).values("pk")
    people = Person.objects.filter(pk__in=listed) | Person.objects.filter(pk__in=list(present))
    people = people.exclude(pk__in=trainer_people(session).values("pk"))
    return [
        Standing(person, present.get(person.pk, 0), lack_of(session, person.pk, present, scheduled, scores))
        for person in people.in_order()
    ]


def lack_of(
    session: TrainingSession, person: int, present: Mapping[int, int], scheduled: int, scores: Scores
) -> Lack | None:
    """What a person lacks, given the minutes and scores of the session by person id, and its minutes in all."""
    minutes = present.get(person, 0)
    if not minutes:
        return Lack.ABSENT
    if 5 * minutes < 4 * scheduled:
        return Lack.TOO_SHORT
    if session.pass_mark is None:
        return None
    if person not in scores:
        return Lack.NO_TEST
    score, maximum = scores[person]
    return None if 100 * score >= session.pass_mark * maximum else Lack.FAILED


def _minutes(session: TrainingSession) -> dict[int, int]:
    """Minutes in the session by person id."""
    return dict(minutes_of([session.pk])[session.pk])


def minutes_of(sessions: Collection[int]) -> Mapping[int, Mapping[int, int]]:
    """Minutes by session id and person id: of each half-day the longest unvoided row, cut to the half-day."""
    rows = positive_evidence().filter(slot__session__in=sessions)
    each = rows.values("who", "slot", "slot__minutes", "slot__session")
    total: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for row in each.annotate(longest=Max(Coalesce("minutes", "slot__minutes"))).order_by():
        total[row["slot__session"]][row["who"]] += min(row["longest"], row["slot__minutes"])
    return total


def _post_scores(session: TrainingSession) -> Scores:
    """Score and maximum of the post-test by person id."""
    return post_scores_of([session.pk])[session.pk]


def post_scores_of(sessions: Collection[int]) -> Mapping[int, Scores]:
    """By session id and person id: of merged records the score of the one that stays, else the older."""
    own = Case(When(person__merged_into__isnull=True, then=Value(0)), default=Value(1), output_field=IntegerField())
    scores = TestScore.objects.filter(session__in=sessions, kind=TestScore.Kind.POST).annotate(who=WHO, own=own)
    found: dict[int, Scores] = defaultdict(dict)
    for score in scores.order_by("own", "pk"):
        found[score.session_id].setdefault(score.who, (score.score, score.maximum))
    return found
