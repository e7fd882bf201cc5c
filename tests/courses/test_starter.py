"""The files of the starter curriculum: sound as they are, and every planted error is caught by file, line and rule."""

import shutil
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from core.languages import ORDER
from courses.starter import FOLDER, check, read_curriculum
from courses.starter.checks.structure import numbers_in
from courses.starter.measuring import count_words, sentences, size_of

READ, FORM = read_curriculum()


@pytest.fixture
def copy(tmp_path):
    """A copy of the curriculum to plant errors in."""
    return shutil.copytree(FOLDER, tmp_path / "curriculum")


def plant(folder, name, old, new):
    """Replace the first `old` in a file; its line."""
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def found(folder, only="M0"):
    """(file, line, rule) of everything that is wrong."""
    curriculum, findings = read_curriculum(folder, only=only)
    return {(one.place.file, one.place.line, one.rule) for one in findings or check(curriculum)}


def test_the_curriculum_is_sound():
    assert [str(finding) for finding in [*FORM, *check(READ)]] == []


LESSON = "m0/1-before-you-start"
PRACTICE = "m0/what-would-you-do.yaml"
OBJECTIVES = "objectives: [no-real-cases, stay-safe, duty]\n"
OTHER = '- text: {fr: "« Continue, mais'
# name: (file, what stands there, what is planted, the rule, lines from the planted one to the one named)
PLANTED = {
    "a wrong article": (f"{LESSON}.fr.md", ":::{law} ma-448-9\n", ":::{law} ma-449-9\n", "law", 0),
    "an article no law stands for": (PRACTICE, "l’article 448-9", "l’article 448-8", "article", 0),
    "a swapped term": (f"{LESSON}.ar.md", "[خروج سريع]", "[مخرج طوارئ]", "term", 0),
    "a term swapped in an exercise": ("m1/sort-twelve-facts.yaml", "هذا خداع", "هذا احتيال", "term", 0),
    "an unknown term": (f"{LESSON}.en.md", "term:quick-exit", "term:fast-exit", "term", 0),
    "a number changed by translating": (f"{LESSON}.ar.md", "من 1 إلى 5 سنوات", "من 1 إلى 6 سنوات", "number", -1),
    "a block left out": (f"{LESSON}.en.md", ":::{diagram} safe-room\n:::\n", "", "structure", -2),
    "a point left out": (f"{LESSON}.ar.md", "- لا صورة ولا لقطة شاشة ولا وثيقة.\n", "", "structure", None),
    "an option the editor does not know": (f"{LESSON}.fr.md", ":::{caution}", ":::{warning}", "directive", 0),
    "an exercise that is not there": (f"{LESSON}.fr.md", ":::{exercise} what-", ":::{exercise} who-", "exercise", 0),
    "a lesson without objectives": (f"{LESSON}.fr.md", OBJECTIVES, "", "front", None),
    "two right answers": (PRACTICE, OTHER, OTHER.replace("- text", "- right: yes\n    text"), "answer", None),
    "an unknown objective": (PRACTICE, "objective: duty", "objective: dutty", "objective", -1),
    "weights that come to something else": ("m2/four-adults.yaml", "right: yes\n    dimension: exploitation",
                                            "dimension: exploitation", "conclusion", None),
    "forms out of balance": ("m0/bank.yaml", "form: B", "form: A", "forms", None),
    "digits of another kind": (f"{LESSON}.ar.md", "5.000 إلى", "٥.000 إلى", "number", None),
}  # fmt: skip


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_error_is_caught(copy, name):
    file, old, new, rule, shift = PLANTED[name]
    line = plant(copy, file, old, new)
    caught = [(where, at) for where, at, what in found(copy, only=file[:2]) if what == rule]
    assert file in {where for where, _at in caught}
    assert shift is None or (file, line + shift) in caught


def test_a_law_without_its_mark(copy):
    text = (copy / "laws.yaml").read_text(encoding="utf-8")
    at = text.index("ma-448-7:")
    (copy / "laws.yaml").write_text(text[:at] + text[at:].replace("  check: yes\n", "", 1), encoding="utf-8")
    assert ("laws.yaml", "law") in {(file, rule) for file, _line, rule in found(copy)}


def test_a_doubtful_law_said_to_be_checked(copy):
    text = (copy / "laws.yaml").read_text(encoding="utf-8")
    at = text.index("fr-report:")
    (copy / "laws.yaml").write_text(text[:at] + text[at:].replace("check: yes", "check: no", 1), encoding="utf-8")
    assert ("laws.yaml", "law") in {(file, rule) for file, _line, rule in found(copy)}


def test_an_answer_twice_as_long_as_another(copy):
    line = plant(copy, PRACTICE, "« On s’arrête là, on en parle ailleurs. »", "« On s’arrête là, " * 6 + "»")
    assert (PRACTICE, line - 8, "length") in found(copy)


@pytest.mark.parametrize("language", ORDER)
def test_a_missing_language_of_a_lesson(copy, language):
    (copy / f"{LESSON}.{language}.md").unlink()
    there = next(code for code in ORDER if code != language)
    assert (f"{LESSON}.{there}.md", 1, "language") in found(copy)


def test_a_missing_language_of_a_choice(copy):
    line = plant(copy, PRACTICE, ', ar: "يمحو سجل الجهاز بالكامل."', "")
    assert (PRACTICE, line, "language") in found(copy)


def test_a_word_the_field_does_not_use(copy):
    line = plant(copy, f"{LESSON}.fr.md", "Nadia voulait bien faire.", "Nadia voulait sauver quelqu’un.")
    assert (f"{LESSON}.fr.md", line, "word") in found(copy)


def test_details_that_together_single_somebody_out(copy):
    line = plant(
        copy, f"{LESSON}.fr.md", "Nadia, travailleuse sociale,", "À Agadir, en 2019, une domestique ivoirienne,"
    )
    assert (f"{LESSON}.fr.md", line - 3, "combination") in found(copy)


def test_a_scene_that_ends_nowhere(copy):
    words = "{fr: a, ar: a, en: a}"
    scene = f"kind: simulation\nheading: {words}\nscenes:\n- number: 1\n  heading: {words}\n  text: {words}\n"
    (copy / "m0" / "call.yaml").write_text(scene, encoding="utf-8")
    caught = found(copy)
    assert ("m0/call.yaml", 4, "scene") in caught
    assert ("m0/call.yaml", 1, "exercise") in caught


def test_right_answers_at_one_place(copy):
    text = (copy / PRACTICE).read_text(encoding="utf-8")
    single = text[text.index("- kind: single") : text.index("- kind: single", text.index("- kind: single") + 1)]
    (copy / PRACTICE).write_text(text + single * 6, encoding="utf-8")
    assert (PRACTICE, 1, "positions") in found(copy)


def test_a_test_that_draws_more_than_there_is(copy):
    plant(copy, "m0/starting-test.yaml", "draws: 20", "draws: 56")
    assert found(copy, only="") == {("m0/starting-test.yaml", 1, "draw")}


def test_minutes_far_from_the_frame(copy):
    plant(copy, "m0/module.yaml", "minutes: 15", "minutes: 60")
    assert ("m0/module.yaml", 1, "minutes") in found(copy)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("m0/module.yaml", "measure:", "measure: {"),
        ("m0/bank.yaml", "kind: bank", "kind: bank\nkind: bank"),
        (f"{LESSON}.ar.md", "---\ntitle", "title"),
    ],
    ids=["broken YAML", "a key twice", "no front matter"],
)
def test_a_file_that_cannot_be_read(copy, name, old, new):
    plant(copy, name, old, new)
    assert (name, "file") in {(file, rule) for file, _line, rule in found(copy)}


def test_the_command_prints_its_table_and_refuses_what_is_wrong(copy):
    out, err = StringIO(), StringIO()
    call_command("load_curriculum", check=True, module="M0", stdout=out, stderr=err)
    head, *rows = out.getvalue().splitlines()
    assert head.split()[:4] == ["module", "language", "lessons", "words"]
    assert [row.split()[:3] for row in rows] == [["M0", code, "2"] for code in ORDER]
    line = plant(copy, f"{LESSON}.en.md", "term:quick-exit", "term:fast-exit")
    with pytest.raises(CommandError):
        call_command("load_curriculum", check=True, module="M0", folder=copy, stdout=out, stderr=err)
    assert f"{LESSON}.en.md:{line}: [term]" in err.getvalue()
    with pytest.raises(CommandError):
        call_command("load_curriculum", check=True, module="M99", stdout=out, stderr=err)


@pytest.mark.parametrize("module", READ.modules, ids=lambda module: module.code)
def test_every_module_is_as_long_as_it_says_in_every_language(module):
    for code in ORDER:
        minutes = size_of(module, code).minutes
        assert 0.85 * module.measure.minutes <= minutes <= 1.15 * module.measure.minutes


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("articles 448-7 et 448‑9", {"448.7", "448.9"}),
        ("الفصل 448.7", {"448.7"}),
        ("49,6 millions, 1 542 DH", {"49.6", "1542"}),
        ("49.6 million, DH 1,542", {"49.6", "1542"}),
        ("5.000 درهم", {"5000"}),
        ("le 2-10-2018.", {"2.10.2018"}),
    ],
)
def test_numbers_are_the_same_in_every_writing(text, numbers):
    assert numbers_in(text) == numbers


@given(st.lists(st.text(alphabet="abcأبت", min_size=1), min_size=1))
def test_words_are_what_stands_between_spaces(words):
    assert count_words(" ".join(words)) == len(words)
    assert sum(count_words(part) for part in sentences(". ".join(words))) == len(words)
