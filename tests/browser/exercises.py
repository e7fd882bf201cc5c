"""Exercises in a browser: how one is opened, and pictures of it."""

import os
from pathlib import Path

from accounts.models import User
from courses.actions import enrol_person
from courses.models import CoursePage, Exercise, LessonExercise, LessonPage, ModulePage
from pages.models import HomePage
from people.consent import give_consent
from people.models import Person
from tests.support.clients import TenantClient
from tests.support.exercises import one_of_each

SHOTS = os.environ.get("SHOTS")  # a folder to keep pictures in
READY = {"heading_fr": "Page", "ready_fr": True}


def picture(page, name):
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)


def make_lesson():
    """A lesson with an exercise of every kind, and somebody enrolled."""
    exercise = Exercise(heading_fr="Tout", heading_ar="الكل", heading_en="All", kind="practice")
    exercise.questions = one_of_each()
    exercise.save()
    exercise.save_revision().publish()
    course = HomePage.objects.get().add_child(instance=CoursePage(**READY, slug="cours"))
    module = course.add_child(instance=ModulePage(**READY, slug="module"))
    made = LessonPage(**READY, slug="lecon")
    made.lesson_exercises = [LessonExercise(exercise=exercise)]
    module.add_child(instance=made)
    user = User.objects.create_user(username="somebody", password="2468")
    person = Person.objects.create(full_name="Salma Exemple", user=user)
    give_consent(person=person)
    enrol_person(person=person, course=course)
    return made


def open_exercise(page, site, own_ngo, lesson, language):
    exercise = lesson.lesson_exercises.get().exercise
    path = f"/{language}/learn/lessons/{lesson.pk}/exercises/{exercise.pk}/"
    client = TenantClient(own_ngo)
    client.force_login(User.objects.get(username="somebody"))
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": site(own_ngo, "/")}])
    page.goto(site(own_ngo, path))
    return exercise
