"""A small course in three languages and somebody enrolled in it."""

import pytest

from accounts.models import JoinCode, User
from courses.actions import enrol_person
from courses.models import (
    Choice,
    CoursePage,
    Exercise,
    LessonExercise,
    LessonPage,
    ModulePage,
    Question,
)
from pages.models import HomePage
from people.consent import give_consent
from people.models import Person
from tests.support.clients import TenantClient
from tests.support.worlds import world

READY = {"ready_fr": True, "ready_ar": True, "ready_en": True}


def texts(field, name):
    return {f"{field}_{code}": f"{name} {code}" for code in ("fr", "ar", "en")}


def question(name, *right, multiple=False):
    """A question of three choices; `right` are the places of the right ones."""
    choices = [Choice(**texts("text", f"{name}{n}"), correct=n in right, sort_order=n) for n in range(3)]
    return Question(**texts("text", name), kind="multiple" if multiple else "single", choices=choices)


def an_exercise():
    """The one there is, or a new one."""
    if found := Exercise.objects.first():
        return found
    made = Exercise(**texts("heading", "Test"), kind=Exercise.Kind.FINAL, pass_mark=75)
    made.questions = [question("un", 0), question("deux", 1, 2, multiple=True)]
    for place, asked in enumerate(made.questions.all()):
        asked.sort_order = place  # as the editor numbers them: ties come in any order
    made.save()
    made.save_revision().publish()
    return made


@world
def course_of_two_lessons():
    """Two required lessons; the final test follows the second."""
    test = an_exercise()
    page = HomePage.objects.get().add_child(
        instance=CoursePage(**texts("heading", "Cours"), **READY, slug="cours", final_exercise=test)
    )
    module = page.add_child(instance=ModulePage(**texts("heading", "Module"), **READY, slug="module"))
    for number in (1, 2):
        lesson = LessonPage(**texts("heading", f"Leçon {number}"), **READY, slug=f"lecon-{number}")
        if number == 2:
            lesson.lesson_exercises = [LessonExercise(exercise=test)]
        module.add_child(instance=lesson)
    page.save_revision().publish()


@pytest.fixture
def course(course_of_two_lessons):
    return CoursePage.objects.get()


@pytest.fixture
def exercise(own_ngo):
    """The final test of the course, or one that stands alone."""
    return an_exercise()


@pytest.fixture
def practice(exercise, course):
    """The same exercise for practice: whoever answers it may read what is right."""
    exercise.kind, course.final_exercise = Exercise.Kind.PRACTICE, None
    exercise.save(update_fields=["kind"])
    course.save()
    return exercise


@pytest.fixture
def lessons(course):
    return list(course.live_lessons())


@pytest.fixture
def join_code(course):
    return JoinCode.objects.get()


@pytest.fixture
def enrolment(course):
    user = User.objects.create_user(username="somebody", password="2468")
    person = Person.objects.create(full_name="Salma Exemple", user=user, category="police")
    give_consent(person=person)
    return enrol_person(person=person, course=course)


@pytest.fixture
def participant(enrolment, own_ngo):
    """A client signed in as the person enrolled."""
    client = TenantClient(own_ngo)
    client.force_login(enrolment.person.user)
    return client


@pytest.fixture
def right_answers(exercise):
    """Question id -> keys of the right choices."""
    return {
        asked.pk: [choice.key for choice in asked.choices.all() if choice.correct] for asked in exercise.questions.all()
    }


def new_course(heading="Ici"):
    return HomePage.objects.get().add_child(instance=CoursePage(heading_fr=heading, live=False))
