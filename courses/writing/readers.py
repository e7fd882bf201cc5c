"""What the writing screen tells of a lesson's readers: what they find wrong in a part, and how many stop here."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.requests import SignedInRequest
from accounts.roles import Ability, requires
from courses.models import CoursePage, LessonPage
from courses.remarks import Told, count_stopped, handle_remarks, told_remarks
from courses.writing.places import changeable
from courses.writing.rows import Row


@dataclass(frozen=True)
class ToldRow:
    """A block of which authors are told something."""

    block: str
    label: str
    told: list[Told]


@dataclass(frozen=True)
class Readers:
    """`rows`: in the order of the lesson; `stopped`: people who wait at it, 0 where they are fewer than five."""

    rows: list[ToldRow]
    stopped: int


def readers_of(lesson: LessonPage, course: CoursePage, rows: Iterable[Row]) -> Readers:
    """Four queries at most, whatever the number of readers. Blocks that the draft has no more come last."""
    told = told_remarks(lesson)
    labels = {row.id: f"{number}. {row.label}" for number, row in enumerate(rows, 1)}
    order = [block for block in labels if block in told] + [block for block in told if block not in labels]
    gone = _("A block that is no longer there")
    return Readers([ToldRow(one, labels.get(one, gone), told[one]) for one in order], _stopped(lesson, course))


def _stopped(lesson: LessonPage, course: CoursePage) -> int:
    """A lesson that comes first stands before all others, whatever its place."""
    places = list(course.live_lessons().values_list("pk", "is_gate"))
    own = next((number for number, (pk, _gate) in enumerate(places) if pk == lesson.pk), None)
    if own is None:
        return 0
    before = [pk for number, (pk, gate) in enumerate(places) if gate or (number < own and not lesson.is_gate)]
    if lesson.is_gate:
        before = before[: before.index(lesson.pk)]
    return count_stopped(lesson, course, [pk for pk in before if pk != lesson.pk])


@requires(Ability.WRITE_CONTENT)
@require_POST
def handled(request: SignedInRequest, pk: int) -> HttpResponse:
    """What readers said of a block is dealt with: it is told no more."""
    lesson = changeable(request, pk)
    handle_remarks(lesson=lesson, block=request.POST.get("block", ""))
    return redirect("courses_writing:lesson", pk)
