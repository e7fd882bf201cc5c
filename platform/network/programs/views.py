"""The tokens of an account of the hub: made, seen and revoked by whom they are of."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.requests import SignedInRequest
from accounts.roles import requires
from impact.api.tokens import make_token, revoke_token
from impact.models import ApiToken
from network.projects.views import READS

MOST = 10  # of one account


class ProgramForm(forms.Form):
    """What a program is called."""

    name = forms.CharField(label=gettext_lazy("Name of the program"), max_length=60)

    def __init__(self, data: object = None, *, own: int = 0) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # what was posted
        self.own = own

    def clean(self) -> dict[str, str]:
        if self.own >= MOST:
            raise forms.ValidationError(_("You have 10 tokens. Revoke one that is not used any more."))
        return self.cleaned_data


@requires(*READS)
@never_cache
def programs(request: SignedInRequest) -> HttpResponse:
    """One's own tokens, and a form for a new one, whose secret shows this once."""
    own = ApiToken.objects.filter(made_by=request.user, revoked_at__isnull=True)
    form = ProgramForm(request.POST if request.method == "POST" else None, own=own.count())
    secret = ""
    if form.is_bound and form.is_valid():
        scopes = [ApiToken.Scope.FIGURES.value]
        _token, secret = make_token(name=form.cleaned_data["name"], scopes=scopes, actor=request.user)
        form = ProgramForm()
    trail = [{"url": reverse("network:projects"), "label": _("Projects")}]
    tokens = [(token, [ApiToken.Scope.FIGURES.label]) for token in own.all()]
    context = {"form": form, "secret": secret, "tokens": tokens, "trail": trail}
    return render(request, "network/programs.html", context)


@requires(*READS)
@require_POST
def revoke(request: SignedInRequest, pk: int) -> HttpResponse:
    """One's own token opens nothing any more. Raises Http404 for another's."""
    revoke_token(token=get_object_or_404(ApiToken, pk=pk, made_by=request.user))
    messages.success(request, _("The token is revoked. Programs that use it are refused from now on."))
    return redirect("network:programs")
