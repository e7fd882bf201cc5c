"""The whole round: an NGO offers a module, the hub accepts and publishes it, another NGO adopts it, and people there
answer its exercises; what stays behind is said before."""

import pytest
from django.urls import reverse
from wagtail.models import Page

from accounts.models import User
from accounts.roles import Role
from courses.actions import enrol_person
from courses.models import Answer, CoursePage, Exercise, LessonExercise, LessonPage, ModulePage
from network.models import LibraryOffer
from pages.models import HomePage
from people.consent import give_consent
from people.models import Person
from tests.support.clients import TenantClient
from tests.support.courses import READY, question, texts
from tests.support.exercises import posted, right_answer
from tests.support.lesson_forms import form_of


def make_exercise(name, *, live=True, **fields):
    made = Exercise(**texts("heading", name), **fields)
    made.questions = [question(f"{name} {number}", number) for number in range(2)]
    made.save()
    revision = made.save_revision()
    if live:
        revision.publish()
    return made


@pytest.fixture
def module(own_ngo):
    """A published module: one exercise in its text, one after it which draws from a bank."""
    course = HomePage.objects.get().add_child(instance=CoursePage(**texts("heading", "Cours"), **READY, slug="cours"))
    module = course.add_child(instance=ModulePage(**texts("heading", "Écouter"), **READY))
    bank = make_exercise("Banque", kind=Exercise.Kind.BANK)
    in_text, after = make_exercise("Dans le texte"), make_exercise("Après", bank=bank, drawn=1)
    lesson = LessonPage(**texts("heading", "Leçon"), **READY, slug="lecon")
    for code in ("fr", "ar", "en"):
        setattr(lesson, f"body_{code}", [{"type": "exercise", "value": in_text.pk}])
    lesson.lesson_exercises = [LessonExercise(exercise=one, sort_order=n) for n, one in enumerate((in_text, after))]
    module.add_child(instance=lesson)
    return ModulePage.objects.get(pk=module.pk)


@pytest.fixture
def giver(sign_in, own_ngo):
    return sign_in(own_ngo, Role.TRAINER)


@pytest.fixture
def hub_editor(sign_in, hub):
    return sign_in(hub, Role.NETWORK_COORDINATOR)


@pytest.fixture
def adopter(sign_in, other_ngo):
    return sign_in(other_ngo, Role.COORDINATOR)


def publish_all(client):
    """By the admin's own doors: the pages, from the top; returns how many exercises are no draft."""
    for page in Page.objects.filter(depth__gt=2, live=False).order_by("path"):
        page.get_latest_revision().publish()
    return Exercise.objects.filter(live=True).count()


def test_an_exercise_is_answered_where_the_module_was_adopted(giver, hub_editor, adopter, module, hub, other_ngo):
    giver.post(f"/admin/library/offer/{module.pk}/", {"note": ""})
    offered = LibraryOffer.objects.get()
    assert offered.facts["exercises"] == 2  # and the bank
    hub_editor.post(f"/admin/library/offered/{offered.uuid}/accept/", {"course": "new"})
    with hub:
        assert publish_all(hub_editor) == 3
        accepted = ModulePage.objects.get()
    hub_editor.post(f"/admin/library/publish/{accepted.pk}/", {"note": ""})
    shelved = LibraryOffer.objects.get(source="hub")
    assert shelved.facts["exercises"] == 2  # and the bank
    adopter.post(f"/admin/library/modules/{shelved.uuid}/adopt/", {"course": "new"})
    with other_ngo:
        assert publish_all(adopter) == 3
        lesson = LessonPage.objects.get()
        enrolled = enrol(lesson.course())
        exercises = [entry.exercise for entry in lesson.lesson_exercises.all()]
        assert [(str(one), one.bank and str(one.bank)) for one in exercises] == [
            ("Dans le texte fr", None), ("Après fr", "Banque fr"),
        ]  # fmt: skip
    participant = TenantClient(other_ngo)
    participant.force_login(enrolled.person.user)
    page = participant.get(lesson.url)
    assert list(page.context["cards"]) == [exercise.pk for exercise in exercises]
    for exercise in exercises:
        answer(participant, other_ngo, lesson, exercise)
    with other_ngo:
        assert list(enrolled.attempts.order_by("pk").values_list("exercise", "score", "passed")) == [
            (exercises[0].pk, 2, True), (exercises[1].pk, 3, True),
        ]  # fmt: skip
    assert Answer.objects.count() == 0  # nothing at the giver's


def enrol(course):
    user = User.objects.create_user(username="reader", password="2468")
    person = Person.objects.create(full_name="Amina Exemple", user=user)
    give_consent(person=person)
    return enrol_person(person=person, course=course)


def answer(participant, tenant, lesson, exercise):
    path = f"/fr/learn/lessons/{lesson.pk}/exercises/{exercise.pk}/"
    form = participant.get(path).context["form"]
    with tenant:
        data = {"asked": form["asked"].value()}
        for asked in form.drawn.questions:
            data |= posted(asked, right_answer(asked))
    assert participant.post(path, data).status_code == 302


LEFT_BEHIND = {
    "a draft exercise": (lambda lesson, one: one.unpublish(), "Dans le texte fr"),
    "changes of an exercise": (lambda lesson, one: one.save_revision(), "Dans le texte fr"),
    "a draft bank": (lambda lesson, one: Exercise.objects.get(kind="bank").unpublish(), "Banque fr"),
    "changes of a lesson": (lambda lesson, one: lesson.save_revision(), "Leçon fr"),
    "a draft lesson": (lambda lesson, one: lesson.unpublish(), "Leçon fr"),
}


@pytest.mark.parametrize("what", LEFT_BEHIND)
def test_what_stays_behind_is_said_before(giver, module, what):
    page = giver.get(f"/admin/library/offer/{module.pk}/")
    assert page.context["omissions"] == []
    leave, name = LEFT_BEHIND[what]
    leave(LessonPage.objects.get(), Exercise.objects.get(heading_fr="Dans le texte fr"))
    page = giver.get(f"/admin/library/offer/{module.pk}/")
    assert [str(one.heading) for one in page.context["omissions"]] == [name]
    assert name in page.content.decode()


def test_what_is_archived_is_left_out_and_not_lamented(giver, module):
    one = Exercise.objects.get(heading_fr="Dans le texte fr")
    Exercise.objects.filter(pk=one.pk).update(live=False, archived_at="2026-01-01T00:00Z")
    assert giver.get(f"/admin/library/offer/{module.pk}/").context["omissions"] == []
    giver.post(f"/admin/library/offer/{module.pk}/", {"note": ""})
    assert LibraryOffer.objects.get().facts["exercises"] == 1


def test_a_published_lesson_says_which_of_its_exercises_nobody_sees(giver, module):
    lesson, one = LessonPage.objects.get(), Exercise.objects.get(heading_fr="Dans le texte fr")
    one.unpublish()
    data = form_of(lesson, {}, listed=[one.pk]) | {"action-publish": "1"}
    response = giver.post(reverse("wagtailadmin_pages:edit", args=[lesson.pk]), data, follow=True)
    said = [str(message) for message in response.context["messages"]]
    assert sum("Dans le texte fr" in text for text in said) == 1
