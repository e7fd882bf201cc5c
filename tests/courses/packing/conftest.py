"""A module, its first lesson, and the module with all that may come along."""

import pytest
from django.core.files.base import ContentFile
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file

from courses.models import GlossaryTerm, LessonPage, ModulePage, Wording
from tests.support.courses import texts
from tests.support.packing import LEAFLET, SECOND, paragraph, set_body


@pytest.fixture
def module(course):
    return ModulePage.objects.get()


@pytest.fixture
def lesson(lessons):
    return lessons[0]


@pytest.fixture
def full_module(module, lesson, exercise, own_files):
    """A module with a picture, a document, a term and a link between its lessons."""
    picture = Image.objects.create(title="Étoile", description="Une étoile", file=get_test_image_file("star.png"))
    leaflet = Document.objects.create(title="Dépliant", file=ContentFile(LEAFLET, name="leaflet.pdf"))
    term = GlossaryTerm(**texts("term", "Traite"), wordings=[Wording(jurisdiction="MA", **texts("wording", "Traite"))])
    term.save()
    other = LessonPage.objects.exclude(pk=lesson.pk).get()
    html = (
        f'<p><a linktype="document" id="{leaflet.pk}">un</a> <a linktype="glossary" id="{term.pk}">deux</a> '
        f'<a linktype="page" id="{other.pk}">trois</a></p>'
    )
    star = {"type": "image", "value": {"image": picture.pk, "decorative": False, "alt_text": "Étoile"}, "id": SECOND}
    for language in ("fr", "ar"):
        set_body(lesson, language, [paragraph(html), star])
    return module
