"""One question a screen without a script: going on and back keeps every answer, practice says at once what is right."""

import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.roles import Role
from courses.models import Attempt, Exercise
from tests.support.courses import question, texts
from tests.support.exercises import one_of_each, posted, right_answer


@pytest.fixture
def every_kind(exercise, course):
    """Practice with a question of every kind."""
    exercise.questions, exercise.kind, course.final_exercise = one_of_each(), Exercise.Kind.PRACTICE, None
    exercise.save()
    course.save()
    return exercise


def path_of(lessons, exercise, number=0, checked=False):
    path = f"/en/learn/lessons/{lessons[1].pk}/exercises/{exercise.pk}/"
    return path + (f"questions/{number}/" if number else "") + ("checked/" if checked else "")


def fields(response):
    """The page's form as a browser would send it, whatever is hidden."""
    source = response.content.decode()
    form = re.search(r'<form method="post" class="form steps".*?</form>', source, re.DOTALL)[0]
    data = {}
    for tag in re.findall(r"<input[^>]*>", form):
        found = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if found.get("type") in ("radio", "checkbox") and " checked" not in tag:
            continue
        data.setdefault(found["name"], []).append(html.unescape(found.get("value", "")))
    for name, options in re.findall(r'<select[^>]*name="([^"]*)".*?>(.*?)</select>', form, re.DOTALL):
        data[name] = re.findall(r'value="([^"]*)"[^>]* selected', options) or [""]
    return data


def shown(response):
    """The number of the question on the screen."""
    source = response.content.decode()
    return [int(number) for number, hidden in re.findall(r'data-step="(\d+)"( hidden)?', source) if not hidden]


def buttons(response):
    source = response.content.decode()
    return [
        name for name, hidden in re.findall(r'data-go="(\w+)"[^>]*?( hidden)?(?: disabled)?>', source) if not hidden
    ]


def words(response):
    """The text of the question on the screen."""
    source = response.content.decode()
    (number,) = shown(response)
    step = source.partition(f'data-step="{number}"')[2].partition('data-step="')[0]
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", step)))


def test_every_kind_is_practised_question_by_question(participant, lessons, every_kind):
    page = participant.get(path_of(lessons, every_kind))
    questions = list(every_kind.questions.order_by("sort_order"))
    for number, asked in enumerate(questions, 1):
        assert (shown(page), buttons(page)) == ([number], ["check", *(["back"] if number > 1 else [])])
        data = fields(page) | posted(asked, right_answer(asked))
        page = participant.post(path_of(lessons, every_kind, number, checked=True), data)
        assert "Right." in words(page)
        on = "next" if number < len(questions) else "finish"
        assert (shown(page), buttons(page)) == ([number], [on, *(["back"] if number > 1 else [])])
        if number < len(questions):
            page = participant.post(path_of(lessons, every_kind, number + 1), fields(page))
    assert not Attempt.objects.exists()
    participant.post(path_of(lessons, every_kind), fields(page))
    assert (Attempt.objects.get().score, Attempt.objects.get().maximum) == (14, 14)


def test_a_wrong_answer_is_told_with_why_and_is_the_one_kept(participant, lessons, practice):
    first, second = practice.questions.order_by("sort_order")
    wrong = str(first.choices.filter(correct=False).first().key)
    page = participant.post(
        path_of(lessons, practice, 1, checked=True),
        fields(participant.get(path_of(lessons, practice))) | posted(first, [wrong]),
    )
    assert "Not quite: read why." in words(page)
    assert "This answer was right, and you did not choose it." in words(page)
    page = participant.post(path_of(lessons, practice, 2), fields(page))
    assert shown(page) == [2]
    back = participant.post(path_of(lessons, practice, 1), fields(page))
    assert "Not quite: read why." in words(back)  # what was checked stays so
    participant.post(path_of(lessons, practice), fields(page) | posted(second, right_answer(second)))
    assert [answer.given for answer in Attempt.objects.get().answers.order_by("pk")] == [[wrong], right_answer(second)]


@pytest.mark.parametrize("why", ["a test", "a limited number of tries", "a final test may ask it"])
def test_what_is_right_is_not_told_before_it_may_be(participant, lessons, practice, course, why):
    if why == "a test":
        practice.kind = Exercise.Kind.PRE
    if why == "a limited number of tries":
        practice.tries = 3
    practice.save()
    if why == "a final test may ask it":
        bank = Exercise(**texts("heading", "Banque"), kind="bank")
        bank.questions = [question("un", 0), question("deux", 1)]
        bank.save()
        practice.questions.all().delete()
        practice.bank = bank
        practice.save()
        final = Exercise(**texts("heading", "Final"), kind="final", bank=bank)
        final.save()
        final.save_revision().publish()
        course.final_exercise = final
        course.save()
    page = participant.get(path_of(lessons, practice))
    assert buttons(page) == ["next"]
    assert "data-tells" not in page.content.decode()
    assert "data-correct" not in page.content.decode()
    asked = page.context["form"].drawn.questions[0]
    data = fields(page) | posted(asked, right_answer(asked)) | {"checked": ["1"]}
    page = participant.post(path_of(lessons, practice, 1, checked=True), data)
    assert "Right." not in words(page)


def test_practice_carries_what_a_saved_course_says_without_a_network(participant, lessons, practice):
    source = participant.get(path_of(lessons, practice)).content.decode()
    assert source.count("data-tells") == 2
    assert source.count('data-correct="1"') == 3


def test_an_answer_left_out_is_asked_for_where_it_is(participant, lessons, every_kind):
    page = participant.get(path_of(lessons, every_kind))
    page = participant.post(path_of(lessons, every_kind, 1, checked=True), fields(page))
    assert (shown(page), buttons(page)) == ([1], ["check"])
    assert "Choose an answer." in words(page)
    first = every_kind.questions.order_by("sort_order").first()
    page = participant.post(path_of(lessons, every_kind), fields(page) | posted(first, right_answer(first)))
    assert shown(page) == [2]
    assert "6 questions still need your answer. This is the first." in page.content.decode()
    assert not Attempt.objects.exists()


@pytest.mark.parametrize("number", [0, 99], ids=["before the first", "after the last"])
def test_a_question_that_there_is_not_is_the_nearest(participant, lessons, every_kind, number):
    path = f"{path_of(lessons, every_kind)}questions/{number}/"
    assert shown(participant.post(path, fields(participant.get(path_of(lessons, every_kind))))) == [7 if number else 1]


def test_a_forged_check_and_a_stale_page_write_nothing(participant, lessons, every_kind):
    data = fields(participant.get(path_of(lessons, every_kind)))
    page = participant.post(path_of(lessons, every_kind, 2), data | {"checked": ["99", "x", "1"]})
    assert shown(page) == [2]
    page = participant.post(path_of(lessons, every_kind, 2), data | {"asked": "x:y:z"})
    assert "nothing has been recorded" in page.content.decode()
    assert participant.get(path_of(lessons, every_kind, 2)).headers["location"] == path_of(lessons, every_kind)
    assert not Attempt.objects.exists()


def test_others_take_no_step(participant, sign_in, own_ngo, other_ngo, lessons, every_kind):
    data = fields(participant.get(path_of(lessons, every_kind)))
    for other in (sign_in(other_ngo, Role.COORDINATOR), sign_in(own_ngo, Role.TRAINER)):
        for checked in (True, False):
            assert other.post(path_of(lessons, every_kind, 1, checked=checked), data).status_code == 404


def test_the_queries_of_a_step_are_the_same_for_a_few_and_for_many_questions(participant, lessons, practice):
    def count():
        data = fields(participant.get(path_of(lessons, practice)))
        with CaptureQueriesContext(connection) as captured:
            participant.post(path_of(lessons, practice, 1, checked=True), data)
        return len(captured)

    count()
    few = count()
    for number in range(20):
        made = question(f"plus{number}", 0)
        made.sort_order = 10 + number
        practice.questions.add(made)
    practice.save()
    assert count() == few
