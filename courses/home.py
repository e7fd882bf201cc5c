"""Courses on a participant's first page: where they stopped, and all they joined."""

from dataclasses import replace
from typing import cast

from django.db.models import Max
from django.db.models.functions import Coalesce, Greatest
from django.http import HttpRequest

from accounts.models import JoinCode, User
from courses.models import Enrolment
from courses.moments import find_pre_test, find_refreshers
from courses.reading import Outline, read_own_outlines
from people.extension_points import Part


def courses_part(request: HttpRequest) -> Part:
    """The course worked on last comes first, with its next lesson; then every course joined."""
    user = cast(User, request.user)  # the page is for who is signed in
    outlines = read_own_outlines(user)
    codes = JoinCode.objects.newest(JoinCode.Target.COURSE, [one.course.translation_key for one in outlines])
    outlines = [replace(one, join_code=codes.get(one.course.translation_key, "")) for one in outlines]
    current = _current(user, outlines)
    context = {
        "outlines": outlines, "current": current, "pre_test": find_pre_test(current) if current else None,
        "refreshers": find_refreshers(outlines),
    }  # fmt: skip
    return Part("courses/_home.html", context)


def _current(user: User, outlines: list[Outline]) -> Outline | None:
    """The unfinished course in which something was done last."""
    unfinished = {outline.enrolment.pk: outline for outline in outlines if outline.enrolment and outline.next_step}
    last = Greatest(
        "joined_at",
        Coalesce(Max("progress__done_at"), "joined_at"),
        Coalesce(Max("attempts__finished_at"), "joined_at"),
    )
    newest = Enrolment.objects.filter(pk__in=unfinished).annotate(last=last).order_by("-last", "-pk").first()
    return unfinished[newest.pk] if newest else None
