"""A form field for dates."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.dates import YEARS


class DayField(forms.DateField):
    """A date from 1990 to 2100; other years are rejected as slips."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def clean(self, value: Any) -> datetime.date | None:
        day = super().clean(value)
        if day is not None and day.year not in YEARS:
            raise ValidationError(
                _("Write a year from %(first)s to %(last)s.") % {"first": YEARS[0], "last": YEARS[-1]}
            )
        return day
