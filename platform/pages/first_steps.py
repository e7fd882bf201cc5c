"""First steps of those who write content in an NGO: what is done is read from the data, nothing is ticked by hand.

Two marks are kept in the user's Wagtail profile: that the example was looked at, and that the list was put away.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component
from wagtail.users.models import UserProfile

from accounts.models import User
from accounts.roles import ABILITIES, Ability, Role, abilities
from core.languages import ORDER
from courses.models import CoursePage, Enrolment
from courses.sample.actions import KEY
from pages.models import HomePage
from sessions.models import TrainingSession

SEEN, DISMISSED = "wasl_example_seen", "wasl_first_steps_dismissed"
STAFF = [role.value for role in Role if ABILITIES[role]]
STYLES = "css/editor-first-steps.css"
_ASKED = ("pk", "translation_key", "live", "language_states")


@dataclass(frozen=True)
class Step:
    """One step: what to do, what it is in one sentence, and where. Without `url` there is nothing to click."""

    name: str
    title: str
    sentence: str
    done: bool
    url: str = ""
    action: str = ""

    @property
    def state(self) -> str:
        return _("Done") if self.done else _("To do")


@dataclass(frozen=True)
class Steps:
    """The steps of one user, in order."""

    steps: list[Step]
    has_example: bool

    @property
    def done(self) -> int:
        return sum(step.done for step in self.steps)

    @property
    def all_done(self) -> bool:
        return self.done == len(self.steps)


def concern(request: HttpRequest) -> bool:
    """Whether the reader writes content for an NGO; the hub has other beginnings."""
    return not request.tenant.is_hub and Ability.WRITE_CONTENT in abilities(request.user)  # type: ignore[attr-defined]


def marks(user: Any) -> dict[str, Any]:
    """What the user's profile remembers; no profile, no marks."""
    return UserProfile.objects.filter(user=user).values_list("dismissibles", flat=True).first() or {}


def set_mark(user: Any, name: str, value: bool) -> None:
    """Remember, or forget again."""
    profile = UserProfile.get_for_user(user)
    profile.dismissibles = {**profile.dismissibles, name: value}
    profile.save(update_fields=["dismissibles"])


def own_courses() -> tuple[list[dict[str, Any]], bool]:
    """The NGO's courses, published ones first, without the example; and whether the example is there."""
    courses = list(CoursePage.objects.order_by("-live", "pk").values(*_ASKED))
    own = [course for course in courses if course["live"] or course["translation_key"] != KEY]
    return own, len(own) < len(courses)


def first_steps(user: Any, remembered: Mapping[str, Any]) -> Steps:
    """The steps of this user, from the data and from their marks: a fixed number of queries."""
    own, has_example = own_courses()
    may = abilities(user)
    steps = [_example(has_example, bool(remembered.get(SEEN))), *_of_courses(own)]
    if may & {Ability.MANAGE_SESSIONS, Ability.RUN_OWN_SESSIONS}:
        steps.append(_session())
    if Ability.MANAGE_SESSIONS in may:
        steps.append(_colleague(user))
    return Steps(steps, has_example)


def _example(has_example: bool, seen: bool) -> Step:
    title = _("Look at the example")
    if not has_example:
        return Step("example", title, _("The example was removed or published."), done=True)
    sentence = _("A small course shows every kind of block, and how to write one.")
    return Step("example", title, sentence, seen, reverse("first_steps:example"), _("Open the example"))


def _of_courses(own: list[dict[str, Any]]) -> Iterable[Step]:
    """A course of one's own: written, ready in a language, published, joined."""
    home = HomePage.objects.values_list("pk", flat=True).get()
    add = reverse("wagtailadmin_pages:add", args=["courses", "coursepage", home])
    edit = reverse("wagtailadmin_pages:edit", args=[own[0]["pk"]]) if own else ""
    live = any(course["live"] for course in own)
    yield Step(
        "course", _("Write your first course"), _("A heading in one language is enough to begin."),
        bool(own), add, _("Write a course"),
    )  # fmt: skip
    yield Step(
        "ready", _("Mark a language ready"), _("A language is shown once “ready” is ticked at the end of its tab."),
        any(_is_ready(course) for course in own), edit, _("Open the course"),
    )  # fmt: skip
    yield Step(
        "publish", _("Publish"), _("Until then only your colleagues see the course; you can take it back later."),
        live, edit, _("Open the course"),
    )  # fmt: skip
    yield Step(
        "code", _("Give out its join code"),
        _("The code is on the course’s page. This step is done when the first person has joined."),
        Enrolment.objects.exists(), reverse("first_steps:code") if live else "", _("See the code"),
    )  # fmt: skip


def _is_ready(course: dict[str, Any]) -> bool:
    """Whether one language at least is marked ready, in the draft too."""
    return any((course["language_states"].get(code) or {}).get("ready") for code in ORDER)


def _session() -> Step:
    sentence = _("A training session has half-days, a sign-in sheet and a code of its own.")
    done = TrainingSession.objects.exists()
    return Step("session", _("Plan a session"), sentence, done, reverse("sessions:new"), _("Plan a session"))


def _colleague(user: Any) -> Step:
    title = _("Invite a colleague")
    staff = User.objects.filter(groups__name__in=STAFF, is_active=True).values_list("pk", flat=True).distinct()[:2]
    if Ability.MANAGE_STAFF in abilities(user):
        url, sentence = reverse("staff:invite"), _("A second pair of eyes finds what the first one missed.")
    else:
        url, sentence = "", _("An administrator of your organisation invites: tell them a name and a mail address.")
    return Step("colleague", title, sentence, len(staff) > 1, url, title)


class FirstStepsPanel(Component):
    """The list on the admin's home page, until it is done or put away."""

    name = "first_steps"
    order = 100
    media = forms.Media(css={"all": [STYLES]})

    def render_html(self, parent_context: Mapping[str, Any] | None = None) -> str:
        request = (parent_context or {})["request"]
        remembered = marks(request.user)
        if remembered.get(DISMISSED):
            return ""
        steps = first_steps(request.user, remembered)
        context = {"steps": steps, "on_home": True}
        return "" if steps.all_done else render_to_string("pages/admin/_first_steps.html", context, request)
