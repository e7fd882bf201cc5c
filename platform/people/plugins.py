"""Plugs people's own data, activity and messages into the extension points that apps above use too."""

from accounts.first_day.steps import register_step
from people.activity import added, agreed, signed_in
from people.extension_points import (
    ActivitySource,
    register_activity_source,
    register_export_action,
    register_reminder,
    register_section,
)
from people.first_day import PEOPLE
from people.history import history_section
from people.imports.export_log import A_LIST, REGISTER
from people.messages.invitations import INVITATION
from people.messages.own_data import reminders_section


def plug_in() -> None:
    """Once, as Django is set up."""
    register_activity_source(ActivitySource(added, "pk", "merged_into"))
    register_activity_source(ActivitySource(signed_in, "pk", "merged_into"))
    register_activity_source(ActivitySource(agreed))
    register_section(reminders_section, order=50)
    register_section(history_section, order=90)
    register_export_action(REGISTER)
    register_export_action(A_LIST)
    register_reminder(INVITATION)
    register_step(PEOPLE, order=40)
