"""Lists as NGOs and other tools make them: each is read as the JSON beside it says, unaided."""

import json
from pathlib import Path

import pytest
from django.utils import translation

from people.imports.choices import Choices
from people.imports.judging import read_book
from people.imports.reading import read_path
from people.imports.report import as_json
from tests.people.lists.making import FILES, MADE
from tests.support.places import PLACE

LISTS = sorted(path for path in FILES.iterdir() if path.suffix != ".json")


def expected(path: Path) -> dict:
    return json.loads(path.with_name(f"{path.name}.json").read_text())


@pytest.mark.parametrize("path", [pytest.param(path, id=path.name) for path in LISTS])
def test_each_list_is_read_as_it_should_be(own_ngo, path):
    with translation.override("en"):
        book = read_path(path)
        told = as_json(book, read_book(book, Choices(), PLACE))
    assert told == expected(path)


def test_there_are_thirty_and_each_is_made_by_the_script():
    assert {path.name for path in LISTS} == set(MADE)
    assert len(LISTS) >= 30
