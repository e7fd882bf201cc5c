"""Diagrams: light, labelled in the reader's language, with a sentence that says the same."""

import re

import pytest
from django.utils.translation import override

from courses.blocks import DiagramBlock
from courses.diagrams import DIAGRAMS, WIDTH
from courses.starter import read_curriculum


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
@pytest.mark.parametrize("key", DIAGRAMS)
def test_a_diagram_is_light_and_stays_on_its_sheet(key, language):
    with override(language):
        drawn = str(DIAGRAMS[key].svg())
    assert len(drawn.encode()) <= 4_000
    boxes = re.findall(r'<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"', drawn)
    for x, y, width, height in (tuple(map(float, box)) for box in boxes):
        assert 0 <= x <= x + width <= WIDTH
        assert 0 <= y <= y + height <= DIAGRAMS[key].height


@pytest.mark.parametrize(("language", "said"), [("fr", "Acte"), ("ar", "الفعل"), ("en", "Act")])
def test_a_block_shows_the_diagram_and_says_the_same(language, said):
    with override(language):
        html = DiagramBlock().render("three-elements")
        assert str(DIAGRAMS["three-elements"].sentence) in html
    assert f">{said}</text>" in html
    assert f'lang="{language}"' in html


def test_every_diagram_of_the_curriculum_is_drawn():
    curriculum, _findings = read_curriculum()
    assert set(curriculum.shelf.diagrams) - set(DIAGRAMS) == set()


def test_a_diagram_that_there_is_no_more_is_not_shown():
    assert DiagramBlock().render("gone").strip() == ""
