"""The scores of both tests, written from paper beside those answered on the phone."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.acting import Acting
from core.together import SavedTogether
from people.models import Person
from sessions.actions.scores import Score, record_scores
from sessions.models import TestScore, TrainingSession
from sessions.pre_post_tests.gains import scores_by_person
from sessions.querysets import people_on_list

MOST = Decimal(1000)
Cell = tuple[Any, TestScore | None]  # the field of a paper score, or the score answered on the phone


class ScoresForm(SavedTogether, Acting, forms.Form):
    """Both tests of everybody on the list, out of one maximum; an empty field is no test.

    Who has answered on the phone has no field.
    """

    maximum = forms.DecimalField(
        label=_("Highest possible score"), min_value=Decimal("0.01"), max_value=MOST, decimal_places=2, initial=20,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value", "max_decimal_places"), _("Write a number, such as 20.")
        ),
    )  # fmt: skip

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    always_asked = ("maximum",)

    def __init__(self, data: Any = None, *, session: TrainingSession, actor: User) -> None:
        super().__init__(data)
        self.session, self.actor = session, actor
        self.people = list(people_on_list(session))
        self.known = scores_by_person(session)
        written = [score for scores in self.known.values() for score in scores.values() if not _is_answered(score)]
        if written:
            self.fields["maximum"].initial = f"{max(score.most for score in written):g}"
        for person in self.people:
            for kind, label in TestScore.Kind.choices:
                score = self.known.get(person.pk, {}).get(kind)
                if _is_answered(score):
                    continue
                self.fields[f"{kind}-{person.uuid}"] = forms.DecimalField(
                    label=_("%(kind)s, %(name)s") % {"kind": label, "name": person.full_name},
                    required=False, min_value=0, max_value=MOST, decimal_places=2,
                    initial=score and f"{score.points:g}",
                    error_messages=dict.fromkeys(
                        ("invalid", "min_value", "max_value", "max_decimal_places"),
                        _("Write a number from 0 to the highest possible score."),
                    ),
                )  # fmt: skip

        self.open_together(f"scores {session.uuid}")

    def stored(self) -> dict[str, str]:
        by_key = {str(person.uuid): self.known.get(person.pk, {}) for person in self.people}
        facts = {"maximum": _said(Decimal(str(self.fields["maximum"].initial)))}
        for name in self.fields:
            kind, _dash, key = name.partition("-")
            if key:
                score = by_key[key].get(kind)
                facts[name] = _said(score.score if score else None)
        return facts

    def fact_of(self, name: str) -> str:
        return _said(self.cleaned_data[name])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        maximum = cleaned.get("maximum")
        for name, value in list(cleaned.items()):
            if "-" in name and maximum is not None and value is not None and value > maximum:
                self.add_error(name, _("This is more than the highest possible score."))
        self.settle()
        return self.cleaned_data

    def act(self) -> int:
        scores = [
            Score(person, kind, self.cleaned_data[f"{kind}-{person.uuid}"])
            for person in self.people
            for kind in TestScore.Kind.values
            if f"{kind}-{person.uuid}" in self.fields
        ]
        return record_scores(
            session=self.session, maximum=self.cleaned_data["maximum"], scores=scores, actor=self.actor
        )

    def rows(self) -> Iterator[tuple[Person, Cell, Cell]]:
        """Each person with what stands before and after."""
        for person in self.people:
            yield person, self._cell(TestScore.Kind.PRE, person), self._cell(TestScore.Kind.POST, person)

    def _cell(self, kind: str, person: Person) -> Cell:
        name = f"{kind}-{person.uuid}"
        return (self[name], None) if name in self.fields else (None, self.known[person.pk][kind])


def _said(score: Decimal | None) -> str:
    """A score as its field shows it; empty where there is none."""
    return "" if score is None else f"{float(score):g}"


def _is_answered(score: TestScore | None) -> bool:
    return score is not None and score.source == TestScore.Source.PHONE
