"""The half-days of a session, as rows of its form. A row left untouched is no half-day."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sessions.actions import HalfDay
from sessions.models import Slot, TrainingSession
from sessions.models.training_session import LONGEST_SLOT
from sessions.querysets import slots_with_marks

ROWS = 4
MOST_ROWS = 60
USUAL_MINUTES = 210
EARLIEST_YEAR = 2000
YEARS_AHEAD = 10

_MINUTES_MESSAGE = _("Write between 1 and 720 minutes: 3 h 30 is 210.")
_NONE_MESSAGE = _("A session needs at least one half-day: write its date.")
_DATE_MESSAGE = _("Write the date of this half-day, or empty the whole row.")


def sound_day(day: datetime.date) -> datetime.date:
    """The day, unless its year is a slip: raises ValidationError."""
    if not EARLIEST_YEAR <= day.year <= timezone.localdate().year + YEARS_AHEAD:
        raise forms.ValidationError(_("Look at the year: %(year)s."), params={"year": day.year})
    return day


class HalfDayForm(forms.Form):
    """One row; `number` is that of a half-day that exists."""

    number = forms.IntegerField(required=False, widget=forms.HiddenInput)
    date = forms.DateField(
        label=_("Date"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _DATE_MESSAGE, "invalid": _("Write the date as day/month/year.")},
    )
    part = forms.ChoiceField(
        label=_("Part of the day"),
        choices=[("", _("Choose")), *Slot.Part.choices],
        error_messages={"required": _("Choose morning, afternoon or evening.")},
    )
    minutes = forms.IntegerField(
        label=_("Minutes"),
        initial=USUAL_MINUTES,
        min_value=1,
        max_value=LONGEST_SLOT,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), _MINUTES_MESSAGE),
    )
    starts_at = forms.TimeField(
        label=_("Begins at"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("Write the hour as 09:30, or leave it empty.")},
    )
    remove = forms.BooleanField(label=_("Remove this half-day"), required=False)

    def clean_date(self) -> Any:
        return sound_day(self.cleaned_data["date"])

    @property
    def is_kept(self) -> bool:
        """Whether the row is filled in soundly and not to be removed."""
        return bool(self.cleaned_data.get("date")) and not self.cleaned_data["remove"]

    def half_day(self) -> HalfDay:
        """What the action takes."""
        return HalfDay(**{name: self.cleaned_data[name] for name in ("date", "part", "minutes", "number", "starts_at")})


class BaseHalfDays(forms.BaseFormSet):
    """Rows of one session: at least one, no two at the same time, none removed that has attendance."""

    def __init__(self, data: Any = None, *, session: TrainingSession | None = None, rows: Any = None) -> None:
        self.session = session
        self.existing = {} if session is None else {slot.number: slot for slot in session.slots.all()}
        self.known = set(self.existing)
        room = 0
        if rows is None:
            room = 1
            rows = [
                {name: getattr(slot, name) for name in ("number", "date", "part", "minutes", "starts_at")}
                for slot in self.existing.values()
            ]
        self.extra = min(max(ROWS, len(rows) + room), MOST_ROWS)
        # What is sent is compared with nothing, so that a row left as it was is a half-day, not an empty row.
        super().__init__(data, prefix="half_days", initial=rows if data is None else None)

    def initial_form_count(self) -> int:
        """None: each row says by its number whether it exists, and any may stay empty."""
        return 0

    def clean(self) -> None:
        if not self.forms:  # nor how many there are: no browser sends that
            raise forms.ValidationError(_NONE_MESSAGE)
        if any(form.errors for form in self.forms):
            return
        rows = [form for form in self.forms if form.is_kept]
        if not rows:
            self.forms[0].add_error("date", _NONE_MESSAGE)
        self._refuse_twins(rows)
        self._refuse_strangers()
        self._refuse_removals()

    def _refuse_twins(self, rows: list[HalfDayForm]) -> None:
        seen = set()
        for form in rows:
            when = form.cleaned_data["date"], form.cleaned_data["part"]
            if when in seen:
                form.add_error("part", _("This half-day is given twice. Change one of the two, or empty the row."))
            seen.add(when)

    def _refuse_strangers(self) -> None:
        for form in self.forms:
            number = form.cleaned_data.get("number")
            if number is not None and number not in self.known:
                form.add_error("date", _("This half-day was removed meanwhile. Load the page again."))

    def _refuse_removals(self) -> None:
        leaving = [form for form in self.forms if form.cleaned_data.get("remove")]
        if self.session is None or not leaving:
            return
        marked = {slot.number for slot in slots_with_marks(self.session)}
        for form in leaving:
            if form.cleaned_data["number"] in marked:
                form.add_error("remove", _("It has attendance, so it stays. Untick the box."))

    def half_days(self) -> list[HalfDay]:
        """The rows to keep."""
        return [form.half_day() for form in self.forms if form.is_kept]


HalfDays: type[BaseHalfDays] = forms.formset_factory(  # type: ignore[assignment]  # django-stubs forget `formset`
    HalfDayForm, formset=BaseHalfDays, extra=ROWS, max_num=MOST_ROWS, absolute_max=MOST_ROWS
)


def rows_as_typed(data: Any) -> list[dict[str, str]]:
    """The rows of a form that was sent but is not to be judged yet, one empty block longer."""
    try:
        total = min(int(data.get("half_days-TOTAL_FORMS", ROWS)), MOST_ROWS)
    except ValueError:
        total = ROWS
    names = ("number", "date", "part", "minutes", "starts_at", "remove")
    rows = [{name: data.get(f"half_days-{index}-{name}", "") for name in names} for index in range(total)]
    return (rows + [{} for _row in range(ROWS)])[:MOST_ROWS]
