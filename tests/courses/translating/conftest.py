"""A published course of one module and a trainer who translates it."""

import pytest

from accounts.roles import Role
from courses.models import LessonPage, ModulePage


@pytest.fixture
def trainer(sign_in, own_ngo):
    return sign_in(own_ngo, Role.TRAINER)


@pytest.fixture
def module(course):
    for page in [course, ModulePage.objects.get(), *LessonPage.objects.all()]:
        page.save_revision()
    return ModulePage.objects.get()


@pytest.fixture
def lesson(module):
    return LessonPage.objects.get(slug="lecon-1")
