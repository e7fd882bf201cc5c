"""A range whose ends are equal is one number, or one day, wherever it is said."""

import datetime

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from impact.presentation import indicator_rows
from impact.presentation.headline import big_numbers

DAY = datetime.date(2019, 5, 6)


def text_of(code, counted):
    row = indicator_rows({code: counted})[0]
    return row.text, row.basis


@pytest.mark.parametrize(
    ("language", "low", "high", "text"),
    [
        pytest.param("fr", 48, 48, "48", id="fr, one number"),
        pytest.param("ar", 48, 48, "48", id="ar, one number"),
        pytest.param("en", 48, 48, "48", id="en, one number"),
        pytest.param("fr", 48, 49, "de 48 à 49", id="fr, a range"),
        pytest.param("ar", 48, 49, "من 48 إلى 49", id="ar, a range"),
        pytest.param("en", 48, 49, "48 to 49", id="en, a range"),
        pytest.param("fr", 0, 0, "0", id="nobody"),
    ],
)
def test_a_range_of_people(language, low, high, text):
    with translation.override(language):
        assert text_of("RANGE", {"low": low, "high": high, "additive": False}) == (text, "")
        assert text_of("REACH", {"value": None, "low": low, "high": high, "sum": 60}) == (text, "")


@pytest.mark.parametrize(
    ("language", "high", "basis"),
    [
        ("fr", 48, "48\u202f; la somme des associations est 60"),
        ("fr", 50, "de 48 à 50\u202f; la somme des associations est 60"),
        ("ar", 48, "48؛ مجموع الجمعيات 60"),
        ("en", 48, "48; the NGOs add up to 60"),
    ],
)
def test_what_a_network_figure_rests_on(language, high, basis):
    counted = {"value": high, "overlap": 60 - high, "low": 48, "high": high, "sum": 60, "additive": False}
    with translation.override(language):
        assert text_of("REACH", counted) == (str(high), basis)


@pytest.mark.parametrize(
    ("language", "end", "text"),
    [
        ("fr", DAY, "6 mai 2019"),
        ("ar", DAY, "6 ماي 2019"),
        ("en", DAY, "6 May 2019"),
        ("fr", datetime.date(2019, 5, 7), "Du 6 mai 2019 au 7 mai 2019"),
    ],
)
def test_a_span_of_days(language, end, text):
    with translation.override(language):
        assert render_to_string("impact/_span.html", {"start": DAY, "end": end}).strip() == text


@pytest.mark.parametrize(
    ("language", "high", "basis"),
    [
        ("fr", 48, "48 avec celles comptées sans nom"),
        ("fr", 1048, "de 48 à 1\u00a0048 avec celles comptées sans nom"),
        ("ar", 48, "48 مع احتساب من لم تُسجل أسماؤهم"),
        ("en", 48, "48 with those counted without a name"),
        ("en", 1048, "48 to 1,048 with those counted without a name"),
    ],
)
def test_what_the_people_reached_rest_on(language, high, basis):
    figures = {"REACH": {"value": 48}, "RANGE": {"low": 48, "high": high}}
    with translation.override(language):
        assert [one.basis for one in big_numbers(("REACH",), figures, 0)] == [basis]
