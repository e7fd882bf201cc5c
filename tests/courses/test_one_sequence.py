"""A body is one sequence of blocks in three languages; what was written before that moves over as it is."""

import json
import re
import uuid

import pytest
from django.apps import apps
from django.db import connection
from django.utils import translation

from core.languages import ORDER
from core.sequence import out_of_step
from core.shared_ids import share_ids
from courses.models import CoursePage, LessonPage, ModulePage
from courses.packing.reading import read_module
from pages.models import HomePage
from tests.support.clients import TenantClient
from tests.support.practice_course import load_course
from tests.support.worlds import world

_SECRET = re.compile(r"(nonce|value)=\"[^\"]*\"")  # of one answer alone


@world
def whole_demo():
    load_course(full=True)


@pytest.fixture
def course(whole_demo):
    return CoursePage.objects.get()


def bodies_of(lesson):
    return {code: getattr(lesson, f"body_{code}").get_prep_value() for code in ORDER}


def pages_in_three_languages(ngo, course):
    client, found = TenantClient(ngo), {}
    for code in ORDER:
        with translation.override(code):
            addresses = [page.specific.url for page in [course, *course.get_descendants()]]
        answers = {address: client.get(address) for address in addresses}
        assert {answer.status_code for answer in answers.values()} == {200}
        found |= {address: _SECRET.sub("", answer.content.decode()) for address, answer in answers.items()}
    return found


def _apart(body):
    """As it was written before: ids of its own."""

    def value(given):
        if isinstance(given, list):
            return _apart(given) if all(isinstance(one, dict) and "id" in one for one in given) else given
        return {name: value(inner) for name, inner in given.items()} if isinstance(given, dict) else given

    return [{**block, "id": str(uuid.uuid4()), "value": value(block["value"])} for block in body]


def _take_apart(lesson):
    """Rows and revisions with block ids of each language's own, as the release before kept them."""
    apart = {f"body_{code}": _apart(body) for code, body in bodies_of(lesson).items()}
    for name, body in apart.items():
        setattr(lesson, name, lesson.body.stream_block.to_python(body))
    lesson.save(update_fields=list(apart), clean=False)
    for revision in lesson.revisions.all():
        revision.content |= {name: json.dumps(body) for name, body in apart.items()}
        revision.save()


def test_the_whole_demo_is_in_step(course):
    assert [found for lesson in LessonPage.objects.all() for found in out_of_step(bodies_of(lesson), "fr")] == []


def test_what_was_written_before_reads_as_before_and_is_in_step(own_ngo, course):
    for lesson in LessonPage.objects.all():
        _take_apart(lesson)
    before = pages_in_three_languages(own_ngo, course)
    lessons = list(LessonPage.objects.all())
    assert all(
        out_of_step(bodies_of(lesson), "fr") for lesson in lessons if len(lesson.body_ar) > 0 and _has_term(lesson)
    )
    share_ids(apps, connection.schema_editor(), "courses", "LessonPage")
    assert pages_in_three_languages(own_ngo, course) == before
    for lesson in LessonPage.objects.all():
        assert out_of_step(bodies_of(lesson), "fr") == []
        assert {tuple(block["id"] for block in body) for body in bodies_of(lesson).values()} == {
            tuple(block["id"] for block in lesson.body_fr.get_prep_value())
        }
        draft = lesson.get_latest_revision_as_object()
        assert bodies_of(draft) == bodies_of(lesson)
    share_ids(apps, connection.schema_editor(), "courses", "LessonPage")  # stopped in the middle, it is run again
    assert pages_in_three_languages(own_ngo, course) == before


def _has_term(lesson):
    return any(block.block_type in ("exercise", "glossary_term") for block in lesson.body_fr)


def test_every_page_reads_the_same_once_it_is_saved_again(own_ngo, course):
    before = pages_in_three_languages(own_ngo, course)
    for lesson in LessonPage.objects.all():
        lesson.save_revision().publish()
    assert pages_in_three_languages(own_ngo, course) == before


def test_a_draft_follows_what_is_done_in_the_source_language(course):
    lesson = next(one for one in LessonPage.objects.all() if len(one.body_fr) > 2)
    first, *rest = lesson.body_fr.get_prep_value()
    lesson.body_fr = lesson.body_fr.stream_block.to_python([*rest, first])
    lesson.save_revision()
    draft = lesson.get_latest_revision_as_object()
    for code in ORDER:
        assert [block["id"] for block in bodies_of(draft)[code]] == [block["id"] for block in [*rest, first]]


def test_a_module_packed_before_compares_by_the_ids_its_blocks_share_now(course):
    module = ModulePage.objects.first()
    new = read_module(module, draft=False)
    for lesson in LessonPage.objects.all():
        _take_apart(lesson)
    old = read_module(module, draft=False)
    shared = old.with_shared_ids()
    for node, same in zip(old.of_kind("lesson"), shared.of_kind("lesson"), strict=True):
        assert [block["id"] for block in same.texts["body"]["ar"]] == [
            block["id"] for block in node.texts["body"]["fr"]
        ]
    assert [node.id for node in shared.walk()] == [node.id for node in new.walk()]


def test_an_article_is_one_sequence_too(own_ngo):
    home = HomePage.objects.get()
    stream = home.body_fr.stream_block
    home.heading_fr = home.heading_fr or "Accueil"
    home.body_fr = stream.to_python([{"type": "key_message", "value": "Un", "id": "a"}])
    home.body_ar = stream.to_python([{"type": "key_message", "value": "واحد", "id": "b"}])
    home.save_revision().publish()
    home = HomePage.objects.get()
    assert [block.id for block in home.body_ar] == [block.id for block in home.body_fr]
