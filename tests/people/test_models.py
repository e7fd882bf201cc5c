"""The register of participants."""

import random

import pytest

from people.models import Person


@pytest.mark.parametrize(
    "names",
    [
        pytest.param(["Amina", "eddy", "Élise", "Emma", "Zoé"], id="French"),
        pytest.param(["أمينة", "بلال", "زينب", "سلمى", "ياسين"], id="Arabic"),
        pytest.param(["Élise", "Zoé", "زينب"], id="both"),
    ],
)
def test_names_are_in_the_readers_order(own_ngo, names):
    for name in random.Random(4).sample(names, len(names)):  # noqa: S311
        Person.objects.create(full_name=name)
    assert [person.full_name for person in Person.objects.in_order()] == names
