"""Lets funders read figures by project and programs by token, and takes it back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.requests import SignedInRequest
from accounts.roles import Ability, requires
from impact.api.tokens import make_token
from impact.api.tokens import revoke_token as revoke
from impact.forms import ReaderForm, TokenForm
from impact.models import ApiToken, ProjectReader
from impact.views.parts import tabs


@requires(Ability.HELP_STAFF)
@never_cache
def readers(request: SignedInRequest) -> HttpResponse:
    """Funders with their projects, tokens with their scopes, and a form for each. A new secret shows this once."""
    posted = request.POST if request.method == "POST" else None
    is_token = (posted is not None and "scopes" in posted) or "name" in (posted or {})
    reader_form = ReaderForm(None if is_token else posted)
    token_form = TokenForm(posted if is_token else None)
    secret = ""
    if posted is not None and not is_token and reader_form.is_valid():
        ProjectReader.objects.get_or_create(**reader_form.cleaned_data)
        messages.success(request, _("The funder reads the published reports of this project from now on."))
        return redirect("impact:readers")
    if posted is not None and is_token and token_form.is_valid():
        _token, secret = make_token(**token_form.cleaned_data, actor=request.user)
        token_form = TokenForm()
    context = {
        "tabs": tabs(request),
        "readers": ProjectReader.objects.select_related("user").order_by("user__username", "project"),
        "tokens": [
            (token, [ApiToken.Scope(scope).label for scope in token.scopes])
            for token in ApiToken.objects.filter(revoked_at__isnull=True)
        ],
        "reader_form": reader_form,
        "token_form": token_form,
        "secret": secret,
    }
    return render(request, "impact/readers.html", context)


@requires(Ability.HELP_STAFF)
@require_POST
def remove_reader(request: SignedInRequest, pk: int) -> HttpResponse:
    """The funder no longer reads the project."""
    get_object_or_404(ProjectReader, pk=pk).delete()
    messages.success(request, _("The funder no longer reads this project."))
    return redirect("impact:readers")


@requires(Ability.HELP_STAFF)
@require_POST
def revoke_token(request: SignedInRequest, pk: int) -> HttpResponse:
    """The token opens nothing any more."""
    revoke(token=get_object_or_404(ApiToken, pk=pk))
    messages.success(request, _("The token is revoked. Programs that use it are refused from now on."))
    return redirect("impact:readers")
