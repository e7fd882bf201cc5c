"""Every kind of question asked, answered and reviewed by a participant, in every language."""

import html
import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.roles import Role
from courses.actions import enrol_person
from courses.models import Attempt, Choice, CoursePage, Exercise, Question
from people.consent import give_consent
from people.models import Person
from tests.support.clients import TenantClient
from tests.support.courses import question, texts
from tests.support.exercises import checklist, one_of_each, ordering, posted, right_answer, sorting, true_false


@pytest.fixture
def every_kind(exercise, course):
    """An exercise of the lesson, with a question of every kind."""
    exercise.questions = one_of_each()
    exercise.kind, course.final_exercise = Exercise.Kind.PRACTICE, None
    exercise.save()
    course.save()
    return exercise


def path_of(lessons, exercise, language="fr"):
    return f"/{language}/learn/lessons/{lessons[1].pk}/exercises/{exercise.pk}/"


def open_form(client, path):
    """The page's hidden field, as the form sends it back."""
    return {"asked": client.get(path).context["form"]["asked"].value()}


def all_right(exercise):
    data = {}
    for asked in exercise.questions.all():
        data |= posted(asked, right_answer(asked))
    return data


def text_of(response):
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


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


def post_one(participant, lessons, exercise, made, data):
    """Answer an exercise of this one question; `data` of the saved question makes what is posted."""
    exercise.questions, exercise.kind = [made], Exercise.Kind.PRACTICE
    exercise.save()
    CoursePage.objects.update(final_exercise=None)
    asked, path = exercise.questions.get(), path_of(lessons, exercise, "en")
    return asked, participant.post(path, open_form(participant, path) | data(asked), follow=True)


def places(*numbers):
    """A position for each choice of an ordering, as posted."""
    return lambda asked: {f"q{asked.pk}-{c.key}": str(n) for c, n in zip(asked.choices.all(), numbers, strict=True)}


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


def test_a_step_that_endangers_somebody_takes_all_points_and_says_why(participant, course, lessons, exercise):
    _asked, response = post_one(participant, lessons, exercise, ordering(), places(1, 2, 3, 4))
    said = text_of(response)
    assert "0 of 3 points" in said
    assert "One of these steps endangers somebody: the whole question scores nothing." in said
    assert "ordre3 en You chose it. It is not a step. retour3 en" in said


def test_an_order_is_reviewed_step_by_step(participant, course, lessons, exercise):
    _asked, response = post_one(participant, lessons, exercise, ordering(), places(1, "", 2, ""))
    said = text_of(response)
    assert "ordre0 en In its place. retour0 en" in said
    assert "ordre1 en You left this step out. retour1 en" in said
    assert "ordre2 en You put it at position 2. retour2 en" in said
    assert "1 of 3 points" in said
    assert "ordre3" not in said


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


def test_sorting_is_reviewed_by_group(participant, course, lessons, exercise):
    def all_into_the_first(asked):
        group = str(asked.groups.first().key)
        return dict.fromkeys(posted(asked, right_answer(asked)), group)

    _asked, response = post_one(participant, lessons, exercise, sorting(), all_into_the_first)
    said = text_of(response)
    assert "tri-groupe0 en tri00 en In its place. pourquoi00 en tri01 en In its place." in said
    assert "tri-groupe1 en tri10 en You put it under: tri-groupe0 en. pourquoi10 en" in said
    assert "2 of 3 points" in said


@pytest.mark.parametrize(("given", "verdict"), [("true", "True Your answer is right."),
                                                ("false", "False Your answer is not right.")])  # fmt: skip
def test_a_statement_is_judged(participant, course, lessons, exercise, given, verdict):
    _asked, response = post_one(participant, lessons, exercise, true_false(), lambda asked: {f"q{asked.pk}": given})
    assert verdict in text_of(response)
    assert "parce que en" in text_of(response)


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


def test_a_checklist_with_none_ticked_is_taken_and_its_results_are_shown(participant, course, lessons, exercise):
    _asked, response = post_one(participant, lessons, exercise, checklist(), lambda asked: {f"q{asked.pk}": ["none"]})
    assert Attempt.objects.get().answers.get().given == []
    said = text_of(response)
    assert "Exploitation 0 strong, 0 medium, 0 weak not positive 0 strong, 3 medium, 0 weak positive" in said
    assert "Coercion at destination 0 strong, 0 medium, 0 weak not positive 0 strong, 0 medium, 0 weak" in said
    assert "Your conclusion Not indicated by these facts not right" in said
    assert "Right conclusion A case of labour rights" in said
    assert "They are never a proof." in said
    assert "0 of 3 points" in said  # though one of two dimensions is rightly not positive
    assert "This sign is in the facts, and you have not ticked it. indice0 en" in said
    assert "choice--missed" in response.content.decode()
    assert "indice3 en" not in said


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


def test_a_failed_final_names_what_to_read_again_and_not_which_answer_was_wrong(participant, lessons, exercise, course):
    lessons[0].objectives_en = "Tell an act from a means.\nName a purpose."
    lessons[0].save_revision().publish()
    first, second = exercise.questions.order_by("pk")
    Question.objects.filter(pk=first.pk).update(objective=lessons[0].pk)
    Question.objects.filter(pk=second.pk).update(objective=lessons[1].pk)
    path = path_of(lessons, exercise, "en")
    wrong = str(first.choices.filter(correct=False).first().key)
    data = posted(first, [wrong]) | posted(second, right_answer(second))
    response = participant.post(path, open_form(participant, path) | data, follow=True)
    (entry,) = response.context["to_read"]
    assert (str(entry.heading), entry.lines) == ("Leçon 1 en", ["Tell an act from a means.", "Name a purpose."])
    assert f'href="{entry.url}"' in response.content.decode()
    assert "Read again before the next try" in text_of(response)
    lessons[0].unpublish()
    assert participant.get(response.redirect_chain[-1][0]).context["to_read"] == []


def test_when_no_try_is_left_there_is_no_form(participant, lessons, exercise, right_answers):
    exercise.tries = 1
    exercise.save(update_fields=["tries"])
    path = path_of(lessons, exercise, "en")
    data = {f"q{pk}": keys for pk, keys in right_answers.items()}
    first, second = open_form(participant, path), open_form(participant, path)
    result = participant.post(path, first | data, follow=True)
    assert "Try again" not in text_of(result)
    for response in (participant.get(path), participant.post(path, second | data), participant.post(path, {})):
        assert response.status_code == 200
        assert "You have used all the tries this exercise allows." in text_of(response)
        assert "form" not in response.context
    assert Attempt.objects.count() == 1


def test_tries_left_are_said(participant, lessons, exercise):
    exercise.tries = 3
    exercise.save(update_fields=["tries"])
    assert "3 tries left" in text_of(participant.get(path_of(lessons, exercise, "en")))


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
