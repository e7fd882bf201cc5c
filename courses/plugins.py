"""Plugs courses into the extension points of people and certificates."""

from accounts.models import JoinCode
from certificates.grounds import register_ground
from certificates.models import Certificate
from courses.grounds import lost_grounds
from courses.home import courses_part
from courses.joining import course_target
from courses.last_activity import ACTIVITY
from courses.own_data import courses_section, enrolled_axes
from courses.reminders import REMINDERS
from people.extension_points import (
    register_activity_source,
    register_axis_snapshots,
    register_part,
    register_reminder,
    register_section,
    register_target,
)


def plug_in() -> None:
    """Once, as Django is set up."""
    register_target(JoinCode.Target.COURSE, course_target)
    register_ground(Certificate.Target.COURSE, lost_grounds)
    register_part(courses_part, order=20)
    register_section(courses_section, order=20)
    register_axis_snapshots(enrolled_axes)
    for source in ACTIVITY:
        register_activity_source(source)
    for reminder in REMINDERS:
        register_reminder(reminder)
