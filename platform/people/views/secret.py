"""Views that change one's own PIN or password."""

from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts.fresh import is_fresh
from accounts.requests import SignedInRequest
from people.forms.secret import ChangeSecretForm
from people.views.own_data import is_confirmed, without_the_secret

NEXT = {"change": "people:change_secret", "erase": "people:delete"}


@login_required
@never_cache
@sensitive_post_parameters()
def change_secret(request: SignedInRequest) -> HttpResponse:
    """The one so far, or a code written just now, and the new one; other phones are signed out, this one stays."""
    fresh = is_fresh(request)
    form = ChangeSecretForm(request.POST if request.method == "POST" else None, user=request.user, asks=not fresh)
    refusal = _("This is not your PIN or password so far. Nothing was changed.")
    if request.method == "POST" and form.is_valid() and is_confirmed(request, form, refusal=refusal):
        form.save()
        update_session_auth_hash(request, request.user)
        messages.success(request, _("It is changed. Other phones and computers were signed out."))
        return redirect("mfa_index")
    return render(request, "people/change_secret.html", {"form": form} | without_the_secret(request))


@login_required
@require_POST
def forgotten(request: SignedInRequest, purpose: str) -> HttpResponse:
    """Out, and in again by a code, which then stands for the secret that was forgotten; on to what one came for."""
    address = reverse(NEXT.get(purpose, "people:my_data"))
    logout(request)
    return redirect(f"{reverse('account_request_login_code')}?{urlencode({'next': address})}")
