"""Adding somebody to the register by hand, and who may be meant while a name is being typed."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.requests import SignedInRequest
from accounts.roles import Ability, requires
from people.forms.adding import NewPersonForm, described_in
from people.known import Known, known_like


@dataclass(frozen=True)
class Proposal:
    """Somebody known, and what is done with them: a button that posts the form to `take_url`, a link to `open_url`,
    or a word (`state`) on why neither is offered."""

    known: Known
    take_url: str = ""
    open_url: str = ""
    state: str = ""


def proposed(proposals: Iterable[Proposal], *, add_label: Any, is_asked: bool) -> dict[str, Any]:
    """The context of `people/known.html`. `is_asked`: the form was sent and stands until this is answered."""
    found = list(proposals)
    return {
        "known": found, "add_label": add_label, "is_asked": is_asked,
        "apart": ",".join(str(one.known.person.uuid) for one in found),
    }  # fmt: skip


@requires(Ability.MANAGE_SESSIONS)
@never_cache
def new_person(request: SignedInRequest) -> HttpResponse:
    """Write somebody down; who may be the same person is asked first."""
    form = NewPersonForm(request.POST if request.method == "POST" else None, actor=request.user)
    context = {"form": form}
    if request.method == "POST" and form.is_valid():
        if known := form.to_be_asked():
            return render(request, "people/new_person.html", context | _proposed(known, is_asked=True))
        if form.done():
            messages.success(request, _("%(name)s is in your register.") % {"name": form.result.full_name})
            return redirect("people:record", form.result.uuid)
    return render(request, "people/new_person.html", context)


@requires(Ability.MANAGE_SESSIONS)
@never_cache
@require_POST
def known(request: HttpRequest) -> HttpResponse:
    """Who may be meant, as a part of the page. Posted: names stay out of addresses and logs."""
    found = known_like(described_in(request.POST))
    return render(request, "people/known.html", _proposed(found, is_asked=False))


def _proposed(found: list[Known], *, is_asked: bool) -> dict[str, Any]:
    proposals = [Proposal(one, open_url=reverse("people:record", args=[one.person.uuid])) for one in found]
    return proposed(proposals, add_label=_("No, somebody else: add"), is_asked=is_asked)
