"""The writing screen: a lesson is saved as it is written, its questions too, and its module is published at once."""

import uuid
from datetime import timedelta

import pytest
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision, WorkflowState

from accounts.roles import Role
from config.wiring.schedule import publish_what_is_due
from core.languages import ORDER
from core.sequence import out_of_step
from courses.models import CoursePage, Exercise, LessonPage, ModulePage, WritingHold
from courses.writing.checks import plan_publication
from courses.writing.editions import last_edition
from courses.writing.reviewing import words_a_sentence
from tests.support.writing_screen import form_of, newest, send


def test_a_lesson_in_three_languages_is_saved_as_a_draft_and_its_blocks_are_in_step(trainer, lesson):
    answer = send(trainer, lesson, form_of(lesson), headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()["name"]) == (200, "Leçon fr")
    draft = newest(lesson)
    bodies = {code: getattr(draft, f"body_{code}").get_prep_value() for code in ORDER}
    assert out_of_step(bodies, "fr") == []
    for code, body in bodies.items():
        assert [block["type"] for block in body] == ["paragraph", "key_message", "exercise"]
        assert (f"Texte {code}" in body[0]["value"], body[1]["value"]) == (True, f"Message {code}")
    assert (draft.live, draft.slug, draft.ready_ar) == (False, "lecon-fr", True)


def test_its_question_is_an_exercise_written_once_and_right_in_every_language(trainer, lesson):
    data = form_of(lesson)
    send(trainer, lesson, data)
    exercise = Exercise.objects.get()
    (asked,) = exercise.get_latest_revision_as_object().questions.all()
    assert [(choice.text_ar, choice.correct) for choice in asked.choices.all()] == [
        ("Choix ar", False),
        ("Choix ar", True),
    ]
    assert (exercise.live, exercise.heading_en, asked.text_en) == (False, "Question: Leçon en", "Question en")
    revisions = Revision.objects.for_instance(exercise).count()
    data["loaded"] = str(LessonPage.objects.get(pk=lesson.pk).latest_revision_id)
    send(trainer, lesson, data)
    assert (Exercise.objects.count(), Revision.objects.for_instance(exercise).count()) == (1, revisions)


def test_publishing_takes_the_module_its_lessons_and_questions(trainer, lesson, module, client):
    send(trainer, lesson, form_of(lesson, action="publish", note="Première version"))
    exercise = Exercise.objects.get()
    edition = last_edition(module)
    assert (edition.number, edition.note) == (1, "Première version")
    assert (LessonPage.objects.get().live, exercise.live, ModulePage.objects.get().live) == (True, True, True)
    assert [choice.correct for choice in exercise.questions.get().choices.order_by("sort_order")] == [False, True]
    answer = client.get("/ar/cours/module/lecon-fr/")
    assert "Message ar" in answer.content.decode()
    assert exercise.heading_ar in answer.content.decode()


def test_a_module_is_published_and_a_lesson_withdrawn_by_the_clock(trainer, lesson, module, client):
    soon, later = timezone.localtime() + timedelta(minutes=5), timezone.localtime() + timedelta(hours=2)
    times = {"publish-at": f"{soon:%Y-%m-%dT%H:%M}", "withdraw-at": f"{later:%Y-%m-%dT%H:%M}"}
    answer = send(trainer, lesson, form_of(lesson, action="publish") | times, follow=True)
    assert "sera publié le" in answer.content.decode()
    address, reached = "/fr/cours/module/lecon-fr/", []
    assert (LessonPage.objects.get().live, Exercise.objects.get().live) == (False, False)
    for minutes in (0, 6, 121):
        for waiting in Revision.objects.filter(approved_go_live_at__isnull=False):
            waiting.approved_go_live_at -= timedelta(minutes=minutes)
            waiting.content["go_live_at"] = waiting.approved_go_live_at.isoformat()
            waiting.save()
        LessonPage.objects.update(expire_at=F("expire_at") - timedelta(minutes=minutes))
        publish_what_is_due()
        reached.append((client.get(address).status_code, Exercise.objects.get().live))
    assert reached == [(404, False), (200, True), (404, True)]


@pytest.mark.parametrize("time", ["2020-01-01T10:00", "2026-13-01T10:00", "demain"])
def test_a_time_that_is_past_or_none_is_refused_and_nothing_is_published(trainer, lesson, time):
    answer = send(trainer, lesson, form_of(lesson, action="publish") | {"publish-at": time}, follow=True)
    assert any(word in answer.content.decode() for word in ("est passée", "n’est pas une date"))
    assert (LessonPage.objects.get().live, newest(lesson).heading_fr) == (False, "Leçon fr")


def test_what_a_reviewer_wrote_is_read_on_opening(trainer, lesson, own_ngo, make_user):
    author, reviewer = make_user(own_ngo, Role.TRAINER, "a"), make_user(own_ngo, Role.REVIEWER, "r")
    state = lesson.get_workflow().start(newest(lesson), author)
    state.current_task_state.specific.reject(user=reviewer, comment="Citez la loi.")
    for address in (reverse("courses_writing:lesson", args=[lesson.pk]), f"/admin/pages/{lesson.pk}/edit/"):
        assert "Citez la loi." in trainer.get(address).content.decode()
    WorkflowState.objects.get().resume(author)
    assert "Citez la loi." not in trainer.get(reverse("courses_writing:lesson", args=[lesson.pk])).content.decode()


@pytest.mark.parametrize(
    ("without", "sentence"),
    [
        pytest.param("right", "Aucun choix n’est marqué juste", id="no right answer"),
        pytest.param("heading-ar", "le titre manque en العربية", id="an empty heading"),
        pytest.param("text-en-", "1 texte manque en English", id="an empty text"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_published(trainer, lesson, without, sentence):
    data = form_of(lesson, action="publish")
    name = next(name for name in data if name.endswith(without) or (without == "text-en-" and name.startswith(without)))
    data.pop(name)
    answer = send(trainer, lesson, data, follow=True)
    assert sentence in answer.content.decode()
    assert (LessonPage.objects.get().live, Exercise.objects.get().live) == (False, False)
    assert newest(lesson).heading_fr == "Leçon fr"


def test_what_somebody_else_saved_meanwhile_is_not_written_over_unawares(trainer, lesson):
    data = form_of(lesson)
    theirs = newest(lesson)
    theirs.heading_fr = "Celle de Salma"
    theirs.save_revision()
    answer = send(trainer, lesson, data, headers={"accept": "application/json"})
    assert answer.status_code == 409
    assert "Load" not in answer.json()["why"]
    answer = send(trainer, lesson, data | {"action": "publish"})
    assert (newest(lesson).heading_fr, LessonPage.objects.get().live) == ("Leçon fr", False)  # kept, and to be compared


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"block": ["nonsense:paragraph"]}, id="a block without an id"),
        pytest.param({"block": [f"{uuid.uuid4()}:nonsense"]}, id="a kind that there is not"),
        pytest.param({"heading-fr": "x" * 256}, id="a heading too long"),
        pytest.param(dict.fromkeys([f"heading-{code}" for code in ORDER], ""), id="no heading"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(trainer, lesson, change):
    before = newest(lesson).latest_revision_id
    answer = send(trainer, lesson, form_of(lesson) | change, headers={"accept": "application/json"})
    assert (answer.status_code, bool(answer.json()["why"])) == (422, True)
    assert (LessonPage.objects.get().latest_revision_id, Exercise.objects.count()) == (before, 0)


def test_a_lesson_is_written_by_who_may_change_it(other_ngo, own_ngo, trainer, lesson, sign_in, make_user):
    address = reverse("courses_writing:lesson", args=[lesson.pk])
    assert sign_in(other_ngo, Role.TRAINER).get(address).status_code == 404
    with own_ngo:
        CoursePage.objects.update(owner=make_user(own_ngo, Role.TRAINER, "colleague"))
        before = newest(lesson).latest_revision_id
        assert send(trainer, lesson, form_of(lesson)).status_code == 302  # Wagtail leads who may not to its home page
        assert newest(lesson).latest_revision_id == before
        assert address not in trainer.get("/admin/write/").content.decode()


def test_two_write_two_languages_and_neither_loses_a_word(trainer, lesson, own_ngo, sign_in):
    data = form_of(lesson, touched="fr ar en structure")
    send(trainer, lesson, data)
    loaded = str(LessonPage.objects.get().latest_revision_id)
    sure = {"headers": {"accept": "application/json"}}
    mine = data | {"loaded": loaded, "touched": "ar", "heading-ar": "عنوان"}
    theirs = data | {"loaded": loaded, "touched": "en", "heading-en": "Heading"}
    assert send(trainer, lesson, mine, **sure).status_code == 200
    other = sign_in(own_ngo, Role.COORDINATOR)
    answer = send(other, lesson, theirs, **sure)
    assert (answer.status_code, [one["part"] for one in answer.json()["theirs"]]) == (200, ["ar"])
    draft = newest(lesson)
    assert (draft.heading_fr, draft.heading_ar, draft.heading_en) == ("Leçon fr", "عنوان", "Heading")
    late = send(other, lesson, theirs | {"touched": "ar"}, **sure)  # Arabic as it was before the first wrote it
    assert (late.status_code, newest(lesson).heading_ar) == (409, "عنوان")


def test_a_part_is_held_by_who_writes_it_and_the_other_sees_who(trainer, lesson, own_ngo, other_ngo, sign_in):
    address = reverse("courses_writing:hold", args=[lesson.pk])
    assert trainer.post(address, {"parts": "fr structure"}).json() == {"held": [], "why": ""}
    other = sign_in(own_ngo, Role.COORDINATOR)
    told = other.post(address, {"parts": "fr ar"}).json()
    assert [one["part"] for one in told["held"]] == ["fr", "structure"]
    assert "Français" in told["why"]
    assert [one["part"] for one in trainer.post(address, {"parts": ""}).json()["held"]] == ["ar"]
    answer = send(other, lesson, form_of(lesson, touched="fr"), headers={"accept": "application/json"})
    assert (answer.status_code, newest(lesson).heading_fr) == (409, "Nouvelle leçon")
    WritingHold.objects.update(until=timezone.now())
    assert other.post(address, {"parts": "fr"}).json() == {"held": [], "why": ""}
    assert sign_in(other_ngo, Role.TRAINER).post(address, {"parts": "fr"}).status_code == 404


@pytest.mark.parametrize(
    ("html", "sentence"),
    [
        pytest.param('<p><a linktype="page" id="9999">ici</a></p>', "une page qui n’existe plus", id="a page gone"),
        pytest.param('<p><a href="htp:/exemple">ici</a></p>', "ne mène nulle part", id="no address"),
        pytest.param("<h4>Titre</h4><p>Texte</p>", "un petit titre se trouve avant tout grand titre", id="headings"),
    ],
)
def test_links_and_headings_are_checked_before_publishing(trainer, lesson, module, html, sentence):
    draft = newest(lesson)
    draft.heading_fr, draft.ready_fr = "Leçon", True
    draft.body_fr = draft.body_fr.stream_block.to_python([{"type": "paragraph", "value": html, "id": "a"}])
    draft.save_revision()
    plan = plan_publication(module, trainer.get("/admin/").wsgi_request.user)
    assert [sentence in problem for problem in plan.problems if "bloc 1" in problem] == [True], plan.problems


def test_a_lesson_that_bears_no_name_of_its_own_is_not_published(trainer, lesson, module):
    draft = newest(lesson)
    draft.ready_fr = True
    draft.save_revision()
    plan = plan_publication(module, trainer.get("/admin/").wsgi_request.user)
    assert [problem for problem in plan.problems if "s’appelle encore" in problem] != []


@pytest.mark.parametrize(
    ("text", "mean"),
    [
        pytest.param("<p>" + "Un deux trois quatre cinq. " * 20 + "</p>", 5, id="short"),
        pytest.param("<p>" + "mot " * 60 + "fin.</p>", 61, id="one sentence"),
        pytest.param("<p>Peu de mots.</p>", 0, id="too few to tell"),
        pytest.param("<ul>" + "<li>Un deux trois</li>" * 20 + "</ul>", 3, id="a list"),
    ],
)
def test_the_reading_level_is_words_a_sentence(text, mean):
    assert words_a_sentence([{"type": "paragraph", "value": text, "id": "a"}]) == mean
