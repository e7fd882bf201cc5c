"""A law that lessons quote: known once, changed once, shown everywhere, with the day it ends."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from accounts.roles import Role
from accounts.staff.rules import set_staff_rules
from courses.laws.reading import ending_laws, find_laws
from courses.models import CoursePage, LessonPage, ModulePage
from courses.writing.reviewing import advice_on
from pages.models import HomePage
from tests.support.clients import TenantClient
from tests.support.courses import READY, texts

LAWS = "/admin/laws/"
LAW = {
    "jurisdiction": "MA", "article": "Article 448-1", "text": "Ce qu’il dit", "valid_from": None, "valid_to": None,
    "source": "Sherloc", "to_check": True,
}  # fmt: skip


def quote(slug, module=None, languages=("fr", "ar"), **changes):
    """A published lesson that quotes a law."""
    module = module or ModulePage.objects.first()
    lesson = LessonPage(**texts("heading", slug), **READY, slug=slug)
    stream = LessonPage._meta.get_field("body").stream_block
    for code in languages:
        block = {"type": "law_reference", "value": LAW | changes, "id": f"law-{slug}"}
        setattr(lesson, f"body_{code}", stream.to_python([block]))
    module.add_child(instance=lesson)
    lesson.save_revision().publish()
    return LessonPage.objects.get(pk=lesson.pk)


@pytest.fixture
def module(own_ngo):
    course = HomePage.objects.get().add_child(instance=CoursePage(**texts("heading", "Cours"), **READY, slug="cours"))
    return course.add_child(instance=ModulePage(**texts("heading", "Module"), **READY, slug="module"))


@pytest.fixture
def reviewer(module, own_ngo, sign_in):
    return sign_in(own_ngo, Role.REVIEWER)


def in_days(days):
    return timezone.localdate() + datetime.timedelta(days=days)


def shown(slug, code="fr"):
    return getattr(LessonPage.objects.get(slug=slug), f"body_{code}")[0].value


def said(**changes):
    fields = {f"{name}_{code}": LAW[name] for name in ("article", "source") for code in ("fr", "ar")}
    return fields | {"valid_from": "", "valid_to": ""} | changes


def test_a_law_is_known_once_wherever_it_is_quoted(module):
    quote("un")
    quote("deux", article="article  448-1", text="Autrement dit")
    quote("trois", article="Article 448-7")
    quote("quatre", jurisdiction="FR")
    assert [(law.jurisdiction, str(law.name), len(law.places)) for law in find_laws()] == [
        ("France", "Article 448-1", 1), ("Maroc", "Article 448-1", 2), ("Maroc", "Article 448-7", 1),
    ]  # fmt: skip


def test_what_is_changed_once_is_changed_everywhere(reviewer, module):
    quote("un")
    quote("deux", text="Autrement dit", to_check=False)
    (law,) = find_laws()
    sent = said(valid_to="2031-01-31", article_fr="Code pénal, article 448-1", source_ar="الجريدة الرسمية")
    assert reviewer.post(f"{LAWS}{law.key}/", sent).headers["location"] == LAWS
    for slug in ("un", "deux"):
        assert (shown(slug)["article"], shown(slug, "ar")["article"]) == ("Code pénal, article 448-1", "Article 448-1")
        assert (shown(slug)["source"], shown(slug, "ar")["source"]) == ("Sherloc", "الجريدة الرسمية")
        assert [shown(slug, code)["valid_to"] for code in ("fr", "ar")] == [datetime.date(2031, 1, 31)] * 2
        assert LessonPage.objects.get(slug=slug).has_unpublished_changes is False
    assert (shown("un")["text"], shown("deux")["text"]) == ("Ce qu’il dit", "Autrement dit")
    assert [len(law.places) for law in find_laws()] == [2]
    assert list(LessonPage.objects.get(slug="un").body_en) == []


def test_a_draft_somebody_works_on_has_it_and_is_not_published(reviewer, module):
    lesson = quote("un")
    lesson.heading_fr = "En travail"
    lesson.save_revision()
    (law,) = find_laws()
    reviewer.post(f"{LAWS}{law.key}/", said(valid_to="2031-01-31"))
    lesson = LessonPage.objects.get()
    assert (lesson.heading_fr, shown("un")["valid_to"]) == ("un fr", None)
    draft = lesson.get_latest_revision_as_object()
    assert (draft.heading_fr, draft.body_fr[0].value["valid_to"]) == ("En travail", datetime.date(2031, 1, 31))


def test_a_colleague_s_lesson_is_left_and_named(sign_in, make_user, own_ngo, module):
    quote("un")
    colleague = make_user(own_ngo, Role.TRAINER, "colleague")
    CoursePage.objects.update(owner=colleague)
    set_staff_rules(trainers_change_all=False, actor=colleague)
    answer = sign_in(own_ngo, Role.TRAINER).post(
        f"{LAWS}{find_laws()[0].key}/", said(valid_to="2031-01-31"), follow=True
    )
    assert shown("un")["valid_to"] is None
    assert "un fr" in next(str(message) for message in answer.context["messages"])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"valid_from": "2031-01-01", "valid_to": "2030-01-01"}, "valid_to"),
        ({"valid_to": "demain"}, "valid_to"),
        ({"article_fr": " "}, "article_fr"),
        ({"source_ar": "س" * 201}, "source_ar"),
    ],
    ids=["ends before it begins", "no date", "no article", "too long"],
)
def test_what_cannot_be_is_refused_at_its_field(reviewer, module, changes, field):
    quote("un")
    answer = reviewer.post(f"{LAWS}{find_laws()[0].key}/", said(**changes))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert LessonPage.objects.get().revisions.count() == 1


def test_lessons_that_say_different_things_are_told(reviewer, module):
    quote("un")
    assert find_laws()[0].differs is False
    quote("deux", source="BO n° 6501")
    assert find_laws()[0].differs is True
    reviewer.post(f"{LAWS}{find_laws()[0].key}/", said())
    assert find_laws()[0].differs is False


def test_staff_are_reminded_of_what_ends_and_of_what_has_ended(reviewer, module):
    quote("un", article="A", valid_to=str(in_days(-1)))
    quote("deux", article="B", valid_to=str(in_days(60)))
    quote("trois", article="C", valid_to=str(in_days(61)))
    quote("quatre", article="D")
    withdrawn = quote("cinq", article="E", valid_to=str(in_days(1)))
    withdrawn.unpublish()
    assert [(str(law.name), law.is_over, law.is_soon) for law in ending_laws()] == [
        ("A", True, False), ("B", False, True),
    ]  # fmt: skip
    assert LAWS in reviewer.get("/fr/today/").content.decode()
    listed = reviewer.get(LAWS).context["laws"]
    assert [str(law.name) for law in listed] == ["A", "E", "B", "D", "C"]


def test_readers_and_who_publishes_are_told_that_a_law_is_past(module, client_of):
    lesson = quote("un", valid_to=str(in_days(-1)))
    quote("deux", valid_to=str(in_days(0)))
    assert "plus en vigueur" in client_of("/fr/cours/module/un/")
    assert "plus en vigueur" not in client_of("/fr/cours/module/deux/")
    with translation.override("en"):
        assert [text for text in advice_on(lesson, ["fr", "ar"]) if "Article 448-1" in text] != []


@pytest.fixture
def client_of(own_ngo):
    CoursePage.objects.get().save_revision().publish()
    return lambda path: TenantClient(own_ngo).get(path).content.decode()


def test_a_known_law_is_put_into_another_lesson(reviewer, module):
    quote("un", to_check=False)
    (law,) = find_laws()
    offered = reviewer.get(reverse("courses_laws:offered")).content.decode()
    assert f"{LAWS}{law.key}/row/" in offered
    row = reviewer.get(f"{LAWS}{law.key}/row/").context["row"]
    assert next(cell.value for text in row.texts for cell in text.cells if cell.language == "ar") == "Article 448-1"
    assert [chosen.value for chosen in row.choices if chosen.path.endswith("to_check")] == [True]


def test_the_list_takes_as_many_queries_for_1_and_30(reviewer, module):
    quote("un")
    counted = []
    for _time in range(2):
        reviewer.get(LAWS)
        with CaptureQueriesContext(connection) as captured:
            assert reviewer.get(LAWS).status_code == 200
        counted.append(len(captured))
        for number in range(30 if len(counted) == 1 else 0):
            quote(f"l-{number}", article=f"Article {number}")
            module.refresh_from_db()
    assert counted[0] == counted[1]


def test_the_stranger_sees_none_of_it(sign_in, other_ngo, own_ngo, module):
    quote("un")
    key = find_laws()[0].key
    stranger = sign_in(other_ngo, Role.REVIEWER)
    assert "448-1" not in stranger.get(LAWS).content.decode()
    for path in (f"{LAWS}{key}/", f"{LAWS}{key}/row/"):
        assert stranger.get(path).status_code == 404
    assert stranger.post(f"{LAWS}{key}/", said(valid_to="2031-01-31")).status_code == 404
    assert sign_in(own_ngo, Role.FUNDER).get(LAWS).status_code in (302, 403)
    assert shown("un")["valid_to"] is None


def test_a_lesson_that_quotes_a_law_with_days_opens_where_one_writes(reviewer, module):
    """What is checked before publishing reads the days; what weighs the lesson reads it as JSON."""
    lesson = quote("un", valid_from="2016-09-19", valid_to=str(in_days(-1)))
    answer = reviewer.get(reverse("courses_writing:lesson", args=[lesson.pk]))
    assert any("Article 448-1" in note for note in answer.context["plan"].notes)
