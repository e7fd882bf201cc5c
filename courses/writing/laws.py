"""Laws in the admin: the list, one of them, and putting one into the lesson that is open."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem

from accounts.roles import Ability, abilities, requires
from core.languages import NAMES, ORDER, direction
from courses.laws.actions import Written
from courses.laws.forms import LawForm
from courses.laws.reading import Law, find_law, find_laws
from courses.legal import MARK
from courses.writing.rows import row_of


@requires(Ability.WRITE_CONTENT)
def laws(request: HttpRequest) -> HttpResponse:
    """Every law that lessons quote; those that end first."""
    found = sorted(find_laws(), key=lambda law: (not (law.is_over or law.is_soon), str(law.ends or "")))
    return render(request, "courses/admin/laws.html", {"laws": found})


@requires(Ability.WRITE_CONTENT)
def law(request: HttpRequest, key: str) -> HttpResponse:
    """One law: where it stands, and what is known of it, changed once."""
    known = _law(key)
    form = LawForm(request.POST or None, law=known, actor=request.user)
    if request.method == "POST" and form.is_valid():
        _tell(request, form.save())
        return redirect("courses_laws:list")
    status = 422 if form.errors else 200
    return render(request, "courses/admin/law.html", {"law": known, "form": form}, status=status)


def _tell(request: HttpRequest, done: Written) -> None:
    changed = [*done.published, *done.drafts]
    if done.published:
        messages.success(request, _("Changed and published: %(lessons)s.") % {"lessons": ", ".join(done.published)})
    if done.drafts:
        messages.success(
            request, _("Changed in drafts, to be published: %(lessons)s.") % {"lessons": ", ".join(done.drafts)}
        )
    if done.left:
        kept = _("Left as they are, for somebody else keeps them: %(lessons)s. Ask their owner, or a reviewer.")
        messages.warning(request, kept % {"lessons": ", ".join(done.left)})
    elif not changed:
        messages.info(request, _("Nothing has changed."))


@requires(Ability.WRITE_CONTENT)
def offered(request: HttpRequest) -> HttpResponse:
    """For the writing screen: the laws that can be put in."""
    return render(request, "courses/admin/laws_offered.html", {"laws": find_laws()})


@requires(Ability.WRITE_CONTENT)
def law_row(request: HttpRequest, key: str) -> HttpResponse:
    """A law that is known, as a block of the writing screen: to be checked in its new place."""
    known, identity = _law(key), str(uuid.uuid4())
    values = {code: value | {MARK: True} for code, value in known.values.items()}
    row = row_of({code: {"id": identity, "type": "law_reference", "value": value} for code, value in values.items()})
    languages = [{"code": code, "name": NAMES[code], "direction": direction(code)} for code in ORDER]
    return render(request, "courses/admin/writing_row.html", {"row": row, "languages": languages})


def _law(key: str) -> Law:
    found = find_law(key)
    if found is None:
        raise Http404
    return found


class LawsMenuItem(MenuItem):
    """For those who write."""

    def is_shown(self, request: HttpRequest) -> bool:
        return Ability.WRITE_CONTENT in abilities(request.user)


urlpatterns = [
    path("", laws, name="list"),
    path("offered/", offered, name="offered"),
    path("<slug:key>/", law, name="law"),
    path("<slug:key>/row/", law_row, name="row"),
]


def laws_urls() -> list[Any]:
    """For Wagtail's admin."""
    return [path("laws/", include((urlpatterns, "courses_laws")))]


def laws_menu_item() -> MenuItem:
    """For Wagtail's menu."""
    return LawsMenuItem(gettext_lazy("Laws"), reverse("courses_laws:list"), icon_name="doc-full", order=235)
