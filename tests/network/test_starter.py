"""The starter curriculum in the library: loaded whole, again nothing, then what is new in its files alone."""

import shutil
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from core.languages import ORDER
from courses.models import CoursePage, Exercise, LessonPage, ModulePage
from courses.packing import TextChange, read_module, write_texts
from courses.starter import FOLDER, read_curriculum
from courses.starter.tree import key_of, tree_of
from network.library.starter import load_into_library
from network.models import LibraryOffer

pytestmark = pytest.mark.usefixtures("own_files")
LESSON = "m0/1-before-you-start"


@pytest.fixture
def copy(tmp_path):
    return shutil.copytree(FOLDER, tmp_path / "curriculum")


def load(folder=FOLDER, only="M0"):
    """(is new, pieces, kept, gone, version) of each module."""
    results = load_into_library(read_curriculum(folder)[0], only=only)
    return [(r.loaded.is_new, r.loaded.pieces, r.loaded.kept, r.loaded.gone, r.version) for r in results]


def change(folder, name, old, new):
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new), encoding="utf-8")


def offers():
    return list(LibraryOffer.objects.filter(source="hub").order_by("key", "version").values_list("version", "state"))


def test_it_is_loaded_once_and_offered(hub):
    assert load() == [(True, 0, 0, 0, 1)]
    assert load() == [(False, 0, 0, 0, 1)]
    assert offers() == [(1, "published")]
    with hub:
        lesson = LessonPage.objects.get(translation_key=key_of("M0", "1-before-you-start"))
        assert (lesson.live, lesson.has_unpublished_changes, lesson.is_gate, lesson.minutes) == (True, False, True, 14)
        assert [len(getattr(lesson, f"body_{code}")) for code in ORDER] == [18, 18, 18]
        exercise = Exercise.objects.get(key=key_of("M0", "what-would-you-do"))
        assert (exercise.live, exercise.questions.count()) == (True, 10)
        course = CoursePage.objects.get(translation_key=key_of("course"))
        assert (course.live, course.final_exercise) == (True, None)


def test_a_test_draws_from_the_bank_of_all_modules(hub):
    load()
    with hub:
        test = Exercise.objects.get(key=key_of("M0", "starting-test"))
        assert (test.kind, test.drawn, test.drawn_form, test.tries) == ("pre", 20, "balanced", 1)
        questions = list(test.bank.questions.values_list("topic", "form", "objective__translation_key"))
    assert len(questions) == 110
    assert {form for _topic, form, _lesson in questions} == {"A", "B"}
    lesson = key_of("M0", "1-before-you-start")  # the lessons of the other modules are not there yet
    assert {(topic, taught) for topic, _form, taught in questions} == {
        ("M0", lesson), *((code, None) for code in ("M1", "M2", "M3", "M4"))
    }  # fmt: skip


def test_the_course_has_its_final_test_with_the_module_that_holds_it(hub):
    load(only="M4")
    with hub:
        course = CoursePage.objects.get(translation_key=key_of("course"))
        assert (course.final_exercise.kind, course.final_exercise.drawn) == ("final", 20)


def test_what_is_there_is_what_the_files_say(hub):
    """Nothing is lost or turned by the editor's stream: what is read back is the tree of the files."""
    curriculum = read_curriculum()[0]
    load_into_library(curriculum, only="M1")
    tree = tree_of(next(module for module in curriculum.modules if module.code == "M1"), curriculum)
    with hub:
        back = read_module(ModulePage.objects.get(translation_key=tree.id), draft=True)
    theirs, mine = tree.by_id(), back.by_id()
    assert [key for key in theirs if key not in mine] == []
    assert [key for key, node in theirs.items() if mine[key].texts != node.texts] == []


def test_a_changed_file_is_a_new_version_with_its_change_alone(hub, copy):
    load(copy)
    change(copy, f"{LESSON}.fr.md", "Nadia voulait bien faire.", "Nadia voulait très bien faire.")
    change(copy, "m0/what-would-you-do.yaml", "Dix moments de formation.", "Dix moments d’une formation.")
    assert load(copy) == [(False, 2, 0, 0, 2)]
    assert load(copy) == [(False, 0, 0, 0, 2)]
    assert offers() == [(1, "published"), (2, "published")]
    with hub:
        lesson = LessonPage.objects.get(translation_key=key_of("M0", "1-before-you-start"))
        assert "Nadia voulait très bien faire." in str(lesson.body_fr)
        assert Exercise.objects.get(key=key_of("M0", "what-would-you-do")).intro_fr.startswith("Dix moments d’une")


def test_what_an_editor_changed_stays(hub, copy):
    load(copy)
    with hub:
        module = ModulePage.objects.get(translation_key=key_of("M0"))
        write_texts(module, [TextChange(str(module.translation_key), "summary", "fr", "À nous")], actor=None)
        ModulePage.objects.get(pk=module.pk).get_latest_revision().publish()
    change(copy, "m0/module.yaml", "Les règles qui protègent", "Toutes les règles qui protègent")
    assert load(copy) == [(False, 0, 1, 0, 1)]
    with hub:
        assert ModulePage.objects.get(pk=module.pk).summary_fr == "À nous"


def test_nothing_is_loaded_where_a_file_is_wrong(hub, copy):
    change(copy, "m0/bank.yaml", "kind: bank", "kind: bonk")
    with pytest.raises(CommandError):
        call_command("load_curriculum", module="M0", folder=copy, stdout=StringIO(), stderr=StringIO())
    with hub:
        assert not ModulePage.objects.filter(translation_key=key_of("M0")).exists()


def test_the_command_says_what_it_did(hub, own_ngo):
    said = StringIO()
    call_command("load_curriculum", module="M0", stdout=said)
    assert said.getvalue().splitlines()[-1] == "M0 · Avant de commencer : chargé, version 1 de la bibliothèque."
    assert not ModulePage.objects.filter(translation_key=key_of("M0")).exists()  # the hub's alone
