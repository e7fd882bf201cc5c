"""Playing a case: the place is in the address, an ending is kept once, and only by those enrolled."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.roles import Role
from courses.actions import ForeignAttemptError, NoTriesLeftError, enrol_person
from courses.models import Attempt, CoursePage, Exercise, Option, Scene
from courses.simulations.playing import WrongPathError, finish_simulation, read_case
from people.models import Person
from tests.support.courses import texts
from tests.support.simulations import make_case


@pytest.fixture
def case(lessons):
    return make_case(lessons[0])


def address(lessons, case, path="", run=None, language="fr"):
    query = f"?run={run}&path={path}" if run else ""
    return f"/{language}/learn/lessons/{lessons[0].pk}/simulations/{case.pk}/{query}"


def option(scene, place):
    return Option.objects.filter(scene__number=scene).order_by("sort_order")[place - 1]


def keys(*taken):
    """The keys of decisions, each given as the scene's number and the place in it."""
    return [option(scene, place).key for scene, place in taken]


PROTECTED, MIXED, HARMED = ((1, 1), (2, 1)), ((1, 1), (2, 2)), ((1, 2),)


def finish(enrolment, case, lessons, taken=PROTECTED, key=None):
    return finish_simulation(
        enrolment=enrolment, exercise=case, lesson=lessons[0], uuid=key or uuid.uuid4(), path=keys(*taken)
    )


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


def test_a_case_is_played_page_by_page(participant, lessons, case):
    page = participant.get(address(lessons, case))
    run = page.context["here"].partition("run=")[2].partition("&")[0]
    moved = participant.post(page.context["here"], {"decision": str(option(1, 1).key)})
    assert moved.headers["location"] == address(lessons, case, "1", run) + "#now"
    html = participant.get(moved.headers["location"]).content.decode()
    assert html.count("Voici ce qui s’ensuit") == 1
    assert '<h2 id="scene" lang="fr" dir="ltr">Le premier contact</h2>' in html
    over = participant.post(moved.headers["location"], {"decision": str(option(2, 1).key)})
    assert over.headers["location"] == f"/fr/learn/attempts/{run}/"
    assert str(Attempt.objects.get().uuid) == run


def test_an_ending_sent_twice_or_opened_again_leads_to_its_result(participant, lessons, case):
    run = uuid.uuid4()
    path = address(lessons, case, "1", run)
    for key in keys((2, 1), (2, 1), (2, 2)):
        assert participant.post(path, {"decision": str(key)}).headers["location"] == f"/fr/learn/attempts/{run}/"
    assert participant.get(path).headers["location"] == f"/fr/learn/attempts/{run}/"
    assert Attempt.objects.get().score == 5


def test_reading_pages_keeps_nothing(participant, lessons, case):
    for path in ("", "1", "1.1", "2"):
        participant.get(address(lessons, case, path, uuid.uuid4()))
    assert not Attempt.objects.exists()


def test_the_languages_keep_the_place(participant, lessons, case):
    run = uuid.uuid4()
    page = participant.get(address(lessons, case, "1", run))
    links = {language["code"]: language["url"] for language in page.context["languages"]}
    assert links == {code: address(lessons, case, "1", run, code) for code in ("fr", "ar", "en")}
    html = participant.get(links["ar"]).content.decode()
    assert '<h2 id="scene" lang="ar" dir="rtl">الاتصال الأول</h2>' in html


@pytest.mark.parametrize("path", ["9", "0", "1.3", "1.1", "1.1.1", "x", "1..1", "-1", "1." * 300 + "1"])
def test_a_path_that_leads_nowhere_starts_again_with_a_message(participant, lessons, case, path):
    response = participant.get(address(lessons, case, path, uuid.uuid4(), "en"), follow=True)
    assert response.redirect_chain == [(address(lessons, case, language="en"), 302)]
    assert [str(message) for message in response.context["messages"]] == [
        "This place of the case no longer exists. The case starts again."
    ]
    assert response.context["run"].scene.number == 1


@pytest.mark.parametrize("posted", [{}, {"decision": str(uuid.uuid4())}, {"decision": "of scene 2"}])
def test_a_decision_that_is_none_of_the_scene_is_asked_again(participant, lessons, case, posted):
    if posted.get("decision") == "of scene 2":
        posted = {"decision": str(option(2, 1).key)}
    response = participant.post(address(lessons, case), posted)
    assert list(response.context["form"].errors) == ["decision"]
    assert response.context["run"].scene.number == 1


@pytest.mark.parametrize(("who", "status"), [("anonymous", 302), ("not enrolled", 404), ("stranger", 404)])
def test_only_the_enrolled_play(client, sign_in, own_ngo, other_ngo, lessons, case, who, status):
    sender = client
    if who != "anonymous":
        sender = sign_in(own_ngo if who == "not enrolled" else other_ngo, Role.TRAINER)
    assert sender.get(address(lessons, case)).status_code == status
    assert sender.post(address(lessons, case, "1", uuid.uuid4()), {"decision": "x"}).status_code == status


def test_the_case_of_another_lesson_and_a_draft_are_not_played(participant, lessons, case):
    other = address(lessons, case).replace(f"/{lessons[0].pk}/", f"/{lessons[1].pk}/")
    assert participant.get(other).status_code == 404
    case.unpublish()
    assert participant.get(address(lessons, case)).status_code == 404


def test_a_case_that_cannot_be_played_leads_back_to_the_lesson(participant, lessons, case):
    Scene.objects.get(number=3).delete()
    response = participant.get(address(lessons, case))
    assert response.headers["location"] == "/fr/cours/module/lecon-1/"


def test_when_the_tries_are_used_up_the_lesson_says_so(participant, enrolment, lessons, case):
    case.tries = 1
    case.save()
    finish(enrolment, case, lessons)
    response = participant.get(address(lessons, case, language="en"), follow=True)
    assert response.redirect_chain == [("/en/cours/module/lecon-1/", 302)]
    assert [str(m) for m in response.context["messages"]] == ["You have used all the tries that this case allows."]


def test_the_result_shows_the_ending_its_rule_and_the_way(participant, enrolment, lessons, case):
    attempt = finish(enrolment, case, lessons, HARMED)
    response = participant.get(f"/ar/learn/attempts/{attempt.uuid}/")
    result, html = response.context["result"], response.content.decode()
    assert (result.ending.number, result.badge, result.endangered) == (5, "wrong", True)
    assert [(score.points, score.maximum) for score in result.scores] == [(0, 2)] * 3
    assert [step.option.text_en for step in result.steps] == ["Go to the door alone"]
    assert html.count("لا نتصرف وحدنا أبدا") == 1
    assert html.count("منظمة الصحة العالمية، 2003") == 1
    assert response.context["fallbacks"] == []


def test_texts_missing_in_a_language_say_their_own(participant, lessons, case):
    Scene.objects.filter(number=1).update(text_ar="")
    response = participant.get(address(lessons, case, language="ar"))
    assert response.context["fallbacks"] == ["fr"]
    assert '<div class="bubbles" lang="fr" dir="ltr"><p>Une voisine' in response.content.decode()


def test_a_result_outlives_its_scenes(participant, enrolment, lessons, case):
    attempt = finish(enrolment, case, lessons)
    case.scenes.all().delete()
    response = participant.get(f"/fr/learn/attempts/{attempt.uuid}/")
    result = response.context["result"]
    assert (response.status_code, len(result.steps), result.ending.outcome) == (200, 2, "protected")
    assert [score.points for score in result.scores] == [2, 2, 1]


def test_a_result_is_seen_by_its_own_person_only(sign_in, own_ngo, enrolment, lessons, case):
    attempt = finish(enrolment, case, lessons)
    assert sign_in(own_ngo, Role.COORDINATOR).get(f"/fr/learn/attempts/{attempt.uuid}/").status_code == 404


def test_finishing_completes_the_course_when_it_was_the_last_thing(enrolment, lessons, case):
    CoursePage.objects.update(final_exercise=case)
    for lesson in lessons:
        enrolment.progress.create(lesson=lesson)
    finish(enrolment, case, lessons)
    enrolment.refresh_from_db()
    assert enrolment.completed_at is not None


def test_the_lesson_leads_to_the_case_and_tells_the_best_run(participant, enrolment, lessons, case):
    html = participant.get("/en/cours/module/lecon-1/").content.decode()
    assert f'href="{address(lessons, case, language="en")}">Play the case</a>' in html
    finish(enrolment, case, lessons, MIXED)
    html = participant.get("/en/cours/module/lecon-1/").content.decode()
    assert "Best result: 3 of 5 · not yet passed · " in html
    assert ">Play again</a>" in html


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


def whole(lessons, case, language="fr"):
    return f"/{language}/learn/lessons/{lessons[0].pk}/cases/{case.pk}/"


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
