"""Who may be meant while a name is written on a session's list: of the register, for trainers of the list alone."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from people.finding import everybody
from people.forms.adding import described_in
from people.known import Known, known_like
from people.models import Person, PersonQuerySet
from people.views.adding import Proposal, proposed
from sessions.models import TrainingSession
from sessions.querysets import people_on_list, people_registered, trainer_ids
from sessions.views.fetching import StaffRequest, fetch_session, may_manage, runners

ADD = gettext_lazy("No, somebody else: add")
MARK = gettext_lazy("No, somebody else: mark present")


@runners
@never_cache
def known(request: StaffRequest, session: uuid.UUID) -> HttpResponse:
    """The part of the page that asks, while a name is being typed. Posted: names stay out of addresses and logs."""
    found = fetch_session(request, session)
    if request.method != "POST":
        return redirect("sessions:add_person", session)
    people = known_like(described_in(request.POST), among=people_to_choose(request, found))
    label = MARK if request.POST.get("slot") else ADD
    return render(request, "people/known.html", proposals(request, found, people, label=label, is_asked=False))


def people_to_choose(request: StaffRequest, session: TrainingSession) -> PersonQuerySet:
    """Whom this user may put on the list without writing anybody new: a trainer those the session knows already."""
    return everybody() if may_manage(request) else people_registered(session)


def fetch_person(request: StaffRequest, session: TrainingSession, person: uuid.UUID) -> Person:
    """One of them, else 404."""
    return get_object_or_404(people_to_choose(request, session), uuid=person)


def proposals(
    request: StaffRequest, session: TrainingSession, people: list[Known], *, label: Any, is_asked: bool
) -> dict[str, Any]:
    """The context of `people/known.html`: one tap puts the known person on the list, or marks them present."""
    ids = [one.person.pk for one in people]
    listed = set(people_on_list(session).filter(pk__in=ids).values_list("pk", flat=True))
    running, at_slot = trainer_ids(session), bool(request.POST.get("slot"))
    found = []
    for one in people:
        if one.person.pk in running:
            found.append(Proposal(one, state=_("Runs this session")))
        elif one.person.pk in listed and not at_slot:
            found.append(Proposal(one, state=_("On the list")))
        else:
            url = reverse("sessions:register", args=[session.uuid, one.person.uuid])
            found.append(Proposal(one, take_url=url))
    return proposed(found, add_label=label, is_asked=is_asked)
