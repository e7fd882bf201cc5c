"""A copy made in the admin has exercises of its own, in what is published and in every draft of it."""

import json

import pytest
from django.urls import reverse
from wagtail.models import Page, Revision

from accounts.roles import Role
from courses.models import CoursePage, Exercise, LessonExercise, LessonPage
from tests.support.courses import question, texts


def make_exercise(name, **fields):
    made = Exercise(**texts("heading", name), **fields, questions=[question(name, 0)])
    made.save()
    made.save_revision().publish()
    return made


@pytest.fixture
def trainer(sign_in, own_ngo):
    return sign_in(own_ngo, Role.TRAINER)


@pytest.fixture
def filled(lessons):
    """A lesson with an exercise in its text, and a draft newer than that which has another."""
    published, drafted = make_exercise("publié"), make_exercise("brouillon")
    lesson = lessons[0]
    lesson.body_fr = [{"type": "exercise", "value": published.pk, "id": "b0000000-0000-4000-8000-000000000001"}]
    lesson.lesson_exercises = [LessonExercise(exercise=published)]
    lesson.save()
    lesson.save_revision().publish()
    draft = LessonPage.objects.get(pk=lesson.pk).get_latest_revision_as_object()
    draft.body_fr = [{"type": "exercise", "value": drafted.pk, "id": "b0000000-0000-4000-8000-000000000002"}]
    draft.lesson_exercises = [LessonExercise(exercise=drafted)]
    draft.save_revision()
    return LessonPage.objects.get(pk=lesson.pk), published, drafted


def copy(client, page, *, subpages, publish=False, **more):
    posted = {f"new_title_{code}": f"Copie {code}" for code in ("fr", "ar", "en")} | {
        "new_slug": "copie", "new_parent_page": page.get_parent().pk,
    }  # fmt: skip
    posted |= {"copy_subpages": "on"} if subpages else {}
    posted |= {"publish_copies": "on"} if publish else {}
    response = client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), posted | more)
    assert response.status_code == 302
    return Page.objects.get(slug="copie").specific


def exercises_in(page):
    """The headings and ids of the exercises in a lesson's text and after it."""
    in_text = [block["value"] for block in page.body_fr.raw_data if block["type"] == "exercise"]
    after = [entry.exercise_id for entry in page.lesson_exercises.all()]
    return [(str(Exercise.objects.get(pk=pk)), pk) for pk in in_text], list(after)


@pytest.mark.parametrize("level", ["course", "module", "lesson"])
@pytest.mark.parametrize("publish", [False, True], ids=["draft", "published"])
def test_copied_in_the_admin_with_all_below_it(trainer, course, lessons, filled, exercise, level, publish):
    lesson, published, drafted = filled
    source = {"course": course, "module": course.get_children().get(), "lesson": lesson}[level]
    made = copy(trainer, source, subpages=True, publish=publish)
    assert (made.heading_ar, made.live) == ("Copie ar", publish)
    copied = LessonPage.objects.descendant_of(made, inclusive=True).order_by("path").first()
    for page, original in ((copied, published), (copied.get_latest_revision_as_object(), drafted)):
        ((name, own),), after = exercises_in(page)
        assert (name, own == original.pk, after) == (str(original), False, [own])
        assert Exercise.objects.get(pk=own).live
    assert copied.body_fr.raw_data[0]["id"] == lesson.body_fr.raw_data[0]["id"]
    revisions = Revision.page_revisions.filter(object_id__in=[str(pk) for pk in pages_of(made)])
    named = {pk for revision in revisions for pk in named_in(revision.content)}
    assert named & {published.pk, drafted.pk, exercise.pk} == set()
    if level == "course":
        draft = made.get_latest_revision_as_object()
        assert (made.final_exercise_id == exercise.pk, draft.final_exercise_id) == (False, made.final_exercise_id)


def pages_of(page):
    return Page.objects.descendant_of(page, inclusive=True).values_list("pk", flat=True)


def named_in(content):
    bodies = [json.loads(content[f"body_{code}"]) for code in ("fr", "ar", "en") if content.get(f"body_{code}")]
    found = {block["value"] for body in bodies for block in body if block["type"] == "exercise"}
    return found | {row["exercise"] for row in content.get("lesson_exercises", [])} | {content.get("final_exercise")}


def test_copied_without_what_is_below_it(trainer, course, lessons, exercise):
    made = copy(trainer, course, subpages=False)
    assert (made.get_children().count(), made.final_exercise_id == exercise.pk) == (0, False)
    assert str(made.final_exercise) == str(exercise)
    course.refresh_from_db()
    assert (course.final_exercise, lessons[1].lesson_exercises.get().exercise) == (exercise, exercise)


def test_a_course_is_not_to_be_had_as_an_alias(trainer, course, lessons):
    """One page at two addresses would have one set of exercises, and two sets of results."""
    for page in (course, course.get_children().get(), lessons[0]):
        url = reverse("wagtailadmin_pages:copy", args=[page.pk])
        assert 'name="alias"' not in trainer.get(url).content.decode()
    made = copy(trainer, course, subpages=True, alias="on")
    assert (made.alias_of_id, CoursePage.objects.filter(alias_of__isnull=False).count()) == (None, 0)


def test_banks_come_along_once(trainer, course, lessons, exercise):
    bank = make_exercise("banque", kind=Exercise.Kind.BANK)
    practice = make_exercise("tirage", bank=bank)
    Exercise.objects.filter(pk=exercise.pk).update(bank=bank)
    LessonExercise.objects.create(lesson=lessons[0], exercise=practice)
    made = copy(trainer, course, subpages=True)
    own = Exercise.objects.filter(pk__in=LessonExercise.objects.filter(
        lesson__in=LessonPage.objects.descendant_of(made)).values("exercise"))  # fmt: skip
    (bank_of_both,) = {one.bank for one in own}
    assert (bank_of_both == bank, bank_of_both.questions.get().text_fr) == (False, "banque fr")
    assert bank_of_both.questions.get().key != bank.questions.get().key


def test_a_stranger_copies_nothing(sign_in, other_ngo, own_ngo, course):
    url = reverse("wagtailadmin_pages:copy", args=[course.pk])
    assert sign_in(other_ngo, Role.COORDINATOR).post(url, {}).status_code in (302, 404)
    assert CoursePage.objects.count() == 1
