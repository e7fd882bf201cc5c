"""Tells the register when people were last seen or expected at a session, and filters it by attendance."""

from typing import Any

from django import forms
from django.db.models import Count, Exists, F, Max, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Greatest, TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.dates import long_date
from core.days import DayField
from people.extension_points import ActivitySource, ExportColumns, Question
from people.models import PersonQuerySet
from sessions.models import Registration, Slot, TrainingSession
from sessions.querysets import positive_evidence


def _presences() -> QuerySet[Any]:
    return positive_evidence().annotate(day=F("slot__date"))


def _registrations() -> QuerySet[Any]:
    """The day of asking or, where it is later and has come, the session's last."""
    return _until(_last_days().filter(day__lte=timezone.localdate()))


def _expected() -> QuerySet[Any]:
    """The same with days to come: who is expected is not forgotten meanwhile."""
    return _until(_last_days())


def _last_days() -> QuerySet[Any]:
    return Slot.objects.filter(session=OuterRef("session")).order_by().values("session").annotate(day=Max("date"))


def _until(last: QuerySet[Any]) -> QuerySet[Any]:
    return Registration.objects.annotate(day=Greatest(TruncDate("since"), Subquery(last.values("day"))))


class SessionChoice(forms.ModelChoiceField):
    """Sessions by title and first day, the latest first."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.title} · {long_date(obj.first_day)}" if obj.first_day else obj.title


def _fields() -> dict[str, forms.Field]:
    sessions = TrainingSession.objects.annotate(first_day=Min("slots__date")).order_by(F("first_day").desc(), "pk")
    return {
        "session": SessionChoice(
            sessions, to_field_name="uuid", label=_("Was at the session"), required=False, empty_label=_("All")
        ),
        "came_from": DayField(label=_("Was present from"), required=False),
        "came_to": DayField(label=_("Was present until, included"), required=False),
    }


def _narrow(people: PersonQuerySet, asked: dict[str, Any]) -> PersonQuerySet:
    """Those with a presence that meets all of it at once: at that session, in those days."""
    limits = {"session": "slot__session", "came_from": "slot__date__gte", "came_to": "slot__date__lte"}
    wanted = {path: asked[name] for name, path in limits.items() if asked.get(name)}
    if not wanted:
        return people
    came = positive_evidence().filter(**wanted)
    return people.filter(Exists(came.filter(who=OuterRef("pk"))))


def _attended() -> dict[int, tuple[int, ...]]:
    """Sessions and half-days attended, by person: a query."""
    rows = positive_evidence().values("who")
    counted = rows.annotate(sessions=Count("slot__session", distinct=True), half_days=Count("slot", distinct=True))
    return {row["who"]: (row["sessions"], row["half_days"]) for row in counted}


ACTIVITY = (
    ActivitySource(_presences, is_presence=True),
    ActivitySource(_registrations),
    ActivitySource(_expected, is_to_come=True),
)
TOOK_PART = Question(_fields, _narrow)
ATTENDED = ExportColumns((_("Sessions attended"), _("Half-days attended")), _attended)
