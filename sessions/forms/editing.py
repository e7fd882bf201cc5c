"""The form of a session that exists: what others saved since it was opened is kept, or asked about."""

import copy
from collections.abc import Mapping
from typing import Any, Self

from django import forms
from django.utils import timezone
from django.utils.choices import flatten_choices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.together import MINE, THEIRS, CollisionError, Question, Seen, keep, read_seen, unanswered
from sessions.actions.planning import half_day_of
from sessions.actions.together import HALF_DAY, Kept, Plan, seen_of, update_session_together
from sessions.forms.half_days import rows_as_typed
from sessions.forms.planning import WRITTEN, SessionForm
from sessions.models import Change, Slot, TrainingSession
from sessions.wording import fields_named, half_day

ROW = ("date", "part", "minutes", "starts_at")
REMOVED = _("Somebody removed %(half_day)s. It stands below as a new one: empty its row to leave it out.")
CHANGED = _("You removed %(half_day)s, which somebody changed. Tick it again if it has to go.")
TWINS = _("Two half-days are now at the same time, yours and somebody else’s. Change or remove one.")
BOX = "cycle_code"  # the field that bears the fact `cycle`


class EditSessionForm(SessionForm):
    """As `SessionForm`. `kept` are the facts that others saved meanwhile; `collision` says that nothing was written."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    session: TrainingSession
    kept: Kept | None = None
    collision: CollisionError | None = None
    opened_before: Seen | None = None

    def __init__(
        self, data: Any = None, *, actor: User, session: TrainingSession, rows: Any = None,
        initial: dict[str, Any] | None = None,
    ) -> None:  # fmt: skip
        self.notes: list[str] = []
        start = dict(initial or {})
        if data is None and "seen" not in start:
            start["seen"] = seen_of(session, WRITTEN).sign(_about(session))
        self.opened = read_seen(str((start if data is None else data).get("seen", "")), _about(session))
        self.asked = self.opened.asked if self.opened else []
        typed = data
        if data is not None:
            data = copy.copy(data)
            for name in self.asked:
                if data.get(keep(name)) == THEIRS:
                    _put(data, name, self._theirs(name))
        super().__init__(data, actor=actor, session=session, rows=rows, initial=start)
        self.half_days.known |= {
            int(name.removeprefix(HALF_DAY)) for name in (self.opened.facts if self.opened else ())
            if name.startswith(HALF_DAY)
        }  # fmt: skip
        self.questions = [self._question(name, typed, rows or []) for name in self.asked]

    @classmethod
    def after(cls, form: "EditSessionForm", collision: CollisionError) -> Self:
        """The form anew: what was written, with what only others changed taken over, and the questions."""
        facts, asked, now = collision.merged.facts, collision.merged.asked, collision.now
        rows, notes, questions = [], [], [name for name in asked if not name.startswith(HALF_DAY)]
        for name in (name for name in facts if name.startswith(HALF_DAY)):
            row, number = facts[name], name.removeprefix(HALF_DAY)
            if name in asked and now.get(name) is None:
                notes.append(REMOVED % {"half_day": _in_words(row)})
                number = ""
            elif name in asked and row is None:
                row = now[name]
                notes.append(CHANGED % {"half_day": _in_words(row)})
            elif name in asked:
                questions.append(name)
            if row is not None:
                rows.append(row | {"number": number})
        rows += [row for row in rows_as_typed(form.data) if row.get("date") and not row.get("number")]
        initial = {name: facts[name] for name in (*WRITTEN, "trainers", "modules")} | {BOX: facts["cycle"]}
        initial |= {"cycle_kind": form.data.get("cycle_kind", "")}
        initial["seen"] = Seen(now, questions, collision.mark).sign(_about(form.session))
        anew = cls(actor=form.actor, session=form.session, rows=rows, initial=initial)
        anew.notes, anew.opened_before = notes if asked else [str(TWINS)], form.opened
        return anew

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in unanswered(self.asked, self.data):
            self.add_error(None, gettext("%(fact)s: say which of the two is kept.") % {"fact": self._label(name)})
        return cleaned

    def act(self) -> TrainingSession:
        try:
            self.kept = update_session_together(
                session=self.session, plan=Plan(**self.values()), seen=self.opened, actor=self.actor
            )
        except CollisionError as collision:
            self.collision = collision
            raise
        return self.session

    def meanwhile(self) -> list[str]:
        """Who saved what since the form was opened, in words; none where it does not say when that was."""
        seen = self.opened_before or self.opened
        if seen is None:
            return []
        until = {"pk__lte": self.kept.mark} if self.kept else {}
        changes = self.session.changes.filter(pk__gt=seen.mark, **until).exclude(kind=Change.Kind.RESCHEDULED)
        return [
            gettext("%(name)s, at %(time)s: %(what)s") % {
                "name": change.by or "–", "time": f"{timezone.localtime(change.at):%H:%M}",
                "what": fields_named(change.fields) or change.get_kind_display(),
            }
            for change in changes.select_related("by")
        ]  # fmt: skip

    def _theirs(self, name: str) -> Any:
        return self.opened.facts.get(name) if self.opened else None

    def _question(self, name: str, data: Any, rows: list[dict[str, Any]]) -> Question:
        if name.startswith(HALF_DAY):
            number = name.removeprefix(HALF_DAY)
            typed = rows_as_typed(data) if data is not None else rows
            mine: Any = next((row for row in typed if str(row.get("number", "")) == number), None)
        elif data is not None:
            field = BOX if name == "cycle" else name
            mine = self.fields[field].widget.value_from_datadict(data, {}, field)
        else:
            mine = self.initial.get(BOX if name == "cycle" else name)
        chosen = data.get(keep(name), "") if data is not None else ""
        return Question(
            name, self._label(name), self._said(name, self._theirs(name)), self._said(name, mine),
            chosen if chosen in (THEIRS, MINE) else "",
        )  # fmt: skip

    def _label(self, name: str) -> str:
        if name.startswith(HALF_DAY):
            return gettext("Half-day %(number)s") % {"number": name.removeprefix(HALF_DAY)}
        return str(self.fields[BOX if name == "cycle" else name].label)

    def _said(self, name: str, value: Any) -> str:
        """A fact as its form shows it."""
        if name.startswith(HALF_DAY):
            return _in_words(value)
        if isinstance(value, bool):
            return gettext("Yes") if value else gettext("No")
        choices = getattr(self.fields[BOX if name == "cycle" else name], "choices", ())
        flat: list[tuple[Any, Any]] = list(flatten_choices(choices))
        labels = {str(key): str(label) for key, label in flat}
        values = value if isinstance(value, list) else [value]
        said = [labels.get(str(one), str(one)) for one in values if one not in (None, "")]
        return gettext(", ").join(said) or "–"


def _about(session: TrainingSession) -> str:
    return f"session {session.uuid}"


def _put(data: Any, name: str, value: Any) -> None:
    """Write a fact into what a form was sent, in its place."""
    if name.startswith(HALF_DAY):
        number = name.removeprefix(HALF_DAY)
        for index, row in enumerate(rows_as_typed(data)):
            if row.get("number") == number:
                for field in ROW:
                    data[f"{HALF_DAY}{index}-{field}"] = str(value[field])
    elif isinstance(value, list):
        data.setlist(name, [str(one) for one in value])
    elif value is False:
        data.pop(name, None)
    else:
        data[BOX if name == "cycle" else name] = "on" if value is True else "" if value is None else str(value)


def _in_words(row: Mapping[str, Any] | None) -> str:
    """A half-day of a form or of what is stored; as typed where that is none."""
    if row is None:
        return "–"
    try:
        one = half_day_of(dict(row) | {"minutes": int(row["minutes"])})
    except ValueError:
        return " · ".join(str(row[name]) for name in ROW if row.get(name))
    slot = Slot(date=one.date, part=one.part, minutes=one.minutes, starts_at=one.starts_at)
    return gettext("%(half_day)s, %(minutes)s min") % {"half_day": half_day(slot), "minutes": one.minutes}
