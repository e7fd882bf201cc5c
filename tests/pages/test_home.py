"""The front page: good without arranging, and in whatever order its NGO likes."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from lxml import html

from demo.publishing import arrange_home
from pages.blocks import NumbersBlock
from pages.models import HomePage
from tests.support.clients import TenantClient

PLACES = re.compile(r'aria-labelledby="(three-steps|courses|help-numbers|[\w-]*logos)"')


def places(client, language):
    return PLACES.findall(client.get(f"/{language}/").content.decode())


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_without_arranging_its_parts_are_there(client, course, language):
    assert places(client, language) == ["three-steps", "courses"]


@pytest.mark.parametrize(
    ("language", "title"), [("fr", "Avec le soutien de"), ("ar", "بدعم من"), ("en", "With the support of")]
)
def test_it_is_arranged_once_for_all_languages(client, other_ngo, course, language, title):
    arrange_home()
    text = client.get(f"/{language}/").content.decode()
    assert [place for place in PLACES.findall(text) if "logos" not in place] == [
        "three-steps",
        "courses",
        "help-numbers",
    ]
    assert f">{title}</h2>" in text
    assert '<a href="tel:0800004747"><bdi dir="ltr" class="tabular nowrap">0800004747</bdi></a>' in text
    assert title not in TenantClient(other_ngo).get(f"/{language}/").content.decode()


def test_a_part_put_into_one_language_stands_in_all(own_ngo):
    home = HomePage.objects.get()
    paragraph = {"type": "paragraph", "value": "<p>Bonjour</p>", "id": "4b0c0c52-4a4b-4b7e-9a55-7a4b6a0f8a11"}
    home.body_fr, home.body_ar = [paragraph], [paragraph]
    home.save_revision().publish()
    home = HomePage.objects.get()
    home.body_fr = [{"type": "courses", "value": None}, paragraph]
    home.save_revision().publish()
    kept = HomePage.objects.get()
    assert [block["type"] for block in kept.body_ar.raw_data] == ["courses", "paragraph"]


@pytest.mark.parametrize("number", ["call us", "19; 177", "<b>19</b>"])
def test_what_is_no_number_is_refused(number):
    with pytest.raises(ValidationError):
        _clean([number])


def test_a_number_twice_is_named():
    with pytest.raises(ValidationError) as refused:
        _clean(["0800 004747", "0800004747"])
    assert list(refused.value.block_errors) == ["numbers"]


def _clean(numbers):
    block = NumbersBlock()
    entries = [{"number": number, "purpose": "Police"} for number in numbers]
    block.clean(block.to_python({"title": "Aide", "checked_on": "2026-11-30", "numbers": entries}))


def cards(client, language="fr"):
    """Of each course: the languages its card names, and the word on how far the reader is."""
    page = html.fromstring(client.get(f"/{language}/").content)
    return [
        (
            [one.get("lang") for one in card.xpath(".//p[contains(@class, 'facts-line')]//bdi")],
            [badge.text_content().strip() for badge in card.xpath(".//span[contains(@class, 'badge')]")],
        )
        for card in page.xpath("//article[contains(@class, 'card--course')]")
    ]


def test_a_card_says_in_which_languages_of_the_site_a_course_is_read_and_how_far_one_is(
    client, participant, own_ngo, course, enrolment
):
    assert (cards(client), cards(participant)) == ([(["fr", "ar", "en"], [])], [(["fr", "ar", "en"], ["en cours"])])
    type(course).objects.update(ready_en=False)
    own_ngo.languages = ["fr", "ar"]
    own_ngo.save(update_fields=["languages"])
    enrolment.completed_at = timezone.now()
    enrolment.save(update_fields=["completed_at"])
    assert cards(participant) == [(["fr", "ar"], ["achevé"])]
