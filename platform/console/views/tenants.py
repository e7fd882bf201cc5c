"""The NGOs of the network: their list, and each one's description, hosts, state and removal."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.requests import SignedInRequest
from accounts.roles import Ability, requires
from certificates.models import Letterhead
from certificates.views.fetching import data_uri
from console.country import CountryForm
from console.forms import DescriptionForm, HostForm, LogoForm, StateForm, TenantsForm
from console.models import TenantOrder
from console.tasks import look_at_host
from core.dates import long_date
from core.folding import by_label, by_words
from core.languages import NAMES, active
from core.lists import Item, Listing, asked_in, in_a_row
from core.tables import Missing
from tenants.hosts import HostError, remove_host, set_host, written_for_readers
from tenants.lifecycle import LifecycleError, call_off_removal, find_hindrances, order_removal
from tenants.models import Domain, Tenant

FORMS: dict[str, type[Any]] = {
    "description": DescriptionForm, "country": CountryForm, "logo": LogoForm, "host": HostForm, "state": StateForm,
}  # fmt: skip
View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Host:
    """A host as the table shows it."""

    domain: Domain
    readable: str


@requires(Ability.MANAGE_TENANTS)
def tenants(request: SignedInRequest) -> HttpResponse:
    """Every NGO with its state, the hub first; orders that are not done above them."""
    hosts = Prefetch("domains", Domain.objects.order_by("-is_primary", "pk"))
    form = TenantsForm(asked_in(request))
    listing = Listing(
        request, name="tenants", caption=_("Partner NGOs"), items=_columns(), form=form, may_take=True,
        rows=form.tenants().prefetch_related(hosts).order_by("kind", "name_fr"),
    )  # fmt: skip
    if answer := listing.answer():
        return answer
    orders = TenantOrder.objects.exclude(state=TenantOrder.State.DONE)
    return render(request, "console/tenants.html", {"list": listing, "orders": orders})


def _columns() -> list[Item]:
    states = Tenant.State.choices
    return [
        Item("name", _("Name"), _name, lambda one: one.name, order=by_words(f"name_{active()}")),
        Item("hosts", _("Address"), _hosts, lambda one: ", ".join(_readable(one))),
        Item("state", _("State"), _state, lambda one: one.get_state_display(), order=by_label("state", states)),
        Item("coming", _("To come"), lambda one: _coming(one) or Missing()),
        Item("country", _("Country"), lambda one: one.country, order=("country",), is_shown=False),
        Item("languages", _("Languages"), lambda one: in_a_row(NAMES[code] for code in one.languages), is_shown=False),
    ]


def _name(one: Tenant) -> object:
    """One that is not whole has no page."""
    hub = format_html(' <span class="meta">{}</span>', _("the hub")) if one.is_hub else ""
    name = format_html("<bdi>{}</bdi>", one.name)
    if one.state == Tenant.State.UNFINISHED:
        return name
    return format_html('<a href="{}">{}</a>{}', reverse("console:tenant", args=[one.schema_name]), name, hub)


def _readable(one: Tenant) -> list[str]:
    return [written_for_readers(host.domain) for host in one.domains.all()]


def _hosts(one: Tenant) -> str:
    hosts = ((host,) for host in _readable(one))
    return format_html_join("", '<div><bdi dir="ltr" class="breakable">{}</bdi></div>', hosts)


def _state(one: Tenant) -> str:
    return render_to_string("console/_state.html", {"tenant": one})


def _coming(one: Tenant) -> str:
    if one.removal_on:
        return _("removed on %(day)s") % {"day": long_date(one.removal_on)}
    if one.next_state_on:
        named = {"day": long_date(one.next_state_on), "state": one.get_next_state_display()}
        return _("%(state)s from %(day)s") % named
    return ""


def _of_a_tenant(view: View) -> View:
    """With the tenant of the address; one that is not whole is not changed here."""

    @wraps(view)
    def found(request: HttpRequest, schema: str, **rest: Any) -> HttpResponse:
        tenant = get_object_or_404(Tenant, schema_name=schema)
        if tenant.state == Tenant.State.UNFINISHED:
            raise Http404
        return view(request, tenant, **rest)

    return requires(Ability.MANAGE_TENANTS)(found)


@_of_a_tenant
def tenant(request: SignedInRequest, tenant: Tenant) -> HttpResponse:
    """One NGO, or the hub."""
    return _page(request, tenant)


@require_POST
@_of_a_tenant
def change(request: SignedInRequest, tenant: Tenant, part: str) -> HttpResponse:
    """One of its forms; what was wrong stands in it."""
    if part not in FORMS or (tenant.is_hub and part == "state"):
        raise Http404
    form = FORMS[part](request.POST, request.FILES, tenant=tenant)
    if not form.done():
        return _page(request, tenant, **{part: form})
    if part == "host":
        look_at_host.enqueue(form.result.pk)
    messages.success(request, _("Saved. Readers see it at once."))
    return redirect("console:tenant", tenant.schema_name)


@require_POST
@_of_a_tenant
def host(request: SignedInRequest, tenant: Tenant, pk: int, does: str) -> HttpResponse:
    """Make a host the address, take one away, look at one."""
    domain = get_object_or_404(tenant.domains, pk=pk)
    try:
        if does == "first":
            set_host(tenant=tenant, host=domain.domain)
        elif does == "remove":
            remove_host(tenant=tenant, host=domain.domain)
        elif does == "look":
            look_at_host.enqueue(domain.pk)
        else:
            raise Http404
    except HostError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, SAID[does]())
    return redirect("console:tenant", tenant.schema_name)


SAID: dict[str, Callable[[], str]] = {
    "first": lambda: _("This is the address now. The former host goes on leading there."),
    "remove": lambda: _("The host leads nowhere any more."),
    "look": lambda: _("It is being looked at: open this page again in a few seconds."),
}


@require_POST
@_of_a_tenant
def remove(request: SignedInRequest, tenant: Tenant) -> HttpResponse:
    """Order the removal, thirty days from today."""
    try:
        order_removal(tenant=tenant)
    except LifecycleError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Its removal is ordered, and its readers are told. It can be called off."))
    return redirect("console:tenant", tenant.schema_name)


@require_POST
@_of_a_tenant
def keep(request: SignedInRequest, tenant: Tenant) -> HttpResponse:
    """Call the removal off."""
    call_off_removal(tenant=tenant)
    messages.success(request, _("The removal is called off: the NGO stays."))
    return redirect("console:tenant", tenant.schema_name)


def _page(request: SignedInRequest, tenant: Tenant, **bound: Any) -> HttpResponse:
    forms = {part: bound.get(part) or form(tenant=tenant) for part, form in FORMS.items()}
    hosts = [
        Host(domain, written_for_readers(domain.domain)) for domain in tenant.domains.order_by("-is_primary", "pk")
    ]
    context = {
        "ngo": tenant, "hosts": hosts, "forms": forms, "is_hub": tenant.is_hub, "logo": _logo(tenant),
        "hindrances": [] if tenant.is_hub else find_hindrances(tenant),
    }  # fmt: skip
    return render(request, "console/tenant.html", context)


def _logo(tenant: Tenant) -> str:
    """The logo as it is, in the page itself: its address would be at the NGO's host."""
    with tenant:
        now = Letterhead.objects.order_by("-pk").first()
    return data_uri("image/png", bytes(now.logo)) if now and now.logo else ""
