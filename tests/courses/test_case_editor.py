"""The graph of a case one edits: saved as a draft as one writes, with its drawing and what is still wrong."""

import uuid

import pytest
from django.urls import reverse

from accounts.roles import Role
from core.languages import ORDER
from courses.models import CoursePage, Exercise, LessonExercise, LessonPage, ModulePage, Option, Scene
from pages.models import HomePage
from tests.support.queries import count_queries

JSON = {"headers": {"accept": "application/json"}}


@pytest.fixture
def case(own_ngo):
    made = Exercise(heading_fr="L’appel", kind="simulation", live=False)
    made.scenes = [
        Scene(number=1, heading_fr="Un", text_fr="Il appelle.", options=[Option(text_fr="Aller", leads_to=2)]),
        Scene(number=2, heading_fr="Deux", text_fr="Fin.", outcome="protected", rule_fr="Règle", source_fr="Loi"),
    ]
    made.save()
    made.save_revision()
    return made


@pytest.fixture
def trainer(own_ngo, sign_in):
    return sign_in(own_ngo, Role.TRAINER)


def address(case):
    return reverse("courses_writing:case", args=[case.pk])


def draft(case):
    return Exercise.objects.get(pk=case.pk).get_latest_revision_as_object()


def form_of(case):
    """What the page sends of the newest draft."""
    scenes = list(draft(case).scenes.all())
    keys = {scene.number: str(scene.key) for scene in scenes}
    data = {"loaded": str(Exercise.objects.get(pk=case.pk).latest_revision_id), "scene": list(keys.values())}
    for scene in scenes:
        name = f"scene-{scene.key}"
        data |= {f"{name}-number": scene.number, f"{name}-outcome": scene.outcome}
        data |= {
            f"{name}-{field}-{code}": getattr(scene, f"{field}_{code}") or ""
            for field in ("heading", "text", "rule", "source")
            for code in ORDER
        }
        data[f"{name}-options"] = ["", *(str(option.key) for option in scene.options.all())]
        for option in scene.options.all():
            data |= {f"option-{option.key}-text-{code}": getattr(option, f"text_{code}") or "" for code in ORDER}
            data[f"option-{option.key}-leads_to"] = keys.get(option.leads_to, str(option.leads_to))
    return data


def test_what_is_sent_unchanged_is_the_same_case(trainer, case):
    before = [(one.key, one.number, one.text_fr, one.rule_fr or "") for one in draft(case).scenes.all()]
    answer = trainer.post(address(case), form_of(case), **JSON)
    assert (answer.status_code, "Chaque chemin" in answer.json()["drawing"]) == (200, True)
    assert [(one.key, one.number, one.text_fr, one.rule_fr or "") for one in draft(case).scenes.all()] == before
    assert [(one.text_fr, one.leads_to) for one in draft(case).scenes.first().options.all()] == [("Aller", 2)]


def test_a_scene_and_an_arrow_to_it_are_put_in(trainer, case):
    data = form_of(case)
    scene, option = str(uuid.uuid4()), str(uuid.uuid4())
    first = data["scene"][0]
    data["scene"].append(scene)
    data |= {f"scene-{scene}-number": "7", f"scene-{scene}-outcome": "", f"scene-{scene}-heading-fr": "Le cousin"}
    data[f"scene-{first}-options"].append(option)
    data |= {
        f"option-{option}-text-fr": "Demander", f"option-{option}-leads_to": scene,
        f"option-{option}-safety": "-2", f"option-{option}-endangers": "on",
    }  # fmt: skip
    answer = trainer.post(address(case), data, **JSON).json()
    made = draft(case).scenes.first().options.last()
    assert (made.text_fr, made.leads_to, made.safety, made.endangers) == ("Demander", 7, -2, True)
    assert "La scène 7 ne finit nulle part" in answer["drawing"].replace("\u00a0", " ") or "7" in answer["drawing"]
    assert not Exercise.objects.get(pk=case.pk).live


def test_a_scene_that_nothing_leads_to_is_named_as_one_writes(trainer, case):
    data = form_of(case)
    (option,) = data[f"scene-{data['scene'][0]}-options"][1:]
    data[f"option-{option}-leads_to"] = data["scene"][0]
    html = trainer.post(address(case), data, **JSON).json()["drawing"]
    assert f'data-open="{data["scene"][1]}">' in html.partition("data-problems")[2]


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        pytest.param("number", "zéro", "nombre entier à partir de 1", id="a number"),
        pytest.param("outcome", "nonsense", "Chargez-la de nouveau", id="an ending there is not"),
        pytest.param("heading-fr", "x" * 201, "Raccourcissez", id="too long"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(trainer, case, name, value, sentence):
    data, before = form_of(case), Exercise.objects.get(pk=case.pk).latest_revision_id
    answer = trainer.post(address(case), data | {f"scene-{data['scene'][0]}-{name}": value}, **JSON)
    assert (answer.status_code, sentence in answer.json()["why"]) == (422, True), answer.json()
    assert Exercise.objects.get(pk=case.pk).latest_revision_id == before


def test_a_key_of_another_case_is_refused(trainer, case):
    other = Exercise(heading_fr="Autre", kind="simulation", live=False)
    other.scenes = [Scene(number=1, heading_fr="À nous")]
    other.save()
    data, key = form_of(case), str(other.scenes.first().key)
    data["scene"].append(key)
    assert trainer.post(address(case), data | {f"scene-{key}-number": "3"}, **JSON).status_code == 422
    assert Scene.objects.get(key=key).exercise == other


def test_what_a_colleague_saved_meanwhile_is_not_written_over(trainer, case):
    data = form_of(case)
    draft(case).save_revision()
    assert trainer.post(address(case), data, **JSON).status_code == 409


def test_a_case_is_edited_by_who_may_change_it(trainer, case, own_ngo, other_ngo, sign_in, make_user):
    assert trainer.get(address(case)).status_code == 200
    assert sign_in(other_ngo, Role.TRAINER).get(address(case)).status_code == 404
    with own_ngo:
        colleague = make_user(own_ngo, Role.TRAINER, "colleague")
        course = HomePage.objects.get().add_child(instance=CoursePage(heading_fr="Cours", slug="c", owner=colleague))
        module = course.add_child(instance=ModulePage(heading_fr="Module", slug="m"))
        module.add_child(
            instance=LessonPage(heading_fr="Leçon", slug="l", lesson_exercises=[LessonExercise(exercise_id=case.pk)])
        )
        assert trainer.get(address(case)).status_code == 302
        quiz = Exercise.objects.create(heading_fr="Quiz")
        assert trainer.get(reverse("courses_writing:case", args=[quiz.pk])).status_code == 404


def test_the_graph_takes_as_many_queries_for_many_scenes_as_for_few(trainer, case):
    trainer.get(address(case))
    few = count_queries(trainer, address(case))
    many = draft(case)
    many.scenes = [*many.scenes.all(), *(Scene(number=n, heading_fr=f"S{n}") for n in range(3, 33))]
    many.save_revision()
    assert count_queries(trainer, address(case)) == few
