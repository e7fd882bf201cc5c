"""A case that is played to its end: scored, kept once, no more often than allowed."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.actions import ForeignAttemptError, NoTriesLeftError, enrol_person
from courses.models import Attempt, Exercise, Option, Scene
from courses.simulations.playing import WrongPathError, read_case
from people.models import Person
from tests.support.courses import texts
from tests.support.playing import HARMED, MIXED, PROTECTED, address, finish, keys, whole


@pytest.mark.parametrize(
    ("taken", "score", "scores", "passed"),
    [
        (PROTECTED, 5, {"safety": [2, 2], "consent": [2, 2], "information": [1, 2], "endangered": False}, True),
        (MIXED, 3, {"safety": [1, 2], "consent": [0, 2], "information": [2, 2], "endangered": False}, False),
        (HARMED, 0, {"safety": [0, 2], "consent": [0, 2], "information": [0, 2], "endangered": True}, False),
    ],
    ids=["protected", "mixed", "harmed"],
)
def test_an_ending_is_scored(enrolment, case, lessons, taken, score, scores, passed):
    attempt = finish(enrolment, case, lessons, taken)
    attempt.refresh_from_db()
    assert (attempt.score, attempt.maximum, attempt.scores, attempt.passed) == (score, 5, scores, passed)
    assert attempt.path == keys(*taken)


@pytest.mark.parametrize(("mark", "passed"), [(60, True), (61, False)])
def test_the_pass_mark_is_of_the_best_total(enrolment, case, lessons, mark, passed):
    case.pass_mark = mark
    assert finish(enrolment, case, lessons, MIXED).passed is passed


def test_who_endangers_somebody_never_passes(enrolment, case, lessons):
    case.pass_mark = 0
    assert finish(enrolment, case, lessons, MIXED).passed is True
    assert finish(enrolment, case, lessons, HARMED).passed is False


def test_a_case_in_which_nothing_can_be_won_is_not_passed(enrolment, case, lessons):
    Option.objects.update(safety=0, consent=0, information=0)
    made = finish(enrolment, case, lessons)
    assert (made.score, made.maximum, made.passed) == (0, 0, False)


def test_decisions_stand_in_an_order_by_lot_that_stays_until_the_run_is_kept(participant, enrolment, case, lessons):
    scene = Scene.objects.get(number=1)
    for place in range(3, 9):
        scene.options.add(Option(**texts("text", f"choix{place}"), leads_to=2, sort_order=place))
    scene.save()

    def places():
        return [entry["place"] for entry in participant.get(address(lessons, case)).context["form"].choices()]

    def offline():
        scenes = participant.get(whole(lessons, case)).context["scenes"]
        return next([place for place, _option in options] for scene, options in scenes if scene.number == 1)

    first = places()
    assert (sorted(first), places(), offline()) == (list(range(1, 9)), first, first)
    finish(enrolment, case, lessons)
    assert places() != first  # of 8! orders


def test_a_scene_has_a_clock_and_what_has_been_earned_so_far(participant, lessons, case):
    def seen(path, run=None):
        page = participant.get(address(lessons, case, path, run)).context
        return page["clock"], [(one.points, one.maximum) for one in page["gauges"]]

    assert seen("") == ("18:00", [(0, 2), (0, 2), (0, 2)])
    assert seen("1", uuid.uuid4()) == ("18:20", [(1, 2), (0, 2), (1, 2)])


@pytest.mark.parametrize(
    ("taken", "path"), [(HARMED, ""), (MIXED, "1"), (PROTECTED, None)], ids=["danger", "a better one", "none"]
)
def test_from_an_ending_one_goes_back_to_the_turning_point(participant, enrolment, case, lessons, taken, path):
    made = finish(enrolment, case, lessons, taken)
    back = participant.get(f"/fr/learn/attempts/{made.uuid}/").context["back_to_turn"]
    assert (back.rpartition("path=")[2] if back else None) == path
    if back:
        assert participant.get(back).context["number"] == len(path.split(".") if path else []) + 1
    Scene.objects.filter(exercise=case).delete()
    assert participant.get(f"/fr/learn/attempts/{made.uuid}/").context["back_to_turn"] == ""


def test_the_same_uuid_is_kept_once_and_as_it_was_first(enrolment, case, lessons):
    key = uuid.uuid4()
    first, again = (finish(enrolment, case, lessons, taken, key) for taken in (PROTECTED, HARMED))
    assert (first.pk, again.score, Attempt.objects.count()) == (again.pk, 5, 1)


def test_the_uuid_of_another_is_refused(enrolment, case, course, lessons):
    key = finish(enrolment, case, lessons).uuid
    other = enrol_person(person=Person.objects.create(full_name="Younès Fictif"), course=course)
    with pytest.raises(ForeignAttemptError):
        finish(other, case, lessons, key=key)


@pytest.mark.parametrize("taken", [(), ((1, 1),), ((2, 1),), (*PROTECTED, (1, 1))], ids=str)
def test_a_path_that_comes_to_no_ending_is_refused(enrolment, case, lessons, taken):
    with pytest.raises(WrongPathError):
        finish(enrolment, case, lessons, taken)


def test_no_more_tries_than_allowed(enrolment, case, lessons):
    case.tries = 1
    kept = finish(enrolment, case, lessons, MIXED)
    assert finish(enrolment, case, lessons, MIXED, kept.uuid) == kept
    with pytest.raises(NoTriesLeftError):
        finish(enrolment, case, lessons)


def count_queries(client, path):
    client.get(path)  # warm the caches
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_as_many_queries_at_5_and_35_scenes(participant, enrolment, lessons, case):
    attempt = finish(enrolment, case, lessons)
    paths = [address(lessons, case, "1", uuid.uuid4()), f"/fr/learn/attempts/{attempt.uuid}/"]
    few = [count_queries(participant, path) for path in paths]
    for number in range(6, 36):
        Scene.objects.create(
            exercise=case, number=number, outcome="mixed", **texts("text", "s"), **texts("rule", "r"), source_fr="s"
        )
        Option.objects.create(scene=Scene.objects.get(number=2), leads_to=number, sort_order=number)
    assert len(read_case(Exercise.objects.get(pk=case.pk)).scenes) == 35
    assert [count_queries(participant, path) for path in paths] == few
    assert max(few) <= 18
