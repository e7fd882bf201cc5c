"""The form of a number that is typed, with its document."""

import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.acting import REASON_LENGTH, Acting
from core.dates import long_date
from core.days import DayField
from core.storage import strip_file
from core.uploads import check_file
from impact.models import TypedValue
from network.logframes import actions
from network.models import FrameIndicator, Partner, Project

TAKEN = ("pdf", "docx", "odt", "xlsx", "ods")


class TypedForm(Acting, forms.Form):
    """A number with its document; with `corrects`, why the one before is wrong."""

    value = forms.DecimalField(label=_("Value"), min_value=0, max_digits=12, decimal_places=2)
    day = DayField(label=_("As of"), help_text=_("The day on which it stood so."))
    document = forms.FileField(
        label=_("Document"),
        help_text=_("What it is read from: PDF, Word, Excel, OpenDocument, 10 MB at most. Your NGO keeps it; others "
                    "read its name only, so put no person’s name into that."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, project: Project, partner: Partner, indicator: FrameIndicator, actor: User,
        corrects: TypedValue | None = None, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.project, self.partner, self.indicator = project, partner, indicator
        self.actor, self.corrects = actor, corrects
        if corrects is not None:
            self.fields["reason"] = forms.CharField(
                label=_("Why it is corrected"), max_length=REASON_LENGTH, widget=forms.TextInput(attrs={"dir": "auto"})
            )

    def clean_document(self) -> Any:
        file = self.cleaned_data["document"]
        check_file(file, "document", TAKEN)
        name = file.name
        bare = strip_file(file, str(name))
        bare.name = name
        return bare

    def clean_value(self) -> Decimal:
        value = self.cleaned_data["value"]
        if self.indicator.unit == FrameIndicator.Unit.PERCENT and value > 100:
            raise ValidationError(_("A share is 100 percent at most."))
        return value

    def clean_day(self) -> datetime.date:
        day = self.cleaned_data["day"]
        first, last = max(self.project.starts, self.partner.joined), self.project.ends_now
        if day > timezone.localdate():
            raise ValidationError(_("This day is still to come."))
        if day < first:
            raise ValidationError(_("You take part in the project from %(day)s on.") % {"day": long_date(first)})
        if self.partner.left and day > self.partner.left:
            said = _("You left the project on %(day)s. Numbers of days before that are taken.")
            raise ValidationError(said % {"day": long_date(self.partner.left)})
        if day > last:
            raise ValidationError(_("The project ended on %(day)s. Write a day before.") % {"day": long_date(last)})
        return day

    def act(self) -> TypedValue:
        cleaned = self.cleaned_data
        return actions.type_value(
            project=self.project, indicator=self.indicator, day=cleaned["day"], value=cleaned["value"],
            document=cleaned["document"], actor=self.actor, corrects=self.corrects, reason=cleaned.get("reason", ""),
        )  # fmt: skip
