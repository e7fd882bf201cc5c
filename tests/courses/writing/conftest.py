"""A lesson of a draft, and the trainer who writes it."""

import pytest
from django.urls import reverse

from accounts.roles import Role
from courses.models import CoursePage, LessonPage, ModulePage
from pages.models import HomePage
from tests.support.courses import READY, texts


@pytest.fixture
def module(own_ngo):
    course = HomePage.objects.get().add_child(instance=CoursePage(**texts("heading", "Cours"), **READY, slug="cours"))
    return course.add_child(instance=ModulePage(**texts("heading", "Module"), **READY, slug="module"))


@pytest.fixture
def trainer(own_ngo, sign_in):
    return sign_in(own_ngo, Role.TRAINER)


@pytest.fixture
def lesson(trainer, module):
    answer = trainer.post(reverse("courses_writing:add", args=[module.pk]))
    made = LessonPage.objects.get()
    assert answer.url == f"/admin/write/lessons/{made.pk}/"
    return made
