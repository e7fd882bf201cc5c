"""Who has completed a session (definitions.md, section 3, CMP), and what the others lack."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.models import Person
from sessions.models import TestScore, TrainingSession
from sessions.querysets import people_on_list, positive_evidence, trainer_people
from sessions.rules import COUNTED_KINDS, has_attended_enough, has_passed, presence_minutes, scores_of_people

Scores = dict[int, tuple[Decimal, Decimal]]  # score and maximum by person id


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
    return session.state == TrainingSession.State.HELD and session.kind in COUNTED_KINDS


def standings(session: TrainingSession) -> list[Standing]:
    """Of everybody on the list or present, by name; whoever runs the session is left out (rule 11)."""
    if not counts_completions(session):
        return []
    present, scores = minutes_of([session.pk])[session.pk], post_scores_of([session.pk])[session.pk]
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
    if not has_attended_enough(minutes, scheduled):
        return Lack.TOO_SHORT
    if session.pass_mark is None:
        return None
    if person not in scores:
        return Lack.NO_TEST
    return None if has_passed(*scores[person], session.pass_mark) else Lack.FAILED


def minutes_of(sessions: Collection[int]) -> Mapping[int, Mapping[int, int]]:
    """Minutes by session id and person id."""
    rows = presence_minutes(positive_evidence().filter(slot__session__in=sessions))
    total: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for session, who, minutes in rows.values_list("slot__session", "who", "counted"):
        total[session][who] += minutes
    return total


def post_scores_of(sessions: Collection[int]) -> Mapping[int, Scores]:
    """Score and maximum of the test after, by session id and person id."""
    rows = scores_of_people(TestScore.objects.filter(session__in=sessions, kind=TestScore.Kind.POST))
    found: dict[int, Scores] = defaultdict(dict)
    for session, who, score, maximum in rows.values_list("session", "who", "score", "maximum"):
        found[session][who] = (score, maximum)
    return found
