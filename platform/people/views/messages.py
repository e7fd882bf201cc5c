"""Messages: what I want to be reminded of, the address that stops them, and the log for coordinators."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from accounts.requests import SignedInRequest
from accounts.roles import Ability, requires
from people.messages import kinds
from people.messages.sending import read_token
from people.models import MutedReminder, Person, SentMessage
from people.own_data import own_person

PER_PAGE = 20


class WishesForm(forms.Form):
    """A tick for each kind of reminder."""

    def __init__(self, person: Person, data: Any = None) -> None:
        super().__init__(data)
        self.person = person
        muted = set(MutedReminder.objects.filter(person=person).values_list("kind", flat=True))
        for kind in kinds():
            self.fields[kind.name] = forms.BooleanField(
                label=cast(str, kind.label), required=False, initial=kind.name not in muted
            )

    def save(self) -> None:
        """Keep the kinds that are not ticked."""
        for name, wanted in self.cleaned_data.items():
            if wanted:
                MutedReminder.objects.filter(person=self.person, kind=name).delete()
            else:
                MutedReminder.objects.get_or_create(person=self.person, kind=name)


@login_required
@never_cache
def my_messages(request: SignedInRequest) -> HttpResponse:
    """Which reminders I want, and where they go."""
    person = own_person(request.user)
    if person is None:
        return redirect("people:my_data")
    form = WishesForm(person, request.POST if request.method == "POST" else None)
    if form.is_valid():
        form.save()
        messages.success(request, _("Your choice is kept."))
        return redirect("people:messages")
    return render(request, "people/messages.html", {"form": form, "person": person})


@csrf_exempt  # mail programmes post here by themselves (RFC 8058); the address is signed
@never_cache
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Stop one kind of reminder without signing in. The page says nothing about whose they were."""
    found = read_token(token)
    if found and request.method == "POST":
        person, kind = found
        MutedReminder.objects.get_or_create(person=person, kind=kind)
    context = {"is_known": found is not None, "done": found is not None and request.method == "POST"}
    return render(request, "people/unsubscribe.html", context, status=200 if found else 404)


@requires(Ability.MANAGE_SESSIONS)
def log(request: SignedInRequest) -> HttpResponse:
    """What was sent when, by kind and channel; neither to whom by name, nor what it said."""
    labels = {kind.name: kind.label for kind in kinds()}
    page = Paginator(SentMessage.objects.order_by("-sent_at", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    rows = [(row, labels.get(row.kind, row.kind)) for row in page.object_list]
    return render(request, "people/message_log.html", {"page": page, "rows": rows})
