"""For staff: the organisations that signed. A name is counted and shown once somebody has read it here."""

from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.requests import SignedInRequest
from accounts.roles import Ability, requires
from core.dates import long_date
from core.lists import Item, Listing, asked_in
from pages.charter import actions
from pages.charter.forms import SignaturesForm
from pages.charter.models import Signature

may_write = requires(Ability.WRITE_TO_READERS)


@may_write
def signatures(request: SignedInRequest) -> HttpResponse:
    """Those that wait to be read first, then by name."""
    form = SignaturesForm(asked_in(request, is_posted=True))
    listing = Listing(
        request, name="charter", caption=_("Counted"), items=_columns(request), form=form, usual="name",
        rows=form.signatures().select_related("version").order_by("name_key", "pk"), may_take=True, is_posted=True,
    )  # fmt: skip
    if answer := listing.answer():
        return answer
    waiting = Signature.objects.signed().filter(accepted_at__isnull=True).order_by("name_key")
    to_read = [(one, _address(one.email)) for one in waiting]
    return render(request, "pages/charter/signatures.html", {"waiting": to_read, "list": listing})


def _columns(request: SignedInRequest) -> list[Item]:
    named = {True: _("no"), False: _("yes")}
    return [
        Item("name", _("Organisation"), lambda one: _bdi(one.organisation), order=("name_key",)),
        Item("email", _("Mail address"), lambda one: _address(one.email), lambda one: one.email, order=("email",)),
        Item("version", _("Version"), lambda one: one.version.number, order=("version__number",), numeric=True),
        Item("signed", _("Signed"), lambda one: long_date(one.signed_at), lambda one: localdate(one.signed_at),
             order=("signed_at",), falls=True),
        Item("named", _("Named"), lambda one: named[one.is_unnamed], order=("is_unnamed",)),
        Item("act", _("What can be done"), lambda one: _remove_button(request, one), is_written=False),
    ]  # fmt: skip


def _address(text: str) -> str:
    """On a phone it breaks after its sign and nowhere else."""
    name, sign, host = text.partition("@")
    return format_html('<bdi dir="ltr">{}{}<wbr>{}</bdi>', name, sign, host)


def _bdi(text: str) -> str:
    return format_html("<bdi>{}</bdi>", text)


def _remove_button(request: SignedInRequest, one: Signature) -> str:
    return render_to_string("pages/charter/_remove.html", {"one": one, "csrf_token": get_token(request)})


@require_POST
@may_write
def accept(request: SignedInRequest, pk: int) -> HttpResponse:
    """Count it, and show its name where it is wished."""
    actions.accept(signature=get_object_or_404(Signature.objects.signed(), pk=pk))
    return redirect("charter:signatures")


@require_POST
@may_write
def remove(request: SignedInRequest, pk: int) -> HttpResponse:
    """Delete it: it was no organisation, or it asks for it."""
    actions.withdraw(signature=get_object_or_404(Signature.objects.signed(), pk=pk))
    return redirect("charter:signatures")
