"""The reviewer's pages: three languages side by side, every mark listed, signed by name and day, append-only."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import gettext

from accounts.roles import Role
from courses.legal import State, find_passages
from courses.models import GlossaryTerm, LegalCheck, LessonPage, Wording
from courses.models.legal_checks import SignedError
from tests.support.modules import make_module

pytestmark = pytest.mark.usefixtures("own_files")
LAW = "22222222-2222-4222-8222-222222222222"
PHRASE = "Ce que dit l’article"


def law(language, mark=True):
    value = {
        "jurisdiction": "MA", "article": "Article 448-7", "text": f"{PHRASE} {language}", "valid_from": None,
        "valid_to": None, "source": "Sherloc", "to_check": mark,
    }  # fmt: skip
    return {"type": "law_reference", "value": value, "id": LAW}


def make_reviewed():
    """A published module whose lesson quotes a law in three languages."""
    module = make_module()
    lesson = LessonPage.objects.child_of(module).get()
    stream = LessonPage._meta.get_field("body").stream_block
    for code in ("fr", "ar", "en"):
        setattr(lesson, f"body_{code}", stream.to_python([law(code)]))
    lesson.save_revision().publish()
    return module


@pytest.fixture
def module(hub):
    with hub:
        return make_reviewed()


@pytest.fixture
def jurist(sign_in, hub):
    return sign_in(hub, Role.LIBRARY_EDITOR)


def lesson_of(module):
    return LessonPage.objects.child_of(module).get()


def address(module):
    return f"/admin/library/review/{module.pk}/{lesson_of(module).translation_key}/"


def passages(hub, module):
    with hub:
        return find_passages(module)


def send(client, hub, module, **changes):
    """Sign the law of the module's lesson; the answer."""
    (passage,) = passages(hub, module)
    data = {
        "passage": passage.id, "digest": passage.digest, "holds": "1", "name": "Me Alami, avocate",
        "day": "2026-11-02", "remark": "",
    }  # fmt: skip
    with hub:
        where = address(module)
    return client.post(where, data | changes)


def test_every_mark_is_listed_and_the_languages_stand_side_by_side(jurist, module, hub):
    listed = jurist.get(f"/admin/library/review/{module.pk}/")
    assert [(one.state, called.value) for one, called, _part in listed.context["passages"]] == [
        (State.OPEN, "Article 448-7")
    ]
    with hub:
        page = jurist.get(address(module))
    (row,) = [row for row in page.context["rows"] if row.passage]
    texts = {cell.language: [part.value for part in cell.parts if PHRASE in str(part.value)] for cell in row.cells}
    assert texts == {code: [f"{PHRASE} {code}"] for code in ("fr", "ar", "en")}


def test_a_signature_bears_name_and_day_and_takes_the_mark_off(jurist, module, hub):
    assert send(jurist, hub, module).status_code == 302
    with hub:
        check = LegalCheck.objects.get()
        assert (check.name, check.day, check.holds) == ("Me Alami, avocate", datetime.date(2026, 11, 2), True)
        assert check.written_by.username == "library_editor"
        lesson = lesson_of(module)
        marks = [getattr(lesson, f"body_{code}")[0].value["to_check"] for code in ("fr", "ar", "en")]
        assert (marks, lesson.has_unpublished_changes) == ([False] * 3, False)
    assert [one.state for one in passages(hub, module)] == [State.SIGNED]
    assert jurist.get("/admin/library/review/").context["rows"][0]["signed"] == 1


def test_a_signature_is_taken_back_by_a_row_of_its_own(jurist, module, hub):
    send(jurist, hub, module)
    refused = send(jurist, hub, module, holds="")
    assert refused.context["form"].errors == {"remark": [gettext("Say why the signature is taken back.")]}
    assert send(jurist, hub, module, holds="", remark="Mauvaise version").status_code == 302
    assert [one.state for one in passages(hub, module)] == [State.TAKEN_BACK]
    with hub:
        assert list(LegalCheck.objects.order_by("pk").values_list("holds", flat=True)) == [True, False]
        assert lesson_of(module).body_ar[0].value["to_check"] is True


def test_a_text_changed_after_it_was_signed_is_to_be_checked_again(jurist, module, hub):
    send(jurist, hub, module)
    with hub:
        lesson = lesson_of(module)
        lesson.body_en[0].value["text"] = "Something else"
        lesson.save_revision().publish()
    assert [one.state for one in passages(hub, module)] == [State.CHANGED]
    with hub:
        shown = lesson_of(module)
        assert [getattr(shown, f"body_{code}")[0].value["to_check"] for code in ("fr", "ar", "en")] == [True] * 3
        assert shown.body_en[0].value["text"] == "Something else"
    assert send(jurist, hub, module).status_code == 302  # as it reads now
    assert [one.state for one in passages(hub, module)] == [State.SIGNED]
    with hub:
        assert lesson_of(module).body_fr[0].value["to_check"] is False


def test_a_text_that_becomes_again_what_was_signed_is_signed_again_by_hand(jurist, module, hub):
    send(jurist, hub, module)
    for text in ("Autre chose", f"{PHRASE} fr"):
        with hub:
            lesson = lesson_of(module)
            lesson.body_fr[0].value["text"] = text
            lesson.save_revision().publish()
    assert [one.state for one in passages(hub, module)] == [State.OPEN]


def test_another_block_of_the_lesson_may_change(jurist, module, hub):
    send(jurist, hub, module)
    with hub:
        lesson = lesson_of(module)
        lesson.heading_fr = "Autre titre"
        lesson.body_fr.append(("key_message", "Écouter"))
        lesson.save_revision().publish()
    assert [one.state for one in passages(hub, module)] == [State.SIGNED]


def test_a_term_changed_after_it_was_signed_is_to_be_checked_again(jurist, module, hub):
    with hub:
        term = GlossaryTerm(term_fr="servitude", term_ar="السخرة", term_en="servitude")
        term.wordings = [Wording(jurisdiction="MA", wording_fr="travail forcé")]
        term.save()
        lesson = lesson_of(module)
        lesson.body_fr = LessonPage._meta.get_field("body").stream_block.to_python(
            [{"type": "glossary_term", "value": term.pk, "id": LAW}]
        )
        lesson.body_ar = lesson.body_en = []
        lesson.save_revision().publish()
    send(jurist, hub, module)
    with hub:
        term = GlossaryTerm.objects.get()
        term.save()
        assert GlossaryTerm.objects.get().to_check is False
        term.wordings = [Wording(jurisdiction="MA", wording_fr="servage")]
        term.save()
        assert GlossaryTerm.objects.get().to_check is True
    assert [one.state for one in passages(hub, module)] == [State.CHANGED]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"day": ""}, "day"),
        ({"day": "hier"}, "day"),
        ({"day": "{tomorrow}"}, "day"),
    ],
    ids=["no name", "no day", "no date", "a day to come"],
)
def test_a_signature_without_name_or_day_is_refused(jurist, module, hub, changes, field):
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    shown = {name: value.format(tomorrow=tomorrow) for name, value in changes.items()}
    answer = send(jurist, hub, module, **shown)
    assert (answer.status_code, list(answer.context["form"].errors)) == (200, [field])
    with hub:
        assert not LegalCheck.objects.exists()


def test_what_was_not_read_is_not_signed(jurist, module, hub):
    answer = send(jurist, hub, module, digest="0" * 64)
    said = [str(message) for message in answer.context["messages"]]
    assert said == [gettext("This passage has changed since the page was loaded. Read it again, then sign.")]
    assert passages(hub, module)[0].state == State.OPEN


def test_a_draft_somebody_works_on_is_not_published_with_it(jurist, module, hub):
    with hub:
        lesson = lesson_of(module)
        lesson.heading_fr = "En travail"
        lesson.save_revision()
    send(jurist, hub, module)
    with hub:
        lesson = lesson_of(module)
        assert (lesson.heading_fr, lesson.body_fr[0].value["to_check"]) == ("Leçon fr", True)
        draft = lesson.get_latest_revision_as_object()
        assert (draft.heading_fr, draft.body_fr[0].value["to_check"]) == ("En travail", False)


def test_a_term_of_the_glossary_is_signed_where_the_module_is_read(jurist, module, hub):
    with hub:
        term = GlossaryTerm.objects.create(term_fr="servitude", term_ar="السخرة", term_en="servitude")
        lesson = lesson_of(module)
        lesson.body_fr = LessonPage._meta.get_field("body").stream_block.to_python(
            [{"type": "glossary_term", "value": term.pk, "id": LAW}]
        )
        lesson.body_ar = lesson.body_en = []
        lesson.save_revision().publish()
        where = f"/admin/library/review/{module.pk}/{module.translation_key}/"
    assert send(jurist, hub, module, remark="BO n° 6501").status_code == 302
    with hub:
        assert GlossaryTerm.objects.get().to_check is False
    assert "BO n° 6501" in jurist.get(where).text


def test_a_signature_cannot_be_changed(jurist, module, hub):
    send(jurist, hub, module)
    with hub:
        check = LegalCheck.objects.get()
        for attempt in (check.save, check.delete, LegalCheck.objects.all().delete, LegalCheck.objects.update):
            with pytest.raises(SignedError):
                attempt()


def test_it_is_the_hub_s_and_a_stranger_sees_none_of_it(sign_in, module, hub, own_ngo, other_ngo):
    with other_ngo:
        theirs = make_reviewed()
    stranger = sign_in(other_ngo, Role.REVIEWER)
    with hub:
        where = address(module)
    for path in ("/admin/library/review/", f"/admin/library/review/{module.pk}/", where):
        assert stranger.get(path).status_code == 404
    assert stranger.post(where, {}).status_code == 404
    funder = sign_in(hub, Role.FUNDER)
    assert funder.get("/admin/library/review/").status_code in (302, 403)
    editor = sign_in(hub, Role.NETWORK_COORDINATOR)
    listed = editor.get("/admin/library/review/").context["rows"]
    assert [row["module"].pk for row in listed] == [module.pk]
    with other_ngo:
        assert [one.state for one in find_passages(theirs)] == [State.OPEN]


def test_as_many_queries_for_one_passage_as_for_thirty(jurist, module, hub, django_assert_num_queries):
    with hub:
        where, lesson = f"/admin/library/review/{module.pk}/", lesson_of(module)
    jurist.get(where)
    with CaptureQueriesContext(connection) as once:
        jurist.get(where)
    with hub:
        stream = LessonPage._meta.get_field("body").stream_block
        many = [law("fr") | {"id": f"{number:08d}-2222-4222-8222-222222222222"} for number in range(30)]
        lesson.body_fr = stream.to_python(many)
        lesson.save_revision().publish()
    with django_assert_num_queries(len(once)):
        assert len(jurist.get(where).context["passages"]) == 30
