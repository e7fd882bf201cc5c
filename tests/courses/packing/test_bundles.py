"""A module packed, carried into another schema."""

import io
import json
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file

from core.metadata.stripping import strip
from courses.models import Adoption, CoursePage, Exercise, GlossaryTerm, LessonPage, ModulePage, Question
from courses.packing import Node, read_module
from courses.packing.adopting import adopt_module, pending
from courses.packing.bundle import BundleError, open_bundle
from courses.packing.unpacking import unpack_module
from tests.support.courses import new_course
from tests.support.packing import LEAFLET, outline, packed


def unpack(handle, tenant, **options):
    with tenant:
        return unpack_module(open_bundle(handle), course=new_course(), actor=None, **options)


def test_what_is_unpacked_reads_the_same(full_module, other_ngo):
    tree, handle = read_module(full_module, draft=False), packed(full_module)
    copy = unpack(handle, other_ngo)
    with other_ngo:
        assert read_module(copy, draft=True) == tree
        assert (copy.live, read_module(copy, draft=False).children) == (False, [])
        assert [page.live for page in LessonPage.objects.all()] == [False, False]
        assert [exercise.live for exercise in Exercise.objects.all()] == [True]  # seen where its lesson is
        picture, leaflet = Image.objects.get(), Document.objects.get()
        assert (picture.title, picture.description, picture.width) == ("Étoile", "Une étoile", 640)
        assert leaflet.file.read() == strip(LEAFLET, "pdf").data


def test_files_terms_and_exercises_that_are_here_are_used(full_module, exercise, other_ngo):
    key, handle = GlossaryTerm.objects.get().key, packed(full_module)
    with other_ngo:
        Image.objects.create(title="La nôtre", file=get_test_image_file("ours.png")).get_file_hash()
        GlossaryTerm.objects.create(key=key, term_fr="Notre traite")
        Exercise.objects.create(key=exercise.key, heading_fr="Notre test")
    copy = unpack(handle, other_ngo)
    with other_ngo:
        assert [image.title for image in Image.objects.all()] == ["La nôtre"]
        assert [term.term_fr for term in GlossaryTerm.objects.all()] == ["Notre traite"]
        assert [made.heading_fr for made in Exercise.objects.all()] == ["Notre test"]
        assert read_module(copy, draft=True).of_kind("lesson")[1].settings["exercises"] == [str(exercise.key)]


def test_a_copy_beside_its_source_has_keys_of_its_own(full_module, own_ngo):
    before = read_module(full_module, draft=False)
    copy = unpack(packed(full_module), own_ngo, keep_exercises=False)
    tree = read_module(copy, draft=True)
    kept = {node.id for node in tree.walk()} & {node.id for node in before.walk()}
    assert kept == {node.id for term in before.of_kind("term") for node in term.walk()}
    assert outline(tree) == outline(before)
    assert read_module(full_module, draft=False) == before


def rewritten(handle, change):
    """The same zip with its manifest changed."""
    made = io.BytesIO()
    with zipfile.ZipFile(handle) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "manifest.json":
                manifest = json.loads(content)
                change(manifest)
                content = json.dumps(manifest).encode()
            new.writestr(name, content)
    return made


def retitle(manifest):
    manifest["tree"]["texts"]["heading"]["fr"] = "Autre"


def renumber(manifest):
    manifest["format"] = 99


def forget_media(manifest):
    manifest["media"] = []


def mistake_media(manifest):
    manifest["media"][0]["sha256"] = "0" * 64


def nest(manifest):
    manifest["tree"]["kind"] = "lesson"
    manifest["digest"] = Node.from_json(manifest["tree"]).digest()


@pytest.mark.parametrize("change", [retitle, renumber, forget_media, mistake_media, nest])
def test_a_changed_bundle_is_refused(full_module, change):
    with pytest.raises(BundleError):
        open_bundle(rewritten(packed(full_module), change))


@pytest.mark.parametrize("content", [b"", b"PK", b"a text"], ids=["empty", "cut", "text"])
def test_what_is_no_bundle_is_refused(own_ngo, content):
    with pytest.raises(BundleError):
        open_bundle(io.BytesIO(content))


def test_a_damaged_file_is_refused_before_anything_is_written(full_module, other_ngo):
    handle, made = packed(full_module), io.BytesIO()
    with zipfile.ZipFile(handle) as old, zipfile.ZipFile(made, "w") as new:
        for info in old.infolist():
            content = old.read(info)
            new.writestr(info.filename, content if info.filename == "manifest.json" else b"x" * len(content))
    with other_ngo, pytest.raises(BundleError):
        unpack_module(open_bundle(made), course=new_course(), actor=None)
    with other_ngo:
        assert [ModulePage.objects.count(), Image.objects.count(), Exercise.objects.count()] == [0, 0, 0]


def test_a_failure_half_way_leaves_no_row_and_no_file(full_module, other_ngo):
    handle = packed(full_module)
    with other_ngo:
        bundle, course = open_bundle(handle), new_course()
        bundle.tree.of_kind("lesson")[1].texts["heading"] = {"fr": "x" * 300}
        with pytest.raises(ValidationError):
            unpack_module(bundle, course=course, actor=None)
        assert [Image.objects.count(), Document.objects.count(), Exercise.objects.count()] == [0, 0, 0]
        assert default_storage.listdir("documents")[1] == []


# Which lesson a question tests


def test_what_a_question_tests_travels_with_it(module, lesson, exercise, other_ngo):
    """By its key: there it is the lesson of that schema."""
    exercise.questions.update(objective=lesson)
    handle = packed(module)
    with other_ngo:
        copy = unpack_module(open_bundle(handle), course=new_course(), actor=None)
        there = LessonPage.objects.child_of(copy).first()
        taught = set(Question.objects.filter(exercise__key=exercise.key).values_list("objective", flat=True))
        draft = Exercise.objects.get(key=exercise.key).get_latest_revision_as_object()
        assert taught == {there.pk} == {asked.objective_id for asked in draft.questions.get_object_list()}


def test_a_question_that_came_before_its_lesson_names_it_once_that_is_here(module, lessons, exercise, other_ngo):
    """As of a bank, which the first module brings whole."""
    course = CoursePage.objects.get()
    later = course.add_child(instance=ModulePage(heading_fr="Plus tard"))
    taught = later.add_child(instance=LessonPage(heading_fr="Ce qui vient après"))
    exercise.questions.update(objective=taught)
    first, second = packed(module), packed(ModulePage.objects.get(pk=later.pk))
    with other_ngo:
        course = new_course()
        adopt_module(open_bundle(first), version=1, course=course, actor=None)
        asked = Question.objects.filter(exercise__key=exercise.key)
        assert set(asked.values_list("objective", flat=True)) == {None}
        adopt_module(open_bundle(second), version=1, course=course, actor=None)
        there = LessonPage.objects.get(translation_key=taught.translation_key)
        assert set(asked.values_list("objective", flat=True)) == {there.pk}
        assert pending_of(module.translation_key, first) == []


def pending_of(source, handle):
    """What an update from the same bundle would offer: nothing."""
    return pending(Adoption.objects.get(source_key=source), open_bundle(handle))
