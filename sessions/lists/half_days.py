"""Which half-days of a session a list's columns of presence speak of: by day, by number, by their order."""

import datetime
import re
from collections.abc import Mapping, Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.dates import MOROCCAN_MONTHS
from core.text import ascii_digits, fold
from sessions.models import Slot

MONTHS = (
    ("january", "janvier", "jan", "janv"), ("february", "fevrier", "feb", "fev", "fevr"), ("march", "mars", "mar"),
    ("april", "avril", "apr", "avr"), ("may", "mai"), ("june", "juin", "jun"), ("july", "juillet", "jul", "juil"),
    ("august", "aout", "aug"), ("september", "septembre", "sep", "sept"), ("october", "octobre", "oct"),
    ("november", "novembre", "nov"), ("december", "decembre", "dec"),
)  # fmt: skip
MONTH = {name: number for number, names in enumerate(MONTHS, start=1) for name in names} | {
    fold(name): number for number, name in enumerate(MOROCCAN_MONTHS, start=1)
}
PARTS = {
    "morning": ("matin", "matinee", "morning", "صباح", "صباحا", "am"),
    "afternoon": ("apres midi", "am pm", "afternoon", "مساء", "بعد الزوال", "pm"),
    "evening": ("soir", "soiree", "evening", "ليلا"),
}
_ISO = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")
_DAY = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{2,4}))?\b")
_WRITTEN = re.compile(r"\b(\d{1,2})(?:er)? ([^\W\d]+)\.?(?: (\d{4}))?\b")
_HOUR = re.compile(r"\b(\d{1,2})[:h](\d{2})?\s*(am|pm)?\b")
_NUMBER = re.compile(r"(?:^|[^\d])(\d{1,2})(?=$|[^\d])")


def slots_of(columns: Mapping[int, str], slots: Sequence[Slot]) -> dict[int, list[Slot]]:
    """By place of the column its half-days. ValidationError where a column can be none's, with what to do."""
    if len(columns) == 1:
        ((at, heading),) = columns.items()
        return {at: _told(heading, slots) or list(slots)}
    told = {at: _told(heading, slots) for at, heading in columns.items()}
    if all(told.values()):
        return {at: list(found) for at, found in told.items() if found}
    if len(columns) == len(slots):
        return {at: [slot] for at, slot in zip(sorted(columns), slots, strict=True)}
    lost = next(heading for at, heading in columns.items() if not told[at])
    why = _("The column “%(column)s” is no half-day of this session.") % {"column": lost}
    remedy = _("Name its day in the heading, or leave the column aside.")
    raise ValidationError(f"{why} {remedy}")


def _told(heading: str, slots: Sequence[Slot]) -> list[Slot]:
    """Those that the heading names: a day, a part of it, or a number of a day or a half-day."""
    text = fold(ascii_digits(heading)).replace("-", " - ") if not _ISO.search(heading) else fold(heading)
    text = re.sub(r"\s-\s", "-", text)
    part = _part(text)
    if day := _day(text, slots):
        found = [slot for slot in slots if slot.date == day]
    elif match := _NUMBER.search(text):
        found = _numbered(int(match[1]), text, slots)
    else:
        return [slot for slot in slots if part and slot.part == part]
    narrowed = [slot for slot in found if slot.part == part]
    return narrowed or found


def _numbered(number: int, text: str, slots: Sequence[Slot]) -> list[Slot]:
    """`Jour 2` is a day, whatever else a half-day."""
    days = sorted({slot.date for slot in slots})
    if re.search(r"\bj ?\d|jour|day|يوم", text):
        return [slot for slot in slots if number <= len(days) and slot.date == days[number - 1]]
    return [slots[number - 1]] if 1 <= number <= len(slots) else []


def _day(text: str, slots: Sequence[Slot]) -> datetime.date | None:
    """The day in a heading; without a year it is the one on which a half-day is."""
    found: tuple[int, int, int | None] | None = None
    if match := _ISO.search(text):
        found = int(match[3]), int(match[2]), int(match[1])
    elif match := _DAY.search(text):
        found = int(match[1]), int(match[2]), _year(match[3])
    elif (match := _WRITTEN.search(text)) and match[2] in MONTH:
        found = int(match[1]), MONTH[match[2]], _year(match[3])
    if found is None:
        return None
    day, month, year = found
    return next(
        (
            slot.date
            for slot in slots
            if (slot.date.day, slot.date.month) == (day, month) and year in (None, slot.date.year)
        ),
        None,
    )


def _year(text: str | None) -> int | None:
    return (int(text) + 2000 if len(text) == 2 else int(text)) if text else None


def _part(text: str) -> str:
    if match := _HOUR.search(text):
        hour = int(match[1]) % 12 + 12 if match[3] == "pm" else int(match[1])
        return "morning" if hour < 12 else "afternoon" if hour < 18 else "evening"
    spaced = re.sub(r"[^\w]+", " ", f" {text} ")
    named = [(len(word), part) for part, names in PARTS.items() for word in names if f" {word} " in spaced]
    return max(named)[1] if named else ""
