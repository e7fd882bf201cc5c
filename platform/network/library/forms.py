"""Forms of the library."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from accounts.models import User
from core.languages import NAMES, ORDER
from courses.models import CoursePage, Profile
from courses.ownership import may_change

NEW_COURSE = "new"


class SearchForm(forms.Form):
    """What is looked for in the library; anything unknown is as if not asked."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100)
    phase = forms.ChoiceField(label=_("Phase"), required=False, choices=[("", _("All phases")), *Profile.Phase.choices])
    language = forms.ChoiceField(
        label=_("Language"), required=False,
        choices=[("", _("All languages")), *((code, NAMES[code]) for code in ORDER)],
    )  # fmt: skip

    def asked(self) -> dict[str, str]:
        """Filters as `library.reading.find` takes them."""
        self.is_valid()
        data = self.cleaned_data
        return {"words": data.get("q", ""), "phase": data.get("phase", ""), "language": data.get("language", "")}


class NoteForm(forms.Form):
    """What is new in a version."""

    note = forms.CharField(
        label=_("What is new"), required=False, max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=_("Shown beside the module in the library."),
    )  # fmt: skip


class ReasonForm(forms.Form):
    """Why an offer is declined."""

    reason = forms.CharField(
        label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("The partner NGO reads it."),
        error_messages={"required": _("Say why: the partner NGO reads it.")},
    )  # fmt: skip


class SignatureForm(forms.Form):
    """A jurist's signature under a passage, or its taking back; says in `passage` and `digest` what was read."""

    passage = forms.CharField(widget=forms.HiddenInput, max_length=80)
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)
    holds = forms.BooleanField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(
        label=_("Name and function"), max_length=120,
        error_messages={"required": _("Write who has read it: a name and a function.")},
    )  # fmt: skip
    day = forms.DateField(
        label=_("Read on"), initial=timezone.localdate,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Write the day on which it was read."),
                        "invalid": _("Write the day as year-month-day, like 2026-11-30.")},
    )  # fmt: skip
    remark = forms.CharField(
        label=_("Remark"), required=False, max_length=300, widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("What was read: Official Bulletin, number and date, for example."),
    )  # fmt: skip

    def clean_day(self) -> datetime.date:
        """The day, which is not to come."""
        day: datetime.date = self.cleaned_data["day"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come. Write the day on which it was read."))
        return day

    def clean(self) -> dict[str, Any]:
        """Taking back says why."""
        data = super().clean() or {}
        if not data.get("holds") and not data.get("remark"):
            self.add_error("remark", _("Say why the signature is taken back."))
        return data


class CourseChoiceForm(forms.Form):
    """The course a module goes into, or a new one."""

    course = forms.ChoiceField(label=_("Into which course"), error_messages={"required": _("Choose a course.")})

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        courses = [course for course in CoursePage.objects.order_by("path") if may_change(user, course)]
        self.courses = {str(course.pk): course for course in courses}
        names = [(pk, course.get_admin_display_title()) for pk, course in self.courses.items()]
        self.fields["course"].choices = [(NEW_COURSE, _("A new course, as a draft")), *names]  # type: ignore[attr-defined]

    def course_for(self, headings: dict[str, str], *, home: Page, actor: User) -> CoursePage:
        """The chosen course; a new one is called as the module."""
        chosen = self.cleaned_data["course"]
        return self.courses[chosen] if chosen != NEW_COURSE else new_course(headings, home=home, actor=actor)


def new_course(headings: dict[str, str], *, home: Page, actor: User) -> CoursePage:
    """A draft of a course."""
    texts = {f"heading_{code}": headings.get(code, "") for code in ORDER}
    course = CoursePage(**texts, live=False, owner=actor)
    course.slug = course.free_slug(course.headings(), home)
    home.add_child(instance=course)
    course.save_revision(user=actor, log_action="wagtail.create")
    return course
