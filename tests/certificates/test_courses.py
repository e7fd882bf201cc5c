"""The certificate of a course comes by itself with its completion, once."""

import uuid

from django.utils import timezone

from certificates.models import Certificate
from courses.actions import enrol_person, finish_lesson, submit_attempt
from courses.certifying import certify_if_met, course_words
from courses.models import ModulePage
from people.models import Person
from tests.support.clients import TenantClient
from tests.support.courses import READY, texts


def complete(enrolment, lessons, exercise, answers):
    """Do all that the course asks for."""
    for lesson in lessons:
        finish_lesson(enrolment=enrolment, lesson=lesson)
    given = {pk: [str(key) for key in keys] for pk, keys in answers.items()}
    submit_attempt(enrolment=enrolment, exercise=exercise, lesson=lessons[1], uuid=uuid.uuid4(), given=given)


def test_a_completed_course_gives_a_certificate_once(
    participant, enrolment, course, lessons, exercise, right_answers
):  # fmt: skip
    course.ready_en = False
    course.objectives_fr, course.objectives_en = "Reconnaître\n\n Agir ", "Act"
    course.save()
    for lesson in lessons:
        finish_lesson(enrolment=enrolment, lesson=lesson)
    assert not Certificate.objects.exists()
    complete(enrolment, lessons, exercise, right_answers)
    complete(enrolment, lessons, exercise, right_answers)
    issued = Certificate.objects.get()
    enrolment.refresh_from_db()
    assert (issued.person, issued.target_kind, issued.target_uuid) == (
        enrolment.person, "course", course.translation_key,
    )  # fmt: skip
    assert issued.titles == {"fr": "Cours fr", "ar": "Cours ar"}  # English is not ready
    assert (issued.minutes, issued.language, issued.issued_by) == (course.duration_minutes, "fr-ar", None)
    assert issued.objectives == {"fr": ["Reconnaître", "Agir"]}
    assert (issued.starts_on, issued.ends_on) == (timezone.localdate(enrolment.joined_at), timezone.localdate())
    assert issued.printed_code in participant.get("/fr/certificates/mine/").content.decode()


def test_a_course_without_objectives_has_those_of_its_published_modules(course):
    assert course_words(course).objectives == {}
    first = ModulePage.objects.get()
    first.objectives_fr, first.objectives_ar = "But un\nAutre un", "هدف"
    first.save()
    second = ModulePage(**texts("heading", "Second"), **READY, slug="second", objectives_fr="But deux", live=False)
    course.add_child(instance=second)
    assert course_words(course).objectives == {"fr": ["But un", "Autre un"], "ar": ["هدف"]}
    second.live = True
    second.save()
    assert course_words(course).objectives == {"fr": ["But un", "Autre un", "But deux"], "ar": ["هدف"]}


def test_the_stranger_knows_nothing_of_it(
    participant, enrolment, lessons, exercise, right_answers, other_ngo
):  # fmt: skip
    complete(enrolment, lessons, exercise, right_answers)
    code = Certificate.objects.get().printed_code
    with other_ngo:
        assert not Certificate.objects.exists()
    assert "state" not in TenantClient(other_ngo).get(f"/fr/verify/{code}/").context


def test_an_unfinished_or_orphaned_enrolment_gives_none(enrolment, course):
    assert certify_if_met(enrolment) is None
    enrolment.completed_at = enrolment.joined_at
    enrolment.course = None
    assert certify_if_met(enrolment) is None


def test_each_course_has_its_own(enrolment, course, lessons):
    course.final_exercise = None
    course.save()
    lessons[1].lesson_exercises.all().delete()
    other = enrol_person(person=Person.objects.create(full_name="Amina Autre"), course=course)
    for entry in (enrolment, other):
        for lesson in lessons:
            finish_lesson(enrolment=entry, lesson=lesson)
    assert sorted(Certificate.objects.values_list("holder", flat=True)) == ["Amina Autre", "Salma Exemple"]
