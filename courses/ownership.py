"""Whose a course is: trainers change their own, unless their NGO says that every trainer may change every course.

All below a course is its owner's, whoever wrote it; a page that stands in no course is that of who made it. What has no
owner belongs to all trainers. Reading is open to all who write.
"""

from collections.abc import Collection
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from wagtail.log_actions import log
from wagtail.models import Page, PagePermissionTester

from accounts.models import User
from accounts.staff.rules import changes_all_content, publishes_unreviewed
from courses.models import CoursePage, Exercise, LessonPage, ModulePage


def may_change(user: Any, page: Page) -> bool:
    """Whether the page is the user's to change, as far as ownership says; the role says the rest."""
    if changes_all_content(user):
        return True
    mine = next((mine for path, mine in _courses(user) if page.path.startswith(path)), None)
    return page.owner_id in (None, user.pk) if mine is None else mine


def may_change_exercise(user: Any, exercise: Exercise) -> bool:
    """The same of an exercise: it belongs to the courses in which it stands, or is drawn from; in none, to all."""
    return changes_all_content(user) or all(may_change(user, course) for course in courses_with(exercise))


def is_foreign(user: Any, paths: Collection[str]) -> bool:
    """Whether one of these pages, by path, stands in a course that the user may not change."""
    if changes_all_content(user):
        return False
    foreign = [path for path, mine in _courses(user) if not mine]
    return any(path.startswith(course) for path in paths for course in foreign)


def refuse_unless_own(user: Any, page: Page) -> None:
    """For views of ours. Raises PermissionDenied."""
    if not may_change(user, page):
        raise PermissionDenied


def courses_with(exercise: Exercise) -> list[CoursePage]:
    """The courses in which the exercise stands or is the final test, or one that draws from it."""
    drawing = Exercise.objects.filter(Q(pk=exercise.pk) | Q(bank=exercise)).values("pk")
    paths = LessonPage.objects.filter(lesson_exercises__exercise__in=drawing).values_list("path", flat=True)
    found = CoursePage.objects.filter(final_exercise__in=drawing)
    for path in set(paths):
        found |= CoursePage.objects.filter(path__in=[path[:end] for end in range(4, len(path), 4)])
    return list(found.distinct())


class OwnerPermissionTester(PagePermissionTester):
    """Wagtail's permissions of a user on a page, less those on what is somebody else's.

    Beside a colleague's course trainers write new pages; in it they write nothing. Where their NGO wants it, what they
    write is published by who reviews it.
    """

    permissions: set[str]  # what Wagtail finds by the user's groups; of a superuser it looks for none

    def __init__(self, user: Any, page: Page) -> None:
        super().__init__(user, page)
        if hasattr(self, "permissions") and not may_change(user, page):
            self.permissions = set() if is_foreign(user, [page.path]) else self.permissions & {"add"}
        if getattr(self, "permissions", None) and not publishes_unreviewed(user):
            self.permissions = self.permissions - {"publish"}


def permissions_for_user(page: Page, user: Any) -> OwnerPermissionTester:
    """In the place of `Page.permissions_for_user`, which all of Wagtail's doors ask, of plain pages too."""
    return OwnerPermissionTester(user, page)


def _courses(user: Any) -> list[tuple[str, bool]]:
    """(path, whether it is the user's or nobody's) of every course; asked once per request and kept on the user."""
    if not hasattr(user, "_courses_by_owner"):
        rows = CoursePage.objects.values_list("path", "owner")
        user._courses_by_owner = [(path, owner in (None, user.pk)) for path, owner in rows]
    return user._courses_by_owner


# Handing over what somebody wrote


def own_pages(user: User) -> QuerySet[Page]:
    """The courses of the user, and pages in no course; what stands in a course goes with it."""
    return Page.objects.filter(owner=user).not_type(ModulePage, LessonPage).order_by("path")


@transaction.atomic
def hand_over_pages(*, former: User, taker: User, actor: User) -> int:
    """Courses and pages of `former` become the taker's; how many of those that own_pages gives. The history of each
    page keeps who wrote what."""
    pages = list(own_pages(former))
    for page in pages:
        log(instance=page.specific, action="accounts.hand_over", user=actor)
    Page.objects.filter(owner=former).update(owner=taker)
    return len(pages)
