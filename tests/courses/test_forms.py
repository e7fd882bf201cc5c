"""The course in the editor: a final test that can be taken, and is one."""

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data

from accounts.roles import Role
from courses.models import CoursePage, Exercise, LessonExercise
from pages.models import HomePage
from tests.support.courses import texts


def form_data(final, action="action-publish", **changes):
    """What the editor posts for a course with every language filled."""
    data = texts("heading", "Cours") | {f"ready_{code}": "on" for code in ("fr", "ar", "en")}
    for code in ("fr", "ar", "en"):
        data |= {f"seo_heading_{code}": "", f"summary_{code}": ""}
    data |= {"phase": "identification", "duration_minutes": 60, "final_exercise": final.pk, "slug": "cours"}
    data |= {"comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0}}
    return nested_form_data(data | changes) | {action: "1"}


@pytest.fixture
def trainer(sign_in, own_ngo):
    return sign_in(own_ngo, Role.TRAINER)


def edit_url(course):
    return reverse("wagtailadmin_pages:edit", args=[course.pk])


def test_a_final_test_that_a_lesson_has_is_accepted(trainer, course, exercise):
    assert trainer.post(edit_url(course), form_data(exercise)).status_code == 302


def test_a_final_test_that_no_lesson_has_is_refused_on_publishing_only(trainer, course, exercise):
    LessonExercise.objects.all().delete()
    response = trainer.post(edit_url(course), form_data(exercise))
    assert list(response.context["form"].errors) == ["final_exercise"]
    assert trainer.post(edit_url(course), form_data(exercise, action="action-draft")).status_code == 302


def test_a_final_test_in_an_unpublished_lesson_is_refused(trainer, course, lessons, exercise):
    lessons[1].unpublish()
    response = trainer.post(edit_url(course), form_data(exercise))
    assert list(response.context["form"].errors) == ["final_exercise"]


def test_a_new_course_without_lessons_is_published(trainer, exercise):
    url = reverse("wagtailadmin_pages:add", args=["courses", "coursepage", HomePage.objects.get().pk])
    assert trainer.post(url, form_data(exercise)).status_code == 302
    course = CoursePage.objects.get()
    assert (course.live, course.final_exercise) == (True, exercise)
    assert trainer.post(edit_url(course), form_data(exercise)).status_code == 302


def test_a_practice_exercise_is_no_final_test(trainer, course, exercise):
    exercise.kind = Exercise.Kind.PRACTICE
    exercise.save(update_fields=["kind"])
    response = trainer.post(edit_url(course), form_data(exercise))
    assert "test final" in str(response.context["form"].errors["final_exercise"])
