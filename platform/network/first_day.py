"""The first day's steps to projects, to the library and, in an NGO, to a first course from there."""

from django.db.models import Exists, Q
from django.utils.translation import gettext_lazy as _

from accounts.first_day.steps import Step
from accounts.roles import Role
from courses.models import CoursePage, ModulePage
from courses.sample.actions import KEY
from network.models import LibraryOffer, Project

PROJECTS = Step(
    "projects", frozenset({Role.NETWORK_COORDINATOR}), _("Enter the projects"),
    _("With their partners, funders and dates: sessions of the NGOs then choose theirs."), "network:projects",
    lambda user: Exists(Project.objects.all()),
)  # fmt: skip
FUNDED = Step(
    "funded", frozenset({Role.FUNDER}), _("Your projects"),
    _("The projects you fund stand here, with their partners, phases and dates, as soon as the network opens them to "
      "your account."), "network:projects", None,
)  # fmt: skip
COURSE = Step(
    "course", frozenset({Role.ADMINISTRATOR, Role.COORDINATOR}), _("Have a first course"),
    _("Adopt modules from the network’s library, or write your own."), "library:shelf",
    lambda user: Exists(CoursePage.objects.exclude(Q(translation_key=KEY) & Q(live=False))),
)  # fmt: skip
MODULE = Step(
    "module", frozenset({Role.LIBRARY_EDITOR}), _("Write a module"),
    _("Below a course of the hub, in one language to begin with."), "wagtailadmin_explore_root",
    lambda user: Exists(ModulePage.objects.all()),
)  # fmt: skip
LIBRARY = Step(
    "library", frozenset({Role.NETWORK_COORDINATOR, Role.LIBRARY_EDITOR}), _("Put a module into the library"),
    _("From its page in the editor; NGOs adopt it and hear of later editions."), "library:kept",
    lambda user: Exists(LibraryOffer.objects.filter(state=LibraryOffer.State.PUBLISHED)),
)  # fmt: skip
