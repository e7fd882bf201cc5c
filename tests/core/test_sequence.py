"""One sequence of blocks for all languages: whatever is written, they are in step afterwards and no word is lost."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.blocks import BodyBlock
from core.sequence import in_step, out_of_step


def text(number, value, kind="key_message"):
    return {"type": kind, "value": value, "id": number}


def exercise(number, pk):
    return {"type": "exercise", "value": pk, "id": number}


def picture(number, pk, alt="", decorative=False):
    return {"type": "image", "value": {"image": pk, "alt_text": alt, "decorative": decorative}, "id": number}


def ids(body):
    return [block["id"] for block in body]


def values(body):
    return [block["value"] for block in body]


FORMER = {
    "fr": [text("a", "A"), exercise("e", 7), text("b", "B")],
    "ar": [text("a", "أ"), exercise("e", 7), text("b", "ب")],
    "en": [],
}


def test_what_is_written_anew_in_two_languages_gets_one_id():
    bodies = {"fr": [text("a", "A"), text("b", "B")], "ar": [text("x", "أ"), text("y", "ب"), text("z", "ج")], "en": []}
    kept = in_step(bodies, "fr")
    assert ids(kept["ar"]) == ["a", "b", "z"]
    assert kept["en"] == []


def test_the_source_moves_a_block_and_its_translation_follows():
    moved = FORMER | {"fr": [FORMER["fr"][2], FORMER["fr"][1], FORMER["fr"][0]]}
    assert values(in_step(moved, "fr", FORMER)["ar"]) == ["ب", 7, "أ"]


def test_what_the_source_takes_away_goes_everywhere_and_what_a_translation_takes_away_is_to_be_translated():
    kept = in_step(FORMER | {"fr": FORMER["fr"][1:]}, "fr", FORMER)
    assert values(kept["ar"]) == [7, "ب"]
    kept = in_step(FORMER | {"ar": FORMER["ar"][1:]}, "fr", FORMER)
    assert (values(kept["fr"]), values(kept["ar"])) == (["A", 7, "B"], [7, "ب"])


def test_a_source_that_was_emptied_takes_no_translation_with_it():
    kept = in_step(FORMER | {"fr": []}, "fr", FORMER)
    assert values(kept["ar"]) == ["أ", 7, "ب"]


def test_an_exercise_is_put_in_once_and_stands_in_every_language_that_has_a_body():
    kept = in_step(FORMER | {"fr": [*FORMER["fr"], exercise("f", 8)]}, "fr", FORMER)
    assert (values(kept["ar"]), kept["en"]) == (["أ", 7, "ب", 8], [])


@pytest.mark.parametrize(
    ("kept_by_arabic", "in_arabic"),
    [pytest.param(1, 2, id="follows"), pytest.param(5, 5, id="has its own")],
)
def test_a_picture_follows_the_source_unless_a_language_has_its_own(kept_by_arabic, in_arabic):
    former = {"fr": [picture("p", 1, "Carte")], "ar": [picture("p", kept_by_arabic, "خريطة")]}
    kept = in_step(former | {"fr": [picture("p", 2, "Carte")]}, "fr", former)
    assert values(kept["ar"]) == [{"image": in_arabic, "alt_text": "خريطة", "decorative": False}]


@pytest.mark.parametrize(
    ("name", "was", "now", "in_arabic"),
    [
        pytest.param("valid_to", "2026-01-01", "2027-01-01", "2027-01-01", id="the end of a law follows"),
        pytest.param("text", "Loi", "Loi nouvelle", "Loi", id="a text that is still the source's is to be translated"),
    ],
)
def test_what_is_no_text_follows_by_the_definition_of_the_block(name, was, now, in_arabic):
    former = {code: [text("l", {name: was}, "law_reference")] for code in ("fr", "ar")}
    kept = in_step(former | {"fr": [text("l", {name: now}, "law_reference")]}, "fr", former, stream=BodyBlock())
    assert values(kept["ar"]) == [{name: in_arabic}]


def test_points_of_a_checklist_are_in_step_too():
    def checklist(*points):
        return [text("c", {"title": "T", "points": [text(n, v, "item") for n, v in points]}, "checklist")]

    former = {"fr": checklist(("1", "un"), ("2", "deux")), "ar": checklist(("1", "واحد"), ("2", "اثنان"))}
    kept = in_step(former | {"fr": checklist(("2", "deux"), ("3", "trois"))}, "fr", former)
    assert [(point["id"], point["value"]) for point in kept["ar"][0]["value"]["points"]] == [("2", "اثنان")]


def test_a_picture_that_wants_words_is_not_put_where_they_are_missing():
    former = {"fr": [text("a", "A")], "ar": [text("a", "أ")]}
    kept = in_step(former | {"fr": [text("a", "A"), picture("p", 1), picture("q", 1, decorative=True)]}, "fr", former)
    assert ids(kept["ar"]) == ["a", "q"]


BLOCKS = st.one_of(
    st.tuples(st.sampled_from("abcdef"), st.sampled_from(["un", "deux", "trois"]), st.just("key_message")),
    st.tuples(st.sampled_from("abcdef"), st.sampled_from(["un", "deux"]), st.just("content_note")),
    st.tuples(st.sampled_from("ghij"), st.sampled_from([1, 2]), st.just("exercise")),
)
BODIES = st.fixed_dictionaries(
    {code: st.lists(BLOCKS, max_size=6).map(lambda found: [text(n, v, k) for n, v, k in found]) for code in "fae"}
)


@given(BODIES, BODIES)
def test_whatever_was_and_is_written_they_are_in_step_afterwards_and_stay(before, now):
    former = in_step(before, "f")
    kept = in_step(now, "f", former)
    assert out_of_step(kept, "f") == []
    assert in_step(kept, "f", kept) == kept
    assert kept["f"] == in_step({"f": now["f"]}, "f")["f"] or len(set(ids(now["f"]))) < len(now["f"])


@given(BODIES)
def test_without_a_former_draft_no_word_is_lost(now):
    kept = in_step(now, "f")
    for code, body in now.items():
        words = Counter(value for value in values(body) if isinstance(value, str))
        assert Counter(value for value in values(kept[code]) if isinstance(value, str)) == words
