"""Forms of what participants say, of paper tests, and of settling a contested presence."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from people.models import Person
from sessions.actions.scores import Score, record_scores
from sessions.actions.voices import contest_presence, give_feedback, settle_contest
from sessions.forms.acting import REASON_HELP, REASON_LENGTH, Acting
from sessions.gains import scores_by_person
from sessions.models import QUESTIONS, Contest, Slot, TestScore, TrainingSession
from sessions.querysets import people_on_list

MARKS = (
    (5, _("I fully agree")), (4, _("I rather agree")), (3, _("Neither")), (2, _("I rather disagree")),
    (1, _("I fully disagree")),
)  # fmt: skip
MOST = Decimal(1000)


class FeedbackForm(Acting, forms.Form):
    """Six sentences; `result`: whether the answer was taken."""

    def __init__(self, data: Any = None, *, session: TrainingSession, person: Person | None) -> None:
        super().__init__(data)
        self.session, self.person = session, person
        for name in QUESTIONS:
            self.fields[name] = forms.TypedChoiceField(
                label=QUESTIONS[name], choices=MARKS, coerce=int, widget=forms.RadioSelect,
                error_messages={"required": _("Choose one of the five.")},
            )  # fmt: skip

    def act(self) -> bool:
        return give_feedback(session=self.session, person=self.person, marks=self.cleaned_data)


class ContestForm(Acting, forms.Form):
    """One press: what is recorded of me is wrong."""

    def __init__(self, data: Any = None, *, slot: Slot, person: Person) -> None:
        super().__init__(data)
        self.slot, self.person = slot, person

    def act(self) -> Contest:
        return contest_presence(slot=self.slot, person=self.person)


class SettleForm(Acting, forms.Form):
    """What becomes of a contested presence, and why."""

    outcome = forms.ChoiceField(
        label=_("Decision"),
        choices=[
            (Contest.Outcome.UPHELD.value, _("Correct it as asked")),
            (Contest.Outcome.DENIED.value, _("Leave it")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=REASON_LENGTH, help_text=REASON_HELP,
        widget=forms.TextInput(attrs={"dir": "auto"}), error_messages={"required": _("Write why it is so.")},
    )  # fmt: skip

    def __init__(self, data: Any = None, *, contest: Contest, actor: User) -> None:
        super().__init__(data)
        self.contest, self.actor = contest, actor

    def act(self) -> None:
        settle_contest(
            contest=self.contest, uphold=self.cleaned_data["outcome"] == Contest.Outcome.UPHELD,
            reason=self.cleaned_data["reason"], actor=self.actor,
        )  # fmt: skip


class ScoresForm(Acting, forms.Form):
    """Both tests of everybody on the list, out of one maximum; an empty field is no test."""

    maximum = forms.DecimalField(
        label=_("Highest possible score"), min_value=Decimal("0.01"), max_value=MOST, decimal_places=2, initial=20,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value", "max_decimal_places"), _("Write a number, such as 20.")
        ),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, session: TrainingSession, actor: User) -> None:
        super().__init__(data)
        self.session, self.actor = session, actor
        self.people = list(people_on_list(session))
        known = scores_by_person(session)
        if maxima := {score.maximum for scores in known.values() for score in scores.values()}:
            self.fields["maximum"].initial = max(maxima).normalize()
        for person in self.people:
            for kind, label in TestScore.Kind.choices:
                score = known.get(person.pk, {}).get(kind)
                self.fields[f"{kind}-{person.uuid}"] = forms.DecimalField(
                    label=_("%(kind)s, %(name)s") % {"kind": label, "name": person.full_name},
                    required=False, min_value=0, max_value=MOST, decimal_places=2,
                    initial=score and score.score.normalize(),
                    error_messages=dict.fromkeys(
                        ("invalid", "min_value", "max_value", "max_decimal_places"),
                        _("Write a number from 0 to the highest possible score."),
                    ),
                )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        maximum = cleaned.get("maximum")
        for name, value in list(cleaned.items()):
            if name != "maximum" and maximum is not None and value is not None and value > maximum:
                self.add_error(name, _("This is more than the highest possible score."))
        return cleaned

    def act(self) -> int:
        scores = [
            Score(person, kind, self.cleaned_data[f"{kind}-{person.uuid}"])
            for person in self.people
            for kind in TestScore.Kind.values
        ]
        return record_scores(
            session=self.session, maximum=self.cleaned_data["maximum"], scores=scores, actor=self.actor
        )

    def rows(self) -> Iterator[tuple[Person, Any, Any]]:
        """Each person with the fields before and after."""
        for person in self.people:
            yield person, self[f"pre-{person.uuid}"], self[f"post-{person.uuid}"]
