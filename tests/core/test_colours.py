"""Contrasts as WCAG has them, and the nearest legible shade."""

from pathlib import Path

import pytest

from core.colours import DARK, LEGIBLE, LIGHT, contrast, least_contrast, legible


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21.0), ("#ffffff", "#ffffff", 1.0), ("#777777", "#ffffff", 4.48)],
)  # fmt: skip
def test_contrast(one, other, ratio):
    assert round(contrast(one, other), 2) == ratio
    assert contrast(one, other) == contrast(other, one)


@pytest.mark.parametrize("grounds", [LIGHT, DARK])
@pytest.mark.parametrize("colour", ["#000000", "#ffffff", "#9c520c", "#f2a94e", "#00ff00", "#123a3c", "#777777"])
def test_every_colour_has_a_legible_shade(colour, grounds):
    shade = legible(colour, grounds)
    assert least_contrast(shade, grounds) >= LEGIBLE
    assert (shade == colour) == (least_contrast(colour, grounds) >= LEGIBLE)


def test_the_sheet_has_the_grounds_that_are_meant():
    sheet = (Path(__file__).resolve().parents[2] / "platform/static/css/wasl.css").read_text()
    assert f"--page: {LIGHT[1]}; --card: #fff;" in sheet
    assert f"--page: {DARK[0]}; --card: {DARK[1]};" in sheet
