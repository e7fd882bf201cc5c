"""Stream blocks: what is refused, with the remedy, and what readers get."""

import datetime
import re

import pytest
from django.utils import translation
from wagtail.blocks import StructBlockValidationError
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtailmedia.models import Media

from core.blocks import BodyBlock
from core.storage import BareFile

BODY = BodyBlock()


@pytest.fixture
def media(own_ngo):
    """A sound file and a film."""
    made = {
        kind: Media.objects.create(title=f"Un {kind}", type=kind, file=BareFile(b"x" * 2048, name=f"un.{suffix}"))
        for kind, suffix in (("audio", "mp3"), ("video", "mp4"))
    }
    yield made
    for item in made.values():
        item.file.delete(save=False)


@pytest.fixture
def document(own_ngo):
    made = get_document_model().objects.create(title="Fiche", file=BareFile(b"%PDF-" + b"x" * 1019, name="fiche.pdf"))
    yield made
    made.file.delete(save=False)


def clean(name, value):
    block = BODY.child_blocks[name]
    return block.clean(block.normalize(value))


def refusal(name, value, language="en"):
    """The errors of a block's fields, in words."""
    with translation.override(language), pytest.raises(StructBlockValidationError) as refused:
        clean(name, value)
    with translation.override(language):
        return {field: error.messages for field, error in refused.value.block_errors.items()}


def render(name, value, **context):
    block = BODY.child_blocks[name]
    return block.render(block.to_python(block.get_prep_value(block.normalize(value))), context)


TRANSCRIPT = ["Write what is said and what is heard: for those who do not hear, and those whose line is slow."]


@pytest.mark.parametrize("kind", ["audio", "video"])
@pytest.mark.parametrize("transcript", ["", "<p></p>"], ids=["none", "empty"])
def test_a_recording_without_transcript_is_refused(media, kind, transcript):
    assert refusal(kind, {"media": media[kind], "transcript": transcript}) == {"transcript": TRANSCRIPT}


@pytest.mark.parametrize("kind", ["audio", "video"])
def test_a_recording_with_its_transcript_is_taken_and_shown(media, kind):
    value = {"media": media[kind], "transcript": "<p>Bonjour.</p>"}
    assert clean(kind, value)["media"] == media[kind]
    with translation.override("en"):
        html = render(kind, value)
    assert f'<{kind} controls preload="none" aria-label="Un {kind}"><source src="{media[kind].url}">' in html
    assert f"· {kind.capitalize()}, 2.0\xa0KB</p>" in html
    assert "<summary>Transcript</summary>" in html
    assert "<p>Bonjour.</p>" in html


def test_a_film_is_no_sound_file(media):
    assert list(refusal("audio", {"media": media["video"], "transcript": "<p>x</p>"})) == ["media"]


def test_a_recording_whose_file_is_gone_is_shown_without_its_size(media):
    media["audio"].file.storage.delete(media["audio"].file.name)
    with translation.override("en"):
        assert "· Audio</p>" in render("audio", {"media": media["audio"], "transcript": "<p>x</p>"})


ALT = [
    (
        "Describe in one sentence what the picture shows, for those who do not see it. "
        "If it says nothing the text does not say, tick “Image is decorative”."
    )
]


@pytest.fixture
def picture(own_ngo):
    made = get_image_model().objects.create(title="Image", file=get_test_image_file())
    yield made
    made.file.delete(save=False)


@pytest.mark.parametrize(
    ("alt", "decorative", "errors"),
    [("", False, {"alt_text": ALT}), ("Un port", False, None), ("", True, None)],
    ids=["nothing", "described", "decorative"],
)
def test_a_picture_says_what_it_shows_or_that_it_is_decoration(picture, alt, decorative, errors):
    value = {"image": picture.pk, "alt_text": alt, "decorative": decorative}
    block = BODY.child_blocks["image"]
    if errors is None:
        assert block.clean(block.to_python(value)).pk == picture.pk
        return
    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(block.to_python(value))
    with translation.override("en"):
        assert {field: error.messages for field, error in refused.value.block_errors.items()} == errors


def test_a_document_says_its_type_size_and_language(document):
    with translation.override("en"):
        html = render("document", {"document": document, "language": "ar"})
    assert html.startswith(
        f'<p lang="en" dir="ltr"><a href="{document.url}"><bdi><span lang="ar">Fiche</span></bdi></a>'
    )
    assert "(PDF, 1.0\xa0KB, in Arabic)" in html


def test_a_document_without_its_language_is_refused(document):
    assert list(refusal("document", {"document": document, "language": ""})) == ["language"]


def test_a_checklist_shows_its_points(own_ngo):
    html = render("checklist", {"title": "Avant", "points": ["Une <b>pièce</b>", "Un interprète"]})
    assert re.sub(r"<svg.*?</svg>", "[icon]", html, flags=re.DOTALL).strip() == (
        '<section class="callout checklist"><h3>[icon]<span>Avant</span></h3>'
        "<ul><li>Une &lt;b&gt;pièce&lt;/b&gt;</li><li>Un interprète</li></ul></section>"
    )


@pytest.mark.parametrize("missing", ["title", "points"])
def test_a_checklist_has_a_title_and_points(own_ngo, missing):
    value = {"title": "Avant", "points": ["x"]} | {missing: "" if missing == "title" else [""]}
    assert list(refusal("checklist", value)) == [missing]


def test_a_law_that_ends_before_it_begins_is_refused(own_ngo):
    value = {
        "jurisdiction": "MA", "article": "1", "text": "x", "source": "x", "to_check": True,
        "valid_from": datetime.date(2020, 1, 1), "valid_to": datetime.date(2019, 1, 1),
    }  # fmt: skip
    said = "“Valid to” is before “valid from”. Correct one of the two dates."
    assert refusal("law_reference", value) == {"valid_to": [said]}


def test_an_article_knows_no_exercise_nor_term(own_ngo):
    assert {"exercise", "glossary_term"}.isdisjoint(BODY.child_blocks)
    linked = '<p>Un <a linktype="glossary" id="1">mot</a>.</p>'
    assert render("paragraph", linked).strip() == '<div class="prose"><p>Un mot.</p></div>'
