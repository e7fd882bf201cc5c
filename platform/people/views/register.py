"""The view of the register: one record per person of the NGO, narrowed, ordered, page by page."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from accounts.requests import SignedInRequest
from accounts.roles import Ability, abilities, requires
from people.forms.finding import FindForm
from people.retention import time_is_over_for

PER_PAGE = 30


@requires(Ability.MANAGE_SESSIONS)
@never_cache
def register(request: SignedInRequest) -> HttpResponse:
    """Everybody, or those asked for. Whatever bears a name is posted; the rest has an address that can be kept."""
    data = request.POST if request.method == "POST" else request.GET
    form = FindForm(data)
    asked = form.asked()
    if request.method == "POST" and "q" not in asked and not form.errors:
        return redirect(f"{reverse('people:register')}?{urlencode(form.as_typed())}")
    page = Paginator(form.people(), PER_PAGE).get_page(data.get("page"))
    can = abilities(request.user)
    context = {
        "form": form,
        "page": page,
        "sent": form.as_typed(),
        "is_asked": bool(asked.keys() - {"order"}),
        "is_filtered": bool(asked.keys() - {"q"}) or bool(form.errors),
        "may_export": Ability.EXPORT_NAMES in can,
        "may_decide": Ability.DECIDE_RETENTION in can,
        "over": time_is_over_for(),
    }
    return render(request, "people/register.html", context)
