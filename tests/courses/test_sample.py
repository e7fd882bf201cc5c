"""The sample course of a new NGO: a small trilingual draft, removed with all it brought and brought back."""

import pytest
from wagtail.models import Page

from accounts.models import JoinCode
from core.languages import ORDER
from courses.actions import enrol_person
from courses.models import Attempt, CoursePage, Exercise, LessonExercise, LessonPage, ModulePage, Question
from courses.sample import add_sample_course, remove_sample_course, sample_course
from pages.models import HomePage
from people.models import Person
from tenants import provisioning


@pytest.fixture
def sample(own_ngo):
    return add_sample_course()


def counts():
    return Page.objects.count(), Exercise.objects.count(), Question.objects.count()


def test_it_is_a_small_draft_nobody_can_join(sample, client):
    pages = sample.get_descendants(inclusive=True).order_by("path")
    slugs = ["exemple", "un-module", "ecrire-une-lecon", "ecrire-un-exercice"]
    assert [(page.slug, page.live) for page in pages] == [(slug, False) for slug in slugs]
    assert not JoinCode.objects.exists()
    assert [client.get(f"/fr{page.url_path.removeprefix('/home')}").status_code for page in pages] == [404] * 4


def test_every_text_is_there_in_three_languages(sample):
    for page in (sample, *ModulePage.objects.all(), *LessonPage.objects.all()):
        page.full_clean()
        assert [page.language_states[code]["percent"] for code in ORDER] == [100] * 3
    for lesson in LessonPage.objects.all():
        for body in (getattr(lesson, f"body_{code}") for code in ORDER):
            body.stream_block.clean(body)


def test_it_shows_the_blocks_that_need_no_file(sample):
    kinds = {block.block_type for lesson in LessonPage.objects.all() for block in lesson.body_ar}
    shown = {"paragraph", "key_message", "callout", "content_note", "law_reference", "checklist", "exercise"}
    assert kinds == shown
    assert set(Question.objects.values_list("kind", flat=True)) == {"single", "true_false", "sorting"}


def test_adding_it_twice_adds_it_once(sample):
    before = counts()
    assert add_sample_course() == sample
    assert counts() == before


def test_removing_it_leaves_nothing_and_it_can_come_back(own_ngo):
    before = counts()
    add_sample_course()
    remove_sample_course()
    assert (counts(), sample_course()) == (before, None)
    assert add_sample_course() == sample_course()
    assert counts() == (before[0] + 4, before[1] + 1, before[2] + 3)


def test_an_exercise_that_another_lesson_uses_stays(sample):
    module = ModulePage(heading_fr="Module", slug="module", live=False)
    course = HomePage.objects.get().add_child(instance=CoursePage(heading_fr="Cours", slug="cours", live=False))
    course.add_child(instance=module)
    lesson = LessonPage(heading_fr="Leçon", slug="lecon", live=False)
    lesson.lesson_exercises = [LessonExercise(exercise=Exercise.objects.get())]
    module.add_child(instance=lesson)
    remove_sample_course()
    assert (Exercise.objects.count(), CoursePage.objects.get()) == (1, course)


def test_an_exercise_somebody_has_done_stays(sample):
    enrolment = enrol_person(person=Person.objects.create(full_name="Salma Exemple"), course=sample)
    Attempt.objects.create(enrolment=enrolment, exercise=Exercise.objects.get(), score=1, maximum=3, passed=False)
    assert not remove_sample_course()
    assert (Exercise.objects.count(), CoursePage.objects.count()) == (1, 1)


def test_once_published_it_is_a_course_like_any_other(sample):
    sample.save_revision().publish()
    remove_sample_course()
    assert CoursePage.objects.get() == sample
    assert (sample_course(), add_sample_course()) == (None, None)


def test_a_page_of_its_address_is_left_alone(own_ngo):
    HomePage.objects.get().add_child(instance=CoursePage(heading_fr="Exemple", slug="exemple"))
    assert add_sample_course().slug == "exemple-2"


@pytest.mark.django_db(transaction=True)
def test_a_new_ngo_has_it():
    with provisioning.create_tenant("new_ngo", name="Association du Figuier", host="new-ngo.localhost"):
        assert [course.slug for course in CoursePage.objects.all()] == ["exemple"]


def test_the_template_and_the_hub_have_none(hub):
    with hub:
        assert not CoursePage.objects.exists()


def test_it_takes_few_queries_so_that_an_ngo_is_there_in_two_seconds(own_ngo, django_assert_max_num_queries):
    with django_assert_max_num_queries(200):
        add_sample_course()
