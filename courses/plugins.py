"""Plugs courses into the extension points of accounts, people and certificates."""

from django.utils.translation import gettext_lazy as _

from accounts.extension_points import Duty, register_duty
from accounts.models import JoinCode
from accounts.roles import Ability
from accounts.today.parts import register_today
from certificates.grounds import register_ground
from certificates.models import Certificate
from certificates.trainings import register_words
from courses.certifying import words_of_course
from courses.grounds import lost_grounds
from courses.home import courses_part
from courses.joining import course_target
from courses.last_activity import ACTIVITY
from courses.own_data import courses_section, enrolled_axes
from courses.ownership import hand_over_pages, own_pages
from courses.reminders import REMINDERS
from courses.today import texts_of_the_day
from people.extension_points import (
    register_activity_source,
    register_axis_snapshots,
    register_part,
    register_reminder,
    register_section,
    register_target,
)

OWN_PAGES = Duty(
    "courses",
    _("Courses and pages"),
    Ability.WRITE_CONTENT,
    lambda user: [page.specific.get_admin_display_title() for page in own_pages(user)],
    hand_over_pages,
)


def plug_in() -> None:
    """Once, as Django is set up."""
    register_today(texts_of_the_day, key="courses", order=40)
    register_target(JoinCode.Target.COURSE, course_target)
    register_ground(Certificate.Target.COURSE, lost_grounds)
    register_words(Certificate.Target.COURSE, words_of_course)
    register_duty(OWN_PAGES, order=20)
    register_part(courses_part, order=20)
    register_section(courses_section, order=20)
    register_axis_snapshots(enrolled_axes)
    for source in ACTIVITY:
        register_activity_source(source)
    for reminder in REMINDERS:
        register_reminder(reminder)
