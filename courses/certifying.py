"""Certificates of courses: issued by themselves on the day a course is completed."""

from django.utils import timezone

from certificates.actions import Training, issue_certificate
from certificates.models import Certificate
from core.languages import ready_languages
from courses.models import CoursePage, Enrolment


def course_training(course: CoursePage, enrolment: Enrolment) -> Training:
    """What the certificate says: the headings that readers see, from joining to completion."""
    headings = {code: getattr(course, f"heading_{code}") for code in ready_languages(course)}
    completed_at = enrolment.completed_at or timezone.now()
    return Training(
        kind=Certificate.Target.COURSE,
        uuid=course.translation_key,
        titles={code: heading for code, heading in headings.items() if heading},
        starts_on=timezone.localdate(min(enrolment.joined_at, completed_at)),
        ends_on=timezone.localdate(completed_at),
    )


def issue_course_certificate(*, enrolment: Enrolment) -> Certificate | None:
    """The certificate of a completed enrolment, its hours those the course is meant to take (counting.md, rule 10)."""
    course = enrolment.course
    if course is None or enrolment.completed_at is None:
        return None
    return issue_certificate(
        training=course_training(course, enrolment), person=enrolment.person, minutes=course.duration_minutes
    )
