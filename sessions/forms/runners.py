"""The form that says who ran which half-day: a row of boxes for each."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.acting import Acting
from sessions.actions.runners import set_runners
from sessions.models import TrainingSession
from sessions.wording import half_day


class RunnersForm(Acting, forms.Form):
    """A field of boxes for each half-day, `slot_<number>`; all are ticked where nothing else was said."""

    def __init__(self, data: Any = None, *, session: TrainingSession, actor: User) -> None:
        super().__init__(data)
        self.session, self.actor = session, actor
        trainers = list(session.trainers.order_by("first_name", "last_name", "username"))
        everybody = {user.pk for user in trainers}
        for slot in session.slots.prefetch_related("run_by"):
            ran = {user.pk for user in slot.run_by.all()} & everybody
            self.fields[f"slot_{slot.number}"] = forms.TypedMultipleChoiceField(
                label=half_day(slot), coerce=int, initial=sorted(ran or everybody), widget=forms.CheckboxSelectMultiple,
                choices=[(user.pk, str(user)) for user in trainers],
                error_messages={"required": _("Tick at least one trainer for each half-day.")},
            )  # fmt: skip

    def act(self) -> bool:
        chosen = {pk for pks in self.cleaned_data.values() for pk in pks}
        users = User.objects.in_bulk(chosen)
        runners = {
            int(name.removeprefix("slot_")): [users[pk] for pk in pks] for name, pks in self.cleaned_data.items()
        }
        return set_runners(session=self.session, runners=runners, actor=self.actor)
