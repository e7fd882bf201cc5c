"""Courses of a furnished tenant, with somebody who learns in one of them."""

import uuid

from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, CollectionViewRestriction, Comment, Page, PageViewRestriction

from accounts.models import JoinCode, User
from core.storage import BareFile
from courses.actions import enrol_person
from courses.laws.reading import find_laws
from courses.models import (
    Attempt,
    CoursePage,
    Exercise,
    GlossaryTerm,
    LessonExercise,
    LessonPage,
    ModulePage,
    SavedBlock,
)
from pages.models import HomePage
from people.models import Person
from tests.support.courses import READY, question, texts
from tests.support.simulations import make_case

BLOCK = "11111111-1111-4111-8111-111111111111"
LAW = {"jurisdiction": "MA", "text": "…", "valid_from": None, "valid_to": None, "source": "…", "to_check": True}


def a_course(slug: str, mark: str) -> CoursePage:
    """A published course of one lesson, in which an exercise, a case and a picture stand."""
    page = HomePage.objects.get().add_child(
        instance=CoursePage(**texts("heading", f"{mark} cours {slug}"), **READY, slug=slug, phase="identification")
    )
    module = page.add_child(instance=ModulePage(**texts("heading", f"{mark} module {slug}"), **READY, slug="module"))
    exercise = Exercise(**texts("heading", f"{mark} exercice {slug}"), kind=Exercise.Kind.PRACTICE)
    exercise.questions = [question(f"{mark} {slug}", 0)]
    exercise.save()
    exercise.save_revision().publish()
    picture = Image.objects.create(title=f"{mark} {slug}", file=get_test_image_file(f"{mark}-{slug}.png"))
    body = [
        {"type": "paragraph", "value": f"<p>{mark} texte {slug}</p>", "id": BLOCK},
        {"type": "image", "value": {"image": picture.pk, "decorative": True, "alt_text": ""}, "id": "b"},
        {"type": "law_reference", "id": "c", "value": LAW | {"article": f"{mark} article"}},
    ]
    lesson = LessonPage(**texts("heading", f"{mark} lecon {slug}"), **READY, slug="lecon")
    lesson.body_fr = LessonPage._meta.get_field("body").stream_block.to_python(body)
    lesson.lesson_exercises = [LessonExercise(exercise=exercise)]
    module.add_child(instance=lesson)
    make_case(lesson)
    page.save_revision().publish()
    return page


def learning(course: CoursePage, learner: Person) -> dict[str, object]:
    """What the addresses of learning name, of this course and of one who has joined it."""
    lesson = LessonPage.objects.descendant_of(course).get()
    asked = lesson.lesson_exercises.exclude(exercise__kind=Exercise.Kind.SIMULATION).get().exercise
    case = lesson.lesson_exercises.get(exercise__kind=Exercise.Kind.SIMULATION).exercise
    enrolment = enrol_person(person=learner, course=course)
    attempt = Attempt.objects.create(
        enrolment=enrolment, exercise=asked, lesson=lesson, uuid=uuid.uuid4(), score=0, maximum=1, passed=False
    )
    return {
        "learn/lessons/<int:lesson_pk>/simulations pk": case.pk, "learn/lessons/<int:lesson_pk>/cases pk": case.pk,
        "learn/lessons/<int:lesson_pk>/exercises pk": asked.pk, "lesson_pk": lesson.pk,
        "fr/learn/lessons pk": lesson.pk,
        "posted to fr/learn/lessons/<int:pk>/remark/": {"block": BLOCK, "reason": "unclear"},
        "fr/learn/courses pk": course.pk, "attempts uuid": attempt.uuid,
        "fr/join code": JoinCode.objects.get(target_kind="course", target_uuid=course.translation_key).code,
    }  # fmt: skip


def practising(course: CoursePage) -> dict[str, object]:
    """What the addresses of an open module name."""
    ModulePage.objects.descendant_of(course).update(is_open=True)
    lesson = LessonPage.objects.descendant_of(course).get()
    asked = lesson.lesson_exercises.get(exercise__kind=Exercise.Kind.PRACTICE).exercise
    return {"learn/open lesson_pk": lesson.pk, "learn/open pk": asked.pk}


def editing(course: CoursePage, mark: str) -> dict[str, object]:
    """What the editor's addresses name."""
    home = Page.objects.get(depth=2)
    module, lesson = ModulePage.objects.descendant_of(course).get(), LessonPage.objects.descendant_of(course).get()
    exercise = Exercise.objects.filter(kind=Exercise.Kind.PRACTICE).order_by("pk").first()
    term = GlossaryTerm.objects.create(**texts("term", f"{mark} terme"))
    document = Document.objects.create(title=f"{mark} document", file=BareFile(mark.encode(), f"{mark}.txt"))
    image = Image.objects.order_by("pk").last()
    locked = PageViewRestriction.objects.create(page=module, restriction_type="password", password=mark)
    collection = Collection.get_first_root_node().add_child(instance=Collection(name=f"{mark} collection"))
    shut = CollectionViewRestriction.objects.create(collection=collection, restriction_type="password", password=mark)
    return {
        "parent_page_id": home.pk, "page_to_move_id": course.pk, "destination_id": home.pk, "page_id": course.pk,
        "exercises/ pk": exercise.pk, "courses/exercise pk": exercise.pk, "glossaryterm pk": term.pk,
        "translations/pages pk": lesson.pk, "translations/modules pk": module.pk, "node_id": lesson.translation_key,
        "room/modules pk": module.pk, "room/tools name": "referral-sheet",
        "library/review key": lesson.translation_key,
        "library pk": module.pk, "write/modules pk": module.pk, "write/lessons pk": lesson.pk, "way": "up",
        "write/kept pk": SavedBlock.objects.create(name=mark, kind="key_message", values={"fr": mark}).pk,
        "comment": a_comment(lesson, mark).pk,
        "posted to admin/write/lessons/<int:pk>/comments/": {"path": "heading_fr", "text": mark},
        "admin/laws key": next(law.key for law in find_laws() if str(law.name).startswith(mark)),
        "posted to admin/write/lessons/<int:pk>/keep/": {"block": BLOCK, "name": mark},
        "posted to admin/write/lessons/<int:pk>/exercise/": {"kind": "practice"},
        "posted to admin/write/lessons/<int:pk>/place/": {"module": module.pk},
        "write/cases pk": Exercise.objects.filter(kind=Exercise.Kind.SIMULATION).values_list("pk", flat=True).first(),
        "image_id": image.pk, "document_id": document.pk, "doc_id": document.pk,
        "language": "ar", "suffix": "xlf", "object_id": course.pk,
        "content_type_app_name": "courses", "content_type_model_name": "coursepage", "app_label": "courses",
        "model_name": "lessonpage", "bulk action": "delete", "action_name": "publish", "media/ name": image.file.name,
        r"documents/^(\d+)/(.*)$": document.url, r"fr/^((?:[\w\-]+/)*)$": course.get_url(),
        "page_view_restriction_id": locked.pk, "_util page_id": module.pk, "restriction_id": shut.pk,
    }  # fmt: skip


def a_comment(lesson: LessonPage, mark: str) -> Comment:
    """On the heading of a lesson."""
    return Comment.objects.create(page=lesson, user=User.objects.first(), text=mark, contentpath="heading_fr")


def a_document(mark: str) -> Document:
    """A document of the NGO."""
    return Document.objects.create(title=f"{mark} support", file=BareFile(mark.encode(), f"{mark}-support.txt"))
