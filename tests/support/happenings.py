"""What happens in an NGO after its records were brought in, done by the product's own actions and noted in the rows
that the slow recount reads."""

import contextlib
import datetime
import uuid
from copy import deepcopy
from decimal import Decimal

from django.core.exceptions import ValidationError

from accounts.models import User
from people.merging import merge_people, undo_merge
from people.models import Person
from sessions.actions import (
    Mark,
    cancel_session,
    correct_presence,
    hold_session,
    plan_session_again,
    record_head_count,
    record_presences,
    void_head_count,
)
from sessions.actions.scores import Score, record_scores
from sessions.models import HeadCount, Slot, TestScore, TrainingSession
from tests.reference.recount import PERSON_AXES
from tests.reference.rows import attendance, headcount, result
from tests.support.changes import resolve_merges, run_by


class Happenings:
    """Each step tries one thing and notes it where it was done; what an action refuses did not happen."""

    def __init__(self, rows, choices):
        self.rows, self.choices = rows, choices
        refs = [line["ref"] for line in rows["people"]]
        self.stay, self.rest = refs[:2], refs[2:]
        self.by_ref = {line["ref"]: line for line in rows["people"]}
        self.meant = {ref: choices.choice(self.stay) for ref in self.rest}
        for absorbed, into in self.meant.items():  # the recount knows one set of axes per person
            if choices.random() < 0.6:
                self.by_ref[absorbed] |= {axis: self.by_ref[into][axis] for axis in PERSON_AXES.values()}
            else:
                self.meant[absorbed] = ""
        self.merges, self.batches, self.running = {}, {}, set()

    def begin(self):
        self.actor = User.objects.create(username=uuid.uuid4())

    def step(self):
        steps = (self.mark, self.mark, self.mark, self.correct, self.correct, self.count_heads, self.void_heads,
                 self.merge, self.merge, self.undo, self.change_state, self.change_state, self.shorten, self.move_day,
                 self.score, self.relocate, self.run)  # fmt: skip
        with contextlib.suppress(ValidationError):
            self.choices.choice(steps)()

    def final_rows(self):
        """The rows as they are now, merged people as one, nothing of whoever runs a session."""
        rows = deepcopy(self.rows)
        stored = TestScore.objects.values_list("session__ref", "person__ref", "kind", "score", "maximum")
        rows["tests"] = [result(*line[:3], *map(float, line[3:])) for line in stored]
        resolve_merges(rows, self.merges)
        runners = {(session, self.merges.get(ref, ref)) for session, ref in self.running}
        for sheet in ("attendance", "tests"):
            rows[sheet] = [line for line in rows[sheet] if (line["session"], line["person"]) not in runners]
        return rows

    # One of them

    def _person(self):
        refs = [ref for ref in self.by_ref if ref not in self.merges]
        return Person.objects.get(ref=self.choices.choice(refs)) if refs else self._refuse()

    def _slot(self):
        return self.choices.choice(list(Slot.objects.select_related("session").order_by("pk"))) if self.rows["slots"] \
            else self._refuse()  # fmt: skip

    def _session(self):
        return self.choices.choice(list(TrainingSession.objects.order_by("pk"))) if self.rows["sessions"] \
            else self._refuse()  # fmt: skip

    def _refuse(self):
        raise ValidationError("There is none.")

    def _line(self, sheet, **keys):
        return next(line for line in self.rows[sheet] if all(line[key] == value for key, value in keys.items()))

    # What happens

    def mark(self):
        slot, person = self._slot(), self._person()
        minutes = self.choices.choice([None, None, self.choices.randint(1, slot.minutes)])
        record_presences(slot=slot, marks=[Mark(person, minutes)], actor=self.actor, source="trainer")
        self.rows["attendance"].append(attendance(slot.session.ref, slot.number, person.ref, minutes, "trainer"))

    def correct(self):
        slot, person = self._slot(), self._person()
        minutes = self.choices.choice([0, 0, self.choices.randint(1, slot.minutes)])
        if not correct_presence(slot=slot, person=person, minutes=minutes, reason="A slip", actor=self.actor,
                                client_event_id=uuid.uuid4()):  # fmt: skip
            return
        here = (slot.session.ref, slot.number, person.ref)
        self.rows["attendance"] = [
            line for line in self.rows["attendance"]
            if (line["session"], line["slot"], self.merges.get(line["person"], line["person"])) != here
        ]  # fmt: skip
        if minutes:
            self.rows["attendance"].append(attendance(*here, minutes, "trainer"))

    def count_heads(self):
        slot, count = self._slot(), self.choices.randint(1, 9)
        record_head_count(slot=slot, count=count, client_event_id=uuid.uuid4(), actor=self.actor)
        self.rows["headcounts"].append(headcount(slot.session.ref, slot.number, count))

    def void_heads(self):
        found = list(HeadCount.objects.valid().select_related("slot__session").order_by("pk"))
        head = self.choices.choice(found) if found else self._refuse()
        void_head_count(head_count=head, reason="A slip", actor=self.actor)
        keys = {"session": head.slot.session.ref, "slot": head.slot.number, "count": head.count}
        self.rows["headcounts"].remove(self._line("headcounts", **keys))

    def merge(self):
        free = [ref for ref, into in self.meant.items() if into and ref not in self.merges]
        absorbed = self.choices.choice(free) if free else self._refuse()
        kept, gone = (Person.objects.get(ref=ref) for ref in (self.meant[absorbed], absorbed))
        self.batches[absorbed] = merge_people(kept=kept, absorbed=gone, actor=self.actor)
        self.merges[absorbed] = self.meant[absorbed]

    def undo(self):
        absorbed = self.choices.choice(sorted(self.merges)) if self.merges else self._refuse()
        undo_merge(batch=self.batches[absorbed], reason="Two people", actor=self.actor)
        del self.merges[absorbed]

    def change_state(self):
        session = self._session()
        act, state = self.choices.choice([(hold_session, "held"), (plan_session_again, "planned"),
                                          (cancel_session, "cancelled")])  # fmt: skip
        act(session=session, actor=self.actor, **({"reason": "Snow"} if state == "cancelled" else {}))
        self._line("sessions", ref=session.ref)["state"] = state

    def shorten(self):
        slot = self._slot()
        slot.minutes = self.choices.randint(1, slot.minutes)
        slot.save(update_fields=["minutes"])
        self._line("slots", session=slot.session.ref, slot=slot.number)["minutes"] = slot.minutes

    def move_day(self):
        slot = self._slot()
        slot.date += datetime.timedelta(days=self.choices.choice([-40, -1, 1, 40]))
        slot.save(update_fields=["date"])
        self._line("slots", session=slot.session.ref, slot=slot.number)["date"] = slot.date

    def score(self):
        session, person = self._session(), self._person()
        kind, score = self.choices.choice(["pre", "post"]), self.choices.choice([None, *map(Decimal, (0, 5, 10))])
        record_scores(session=session, maximum=Decimal(10), scores=[Score(person, kind, score)], actor=self.actor)

    def relocate(self):
        session, region = self._session(), self.choices.choice(["", "MA-04", "MA-09"])
        TrainingSession.objects.filter(pk=session.pk).update(region=region)
        self._line("sessions", ref=session.ref)["region"] = region or None

    def run(self):
        session = self._session()
        ref = self.choices.choice(sorted(self.by_ref)) if self.by_ref else self._refuse()
        run_by(session.ref, ref)
        self.running.add((session.ref, ref))
