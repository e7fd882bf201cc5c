"""Plugs sessions into the extension points of people and certificates."""

from accounts.models import JoinCode
from certificates.grounds import register_ground
from certificates.models import Certificate
from people.extension_points import (
    register_activity_source,
    register_axis_snapshots,
    register_export_action,
    register_export_columns,
    register_part,
    register_question,
    register_reminder,
    register_section,
    register_target,
)
from sessions.certifying import lost_grounds
from sessions.export_log import EVIDENCE_FILE
from sessions.home import sessions_part
from sessions.joining import session_target
from sessions.last_activity import ACTIVITY, ATTENDED, TOOK_PART
from sessions.own_data import disputes_section, registered_axes, sessions_section
from sessions.reminders import REMINDERS


def plug_in() -> None:
    """Once, as Django is set up."""
    register_target(JoinCode.Target.SESSION, session_target)
    register_ground(Certificate.Target.SESSION, lost_grounds)
    register_part(sessions_part, order=30)
    register_section(sessions_section, order=30)
    register_section(disputes_section, order=35)
    register_axis_snapshots(registered_axes)
    register_question(TOOK_PART)
    register_export_columns(ATTENDED)
    register_export_action(EVIDENCE_FILE)
    for source in ACTIVITY:
        register_activity_source(source)
    for reminder in REMINDERS:
        register_reminder(reminder)
