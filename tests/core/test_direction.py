"""A title stands in the direction of most of its letters, whatever letters it begins with."""

import re
from pathlib import Path

import pytest
from django.utils.translation import override

from accounts.roles import Role
from core.languages import direction_of, isolated
from tests.support.sessions import a_session

TEMPLATES = Path(__file__).parents[2] / "templates"
TITLE = re.compile(r"<bdi([^>]*)>\{\{ [a-z_.]*title(?:\.0)? \}\}")
IN_ARABIC = "SAVE: الرصد والاستقبال والتوجيه"


@pytest.mark.parametrize(
    ("title", "direction"),
    [(IN_ARABIC, "rtl"), ("الرصد", "rtl"), ("دورة OIM 2026", "rtl"), ("Atelier « وصل » à Agadir", "ltr"),
     ("Premier contact", "ltr"), ("Ab", "ltr"), ("ab اب", "ltr")],
)  # fmt: skip
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_most_letters_decide(title, direction, language):
    with override(language):
        assert direction_of(title) == direction


@pytest.mark.parametrize("title", ["", "2026", "12/2026 (3)"])
@pytest.mark.parametrize(("language", "direction"), [("fr", "ltr"), ("ar", "rtl"), ("en", "ltr")])
def test_without_letters_it_goes_as_the_page_does(title, language, direction):
    with override(language):
        assert direction_of(title) == direction


def test_a_title_is_escaped():
    assert isolated("<b> & وصل") == '<bdi dir="rtl">&lt;b&gt; &amp; وصل</bdi>'


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_pages_of_a_session_set_its_title_so(own_ngo, other_ngo, sign_in, language):
    session = a_session(title=IN_ARABIC)
    client = sign_in(own_ngo, Role.COORDINATOR)
    title = f'<bdi dir="rtl">{IN_ARABIC}</bdi>'
    for path in (f"/{language}/sessions/", f"/{language}/sessions/{session.uuid}/"):
        assert title in client.get(path).content.decode()
    stranger = sign_in(other_ngo, Role.COORDINATOR)
    assert IN_ARABIC not in stranger.get(f"/{language}/sessions/").content.decode()


def test_every_template_says_the_direction_of_a_title():
    silent = [
        f"{path.relative_to(TEMPLATES)}: {found.group()}"
        for path in sorted(TEMPLATES.rglob("*.html"))
        for found in TITLE.finditer(path.read_text(encoding="utf-8"))
        if "dir=" not in found.group(1)
    ]
    assert silent == []
