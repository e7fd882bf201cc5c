"""The first day's step into the register."""

from django.db.models import Exists
from django.utils.translation import gettext_lazy as _

from accounts.first_day.steps import Step
from accounts.roles import Role
from people.models import Person

PEOPLE = Step(
    "people", frozenset({Role.ADMINISTRATOR, Role.COORDINATOR}), _("Bring in your list of people"),
    _("As you keep it: Excel, CSV or pasted. You see what was understood before anything is written."),
    "people:people_lists", lambda user: Exists(Person.objects.all()),
)  # fmt: skip
