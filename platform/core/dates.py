"""Formats dates and numbers for readers; Django's Arabic months are not Morocco's."""

import datetime

from django.db import connection
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

# CLDR ar-MA
MOROCCAN_MONTHS = (
    "يناير", "فبراير", "مارس", "أبريل", "ماي", "يونيو", "يوليوز", "غشت", "شتنبر", "أكتوبر", "نونبر", "دجنبر",
)  # fmt: skip
YEARS = range(1990, 2101)  # outside, a year is a slip
NEVER = datetime.date.max  # of what does not come


def year_of(text: str) -> int | None:
    """A year of four digits that is no slip; None for any other text."""
    year = int(text) if len(text) == 4 and text.isdecimal() else 0
    return year if year in YEARS else None


def database_now() -> datetime.datetime:
    """This moment by the database's clock, which dates all evidence: moments compared with it are asked there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (now,) = cursor.fetchone()
    return now


def long_date(day: datetime.date) -> str:
    """`27 juin 2019`, `27 يونيو 2019`, `27 June 2019` in the active language."""
    if isinstance(day, datetime.datetime) and timezone.is_aware(day):
        day = timezone.localtime(day)
    language = (translation.get_language() or "fr")[:2]
    if language == "ar":
        return f"{day.day} {MOROCCAN_MONTHS[day.month - 1]} {day.year}"
    if language == "fr" and day.day == 1:
        return formats.date_format(day, "1\\e\\r F Y")
    return formats.date_format(day, "j F Y")


def month_name(day: datetime.date) -> str:
    """The month's name in the active language, as in `long_date`."""
    if (translation.get_language() or "fr").startswith("ar"):
        return MOROCCAN_MONTHS[day.month - 1]
    return formats.date_format(day, "F")


def number(value: float | int | None, places: int = 2) -> str:
    """A number with the language's separators, to so many places where it has any; a dash where there is none."""
    if value is None:
        return "–"
    separator = {"en": ","}.get((translation.get_language() or "fr")[:2], "\u00a0")
    whole = f"{value:,.{places}f}".rstrip("0").rstrip(".") if isinstance(value, float) else f"{value:,}"
    integer, _, fraction = whole.partition(".")
    decimal = "." if separator == "," else ","
    return integer.replace(",", separator) + (decimal + fraction if fraction else "")


def duration(minutes: int) -> str:
    """`14 h`, `4 h 10`, `45 min`, never broken over two lines; in Arabic, which has no such short form, in words."""
    whole, rest = divmod(minutes, 60)
    if (translation.get_language() or "fr").startswith("ar"):
        return _in_words(whole, rest)
    said = {"hours": number(whole), "minutes": f"{rest:02}" if whole else number(rest)}
    words = (_("%(hours)s h %(minutes)s") if rest else _("%(hours)s h")) if whole else _("%(minutes)s min")
    return (words % said).replace(" ", "\u00a0")


def _in_words(whole: int, rest: int) -> str:
    """`4 ساعات و 10 دقائق`."""
    parts = {
        "hours": ngettext("%(number)s hour", "%(number)s hours", whole) % {"number": number(whole)},
        "minutes": ngettext("%(minutes)s minute", "%(minutes)s minutes", rest) % {"minutes": number(rest)},
    }
    if whole and rest:
        return _("%(hours)s %(minutes)s") % parts
    return parts["minutes" if rest or not whole else "hours"]
