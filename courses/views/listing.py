"""The courses of the organisation as a list, for whoever writes: state, languages, size, and how many learn."""

from typing import Any

from django import forms
from django.db.models import Count, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.cache import never_cache
from wagtail.models import Page

from accounts.requests import SignedInRequest
from accounts.roles import Ability, requires
from core.dates import long_date
from core.folding import by_label, by_words, containing
from core.languages import NAMES, ORDER, active, shown
from core.list_forms import ListForm, words_field
from core.lists import Item, Listing, asked_in, in_a_row
from core.tables import Badge, Missing
from courses.models import CoursePage, Enrolment, LessonPage, ModulePage
from people.models.humans import WHO

STATES = [("live", pgettext_lazy("course", "published")), ("draft", pgettext_lazy("course", "draft"))]


class CoursesForm(ListForm):
    """Words of the heading and choices; none of it names anybody."""

    q = words_field(gettext_lazy("Heading"))
    state = forms.ChoiceField(
        label=gettext_lazy("State"), required=False, choices=[("", gettext_lazy("All states")), *STATES]
    )
    level = forms.ChoiceField(
        label=gettext_lazy("Level"), required=False, choices=[("", gettext_lazy("All")), *CoursePage.Level.choices]
    )
    audience = forms.ChoiceField(
        label=gettext_lazy("For whom"), required=False,
        choices=[("", gettext_lazy("All")), *CoursePage.Audience.choices],
    )  # fmt: skip

    def courses(self) -> QuerySet[CoursePage]:
        """Those that meet all of it, as they stand on the site, with `modules`, `lessons`, `enrolled`, `completed`."""
        asked, found = self.asked(), _with_numbers(CoursePage.objects.order_by("path"))
        if text := asked.get("q"):
            found = containing(found, text, *(f"heading_{code}" for code in ORDER), "title")
        for name in ("level", "audience"):
            found = found.filter(**{name: asked[name]}) if asked.get(name) else found
        return found.filter(live=asked["state"] == "live") if asked.get("state") else found


@requires(Ability.WRITE_CONTENT)
@never_cache
def course_list(request: SignedInRequest) -> HttpResponse:
    """Every course, published or not. Nobody is named, so whoever may see it may take it as a file."""
    form = CoursesForm(asked_in(request))
    listing = Listing(
        request, name="courses", caption=_("Courses"), items=_columns(), rows=form.courses(), form=form, may_take=True
    )
    if answer := listing.answer():
        return answer
    return render(request, "courses/list.html", {"list": listing})


def _columns() -> list[Item]:
    levels, audiences = CoursePage.Level.choices, CoursePage.Audience.choices
    return [
        Item("heading", _("Course"), _link, order=by_words(f"heading_{active()}")),
        Item("state", _("State"), _state, order=("live", "has_unpublished_changes")),
        Item("languages", _("Languages"), _languages),
        Item("modules", _("Modules"), lambda one: one.modules, order=("modules",), falls=True, numeric=True),
        Item("lessons", _("Lessons"), lambda one: one.lessons, order=("lessons",), falls=True, numeric=True),
        Item("enrolled", pgettext("people", "Enrolled"), lambda one: one.enrolled, order=("enrolled",), falls=True,
             numeric=True),
        Item("completed", pgettext("people", "Completed"), lambda one: one.completed, order=("completed",), falls=True,
             numeric=True),
        Item("changed", _("Last change"), _changed, lambda one: _day(one.latest_revision_created_at),
             order=("latest_revision_created_at",), falls=True),
        Item("minutes", _("Minutes"), lambda one: one.duration_minutes, order=("duration_minutes",), numeric=True,
             is_shown=False),
        Item("level", _("Level"), lambda one: one.get_level_display() or Missing(), order=by_label("level", levels),
             is_shown=False),
        Item("audience", _("For whom"), lambda one: one.get_audience_display() or Missing(),
             order=by_label("audience", audiences), is_shown=False),
    ]  # fmt: skip


def _with_numbers(courses: QuerySet[CoursePage]) -> QuerySet[CoursePage]:
    people = Enrolment.objects.filter(course=OuterRef("pk")).order_by().values("course")
    whole = people.filter(completed_at__isnull=False)
    return courses.annotate(
        modules=_below(ModulePage), lessons=_below(LessonPage),
        enrolled=_number(people.annotate(number=Count(WHO, distinct=True))),
        completed=_number(whole.annotate(number=Count(WHO, distinct=True))),
    )  # fmt: skip


def _below(model: type[Page]) -> Any:
    """How many pages of a kind stand below a course: their path begins with its own."""
    found = model.objects.filter(path__startswith=OuterRef("path")).order_by().annotate(each=Value(1)).values("each")
    return _number(found.annotate(number=Count("pk")))


def _number(counted: Any) -> Any:
    return Coalesce(Subquery(counted.values("number")), 0)


def _link(one: CoursePage) -> str:
    heading, url = shown(one, "heading"), reverse("wagtailadmin_pages:edit", args=[one.pk])
    text = str(heading) or one.get_admin_display_title()
    language, way = heading.language, heading.direction
    return format_html('<a href="{}"><bdi lang="{}" dir="{}">{}</bdi></a>', url, language, way, text)


def _state(one: CoursePage) -> Badge:
    if not one.live:
        return Badge(pgettext("course", "draft"))
    if one.has_unpublished_changes:
        return Badge(_("published, with changes that are not"), "current")
    return Badge(pgettext("course", "published"), "done")


def _languages(one: CoursePage) -> object:
    return in_a_row(NAMES[code] for code in ORDER if getattr(one, f"ready_{code}")) or Missing()


def _day(moment: Any) -> object:
    return localdate(moment) if moment else ""


def _changed(one: CoursePage) -> object:
    return long_date(one.latest_revision_created_at) if one.latest_revision_created_at else Missing()
