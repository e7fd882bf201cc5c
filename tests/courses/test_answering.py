"""Every kind of question asked and answered by a participant, in every language."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.roles import Role
from courses.actions import enrol_person
from courses.models import Attempt, Choice, Exercise
from people.consent import give_consent
from people.models import Person
from tests.support.answering import open_form, path_of, places, post_one, text_of
from tests.support.clients import TenantClient
from tests.support.courses import question, texts
from tests.support.exercises import checklist, one_of_each, ordering, posted, right_answer, sorting


@pytest.fixture
def every_kind(exercise, course):
    """An exercise of the lesson, with a question of every kind."""
    exercise.questions = one_of_each()
    exercise.kind, course.final_exercise = Exercise.Kind.PRACTICE, None
    exercise.save()
    course.save()
    return exercise


def all_right(exercise):
    data = {}
    for asked in exercise.questions.all():
        data |= posted(asked, right_answer(asked))
    return data


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_every_kind_is_asked_and_reviewed_in_its_language(participant, lessons, every_kind, language):
    path = path_of(lessons, every_kind, language)
    page = participant.get(path)
    assert len(page.context["form"].questions()) == 7
    response = participant.post(path, open_form(participant, path) | all_right(every_kind))
    attempt = Attempt.objects.get()
    assert (attempt.score, attempt.maximum, attempt.passed) == (14, 14, True)
    result = text_of(participant.get(response.headers["location"]))
    for said in (f"faits {language}", f"tri-groupe0 {language}", f"tri00 {language}", f"ordre2 {language}",
                 f"parce que {language}", f"pourquoi00 {language}", f"indice0 {language}"):  # fmt: skip
        assert said in result


def test_all_that_was_given_is_kept_by_keys(participant, lessons, every_kind):
    path = path_of(lessons, every_kind)
    participant.post(path, open_form(participant, path) | all_right(every_kind))
    kept = {answer.question.kind: answer.given for answer in Attempt.objects.get().answers.all()}
    asked = {one.kind: right_answer(one) for one in every_kind.questions.all()}
    assert kept == asked
    assert [answer.maximum for answer in Attempt.objects.get().answers.order_by("pk")] == [1, 1, 1, 3, 3, 2, 3]


@pytest.mark.parametrize(
    ("numbers", "error"),
    [
        ((1, 1, 2, ""), "Position 1 is given twice. Give each step its own."),
        ((1, 3, "", ""), "Position 2 is left out. Number the steps one after the other."),
        ((2, 3, "", ""), "Position 1 is left out. Number the steps one after the other."),
        (("", "", "", ""), "Give at least one step its position."),
        ((1, 2, 9, ""), "Choose one of the positions."),
        ((1, 2, "x", ""), "Choose one of the positions."),
    ],
    ids=str,
)
def test_an_order_that_is_none_is_refused_and_what_was_answered_stays(
    participant, course, lessons, exercise, numbers, error
):
    asked, response = post_one(participant, lessons, exercise, ordering(), places(*numbers))
    form = response.context["form"]
    assert form.errors == {f"q{asked.pk}": [error]}
    chosen = {entry["name"].partition("-")[2]: entry["chosen"] for entry in form.questions()[0].places()}
    assert chosen == {str(c.key): str(n) for c, n in zip(asked.choices.all(), numbers, strict=True)}
    assert not Attempt.objects.exists()


def test_an_item_without_a_group_is_asked_for_and_a_forged_group_refused(participant, course, lessons, exercise):
    def without_the_first(asked):
        data = posted(asked, right_answer(asked))
        return data | {next(iter(data)): ""}

    asked, response = post_one(participant, lessons, exercise, sorting(), without_the_first)
    assert response.context["form"].errors == {f"q{asked.pk}": ["Choose something for every item of the list."]}
    forged = {name: str(uuid.uuid4()) for name in posted(asked, right_answer(asked))}
    path = path_of(lessons, exercise, "en")
    response = participant.post(path, open_form(participant, path) | forged)
    assert response.context["form"].errors == {f"q{asked.pk}": ["Choose one of those offered."]}


@pytest.mark.parametrize("ticked", ["nothing", "none and another"])
def test_an_empty_checklist_is_sent_back_until_none_is_ticked_alone(participant, course, lessons, exercise, ticked):
    def data(asked):
        return {} if ticked == "nothing" else {f"q{asked.pk}": ["none", str(asked.choices.first().key)]}

    _asked, response = post_one(participant, lessons, exercise, checklist(), data)
    said = {
        "nothing": "Tick what is present, or “None of these”.",
        "none and another": "Tick either indicators or “None of these”, not both.",
    }
    assert said[ticked] in text_of(response)
    assert "a point for each dimension whose result is right" in text_of(response)
    assert not Attempt.objects.exists()


@pytest.mark.parametrize("tampered", ["no field", "another signature"])
def test_a_page_that_is_no_longer_valid_keeps_what_was_answered(participant, lessons, every_kind, tampered):
    path = path_of(lessons, every_kind, "en")
    data = all_right(every_kind) | ({"asked": "x:y:z"} if tampered == "another signature" else {})
    response = participant.post(path, data)
    form = response.context["form"]
    assert list(form.errors) == ["__all__"]
    assert "nothing has been recorded" in text_of(response)
    assert not Attempt.objects.exists()
    again = participant.post(path, data | {"asked": form["asked"].value()})
    assert again.status_code == 302
    assert Attempt.objects.get().score == 14


def test_the_order_shown_stays_the_same_when_the_form_comes_back(participant, lessons, every_kind):
    path = path_of(lessons, every_kind)
    first = participant.get(path).context["form"]
    sent_back = participant.post(path, {"asked": first["asked"].value()}).context["form"]
    assert [entry["name"] for asked in sent_back.questions() for entry in asked.places()] == [
        entry["name"] for asked in first.questions() for entry in asked.places()
    ]


def shown_order(participant, path):
    """The choices of each question, in the order shown."""
    return [[entry["key"] for entry in asked.choices()] for asked in participant.get(path).context["form"].questions()]


def test_choices_are_shuffled_for_each_person_and_try_and_stay_on_reload(
    participant, lessons, practice, own_ngo, course
):
    made = question("un", 0)
    made.choices = [Choice(**texts("text", f"choix{n}"), correct=n == 0, sort_order=n) for n in range(8)]
    practice.questions = [made]
    practice.save()
    path, asked = path_of(lessons, practice), practice.questions.get()
    first = shown_order(participant, path)
    assert first == shown_order(participant, path)
    user = User.objects.create_user(username="other", password="2468")
    person = Person.objects.create(full_name="Younès Fictif", user=user)
    give_consent(person=person)
    enrol_person(person=person, course=course)
    other = TenantClient(own_ngo)
    other.force_login(user)
    participant.post(path, open_form(participant, path) | posted(asked, right_answer(asked)))
    orders = [first, shown_order(other, path), shown_order(participant, path)]
    assert all(sorted(order[0]) == sorted(str(choice.key) for choice in asked.choices.all()) for order in orders)
    assert len({str(order) for order in orders}) == 3  # of 8! orders


def test_a_bank_is_not_opened_and_a_simulation_leads_to_its_own_page(participant, lessons, exercise):
    path = path_of(lessons, exercise)
    Exercise.objects.update(kind="bank")
    assert participant.get(path).status_code == 404
    Exercise.objects.update(kind="simulation")
    assert participant.get(path).headers["location"] == path.replace("/exercises/", "/simulations/")


@pytest.mark.parametrize("who", ["stranger", "not enrolled"])
def test_others_see_neither_questions_nor_answers(participant, sign_in, own_ngo, other_ngo, lessons, every_kind, who):
    path = path_of(lessons, every_kind)
    made = participant.post(path, open_form(participant, path) | all_right(every_kind)).headers["location"]
    other = sign_in(other_ngo, Role.COORDINATOR) if who == "stranger" else sign_in(own_ngo, Role.TRAINER)
    assert [other.get(path).status_code, other.post(path, {}).status_code, other.get(made).status_code] == [404] * 3


def test_the_queries_are_the_same_for_a_few_and_for_many_questions(participant, lessons, every_kind):
    path = path_of(lessons, every_kind)

    def count():
        data, counted = open_form(participant, path) | all_right(every_kind), []
        for send in (
            lambda: participant.get(path),
            lambda: participant.post(path, data),
            lambda: participant.get(f"/fr/learn/attempts/{Attempt.objects.latest('pk').uuid}/"),
        ):
            with CaptureQueriesContext(connection) as captured:
                assert send().status_code in (200, 302)
            counted.append(len(captured))
        return counted

    count()  # warm the caches
    few = count()
    for place in range(5):
        for made in one_of_each():
            made.sort_order += 10 * (place + 1)
            every_kind.questions.add(made)
    every_kind.save()
    count()  # the first answers to a question write down what it asked
    many = count()
    assert len(participant.get(path).context["form"].questions()) == 42
    assert many == few


def test_questions_without_an_answer_in_the_readers_language_say_so(participant, course, lessons, exercise):
    made = sorting()
    made.groups.first().items.first().text_ar = ""
    exercise.questions = [made, question("un", 0)]
    exercise.save()
    assert participant.get(path_of(lessons, exercise, "ar")).context["fallbacks"] == ["fr"]


@pytest.mark.parametrize(("language", "said"), [("fr", "points"), ("ar", "نقطة"), ("en", "points")])
def test_the_unit_under_the_result_agrees_with_the_number(participant, lessons, every_kind, language, said):
    path = path_of(lessons, every_kind, language)
    response = participant.post(path, open_form(participant, path) | all_right(every_kind))
    result = participant.get(response.headers["location"]).content.decode()
    assert f'<p class="big__meaning">{said}</p>' in result  # of 14
