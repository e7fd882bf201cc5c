"""Readers say what is unclear, wrong or out of date; authors are told numbers, from five people on, and never names."""

import datetime
import json

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from courses.actions import enrol_person, finish_lesson
from courses.models import Enrolment, LessonPage, LessonProgress, Remark
from courses.remarks import parts_of, remark_on, told_remarks
from people.consent import give_consent
from people.erasure import erase_person
from people.merging import merge_people
from people.models import Person
from tests.support.clients import TenantClient
from tests.support.queries import count_queries

WORDS = {"fr": ("Un deux trois quatre cinq six sept", "Retenir ceci"), "ar": ("نص أول", "للحفظ")}


def body_of(code):
    first, key = WORDS[code]
    return [
        {"type": "paragraph", "value": f"<p>{first}</p>", "id": "first"},
        {"type": "key_message", "value": key, "id": "key"},
    ]


@pytest.fixture
def lesson(lessons):
    """The first lesson, with a text in French and in Arabic."""
    lesson = lessons[0]
    for code in WORDS:
        setattr(lesson, f"body_{code}", LessonPage._meta.get_field("body").stream_block.to_python(body_of(code)))
    lesson.save_revision().publish()
    return LessonPage.objects.get(pk=lesson.pk)


def path(lesson, language="fr"):
    return f"/{language}/learn/lessons/{lesson.pk}/remark/"


def say(client, lesson, block="first", reason="unclear", language="fr", **options):
    return client.post(path(lesson, language), {"block": block, "reason": reason}, **options)


def readers(lesson, count, reason="unclear", block="first"):
    """People who say it; their records."""
    people = []
    for _number in range(count):
        number = Person.objects.count()
        user = User.objects.create_user(username=f"reader{number}", password="2468")
        person = Person.objects.create(full_name=f"Zohra Secret {number}", user=user)
        give_consent(person=person)
        enrol_person(person=person, course=lesson.course())
        assert remark_on(person=person, lesson=lesson, block=block, reason=reason)
        people.append(person)
    return people


def told(lesson):
    return {block: [(one.reason, one.people) for one in rows] for block, rows in told_remarks(lesson).items()}


def test_a_reader_says_what_is_the_matter_with_a_part_and_the_last_word_stands(participant, lesson):
    html = participant.get("/fr/cours/module/lecon-1/").content.decode()
    assert [(part.id, part.name) for part in parts_of(lesson.body_fr)] == [
        ("first", "1. Un deux trois quatre cinq six…"), ("key", "2. Retenir ceci"),
    ]  # fmt: skip
    assert '<option value="first">1. Un deux trois quatre cinq six…</option>' in html
    answer = say(participant, lesson, reason="wrong")
    assert answer.headers["location"] == "/fr/cours/module/lecon-1/"
    say(participant, lesson, reason="outdated", language="ar")
    row = Remark.objects.get()
    assert (row.block, row.reason, row.language) == ("first", "outdated", "ar")
    say(participant, lesson, block="key")
    assert Remark.objects.count() == 2


@pytest.mark.parametrize("who", ["anonymous", "not enrolled", "stranger"])
def test_only_those_who_joined_say_it(client, sign_in, own_ngo, other_ngo, lesson, who):
    if who == "not enrolled":
        client = sign_in(own_ngo, Role.TRAINER)
    if who == "stranger":
        client = sign_in(other_ngo)
    assert say(client, lesson).status_code == (302 if who == "anonymous" else 404)
    assert Remark.objects.count() == 0
    assert 'id="remark"' not in client.get("/fr/cours/module/lecon-1/").content.decode()


@pytest.mark.parametrize("sent", [{}, {"block": "first"}, {"block": "first", "reason": "rude"}, {"reason": "wrong"}])
def test_nothing_but_what_stands_in_the_lists_is_taken(participant, lesson, sent):
    assert participant.post(path(lesson), sent).status_code == 404
    assert Remark.objects.count() == 0


def test_a_part_that_is_gone_is_said(participant, lesson):
    answer = participant.post(path(lesson, "en"), {"block": "gone", "reason": "wrong"}, follow=True)
    assert [str(one) for one in answer.context["messages"]] == [
        "This part has been rewritten meanwhile. If it is still not right, say so again."
    ]
    assert Remark.objects.count() == 0


def test_a_phone_sends_it_later_and_twice(participant, lesson):
    for _again in range(2):
        answer = say(participant, lesson, headers={"X-Wasl-Outbox": "1"})
        assert (answer.status_code, answer.json()) == (200, {"next": "/fr/cours/module/lecon-1/"})
    assert Remark.objects.count() == 1


def test_below_five_people_nothing_is_told_and_merged_records_are_one(lesson, sign_in, own_ngo):
    people = readers(lesson, 4)
    assert told(lesson) == {}
    people += readers(lesson, 1)
    assert told(lesson) == {"first": [("unclear", 5)]}
    actor = User.objects.create_user(username="coordinator", password="x")
    merge_people(kept=people[0], absorbed=people[1], actor=actor)
    assert told(lesson) == {}


def test_a_reason_of_fewer_than_five_is_not_told_apart(lesson):
    readers(lesson, 5)
    readers(lesson, 1, "wrong")
    assert told(lesson) == {"first": [("", 6)]}
    readers(lesson, 4, "wrong")
    assert told(lesson) == {"first": [("unclear", 5), ("wrong", 5)]}


def publish(lesson, code, text):
    body = [{**block, "value": text} if block["id"] == "first" else block for block in body_of(code)]
    draft = LessonPage.objects.get(pk=lesson.pk)
    setattr(draft, f"body_{code}", LessonPage._meta.get_field("body").stream_block.to_python(body))
    revision = draft.save_revision()
    assert told(lesson) != {}  # a draft changes nothing for who reads
    revision.publish()


def test_they_go_with_the_words_they_were_about(lesson):
    readers(lesson, 5)
    readers(lesson, 5, block="key")
    publish(lesson, "ar", "<p>نص آخر</p>")  # they read it in French
    assert told(lesson) == {"first": [("unclear", 5)], "key": [("unclear", 5)]}
    publish(lesson, "fr", "<p><b>Un deux trois</b> quatre cinq six sept</p>")  # the same words
    assert told(lesson) == {"first": [("unclear", 5)], "key": [("unclear", 5)]}
    publish(lesson, "fr", "<p>Autrement</p>")
    assert (told(lesson), Remark.objects.count()) == ({"key": [("unclear", 5)]}, 5)


def screen(lesson):
    return reverse("courses_writing:lesson", args=[lesson.pk])


def test_authors_read_it_beside_the_text_without_names(lesson, sign_in, own_ngo, other_ngo):
    trainer = sign_in(own_ngo, Role.TRAINER)
    readers(lesson, 4)
    few = trainer.get(screen(lesson))
    assert (few.context["readers"].rows, [row.said for row in few.context["rows"]]) == ([], ["", ""])
    readers(lesson, 1)
    many = trainer.get(screen(lesson))
    assert [row.said for row in many.context["rows"]] == ["Pas clair (5)", ""]
    html = many.content.decode()
    assert (html.count('href="#readers"'), html.count("Zohra")) == (1, 0)
    handled = reverse("courses_writing:handled", args=[lesson.pk])
    stranger = sign_in(other_ngo, Role.TRAINER)
    assert stranger.post(handled, {"block": "first"}).status_code == 404
    assert Remark.objects.count() == 5
    assert trainer.post(handled, {"block": "first"}).headers["location"] == screen(lesson)
    assert Remark.objects.count() == 0


def test_participants_do_not_say_what_is_handled(participant, lesson):
    readers(lesson, 5)
    assert participant.post(reverse("courses_writing:handled", args=[lesson.pk]), {"block": "first"}).status_code == 302
    assert Remark.objects.count() == 5


def test_the_screen_takes_as_many_queries_for_30_readers(lesson, sign_in, own_ngo):
    trainer = sign_in(own_ngo, Role.TRAINER)
    readers(lesson, 1)
    trainer.get(screen(lesson))
    few = count_queries(trainer, screen(lesson))
    readers(lesson, 29)
    readers(lesson, 10, block="key")
    assert count_queries(trainer, screen(lesson)) == few


def stopped(client, lesson):
    return client.get(screen(lesson)).context["readers"].stopped


def test_where_readers_stop_is_a_number_from_five_on(lesson, lessons, sign_in, own_ngo):
    trainer = sign_in(own_ngo, Role.TRAINER)
    people = readers(lesson, 5)
    assert [stopped(trainer, one) for one in lessons] == [0, 0]  # they joined today
    long_ago = timezone.now() - datetime.timedelta(days=31)
    Enrolment.objects.update(joined_at=long_ago)
    assert [stopped(trainer, one) for one in lessons] == [5, 0]
    for enrolment in Enrolment.objects.all():
        finish_lesson(enrolment=enrolment, lesson=lessons[0])
    assert [stopped(trainer, one) for one in lessons] == [0, 0]  # they have just been here
    LessonProgress.objects.update(done_at=long_ago)
    assert [stopped(trainer, one) for one in lessons] == [0, 5]
    erase_person(person=people[0])
    assert [stopped(trainer, one) for one in lessons] == [0, 0]


def test_it_is_in_my_data_and_goes_with_them(participant, enrolment, lesson):
    say(participant, lesson, reason="wrong")
    (kept,) = json.loads(participant.get("/fr/my-data/my-data.json").content)["courses"]
    assert kept["remarks"] == [{"heading": "Leçon 1 fr", "reason": "wrong", "day": timezone.localdate().isoformat()}]
    assert "Faux" in participant.get("/fr/my-data/").content.decode()
    erase_person(person=enrolment.person)
    assert Remark.objects.count() == 0


def test_without_an_account_nothing_is_asked(own_ngo, lesson):
    html = TenantClient(own_ngo).get("/fr/cours/module/lecon-1/").content.decode()
    assert html.count("/remark/") == 0
