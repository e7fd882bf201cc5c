"""Playing a case page by page: the place is in the address, and only those enrolled play."""

import uuid

import pytest

from accounts.roles import Role
from courses.models import Attempt, CoursePage, Scene
from tests.support.playing import HARMED, MIXED, address, finish, keys, option


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
