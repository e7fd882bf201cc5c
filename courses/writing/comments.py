"""Comments on the texts of a lesson in the writing screen: the same that Wagtail's own form has beside its fields."""

import datetime
import re
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin.mail import send_notification
from wagtail.models import Comment, CommentReply, PageSubscription

from accounts.models import User
from accounts.requests import SignedInRequest
from accounts.roles import Ability, requires
from core.languages import NAMES
from courses.models import LessonPage
from courses.packing.reading import raw_bodies
from courses.writing.editing import name_of_user
from courses.writing.places import changeable
from courses.writing.rows import sequence_of, source_of
from courses.writing.shapes import label_of
from courses.writing.written import QUESTION

LONGEST = 2000
FIELDS = {
    "heading": gettext_lazy("Heading"), "summary": gettext_lazy("Summary"), "objectives": gettext_lazy("Objectives"),
}  # fmt: skip
# A field in a language, or a text inside a block of the body: as Wagtail's form names them.
_PATH = re.compile(
    r"(?P<field>heading|summary|objectives)_(?P<language>fr|ar|en)|body_(?P<of>fr|ar|en)\.(?P<block>[\w-]{1,64})(?:\.[\w-]{1,64}){0,3}"
)


@dataclass(frozen=True)
class Said:
    """What somebody wrote."""

    who: str
    at: datetime.datetime
    text: str


@dataclass(frozen=True)
class Thread:
    """A comment that is not settled, with its answers. `block`: of the lesson's body, empty for its head."""

    pk: int
    where: str
    block: str
    said: list[Said] = field(default_factory=list)


def threads_of(lesson: LessonPage) -> list[Thread]:
    """The open comments on a lesson, the oldest first: two queries."""
    kinds = dict(sequence_of(raw_bodies(lesson), source_of(lesson)))
    found = Comment.objects.filter(page=lesson.pk, resolved_at=None).select_related("user").order_by("created_at", "pk")
    threads = []
    for comment in found.prefetch_related("replies__user"):
        match = _PATH.fullmatch(comment.contentpath)
        replies = sorted(comment.replies.all(), key=lambda reply: (reply.created_at, reply.pk))
        said = [Said(name_of_user(one.user), one.created_at, one.text) for one in (comment, *replies)]
        block = (match["block"] or "") if match else ""
        threads.append(Thread(comment.pk, _where(match, kinds), block, said))
    return threads


def _where(match: re.Match[str] | None, kinds: dict[str, str]) -> str:
    if match is None:
        return _("In the full form")
    if match["field"]:
        return f"{FIELDS[match['field']]}, {NAMES[match['language']]}"
    kind = kinds.get(match["block"])
    if kind is None:
        return _("A block that is no longer there")
    return f"{_('Question') if kind == QUESTION else label_of(kind)}, {NAMES[match['of']]}"


@transaction.atomic
def add_comment(*, lesson: LessonPage, path: str, text: str, actor: User) -> Comment:
    """Comment on a text of the lesson. Raises ValidationError."""
    if not _PATH.fullmatch(path):
        raise ValidationError(_("This page is no longer sound. Load it again."))
    comment = Comment.objects.create(page_id=lesson.pk, user=actor, text=_checked(text), contentpath=path)
    comment.log_create(user=actor)
    _notify(lesson, actor, {actor.pk}, new=[comment])
    return comment


@transaction.atomic
def answer_comment(*, comment: Comment, text: str, actor: User) -> CommentReply:
    """Answer a comment. Raises ValidationError."""
    reply = CommentReply.objects.create(comment=comment, user=actor, text=_checked(text))
    reply.log_create(user=actor)
    _notify(comment.page, actor, _in_thread(comment), replied=[{"comment": comment, "replies": [reply]}])
    return reply


@transaction.atomic
def settle_comment(*, comment: Comment, actor: User) -> None:
    """It is done: it is shown no more, and stays in the history."""
    # Comment.save cannot be told which fields to write.
    Comment.objects.filter(pk=comment.pk).update(resolved_at=timezone.now(), resolved_by=actor)
    comment.log_resolve(user=actor)
    _notify(comment.page, actor, _in_thread(comment), resolved=[comment])


def _checked(text: str) -> str:
    text = text.strip()
    if not text:
        raise ValidationError(_("Write the comment first."))
    if len(text) > LONGEST:
        raise ValidationError(_("The comment is longer than %(most)d characters. Shorten it.") % {"most": LONGEST})
    return text


def _in_thread(comment: Comment) -> set[int]:
    return {comment.user_id, *comment.replies.values_list("user_id", flat=True)}


def _notify(page: Any, actor: User, thread: set[int], **changes: Any) -> None:
    """A mail, as from Wagtail's form: to those in the thread, the page's owner and who asked for it there."""
    asked = dict(PageSubscription.objects.filter(page=page.pk).values_list("user", "comment_notifications"))
    wanted = {*thread, page.owner_id, *(pk for pk, yes in asked.items() if yes)}
    left_out = {actor.pk, None, *(pk for pk, yes in asked.items() if not yes)}
    context = {f"{name}_comments": changes.get(name, []) for name in ("new", "resolved", "deleted", "replied")}
    recipients = list(User.objects.filter(pk__in=wanted - left_out, is_active=True))
    if recipients:
        send_notification(recipients, "updated_comments", context | {"page": page, "editor": actor})


# Views


@requires(Ability.WRITE_CONTENT)
@require_POST
def comment(request: SignedInRequest, pk: int) -> HttpResponse:
    """A comment on a text (`path`), or an answer to one (`answers`); the list anew."""
    lesson, text = changeable(request, pk), request.POST.get("text", "")
    try:
        if answers := request.POST.get("answers", ""):
            answer_comment(comment=_open_comment(lesson, answers), text=text, actor=request.user)
        else:
            add_comment(lesson=lesson, path=request.POST.get("path", ""), text=text, actor=request.user)
    except ValidationError as refused:
        return JsonResponse({"why": " ".join(refused.messages)}, status=422)
    return _list(request, lesson)


@requires(Ability.WRITE_CONTENT)
@require_POST
def settle(request: SignedInRequest, pk: int, comment: int) -> HttpResponse:
    """A comment is done; the list anew."""
    lesson = changeable(request, pk)
    settle_comment(comment=_open_comment(lesson, str(comment)), actor=request.user)
    return _list(request, lesson)


def _open_comment(lesson: LessonPage, pk: str) -> Comment:
    found: Comment = get_object_or_404(
        Comment, page=lesson.pk, pk=pk if pk.isascii() and pk.isdecimal() else 0, resolved_at=None
    )
    return found


def _list(request: HttpRequest, lesson: LessonPage) -> HttpResponse:
    return render(request, "courses/admin/writing_comments.html", {"threads": threads_of(lesson), "lesson": lesson})
