"""Plugs sessions into the extension points of accounts, people and certificates."""

from django.utils.translation import gettext_lazy as _

from accounts.extension_points import Duty, register_duty
from accounts.first_day.steps import register_step
from accounts.models import JoinCode
from accounts.roles import Ability
from accounts.today.parts import register_today
from certificates.grounds import register_ground
from certificates.models import Certificate
from people.extension_points import (
    register_activity_source,
    register_axis_snapshots,
    register_export_action,
    register_export_columns,
    register_list_destination,
    register_part,
    register_question,
    register_reminder,
    register_section,
    register_target,
)
from sessions.actions.handing_over import hand_over_sessions, to_come
from sessions.certifying import lost_grounds
from sessions.export_log import EVIDENCE_FILE
from sessions.first_day import ATTENDANCE, OWN_ATTENDANCE, SESSION
from sessions.home import sessions_part
from sessions.joining import session_target
from sessions.last_activity import ACTIVITY, ATTENDED, TOOK_PART
from sessions.lists.destination import SESSION as SESSION_LISTS
from sessions.own_data import disputes_section, registered_axes, sessions_section
from sessions.reminders import REMINDERS
from sessions.today import sessions_of_the_day

SESSIONS_TO_COME = Duty(
    "sessions",
    _("Sessions to come"),
    Ability.RUN_OWN_SESSIONS,
    lambda user: [session.title for session in to_come(user)],
    hand_over_sessions,
)


def plug_in() -> None:
    """Once, as Django is set up."""
    register_today(sessions_of_the_day, key="sessions", order=10)
    register_target(JoinCode.Target.SESSION, session_target)
    register_ground(Certificate.Target.SESSION, lost_grounds)
    register_duty(SESSIONS_TO_COME, order=10)
    register_part(sessions_part, order=30)
    register_section(sessions_section, order=30)
    register_section(disputes_section, order=35)
    register_axis_snapshots(registered_axes)
    register_question(TOOK_PART)
    register_export_columns(ATTENDED)
    register_export_action(EVIDENCE_FILE)
    register_list_destination(SESSION_LISTS)
    for source in ACTIVITY:
        register_activity_source(source)
    for reminder in REMINDERS:
        register_reminder(reminder)
    register_step(SESSION, order=50)
    register_step(ATTENDANCE, order=60)
    register_step(OWN_ATTENDANCE, order=60)
