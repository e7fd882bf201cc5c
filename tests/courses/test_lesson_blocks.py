"""Blocks that only lessons have: an exercise at its place in the text, a glossary term."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from accounts.roles import Role
from core.languages import ORDER
from courses.blocks import ExerciseBlock
from courses.models import Exercise, LessonExercise, LessonPage
from tests.support.clients import TenantClient
from tests.support.courses import question, texts
from tests.support.glossary import make_term
from tests.support.lesson_forms import form_of

PATH = "/fr/cours/module/lecon-1/"


def make_exercise(name, kind=Exercise.Kind.PRACTICE):
    made = Exercise(**texts("heading", name), kind=kind, questions=[question(name, 0)])
    made.save()
    made.save_revision().publish()
    return made


def place(lesson, *exercises, listed=True):
    """Write the exercises into the texts, and into the lesson's list as its form would."""
    for code in ORDER:
        blocks = [{"type": "exercise", "value": made.pk} for made in exercises]
        after = [{"type": "paragraph", "value": "<p>La suite.</p>"}]
        setattr(lesson, f"body_{code}", blocks + after)
    if listed:
        lesson.lesson_exercises = [LessonExercise(exercise=made) for made in exercises]
    lesson.save()
    return LessonPage.objects.get(pk=lesson.pk)


def edit(client, lesson, bodies, **options):
    return client.post(f"/admin/pages/{lesson.pk}/edit/", form_of(lesson, bodies, **options))


@pytest.fixture
def trainer(sign_in, own_ngo):
    return sign_in(own_ngo, Role.TRAINER)


def test_an_exercise_of_any_language_becomes_one_of_the_lesson(trainer, lessons):
    first, second, listed = make_exercise("un"), make_exercise("deux"), make_exercise("trois")
    one, two = ("exercise", str(first.pk)), ("exercise", str(second.pk))
    bodies = {"fr": [one], "ar": [one, two], "en": [one]}
    response = edit(trainer, lessons[0], bodies, listed=[listed.pk], **{"action-publish": "publish"})
    assert response.status_code == 302
    entries = LessonPage.objects.get(pk=lessons[0].pk).lesson_exercises.order_by("sort_order")
    assert [entry.exercise for entry in entries] == [listed, first, second]


def test_saving_a_draft_twice_adds_it_once(trainer, lessons):
    made = make_exercise("un")
    for _time in range(2):
        assert edit(trainer, lessons[0], {"en": [("exercise", str(made.pk))]}, listed=[]).status_code == 302
    draft = LessonPage.objects.get(pk=lessons[0].pk).get_latest_revision_as_object()
    assert [entry.exercise_id for entry in draft.lesson_exercises.all()] == [made.pk]
    assert not lessons[0].lesson_exercises.exists()  # until it is published


def test_exercises_stand_at_their_place_and_the_others_after_the_text(participant, lessons):
    inside, after = make_exercise("dedans"), make_exercise("après")
    lesson = place(lessons[0], inside)
    lesson.lesson_exercises.add(LessonExercise(exercise=after))
    lesson.save()
    html = participant.get(PATH).content.decode()
    order = [html.index(f">{words}<") for words in ("dedans fr", "La suite.", "après fr")]
    assert order == sorted(order)
    assert html.count(f'href="/fr/learn/lessons/{lesson.pk}/exercises/{inside.pk}/"') == 1
    assert html.count(f'href="/fr/learn/lessons/{lesson.pk}/exercises/{after.pk}/"') == 1


def test_an_exercise_in_one_languages_text_follows_the_text_of_the_others(participant, lessons):
    made = make_exercise("seul")
    lesson = place(lessons[0], made)
    lesson.body_ar = []
    lesson.save()
    shown = {code: participant.get(f"/{code}/cours/module/lecon-1/").context["exercises"] for code in ("fr", "ar")}
    assert (shown["fr"], shown["ar"]) == ([], [(made, None)])


def test_a_simulation_leads_to_its_play(participant, lessons):
    case = make_exercise("cas", Exercise.Kind.SIMULATION)
    lesson = place(lessons[0], case)
    html = participant.get(PATH).content.decode()
    assert f'href="/fr/learn/lessons/{lesson.pk}/simulations/{case.pk}/"' in html


def test_a_reader_who_has_not_joined_sees_the_exercise_without_a_button(client, lessons):
    place(lessons[0], make_exercise("dedans"))
    html = client.get(PATH).content.decode()
    assert ("dedans fr" in html, "/exercises/" in html) == (True, False)


@pytest.mark.parametrize("state", ["draft", "unlisted", "deleted"])
def test_an_exercise_nobody_can_answer_leaves_no_trace(participant, lessons, state):
    made = make_exercise("caché")
    place(lessons[0], made, listed=state != "unlisted")
    if state == "draft":
        made.unpublish()
    if state == "deleted":
        made.delete()
    html = participant.get(PATH).content.decode()
    assert ("caché" in html, "La suite." in html) == (False, True)


def test_a_bank_is_refused(own_ngo):
    bank = make_exercise("banque", Exercise.Kind.BANK)
    said = "This is a question bank, which nobody answers as such. Choose an exercise that draws from it."
    with translation.override("en"):
        with pytest.raises(ValidationError) as refused:
            ExerciseBlock().clean(bank)
        assert refused.value.messages == [said]


def test_a_term_is_shown_with_its_wordings(client, lessons):
    term = make_term("servitude", "MA", "FR")
    lessons[0].body_fr = [{"type": "glossary_term", "value": term.pk}]
    lessons[0].save()
    html = client.get(PATH).content.decode()
    assert '<h3 lang="fr" dir="ltr">servitude fr</h3>' in html
    assert '<p lang="fr" dir="ltr">sens servitude fr</p>' in html
    assert '<span lang="fr" dir="ltr">servitude MA fr</span>' in html


def test_the_stranger_sees_neither(other_ngo, lessons):
    place(lessons[0], make_exercise("dedans"))
    assert TenantClient(other_ngo).get(PATH).status_code == 404


def count_queries(client):
    client.get(PATH)  # warm the caches
    with CaptureQueriesContext(connection) as captured:
        assert client.get(PATH).status_code == 200
    return len(captured)


@pytest.mark.parametrize(("signed_in", "budget"), [(False, 12), (True, 18)], ids=["anonymous", "signed in"])
def test_a_lesson_takes_as_many_queries_at_1_and_30_of_each(client, participant, lessons, signed_in, budget):
    client = participant if signed_in else client
    for number in (1, 30):
        lesson = place(lessons[0], *(make_exercise(f"{number} {n}") for n in range(number)))
        terms = [{"type": "glossary_term", "value": make_term(f"{number} {n}", "MA").pk} for n in range(number)]
        lesson.body_fr = [*lesson.body_fr.raw_data, *terms]
        lesson.save()
        if number == 1:
            few = count_queries(client)
    assert count_queries(client) == few <= budget
