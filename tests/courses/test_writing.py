"""The writing screen: a lesson is saved as it is written, its questions too, and its module is published at once."""

import re
import uuid
from datetime import timedelta

import pytest
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Revision, WorkflowState

from accounts.roles import Role
from config.wiring.schedule import publish_what_is_due
from core.languages import ORDER
from core.sequence import out_of_step
from core.writing import KEY
from courses.models import CoursePage, Exercise, LessonPage, ModulePage, SavedBlock, WritingHold
from courses.writing.checks import plan_publication
from courses.writing.editions import last_edition
from courses.writing.reviewing import words_a_sentence
from pages.models import HomePage
from tests.support.courses import READY, texts

INLINE = '"type": "unstyled", "depth": 0, "inlineStyleRanges": [], "entityRanges": []'
TEXT = '{"blocks": [{"key": "a", "text": "%s", ' + INLINE + '}], "entityMap": {}}'


@pytest.fixture
def module(own_ngo):
    course = HomePage.objects.get().add_child(instance=CoursePage(**texts("heading", "Cours"), **READY, slug="cours"))
    return course.add_child(instance=ModulePage(**texts("heading", "Module"), **READY, slug="module"))


@pytest.fixture
def trainer(own_ngo, sign_in):
    return sign_in(own_ngo, Role.TRAINER)


@pytest.fixture
def lesson(trainer, module):
    answer = trainer.post(reverse("courses_writing:add", args=[module.pk]))
    made = LessonPage.objects.get()
    assert answer.url == f"/admin/write/lessons/{made.pk}/"
    return made


def newest(lesson):
    return LessonPage.objects.get(pk=lesson.pk).get_latest_revision_as_object()


def form_of(lesson, **more):
    """What the screen sends of a lesson with a text, a key message and a question in three languages."""
    paragraph, key, asked = (str(uuid.uuid4()) for _ in range(3))
    choices = [str(uuid.uuid4()) for _ in range(2)]
    data = {
        "loaded": str(LessonPage.objects.get(pk=lesson.pk).latest_revision_id),
        "block": [f"{paragraph}:paragraph", f"{key}:key_message", f"{asked}:question"],
        f"question-{asked}-choices": choices,
        f"question-{asked}-right": choices[1],
    }
    for code in ORDER:
        data |= {
            f"heading-{code}": f"Leçon {code}",
            f"ready-{code}": "on",
            f"text-{code}-{paragraph}": TEXT % f"Texte {code}",
            f"text-{code}-{key}": f"Message {code}",
            f"question-{asked}-text-{code}": f"Question {code}",
        } | {f"question-{asked}-choice-{choice}-{code}": f"Choix {code}" for choice in choices}
    return data | more


def send(client, lesson, data, **options):
    return client.post(reverse("courses_writing:lesson", args=[lesson.pk]), data, **options)


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


def chosen_form(lesson, kind, sent, texts=()):
    """What the screen sends of a lesson with one block in which something is chosen; `sent`: by the place in it."""
    one = str(uuid.uuid4())
    data = {"loaded": str(LessonPage.objects.get(pk=lesson.pk).latest_revision_id), "block": [f"{one}:{kind}"]}
    data |= {f"heading-{code}": f"Leçon {code}" for code in ORDER}
    data |= {f"set-{one}{'/' + place if place else ''}": value for place, value in sent.items()}
    return data | {f"text-{code}-{one}/{place}": text for code, place, text in texts}


def kept_values(lesson):
    draft = newest(lesson)
    return {
        code: [(one["type"], one["value"]) for one in getattr(draft, f"body_{code}").get_prep_value()] for code in ORDER
    }


def test_what_is_chosen_stands_once_for_every_language_and_waits_for_its_words(trainer, lesson):
    picture = Image.objects.create(title="Cercle", file=get_test_image_file("cercle.png"))
    sent = {"image": str(picture.pk), "decorative": ["set"]}
    send(trainer, lesson, chosen_form(lesson, "image", sent, [("fr", "alt_text", "Un cercle")]))
    shown = {"image": picture.pk, "decorative": False, "alt_text": "Un cercle"}
    assert kept_values(lesson) == {"fr": [("image", shown)], "ar": [], "en": []}
    send(trainer, lesson, chosen_form(lesson, "image", sent | {"decorative": ["set", "on"]}))
    assert [[value["decorative"] for _kind, value in body] for body in kept_values(lesson).values()] == [[True]] * 3
    send(trainer, lesson, chosen_form(lesson, "diagram", {"": "safe-room"}))
    assert kept_values(lesson) == {code: [("diagram", "safe-room")] for code in ORDER}


def test_a_law_and_a_checklist_are_written_in_place(trainer, lesson):
    sent = {"jurisdiction": "FR", "valid_from": "2024-02-01", "valid_to": "", "to_check": ["set", "on"]}
    texts = [(code, name, f"{name} {code}") for code in ORDER for name in ("article", "text", "source")]
    send(trainer, lesson, chosen_form(lesson, "law_reference", sent, texts))
    ((kind, law),) = kept_values(lesson)["ar"]
    assert (kind, law["jurisdiction"], str(law["valid_from"]), law["valid_to"], law["to_check"], law["source"]) == (
        "law_reference", "FR", "2024-02-01", None, True, "source ar",
    )  # fmt: skip
    points = [str(uuid.uuid4()) for _ in range(3)]
    texts = [("fr", "title", "Avant"), *(("fr", f"points/{point}", f"Point {n}") for n, point in enumerate(points[:2]))]
    data = chosen_form(lesson, "checklist", {}, texts)
    one = data["block"][0].partition(":")[0]
    send(trainer, lesson, data | {f"items-{one}": ["", points[1], points[0], points[2]]})
    ((_kind, checklist),) = kept_values(lesson)["fr"]
    assert [(item["id"], item["value"]) for item in checklist["points"]] == [
        (points[1], "Point 1"),
        (points[0], "Point 0"),
    ]


@pytest.mark.parametrize(
    ("kind", "sent", "sentence"),
    [
        pytest.param("image", {"image": "999"}, "choisissez-en un autre", id="a picture that is gone"),
        pytest.param("law_reference", {"valid_from": "hier"}, "n’est pas une date", id="no date"),
        pytest.param("document", {"language": "xx"}, "Chargez-la de nouveau", id="no language"),
    ],
)
def test_what_cannot_be_chosen_is_refused_with_the_remedy(trainer, lesson, kind, sent, sentence):
    before = newest(lesson).latest_revision_id
    answer = send(trainer, lesson, chosen_form(lesson, kind, sent), headers={"accept": "application/json"})
    assert (answer.status_code, sentence in answer.json()["why"]) == (422, True), answer.json()
    assert newest(lesson).latest_revision_id == before


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


def test_a_block_is_kept_put_into_another_lesson_and_forgotten(trainer, lesson, other_ngo, sign_in):
    data = form_of(lesson)
    send(trainer, lesson, data)
    key, asked = (entry.partition(":")[0] for entry in data["block"][1:])
    address = reverse("courses_writing:keep", args=[lesson.pk])
    assert trainer.post(address, {"block": key, "name": "À retenir"}).status_code == 200
    refused = [
        trainer.post(address, sent).status_code
        for sent in ({"block": asked, "name": "Question"}, {"block": "x", "name": "x"}, {"block": key, "name": ""})
    ]
    assert refused == [422, 422, 422]
    kept = SavedBlock.objects.get()
    assert (kept.kind, kept.values) == ("key_message", {code: f"Message {code}" for code in ORDER})
    row = trainer.get(reverse("courses_writing:saved_row", args=[kept.pk])).content.decode()
    assert ("Message ar" in row, key in row) == (True, False)
    stranger = sign_in(other_ngo, Role.TRAINER)
    assert stranger.get(reverse("courses_writing:saved_row", args=[kept.pk])).status_code == 404
    trainer.post(reverse("courses_writing:forget", args=[kept.pk]))
    assert SavedBlock.objects.count() == 0


def test_a_locked_lesson_says_who_locked_it(trainer, lesson, own_ngo, make_user):
    colleague = make_user(own_ngo, Role.REVIEWER, "colleague")
    LessonPage.objects.update(locked=True, locked_by=colleague, locked_at=timezone.now())
    answer = send(trainer, lesson, form_of(lesson), headers={"accept": "application/json"})
    assert (answer.status_code, "colleague" in answer.json()["why"]) == (423, True)
    page = trainer.get(reverse("courses_writing:lesson", args=[lesson.pk])).content.decode()
    assert "colleague" in page.partition("wr-locked")[2][:400]


def test_an_exercise_of_any_kind_is_put_into_the_lesson_and_opens(trainer, lesson, other_ngo, sign_in):
    address = reverse("courses_writing:add_exercise", args=[lesson.pk])
    answer = trainer.post(address, {"kind": "simulation"})
    exercise = Exercise.objects.get()
    assert (answer.url, exercise.kind, exercise.heading_fr) == (
        f"/admin/write/cases/{exercise.pk}/", "simulation", "Simulation de cas : Nouvelle leçon",
    )  # fmt: skip
    assert kept_values(lesson) == {"fr": [("exercise", exercise.pk)], "ar": [], "en": []}
    assert trainer.post(address, {"kind": "bank"}).status_code == 404
    assert sign_in(other_ngo, Role.TRAINER).post(address, {"kind": "practice"}).status_code == 404
    assert str(exercise) in trainer.get("/admin/write/").content.decode()


def test_a_lesson_is_dragged_into_another_module(trainer, module, lesson, other_ngo, sign_in):
    second = module.get_parent().add_child(instance=ModulePage(**texts("heading", "Deux"), **READY, slug="deux"))
    there = second.add_child(instance=LessonPage(heading_fr="Là", slug="la"))
    address = reverse("courses_writing:place", args=[lesson.pk])
    json = {"headers": {"accept": "application/json"}}
    assert trainer.post(address, {"module": second.pk, "before": there.pk}, **json).json() == {"said": "Déplacée."}
    assert list(second.get_children().values_list("pk", flat=True)) == [lesson.pk, there.pk]
    trainer.post(address, {"module": second.pk, "before": ""}, **json)
    assert list(second.get_children().values_list("pk", flat=True)) == [there.pk, lesson.pk]
    assert trainer.post(address, {"module": "x"}, **json).status_code == 404
    assert sign_in(other_ngo, Role.TRAINER).post(address, {"module": second.pk}).status_code == 404


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


@pytest.mark.parametrize(("way", "order"), [("up", ["b", "a"]), ("down", ["a", "b"])])
def test_a_lesson_is_moved_in_its_module(trainer, module, way, order):
    for name in "ab":
        module.add_child(instance=LessonPage(heading_fr=name, slug=name))
    second = LessonPage.objects.get(slug="b")
    assert trainer.post(reverse("courses_writing:move", args=[second.pk, way])).status_code == 302
    assert list(LessonPage.objects.order_by("path").values_list("slug", flat=True)) == order


def test_the_screen_asks_as_many_questions_of_the_database_for_many_blocks_as_for_few(
    trainer, lesson, django_assert_max_num_queries
):
    address = reverse("courses_writing:lesson", args=[lesson.pk])
    trainer.get(address)
    stream = lesson.body_fr.stream_block
    lesson.body_fr = stream.to_python([{"type": "key_message", "value": f"M{n}", "id": str(n)} for n in range(30)])
    lesson.save_revision()
    with django_assert_max_num_queries(75):
        assert trainer.get(address).status_code == 200


def test_a_lesson_or_an_exercise_is_put_in_once_however_often_its_form_is_sent(trainer, module):
    sent = {KEY: str(uuid.uuid4())}
    first, second = (trainer.post(reverse("courses_writing:add", args=[module.pk]), sent).url for _ in range(2))
    lesson = LessonPage.objects.get()
    assert (first, second) == (f"/admin/write/lessons/{lesson.pk}/",) * 2
    sent = {KEY: str(uuid.uuid4()), "kind": "practice"}
    first, second = (
        trainer.post(reverse("courses_writing:add_exercise", args=[lesson.pk]), sent).url for _ in range(2)
    )
    assert (first, Exercise.objects.count(), len(newest(lesson).body_fr)) == (second, 1, 1)
    keys = re.findall(rf'name="{KEY}" value="([^"]+)"', trainer.get(first_address(lesson)).content.decode())
    assert len(keys) == len(set(keys)) == 2


def first_address(lesson):
    return reverse("courses_writing:lesson", args=[lesson.pk])
