"""Changing one's own PIN or password."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts.requests import SignedInRequest
from people.forms.secret import ChangeSecretForm
from people.views.own_data import is_confirmed


@login_required
@never_cache
@sensitive_post_parameters()
def change_secret(request: SignedInRequest) -> HttpResponse:
    """The one so far and the new one; other phones are signed out by it, this one stays."""
    form = ChangeSecretForm(request.POST or None, user=request.user)
    refusal = _("This is not your PIN or password so far. Nothing was changed.")
    if request.method == "POST" and form.is_valid() and is_confirmed(request, form, purpose="change", refusal=refusal):
        form.save()
        update_session_auth_hash(request, request.user)
        messages.success(request, _("It is changed. Other phones and computers were signed out."))
        return redirect("mfa_index")
    return render(request, "people/change_secret.html", {"form": form})
