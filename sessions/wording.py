"""Words for a half-day, for a change of a session, and for whoever recorded something."""

from collections.abc import Iterable
from datetime import date, time
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.codes import region_choices
from core.dates import long_date
from sessions.models import Change, Slot, TrainingSession
from sessions.models.evidence import AppendOnly


def half_day(slot: Slot) -> str:
    """`27 June 2019, morning`, with its hours where they are known."""
    named = {"day": long_date(slot.date), "part": slot.get_part_display().lower()}
    if slot.starts_at is None:
        return _("%(day)s, %(part)s") % named
    return _("%(day)s, %(part)s (%(hours)s)") % {**named, "hours": hours(slot)}


def hours(slot: Slot) -> str:
    """`09:30–12:30`, which no line breaks: a word joiner follows the dash."""
    return f"{slot.starts_at:%H:%M}–\u2060{slot.ends_at:%H:%M}"


def why(change: Change) -> str:
    """The reason of a change, or what half-days with attendance, or facts, were and became; a dash without either."""
    told = [*(_moved(*pair) for pair in change.half_days), *(_other(*fact) for fact in change.facts)]
    return change.reason or "; ".join(told) or fields_named(change.fields) or "–"


def fields_named(names: Iterable[str]) -> str:
    """The facts of a session as its form calls them, one after the other."""
    labels = {"half_days": _("half-days"), "state": _("state"), "run_by": _("who ran which half-day")}
    fields: Any = TrainingSession._meta
    found = [labels.get(name) or str(fields.get_field(name).verbose_name) for name in names]
    return capfirst(_(", ").join(found))


def _other(name: str, before: Any, after: Any) -> str:
    field: Any = TrainingSession._meta.get_field(name)
    words = [in_words(value, field) for value in (before, after)]
    return _("%(fact)s: %(before)s, now %(after)s") % {
        "fact": capfirst(field.verbose_name), "before": words[0], "after": words[1],
    }  # fmt: skip


def in_words(value: Any, field: Any) -> str:
    """A fact of a session as its form calls it; a dash where it is unknown."""
    if value in (None, ""):
        return "–"
    choices = dict(region_choices()) if field.name == "region" else dict(field.flatchoices)
    return str(choices.get(value, value))


def _moved(before: dict[str, Any], after: dict[str, Any]) -> str:
    return _("%(before)s (%(minutes_before)s min), now %(after)s (%(minutes_after)s min)") % {
        "before": half_day(_noted(before)), "minutes_before": before["minutes"],
        "after": half_day(_noted(after)), "minutes_after": after["minutes"],
    }  # fmt: skip


def _noted(values: dict[str, Any]) -> Slot:
    """A half-day as `Change.half_days` keeps it."""
    day = date.fromisoformat(values["date"])
    starts_at = time.fromisoformat(values["starts_at"]) if values["starts_at"] else None
    return Slot(date=day, part=values["part"], minutes=values["minutes"], starts_at=starts_at)


def recorded_by(row: AppendOnly) -> str:
    """`Salma Idrissi, device 3f2a91`; without a device where none is known, `Import` where nobody did."""
    if row.recorded_by is None:
        return _("Import")
    if not row.device:
        return str(row.recorded_by)
    return _("%(name)s, device %(device)s") % {"name": row.recorded_by, "device": row.device}
