"""Comments in the writing screen: on a text of the lesson, answered, settled; Wagtail's own form shows the same."""

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Comment, PageLogEntry, PageSubscription

from accounts.models import User
from accounts.roles import Role
from courses.models import CoursePage, LessonPage, ModulePage
from courses.writing.comments import add_comment, threads_of
from pages.models import HomePage
from tests.support.courses import READY, texts

BLOCK = "11111111-1111-4111-8111-111111111111"


@pytest.fixture
def lesson(own_ngo, make_user):
    author = make_user(own_ngo, Role.TRAINER, "author")
    author.email = "author@example.org"
    author.save()
    course = HomePage.objects.get().add_child(instance=CoursePage(**texts("heading", "Cours"), **READY, slug="cours"))
    module = course.add_child(instance=ModulePage(**texts("heading", "Module"), **READY, slug="module"))
    made = LessonPage(heading_fr="Leçon", owner=author, live=False)
    stream = LessonPage._meta.get_field("body").stream_block
    made.body_fr = stream.to_python([{"type": "callout", "value": {"title": "T", "text": "<p>x</p>"}, "id": BLOCK}])
    module.add_child(instance=made)
    made.save_revision()
    return made


@pytest.fixture
def reviewer(lesson, own_ngo, sign_in):
    return sign_in(own_ngo, Role.REVIEWER)


def send(client, lesson, **fields):
    return client.post(reverse("courses_writing:comment", args=[lesson.pk]), fields)


def settle(client, lesson, comment):
    return client.post(reverse("courses_writing:settle", args=[lesson.pk, comment.pk]))


@pytest.mark.parametrize(
    ("path", "where", "block"),
    [
        ("heading_fr", "Titre, Français", ""),
        ("objectives_ar", "Objectifs, العربية", ""),
        (f"body_fr.{BLOCK}.title", "Encadré, Français", BLOCK),
        ("body_fr.gone", "Un bloc qui n’existe plus", "gone"),
    ],
)
def test_a_comment_says_where_it_stands(reviewer, lesson, path, where, block):
    answer = send(reviewer, lesson, path=path, text="  Trop long ? ")
    (thread,) = answer.context["threads"]
    assert (thread.where, thread.block, thread.said[0].text) == (where, block, "Trop long ?")
    comment = Comment.objects.get()
    assert (comment.contentpath, comment.page_id, comment.user.username) == (path, lesson.pk, "reviewer")


@pytest.mark.parametrize(
    "fields",
    [
        {"path": "heading_fr", "text": " "},
        {"path": "heading_fr", "text": "x" * 2001},
        {"path": "slug", "text": "x"},
        {"path": "body_fr", "text": "x"},
        {"path": "body_de.a", "text": "x"},
        {"path": "body_fr.a.b.c.d.e", "text": "x"},
        {"text": "x"},
    ],
    ids=["empty", "too long", "no text", "the whole body", "no language", "too deep", "no path"],
)
def test_what_is_no_comment_is_refused_in_words(reviewer, lesson, fields):
    answer = send(reviewer, lesson, **fields)
    assert (answer.status_code, bool(answer.json()["why"]), Comment.objects.exists()) == (422, True, False)


def test_it_is_answered_and_settled_and_stays_in_the_history(reviewer, lesson, own_ngo):
    send(reviewer, lesson, path="heading_fr", text="Trop long ?")
    comment = Comment.objects.get()
    (thread,) = send(reviewer, lesson, answers=str(comment.pk), text="Non.").context["threads"]
    assert [said.text for said in thread.said] == ["Trop long ?", "Non."]
    assert settle(reviewer, lesson, comment).context["threads"] == []
    comment.refresh_from_db()
    assert (comment.resolved_by.username, comment.text) == ("reviewer", "Trop long ?")
    assert settle(reviewer, lesson, comment).status_code == 404
    assert send(reviewer, lesson, answers=str(comment.pk), text="x").status_code == 404
    actions = PageLogEntry.objects.filter(page=lesson, action__startswith="wagtail.comments").order_by("pk")
    assert list(actions.values_list("action", flat=True)) == [
        "wagtail.comments.create", "wagtail.comments.create_reply", "wagtail.comments.resolve",
    ]  # fmt: skip


def test_the_author_has_a_mail_unless_switched_off_on_the_page(reviewer, lesson):
    send(reviewer, lesson, path="heading_fr", text="Phrase que nul ne doit lire")
    assert [(one.to, "Phrase" in one.body) for one in mail.outbox] == [(["author@example.org"], False)]
    PageSubscription.objects.create(page=lesson, user=User.objects.get(username="author"), comment_notifications=False)
    send(reviewer, lesson, path="heading_fr", text="Encore")
    assert len(mail.outbox) == 1


def test_a_draft_saved_and_published_keeps_its_comments(reviewer, lesson):
    send(reviewer, lesson, path="heading_fr", text="Trop long ?")
    draft = LessonPage.objects.get().get_latest_revision_as_object()
    draft.heading_fr, draft.ready_fr = "Plus court", True
    draft.save_revision().publish()
    assert [thread.where for thread in threads_of(LessonPage.objects.get())] == ["Titre, Français"]
    assert "Trop long ?" in reviewer.get(reverse("courses_writing:lesson", args=[lesson.pk])).content.decode()
    assert "Trop long ?" in reviewer.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk])).content.decode()


def test_the_comments_take_as_many_queries_for_1_and_30(lesson):
    author, counted = User.objects.get(username="author"), []
    for number in (1, 29):
        for _time in range(number):
            add_comment(lesson=lesson, path="heading_fr", text="x", actor=author)
        with CaptureQueriesContext(connection) as captured:
            threads_of(lesson)
        counted.append(len(captured))
    assert counted[0] == counted[1]


def test_the_stranger_and_who_may_not_write_here_say_nothing(sign_in, other_ngo, own_ngo, lesson):
    comment = add_comment(lesson=lesson, path="heading_fr", text="x", actor=User.objects.get(username="author"))
    stranger, funder = sign_in(other_ngo, Role.REVIEWER), sign_in(own_ngo, Role.FUNDER)
    for client, refusals in ((stranger, (404,)), (funder, (302, 403))):
        assert send(client, lesson, path="heading_fr", text="x").status_code in refusals
        assert settle(client, lesson, comment).status_code in refusals
    assert (Comment.objects.count(), Comment.objects.get().resolved_at) == (1, None)
