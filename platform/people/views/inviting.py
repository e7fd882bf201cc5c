"""Views that invite many at once: to open their account, or straight to what a code leads to."""

from typing import Any

from django.contrib import messages
from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from accounts.models import Invitation, JoinCode
from accounts.requests import SignedInRequest
from accounts.roles import Ability, requires
from core import sms
from core.dates import number
from people.access import VALID, without_account
from people.extension_points import Target
from people.forms.access import InviteForm
from people.forms.choosing import NarrowForm
from people.joining import find_target
from people.models import Person, PersonQuerySet

MOST_SHOWN = 200


@requires(Ability.MANAGE_SESSIONS)
@never_cache
def invite(request: SignedInRequest) -> HttpResponse:
    """Those of the register who cannot sign in."""
    context = {"title": _("Open accounts"), "back_url": reverse("people:accounts"), "target": None}
    return _invite(request, without_account(), None, context)


@requires(Ability.MANAGE_SESSIONS)
@never_cache
def invite_to(request: SignedInRequest, code: str) -> HttpResponse:
    """Those who are not in the course or session yet, with or without an account."""
    join_code = get_object_or_404(JoinCode, code="".join(code.upper().split()))
    target = find_target(join_code.code, closed=True)
    if target is None:
        raise Http404
    context = {"title": _("Invite people"), "back_url": reverse("people:accounts"), "target": target}
    return _invite(request, _not_in(target), join_code, context)


def _invite(
    request: SignedInRequest, people: PersonQuerySet, code: JoinCode | None, context: dict[str, Any]
) -> HttpResponse:
    """Narrow by calling and region, tick, invite; they are told by mail or SMS, by day."""
    narrow = NarrowForm(request.GET)
    found = list(narrow.narrow(_with_last(_reachable(people), code)).in_order()[: MOST_SHOWN + 1])
    shown, is_cut = found[:MOST_SHOWN], len(found) > MOST_SHOWN
    form = InviteForm(request.POST if request.method == "POST" else None, people=shown)
    if request.method == "POST" and form.is_valid():
        count = form.save(actor=request.user, code=code)
        said = ngettext("%(count)s person is invited.", "%(count)s people are invited.", count)
        messages.success(request, said % {"count": number(count)})
        return redirect(request.path)
    context |= {
        "narrow": narrow, "form": form, "people": shown, "is_cut": is_cut, "most": MOST_SHOWN,
        "unreachable": people.count() - _reachable(people).count(),
    }  # fmt: skip
    return render(request, "people/invite.html", context)


def _reachable(people: PersonQuerySet) -> PersonQuerySet:
    return people.filter(~Q(email="") | ~Q(phone="")) if sms.is_available() else people.exclude(email="")


def _with_last(people: PersonQuerySet, code: JoinCode | None) -> PersonQuerySet:
    """Marks those who have a link that still works."""
    open_ones = Invitation.objects.filter(person=OuterRef("uuid"), code=code, used_at__isnull=True)
    return people.annotate(is_invited=Exists(open_ones.filter(made_at__gt=timezone.now() - VALID)))


def _not_in(target: Target) -> PersonQuerySet:
    inside = target.people.values("pk")
    merged = target.people.filter(merged_into__isnull=False).values("merged_into")
    people = Person.objects.canonical().filter(erased_at__isnull=True)
    return people.exclude(pk__in=inside).exclude(pk__in=merged)
