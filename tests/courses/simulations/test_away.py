"""A case that is played without a network: kept once, taken or refused with its reason."""

import uuid

import pytest

from courses.actions import enrol_person
from courses.models import Attempt, Exercise, Option, Scene
from people.models import Person
from tests.support.playing import PROTECTED, address, finish, keys, whole


def sent(taken=PROTECTED, run=None):
    return {"run": str(run or uuid.uuid4()), "path": ".".join(str(key) for key in keys(*taken))}


LATER = {"X-Wasl-Outbox": "1"}


def test_a_run_played_without_a_network_is_kept_once(participant, enrolment, case, lessons):
    run = sent()
    answers = [participant.post(whole(lessons, case), run, headers=LATER) for _again in range(3)]
    assert [answer.json() for answer in answers] == [{"next": f"/fr/learn/attempts/{run['run']}/"}] * 3
    attempt = Attempt.objects.get()
    assert (attempt.score, attempt.passed, attempt.path) == (5, True, keys(*PROTECTED))
    assert participant.get(answers[0].json()["next"]).status_code == 200


@pytest.mark.parametrize("what", ["not an ending", "nonsense", "no run", "unknown decision", "no tries", "revised"])
def test_what_is_not_taken_says_why_and_writes_nothing(participant, enrolment, case, lessons, what):
    run = sent(PROTECTED[:1]) if what == "not an ending" else sent()
    if what == "nonsense":
        run["path"] = "1.2.3"
    elif what == "no run":
        del run["run"]
    elif what == "unknown decision":
        Option.objects.filter(key=keys(*PROTECTED)[1]).update(key=uuid.uuid4())
    elif what == "no tries":
        Exercise.objects.filter(pk=case.pk).update(tries=1)
        finish(enrolment, case, lessons)
    elif what == "revised":
        Scene.objects.filter(number=3).delete()
    before = Attempt.objects.count()
    answer = participant.post(whole(lessons, case), run, headers=LATER)
    assert (answer.status_code, list(answer.json())) == (409, ["reason"])
    assert participant.post(whole(lessons, case), run)["location"] == lessons[0].get_url()
    assert Attempt.objects.count() == before


def test_a_decision_that_was_edited_since_stays_the_one_taken(participant, enrolment, case, lessons):
    run = sent()
    Option.objects.filter(key=keys((1, 1))[0]).update(sort_order=9)  # the two of the first scene change places
    participant.post(whole(lessons, case), run, headers=LATER)
    assert Attempt.objects.get().score == 5


def test_the_run_of_another_is_not_there(participant, enrolment, case, course, lessons):
    other = enrol_person(person=Person.objects.create(full_name="Nadia"), course=course)
    run = uuid.uuid4()
    finish(other, case, lessons, key=run)
    assert participant.post(whole(lessons, case), sent(run=run), headers=LATER).status_code == 404


def test_the_whole_case_has_every_scene_and_no_score(participant, enrolment, case, lessons):
    page = participant.get(whole(lessons, case, "ar"))
    content = page.content.decode()
    assert content.count("data-scene=") == 5
    assert (page.context["start"], page.context["tries_left"]) == (1, None)
    Exercise.objects.filter(pk=case.pk).update(tries=1)
    finish(enrolment, case, lessons)
    assert "data-case" not in participant.get(whole(lessons, case)).content.decode()
    Exercise.objects.filter(pk=case.pk).update(tries=None)
    Scene.objects.filter(number=3).delete()
    assert participant.get(whole(lessons, case)).context["start"] == 0


def test_the_whole_case_is_for_those_enrolled(client, sign_in, own_ngo, other_ngo, case, lessons):
    assert client.get(whole(lessons, case)).status_code == 302
    assert sign_in(own_ngo).get(whole(lessons, case)).status_code == 404
    assert sign_in(other_ngo).get(whole(lessons, case)).status_code == 404


def test_a_saved_course_holds_the_whole_case_where_its_first_scene_is(participant, course, case, lessons):
    pages = participant.get(f"/fr/learn/courses/{course.pk}/offline/").context["saved"].pages
    assert (address(lessons, case), whole(lessons, case)) in [(page.url, page.source) for page in pages]
