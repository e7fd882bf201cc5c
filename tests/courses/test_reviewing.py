"""What was answered, as a participant reads it back: step by step, by group, and what to read again."""

import pytest

from courses.models import Attempt, Question
from tests.support.answering import open_form, path_of, places, post_one, text_of
from tests.support.exercises import checklist, ordering, posted, right_answer, sorting, true_false


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
