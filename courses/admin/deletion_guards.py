"""Guards what people answered against deletion in the admin: its doors refuse it, and archive it instead."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from accounts.requests import SignedInRequest
from accounts.roles import Ability, abilities, requires
from courses.archiving import archive_exercise, bring_back_exercise, courses_left, is_needed, uses_of, without_final
from courses.models import CoursePage, Exercise, LessonPage, courses_without_final
from courses.ownership import may_change_exercise
from courses.packing.omissions import exercises_of

LIST = "wagtailsnippets_courses_exercise:list"


def refuse_page_deletion(request: HttpRequest, page: Page) -> HttpResponse | None:
    """For `before_delete_page`."""
    return _refuse_page_deletion(request, [page])


def refuse_snippet_deletion(request: HttpRequest, instances: Sequence[Any]) -> HttpResponse | None:
    """For `before_delete_snippet`, of one or several."""
    exercises = [one for one in instances if isinstance(one, Exercise)]
    refuse_others(request, exercises)
    return _refuse(request, exercises) if exercises and is_needed(exercises) else None


def refuse_bulk_action(request: HttpRequest, action: str, objects: Sequence[Any], view: Any) -> HttpResponse | None:
    """For `before_bulk_action`: pages deleted, moved or unpublished together."""
    pages = [one for one in objects if isinstance(one, Page)]
    refuse_others(request, [one for one in objects if isinstance(one, Exercise)])
    if action == "delete":
        return _refuse_page_deletion(request, pages)
    if action == "move":
        return _refuse_moving(request, pages, view.cleaned_form.cleaned_data["chooser"])
    return _refuse_unpublishing(request, pages) if action == "unpublish" else None


def refuse_page_unpublishing(request: HttpRequest, page: Page) -> HttpResponse | None:
    """For `before_unpublish_page`."""
    return _refuse_unpublishing(request, [page])


def refuse_page_move(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    """For `before_move_page`."""
    return _refuse_moving(request, [page], destination)


def refuse_snippet_unpublishing(request: HttpRequest, snippet: Any) -> HttpResponse | None:
    """For `before_unpublish`."""
    refuse_others_snippet(request, snippet)
    if not isinstance(snippet, Exercise) or not (reasons := uses_of(snippet)):
        return None
    for reason in reasons:
        messages.error(request, reason)
    return redirect(LIST)


def refuse_others_snippet(request: HttpRequest, snippet: Any) -> None:
    """For `before_edit_snippet`."""
    refuse_others(request, [snippet] if isinstance(snippet, Exercise) else [])


def refuse_others(request: HttpRequest, exercises: Sequence[Exercise]) -> None:
    """What stands in a colleague's course is changed by the colleague, or by who may change all. PermissionDenied."""
    if not all(may_change_exercise(request.user, exercise) for exercise in exercises):
        raise PermissionDenied


def _refuse_page_deletion(request: HttpRequest, pages: Sequence[Page]) -> HttpResponse | None:
    return _refuse(request, pages) if is_needed(pages) else _refuse_unpublishing(request, pages)


def _refuse_unpublishing(request: HttpRequest, pages: Sequence[Page]) -> HttpResponse | None:
    return _refuse_for_finals(request, courses_without_final(pages), pages)


def _refuse_moving(request: HttpRequest, pages: Sequence[Page], destination: Page) -> HttpResponse | None:
    return _refuse_for_finals(request, courses_left(pages, destination), pages)


def _refuse_for_finals(
    request: HttpRequest, courses: Sequence[CoursePage], pages: Sequence[Page]
) -> HttpResponse | None:
    for reason in without_final(courses):
        messages.error(request, reason)
    return redirect("wagtailadmin_explore", pages[0].get_parent().pk) if courses else None


def _refuse(request: HttpRequest, things: Sequence[Any]) -> HttpResponse:
    """Why it is kept, and the way to archive it; nothing was deleted."""
    context = {
        "page_title": _("This cannot be deleted"),
        "header_icon": "warning",
        "things": [(_name(thing), _archiving_url(thing)) for thing in things],
    }
    return render(request, "courses/admin/kept.html", context)


def _name(thing: Any) -> str:
    return str(thing.specific.get_admin_display_title() if isinstance(thing, Page) else thing)


def _archiving_url(thing: Any) -> str:
    if isinstance(thing, Page):
        return reverse("wagtailadmin_pages:unpublish", args=[thing.pk]) if thing.live else ""
    return reverse("exercise_archive", args=[thing.pk]) if thing.archived_at is None else ""


def warn_of_drafts(request: HttpRequest, page: Page) -> None:
    """For `after_publish_page`: what of a lesson its readers do not see."""
    if not isinstance(page, LessonPage):
        return
    drafts = [str(exercise) for exercise in exercises_of([page]) if not exercise.live]
    if drafts:
        text = _("Readers do not see these exercises of the lesson yet: publish them too. %(exercises)s")
        messages.warning(request, text % {"exercises": ", ".join(drafts)})


# Archiving an exercise


@requires(Ability.WRITE_CONTENT)
@require_http_methods(["GET", "POST"])
def archive(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask once, then archive."""
    exercise = get_object_or_404(Exercise, pk=pk)
    refuse_others(request, [exercise])
    if request.method != "POST":
        context = {"page_title": _("Archive the exercise"), "header_icon": "folder", "exercise": exercise}
        return render(request, "courses/admin/archive.html", context | {"reasons": uses_of(exercise)})
    try:
        archive_exercise(exercise=exercise, actor=request.user)
    except ValidationError as refusal:
        for reason in refusal.messages:
            messages.error(request, reason)
    else:
        messages.success(request, _("The exercise is archived: it is offered nowhere any more, and its results stay."))
    return redirect(LIST)


@requires(Ability.WRITE_CONTENT)
@require_POST
def bring_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take it out of the archive."""
    exercise = get_object_or_404(Exercise, pk=pk)
    refuse_others(request, [exercise])
    bring_back_exercise(exercise=exercise, actor=request.user)
    messages.success(request, _("The exercise is back, as a draft. Publish it to offer it again."))
    return redirect(LIST)


def archiving_urls() -> list[URLPattern]:
    """For `register_admin_urls`."""
    return [
        path("exercises/<int:pk>/archive/", archive, name="exercise_archive"),
        path("exercises/<int:pk>/bring-back/", bring_back, name="exercise_bring_back"),
    ]


def archiving_button(snippet: Any, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """For `register_snippet_listing_buttons`."""
    if (
        isinstance(snippet, Exercise)
        and Ability.WRITE_CONTENT in abilities(user)
        and may_change_exercise(user, snippet)
    ):
        label = _("Archive") if snippet.archived_at is None else _("Bring back")
        yield Button(label, reverse("exercise_archive", args=[snippet.pk]), icon_name="folder", priority=70)
