"""The form of a session that is over: its facts, half-days, people and who was there, on one screen."""

import uuid
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from people.models import PersonQuerySet
from sessions import actions
from sessions.forms import half_days
from sessions.forms.planning import SessionForm
from sessions.forms.several import PeopleRows, rows_as_typed
from sessions.models import TrainingSession

MAIN = ("title", "kind", "audience", "region", "city", "project")
MOST_BOXES = 12  # half-days with a box for each person: more go by the rolls


class PastSessionForm(SessionForm):
    """As `SessionForm`, with `people`: rows whose boxes stand for the half-days of `form.half_days` in their order."""

    def __init__(
        self, data: Any = None, *, actor: User, among: PersonQuerySet | None = None, device: str = "",
        typed: list[dict[str, Any]] | None = None, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(data, actor=actor, **kwargs)
        self.device = device
        self.people = PeopleRows(data, among=among, half_days=self.box_count, typed=typed)

    @property
    def box_count(self) -> int:
        return min(len(self.half_days.forms), MOST_BOXES)

    @classmethod
    def more(cls, data: Any, *, actor: User, among: PersonQuerySet | None) -> "PastSessionForm":
        """The form with what was typed so far, not judged, and more rows of both kinds."""
        blank = cls(actor=actor)
        start = {name: field.widget.value_from_datadict(data, {}, name) for name, field in blank.fields.items()}
        rows = half_days.rows_as_typed(data)
        boxes = min(len(rows), MOST_BOXES)
        return cls(actor=actor, among=among, rows=rows, initial=start, typed=rows_as_typed(data, half_days=boxes))

    def is_valid(self) -> bool:
        valid = all([super().is_valid(), self.people.is_valid()])
        if not valid:
            return False
        today = timezone.localdate()
        ahead = [row for row in self.half_days.forms if row.is_kept and row.cleaned_data["date"] > today]
        for row in ahead:
            row.add_error("date", _("This day lies ahead: plan the session instead."))
        return not ahead

    @property
    def error_count(self) -> int:
        return super().error_count + sum(len(errors) for _n, row in self.people.wrong for errors in row.errors.values())

    def act(self) -> TrainingSession:
        people = [row.entered(self.half_days) for row in self.people.filled]
        return actions.write_past_session(
            uuid=self.cleaned_data["uuid"] or uuid.uuid4(), plan=self.values(), people=people, actor=self.actor,
            device=self.device,
        )  # fmt: skip

    def main_fields(self) -> list[Any]:
        """What is asked first."""
        return [self[name] for name in MAIN]

    def other_fields(self) -> list[Any]:
        """What may be opened."""
        return [field for field in self.visible_fields() if field.name not in MAIN]
