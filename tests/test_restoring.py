"""What a transactional test leaves is undone to the row and the next number; other tables are not put back."""

import pytest
from django.db import connection, connections

from accounts.models import JoinCode, User
from people.models import Person
from tests.database import connect
from tests.restoring import Pristine


@pytest.fixture
def pristine(transactional_db, own_ngo):
    with connect(connection.settings_dict["NAME"]) as session:
        yield Pristine(session)


def state():
    return [list(model.objects.order_by("pk").values()) for model in (Person, User, JoinCode)]


def restored(pristine):
    connections.close_all()
    return pristine.restore()


def test_rows_come_back_and_numbers_are_given_again(pristine, own_ngo):
    person = Person.objects.create(full_name="Salma Exemple")
    before = state()
    kept = Pristine(pristine.session)
    Person.objects.create(full_name="Une autre")
    Person.objects.filter(pk=person.pk).update(full_name="Changée")
    User.objects.create_user(username="somebody")
    assert restored(kept)
    assert state() == before
    assert Person.objects.create(full_name="Encore").pk == person.pk + 1
    Person.objects.all().delete()
    assert restored(kept)
    assert state() == before


def test_other_tables_are_not_put_back(pristine):
    assert restored(pristine)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE people_mutedreminder ADD COLUMN extra integer")
    assert not restored(pristine)
