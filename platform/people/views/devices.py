"""Views of reminders on devices: the one the page is on, and all of mine."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.requests import SignedInRequest
from core import push
from people.forms.devices import DeviceForm, SubscriptionForm
from people.messages.devices import stop_devices
from people.own_data import own_person


@login_required
@require_POST
@never_cache
def add(request: SignedInRequest) -> HttpResponse:
    """Remind me on this device."""
    person = own_person(request.user)
    if person is None or not is_offered(request):
        return redirect("people:messages")
    form = SubscriptionForm(request.POST)
    if form.is_valid():
        form.save(person)
        messages.success(request, _("You are reminded on this device from now on."))
    else:
        messages.error(request, str(next(iter(form.errors.values()))[0]))
    return redirect("people:messages")


@login_required
@require_POST
@never_cache
def stop(request: SignedInRequest) -> HttpResponse:
    """Remind me no more on this device, or on any."""
    person = own_person(request.user)
    form = DeviceForm(request.POST)
    if person is not None and form.is_valid():
        endpoint = form.cleaned_data["endpoint"]
        stop_devices(person=person, endpoint=endpoint)
        said = _("No more reminders on this device.") if endpoint else _("No more reminders on any device.")
        messages.success(request, said)
    return redirect("people:messages")


def is_offered(request: SignedInRequest) -> bool:
    """Where the platform has a key, and not on a phone that somebody said is shared: others would read along."""
    return push.is_available() and not request.session.get_expire_at_browser_close()
