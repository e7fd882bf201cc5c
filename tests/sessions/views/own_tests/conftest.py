"""A participant, and a session of today whose tests are open."""

import pytest

from accounts.models import User
from courses.models import Exercise
from people.consent import give_consent
from people.models import Person
from sessions.models import TrainingSession
from tenants.models import Tenant
from tests.support.clients import TenantClient
from tests.support.courses import texts
from tests.support.exercises import one_of_each
from tests.support.sessions import a_person, a_session


@pytest.fixture
def exercise(own_ngo: Tenant) -> Exercise:
    """A question of every kind."""
    exercise = Exercise(**texts("heading", "Avant et après"), kind="pre")
    exercise.questions = one_of_each()
    exercise.save()
    return exercise


@pytest.fixture
def amina(own_ngo: Tenant) -> Person:
    person = a_person(user=User.objects.create_user(username="amina", password="1234"))
    give_consent(person=person)
    return person


@pytest.fixture
def own(own_ngo: Tenant, amina: Person) -> TenantClient:
    client = TenantClient(own_ngo)
    client.force_login(amina.user)
    return client


@pytest.fixture
def session(amina: Person, exercise: Exercise) -> TrainingSession:
    """One half-day, today: both tests are open."""
    return a_session(people=[amina], pre_test=exercise, post_test=exercise)
