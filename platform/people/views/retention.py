"""Views of retention: the rule, whose time is over, the decision, and the report of each erasure."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts.requests import SignedInRequest
from accounts.roles import Ability, requires
from people.forms.retention import DecideForm, RuleForm
from people.models import Erasure
from people.person_fields import LABELS
from people.retention import rule, time_is_over, unfinished
from people.tasks import erase_people

PER_PAGE = 100
REPORTS = 30


@requires(Ability.DECIDE_RETENTION)
@never_cache
def retention(request: SignedInRequest) -> HttpResponse:
    """The rule, and the reports of what was erased."""
    current = rule()
    form = RuleForm(request.POST if request.method == "POST" else None, rule=current, actor=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("The rule is saved. Nobody was erased by saving it."))
        return redirect("people:retention")
    erasures = Erasure.objects.select_related("decided_by")[:REPORTS]
    context = {"form": form, "rule": current, "over": current.over if current else 0, "erasures": erasures}
    return render(request, "people/retention.html", context)


@requires(Ability.DECIDE_RETENTION)
@never_cache
def overdue(request: SignedInRequest) -> HttpResponse:
    """Those whose time is over, the longest silent first: ticked, they are erased by the worker."""
    current = rule()
    if current is None:
        return redirect("people:retention")
    form = DecideForm(request.POST if request.method == "POST" else None, actor=request.user)
    if request.method == "POST" and form.done():
        erase_people.enqueue(form.result.pk)
        return redirect("people:erasure", form.result.uuid)
    waiting = {pk for erasure in unfinished() for pk in erasure.people}
    found = time_is_over(current.months).exclude(pk__in=waiting)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    ticked = set(request.POST.getlist("people"))
    people = [(person, not form.is_bound or str(person.uuid) in ticked) for person in page.object_list]
    context = {"form": form, "rule": current, "page": page, "people": people, "waiting": len(waiting)}
    return render(request, "people/overdue.html", context)


@requires(Ability.DECIDE_RETENTION)
@never_cache
def erasure(request: SignedInRequest, erasure: uuid.UUID) -> HttpResponse:
    """How far it is, and what came of it, in numbers."""
    found = get_object_or_404(Erasure.objects.select_related("decided_by"), uuid=erasure)
    unknown = [(LABELS[axis], number) for axis, number in sorted(found.unknown.items()) if axis in LABELS]
    context = {"erasure": found, "done": found.erased + found.kept, "unknown": unknown}
    return render(request, "people/erasure.html", context)
