"""Pieces of a module, and a module as it travels."""

import io

from courses.models import LessonPage
from courses.packing.bundle import pack_module
from tests.support.traces import SAMPLES

LEAFLET = (SAMPLES / "sample.pdf").read_bytes()
FIRST, SECOND = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"


def paragraph(html, block=FIRST):
    return {"type": "paragraph", "value": html, "id": block}


def set_body(lesson, language, body):
    setattr(lesson, f"body_{language}", LessonPage._meta.get_field("body").stream_block.to_python(body))
    lesson.save()


def outline(node):
    return [node.kind, *map(outline, node.children)]


def callout(title, html):
    return {"type": "callout", "value": {"title": title, "text": html}, "id": SECOND}


def packed(module):
    handle = io.BytesIO()
    pack_module(module, handle)
    return handle
