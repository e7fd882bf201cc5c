"""What is asked: own questions, then those drawn of a bank, in the form wanted; fixed and signed for one attempt."""

import uuid

import pytest
from django.core import signing

from courses.actions import NoTriesLeftError, enrol_person, submit_attempt
from courses.models import Attempt, Enrolment, Exercise, Question
from courses.quiz.selection import Seed, StaleDrawError, draw, draw_for, salt_of, seed_of, sign, tries_left, unsign
from people.models import Person
from tests.support.courses import question, texts


@pytest.fixture
def bank(own_ngo):
    """Four questions of form A, three of form B."""
    made = Exercise(**texts("heading", "Banque"), kind="bank")
    for place, form in enumerate("AAAABBB"):
        one = question(f"{form}{place}", 0)
        one.form, one.sort_order = form, place
        made.questions.add(one)
    made.save()
    made.save_revision().publish()
    return made


@pytest.fixture
def drawing(exercise, bank):
    """The exercise with its own two questions, and three drawn."""
    exercise.bank, exercise.drawn = bank, 3
    exercise.save(update_fields=["bank", "drawn"])
    return exercise


def answer(enrolment, exercise, lesson, drawn):
    return submit_attempt(
        enrolment=enrolment, exercise=exercise, lesson=lesson, uuid=drawn.attempt, given={}, asked=drawn.questions,
        form=drawn.form,
    )  # fmt: skip


def test_own_questions_come_first_then_as_many_as_are_drawn(drawing, enrolment, bank):
    asked = draw(drawing, enrolment).questions
    assert [one.exercise_id for one in asked] == [drawing.pk] * 2 + [bank.pk] * 3
    assert len({one.pk for one in asked}) == 5


def test_all_of_the_bank_is_asked_in_its_order_when_no_number_is_given(drawing, enrolment, bank):
    drawing.drawn = None
    asked = draw(drawing, enrolment).questions[2:]
    assert asked == list(bank.questions.order_by("sort_order"))


def test_a_reload_asks_the_same_in_another_attempt(drawing, enrolment):
    first, second = draw(drawing, enrolment), draw(drawing, enrolment)
    assert first.questions == second.questions
    assert first.attempt != second.attempt


def test_what_was_not_yet_asked_is_drawn_first(drawing, enrolment, lessons):
    rounds = []
    for _ in range(2):
        drawn = draw(drawing, enrolment)
        rounds.append({one.pk for one in drawn.questions[2:]})
        answer(enrolment, drawing, lessons[1], drawn)
    assert rounds[0] & rounds[1] == set()
    third = {one.pk for one in draw(drawing, enrolment).questions[2:]}
    assert len(third - rounds[0] - rounds[1]) == 1  # the seventh and last


@pytest.mark.parametrize(
    ("kind", "drawn_form", "even", "odd"),
    [
        ("pre", "balanced", "A", "B"),
        ("practice", "balanced", "A", "B"),
        ("post", "balanced", "B", "A"),
        ("final", "balanced", "B", "A"),
        ("pre", "A", "A", "A"),
        ("final", "B", "B", "B"),
        ("post", "", "", ""),
    ],
)
def test_the_parallel_form(kind, drawn_form, even, odd):
    exercise = Exercise(kind=kind, drawn_form=drawn_form)
    assert [seed_of(exercise, Enrolment(pk=pk)).form for pk in (2, 3)] == [even, odd]


def test_only_questions_of_the_form_are_drawn_and_the_attempt_says_which(drawing, enrolment, lessons):
    drawing.drawn_form = "B"
    drawn = draw(drawing, enrolment)
    assert [one.form for one in drawn.questions[2:]] == ["B"] * 3
    assert answer(enrolment, drawing, lessons[1], drawn).form == "B"


@pytest.mark.parametrize(("kind", "again"), [("final", ""), ("post", "B"), ("pre", "A"), ("practice", "A")])
def test_a_final_taken_again_draws_from_both_forms_and_the_others_stay(kind, again):
    exercise = Exercise(kind=kind, drawn_form="balanced")
    assert seed_of(exercise, Enrolment(pk=2), tries=1).form == again


def test_a_failed_final_asks_anew_what_was_asked_least(drawing, enrolment, lessons):
    drawing.drawn_form = "balanced"
    drawing.save(update_fields=["drawn_form"])
    first = draw(drawing, enrolment)
    answer(enrolment, drawing, lessons[1], first)
    again = draw(drawing, enrolment)
    assert again.form == ""
    assert {one.pk for one in first.questions[2:]} & {one.pk for one in again.questions[2:]} == set()


def test_where_nothing_can_be_won_nothing_is_passed(exercise, enrolment, lessons):
    exercise.questions.all().delete()
    made = submit_attempt(enrolment=enrolment, exercise=exercise, lesson=lessons[1], uuid=uuid.uuid4(), given={})
    assert (made.score, made.maximum, made.passed) == (0, 0, False)


def test_without_a_bank_there_is_no_form(exercise, enrolment):
    exercise.drawn_form = "B"
    assert draw(exercise, enrolment).form == ""


def test_shuffled_questions_are_the_same_questions(drawing, enrolment):
    plain = draw(drawing, enrolment).questions
    drawing.shuffled = True
    assert {one.pk for one in draw(drawing, enrolment).questions[:2]} == {one.pk for one in plain[:2]}


def test_what_is_signed_comes_back_as_it_was(drawing, enrolment):
    drawing.drawn_form = "A"
    drawn = draw(drawing, enrolment)
    assert unsign(sign(drawn, salt_of(drawing, enrolment)), salt_of(drawing, enrolment)) == drawn


@pytest.mark.parametrize("why", ["altered", "empty", "other enrolment", "other exercise", "other NGO", "question gone"])
def test_what_was_not_signed_for_this_page_is_refused(drawing, enrolment, course, bank, other_ngo, why):
    signed = sign(draw(drawing, enrolment), salt_of(drawing, enrolment))
    if why == "altered":
        signed = signed.replace(signed[5], "x" if signed[5] != "x" else "y", 1)
    if why == "empty":
        signed = ""
    if why == "other enrolment":
        enrolment = enrol_person(person=Person.objects.create(full_name="Younès Fictif"), course=course)
    if why == "other exercise":
        drawing = bank
    if why == "question gone":
        Question.objects.filter(exercise=drawing).first().delete()
    if why == "other NGO":
        with other_ngo, pytest.raises(StaleDrawError):
            unsign(signed, salt_of(drawing, enrolment))
        return
    with pytest.raises(StaleDrawError):
        unsign(signed, salt_of(drawing, enrolment))


def test_what_another_part_of_the_platform_signed_is_refused(exercise, enrolment):
    with pytest.raises(StaleDrawError):
        unsign(signing.dumps({"asked": [], "attempt": str(uuid.uuid4()), "form": ""}), salt_of(exercise, enrolment))


def test_tries_are_counted_and_then_refused(exercise, enrolment, lessons):
    assert tries_left(exercise, enrolment) is None
    exercise.tries = 2
    left = [tries_left(exercise, enrolment)]
    for _ in range(2):
        answer(enrolment, exercise, lessons[1], draw(exercise, enrolment))
        left.append(tries_left(exercise, enrolment))
    assert left == [2, 1, 0]
    with pytest.raises(NoTriesLeftError):
        answer(enrolment, exercise, lessons[1], draw(exercise, enrolment))
    assert Attempt.objects.count() == 2


def test_the_last_try_sent_twice_is_still_one_attempt(exercise, enrolment, lessons):
    exercise.tries = 1
    drawn = draw(exercise, enrolment)
    assert len({answer(enrolment, exercise, lessons[1], drawn).pk for _ in range(2)}) == 1


@pytest.fixture
def of_topics(own_ngo, exercise):
    """A final that draws four of a bank of two topics, one with many questions and one with few."""
    bank = Exercise(**texts("heading", "Banque"), kind="bank")
    for place, topic in enumerate(["un"] * 9 + ["deux"] * 3):
        one = question(f"{topic}{place}", 0)
        one.topic, one.sort_order = topic, place
        bank.questions.add(one)
    bank.save()
    exercise.questions.all().delete()
    exercise.bank, exercise.drawn, exercise.shuffled = bank, 4, True
    exercise.save()
    return exercise


def test_as_many_are_drawn_of_each_topic_whatever_their_number(of_topics, course):
    for number in range(10):
        person = Person.objects.create(full_name=f"Personne {number}")
        drawn = draw(of_topics, enrol_person(person=person, course=course)).questions
        assert sorted(one.topic for one in drawn) == ["deux", "deux", "un", "un"]


def test_another_try_asks_what_was_not_asked_yet_and_again_as_many_of_each_topic(of_topics, enrolment, lessons):
    asked = []
    for _try in range(2):
        drawn = draw(of_topics, enrolment)
        asked.append([one.pk for one in drawn.questions])
        assert sorted(one.topic for one in drawn.questions) == ["deux", "deux", "un", "un"]
        answer(enrolment, of_topics, lessons[1], drawn)
    assert len(set(asked[0]) | set(asked[1])) == 7  # the fourth of the small topic has been asked before


def test_what_is_archived_is_not_drawn(of_topics, enrolment):
    of_topics.bank.questions.filter(topic="deux").update(archived=True)
    assert {one.topic for one in draw(of_topics, enrolment).questions} == {"un"}


def test_a_bank_taken_as_such_gives_each_taker_one_form_and_then_the_other(bank):
    """As a session's tests do: whoever takes it, by any id and word for the turn, is drawn for by the same rule."""
    bank.drawn = 2

    def asked(taker, is_last):
        return draw_for(Seed(bank, taker, "post" if is_last else "pre", is_last), attempt=uuid.uuid4())

    assert [[asked(taker, is_last).form for is_last in (False, True)] for taker in (2, 3)] == [["A", "B"], ["B", "A"]]
    for taker in range(2, 8):
        drawn = asked(taker, is_last=False)
        assert [one.form for one in drawn.questions] == [drawn.form] * 2
        assert drawn.questions == asked(taker, is_last=False).questions
    bank.questions.filter(form="B").update(archived=True)
    assert (asked(2, is_last=True).form, len(asked(2, is_last=True).questions)) == ("", 2)
